"""Edits of a project's outputs and inputs (from 1), their names and connections.

As in `editing`, each is a function from one project to the next and raises `Problem`. Takes are left as they
are: targets of an output that has gone wait in them until undo brings the output back.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

import msgspec

from wekipy.project.blocks import connected_anew, with_inputs
from wekipy.project.checking import check
from wekipy.project.counting import many
from wekipy.project.create import make_outputs
from wekipy.project.editing import chosen_inputs, output_at, replace_output, replace_outputs
from wekipy.project.examples import count_examples, shown_examples
from wekipy.project.problem import Problem
from wekipy.project.recorded_inputs import recorded_with
from wekipy.project.schema import (
    LARGEST_NUMBER,
    MOST_INPUTS,
    MOST_OUTPUTS,
    ClassificationOutput,
    Gesture,
    GestureOutput,
    Input,
    Output,
    Project,
    kind_of,
)
from wekipy.project.sending import without_lost_condition
from wekipy.project.wording import in_words


def structure(project: Project) -> tuple[int, tuple[str, ...]]:
    """Return what a running take depends on: the number of inputs, and the outputs."""
    return len(project.inputs), tuple(output.uid for output in project.outputs)


def add_output(project: Project, spec: str, name: str = "") -> Project:
    """One more output at the end: "1" is a number, "class:4" a classifier, "gesture:3" gestures."""
    if len(project.outputs) >= MOST_OUTPUTS:
        raise Problem(f"there are {many(len(project.outputs), 'output')} already, and no more fit")
    made = _make(project, spec, name or _free_name(project))
    return _with_outputs(project, [*project.outputs, made])


def copy_output(project: Project, number: int) -> Project:
    """One more output after an output, with its settings and connections and under a name like its own."""
    old = output_at(project, number)
    if len(project.outputs) >= MOST_OUTPUTS:
        raise Problem(f"there are {many(len(project.outputs), 'output')} already, and no more fit")
    taken = {output.name for output in project.outputs}
    name = next(f"{old.name}-{n}" for n in itertools.count(2) if f"{old.name}-{n}" not in taken)
    new = msgspec.structs.replace(old, uid=f"o{_highest_uid(project) + 1}", name=name)
    if isinstance(new, GestureOutput):
        new = msgspec.structs.replace(new, gestures=_at_free_addresses(project, new.gestures))
    return _with_outputs(project, [*project.outputs[:number], new, *project.outputs[number:]])


def remove_output(project: Project, number: int) -> Project:
    """Without one output."""
    gone = output_at(project, number)
    if len(project.outputs) == 1:
        raise Problem("this is the only output: add another one before you remove it")
    return _with_outputs(project, [output for output in project.outputs if output is not gone])


def move_output(project: Project, number: int, to: int) -> Project:
    """The outputs in another order: one of them becomes number `to`."""
    outputs = [output for output in project.outputs if output is not output_at(project, number)]
    output_at(project, to)
    outputs.insert(to - 1, output_at(project, number))
    return _with_outputs(project, outputs)


def change_kind(project: Project, number: int, spec: str) -> Project:
    """Make an output one of another kind, in its place, under its name and with its connections.

    Targets of one kind are none of another: examples of the old kind wait for undo. An output that is of the
    kind already keeps its examples, and has as many classes or gestures as asked for.
    """
    old = output_at(project, number)
    made = _make(project, spec, old.name)
    if kind_of(made) == kind_of(old):
        return replace_output(project, number, **_size(made, old))
    new = msgspec.structs.replace(made, inputs=old.inputs, record=old.record, run=old.run, train=old.train)
    return _with_outputs(project, [new if output is old else output for output in project.outputs])


def _size(made: Output, old: Output) -> dict[str, Any]:
    if isinstance(made, GestureOutput) and isinstance(old, GestureOutput):
        return {"gestures": (*old.gestures, *made.gestures[len(old.gestures) :])[: len(made.gestures)]}
    return {"classes": made.classes} if isinstance(made, ClassificationOutput) else {}


def _make(project: Project, spec: str, name: str) -> Output:
    """An output that is not in the project yet: a uid that no output ever had, addresses that are free."""
    made = make_outputs(spec)
    if len(made) != 1:
        raise Problem(f"outputs: “{spec}” makes {len(made)}; expected one: 1, class:4 or gesture:3")
    changes: dict[str, Any] = {"uid": f"o{_highest_uid(project) + 1}", "name": name}
    if isinstance(made[0], GestureOutput):
        changes["gestures"] = _at_free_addresses(project, made[0].gestures)
    try:
        plain = {**msgspec.to_builtins(made[0]), **msgspec.to_builtins(changes)}
        return msgspec.convert(plain, type=type(made[0]))
    except msgspec.ValidationError as e:
        raise Problem(f"the new output: {in_words(e)}") from e


def _highest_uid(project: Project) -> int:
    uids = {output.uid for output in project.outputs}
    uids.update(uid for take in project.takes for uid in take.counts)
    numbers = (int(uid[1:]) for uid in uids if uid[:1] == "o" and uid[1:].isdecimal() and len(uid) < 11)
    return max(project.last_uid, *numbers, 0)


def _at_free_addresses(project: Project, gestures: Sequence[Gesture]) -> tuple[Gesture, ...]:
    taken = {gesture.address for output in project.gesture_outputs() for gesture in output.gestures}
    taken.add(project.output_address)
    free = (f"/output_{n}" for n in itertools.count(1) if f"/output_{n}" not in taken)
    return tuple(msgspec.structs.replace(gesture, address=next(free)) for gesture in gestures)


def _free_name(project: Project) -> str:
    return next(_free_names("outputs", (output.name for output in project.outputs), len(project.outputs) + 1))


def _free_names(word: str, taken: Iterable[str], start: int) -> Iterator[str]:
    used = set(taken)
    return (f"{word}-{n}" for n in itertools.count(start) if f"{word}-{n}" not in used)


def _with_outputs(project: Project, outputs: Sequence[Output]) -> Project:
    changed = without_lost_condition(msgspec.structs.replace(project, outputs=tuple(outputs)))
    return check(msgspec.structs.replace(changed, last_uid=max(_highest_uid(project), _highest_uid(changed))))


def set_inputs(project: Project, count: int, fill: float | None = None) -> Project:
    """As many inputs as that: new ones come at the end, and the last ones go.

    Takes stay as they were recorded: one that has more inputs is used without the last ones, and has them
    again when they come back.

    Args:
        fill: what stands for the new ones in takes that were recorded without them; None: outputs that one of
            them feeds do not learn from these takes.
    """
    if not 1 <= count <= MOST_INPUTS:
        raise Problem(f"inputs: got {count}, expected 1 to {MOST_INPUTS}")
    if project.sources:
        raise Problem(
            f"the inputs come from {many(len(project.sources), 'source')}, which say how many there are:"
            " change the sources instead"
        )
    kept = project.inputs[:count]
    names = _free_names("inputs", (i.name for i in kept), len(kept) + 1)
    new = (Input(name, _legal_fill(fill)) for name in itertools.islice(names, count - len(kept)))
    if project.blocks:
        blocks, kept_features = with_inputs(project.blocks, len(project.inputs), count)
    else:
        blocks, kept_features = (), {n: n for n in range(count)}
    outputs = tuple(connected_anew(output, kept_features) for output in project.outputs)
    takes = tuple(
        msgspec.structs.replace(take, inputs=recorded_with(project, take)) if not take.inputs else take
        for take in project.takes
    )
    changes = {"inputs": (*kept, *new), "blocks": blocks, "outputs": outputs, "takes": takes}
    return check(without_lost_condition(msgspec.structs.replace(project, **changes)))


def fill_inputs(project: Project, fill: float | None, numbers: Sequence[int] = ()) -> Project:
    """What stands for inputs (from 1; none named: all) in takes recorded without them; None: nothing.

    Outputs that an input feeds for which nothing stands do not learn from takes without it.
    """
    for number in numbers:
        _check_input(project, number)
    chosen, legal = set(numbers) or set(range(1, len(project.inputs) + 1)), _legal_fill(fill)
    inputs = (
        msgspec.structs.replace(old, fill=legal) if number in chosen else old
        for number, old in enumerate(project.inputs, 1)
    )
    return msgspec.structs.replace(project, inputs=tuple(inputs))


def _legal_fill(fill: float | None) -> float | None:
    if fill is not None and not abs(fill) <= LARGEST_NUMBER:
        raise Problem(f"a value for inputs that were not there: got {fill:g}, expected a finite number")
    return fill


def note_on_takes(before: Project, now: Project) -> str:
    """Say what an edit of the inputs means for takes and models, a sentence; "" if nothing."""
    left_out = []
    for number, output in enumerate(now.outputs, 1):
        lacking = shown_examples(now, output) - count_examples(now, output)
        if lacking and count_examples(before, output) != count_examples(now, output):
            left_out.append(f"{many(lacking, 'example')} for output {number}")
    if not left_out:
        return ""
    named = ", ".join(left_out[:3]) + (f" and {many(len(left_out) - 3, 'other')}" if left_out[3:] else "")
    return (
        f"recorded without some of the inputs and not learned from: {named}; record again, give these inputs"
        " a value there with fill_inputs, or undo"
    )


# Names


def rename_input(project: Project, number: int, name: str) -> Project:
    """Name one input."""
    _check_input(project, number)
    try:
        old = project.inputs[number - 1]
        named = msgspec.convert({**msgspec.to_builtins(old), "name": name}, type=Input)
    except msgspec.ValidationError as e:
        raise Problem(f"input {number}: {in_words(e)}") from e
    inputs = (*project.inputs[: number - 1], named, *project.inputs[number:])
    return check(msgspec.structs.replace(project, inputs=inputs))


def _check_input(project: Project, number: int) -> None:
    if not 1 <= number <= len(project.inputs):
        raise Problem(f"there is no input {number}: inputs count from 1 to {len(project.inputs)}")


def rename_output(project: Project, number: int, name: str) -> Project:
    """Name one output."""
    return replace_output(project, number, name=name)


def name_classes(project: Project, number: int, names: Sequence[str]) -> Project:
    """Name the first classes of a classifier; the others have no name."""
    output = output_at(project, number)
    if not isinstance(output, ClassificationOutput):
        raise Problem(f"output {number} has no classes to name: it is a {kind_of(output)} output")
    if len(names) > output.classes:
        raise Problem(
            f"{many(len(names), 'name')} arrived, output {number} has"
            f" {many(output.classes, 'class', 'classes')}"
        )
    return replace_output(project, number, class_names=tuple(names))


# Connections


def connect_all(project: Project, connections: Mapping[str, object]) -> Project:
    """Choose the features of several outputs: {output: [features]}, where null in place of a list is all."""
    changes: dict[int, dict[str, Any]] = {}
    for text, inputs in connections.items():
        if not text.isdecimal() or len(text) > 9:
            raise Problem(f"connections: “{text[:40]}” is no number of an output")
        changes[int(text)] = {"inputs": _chosen(project, int(text), inputs)}
    return replace_outputs(project, changes)


def connect_input(project: Project, number: int, on: bool, outputs: Sequence[int] = ()) -> Project:
    """Connect one feature to outputs (none named: all), or take it away from them."""
    if not project.blocks:
        _check_input(project, number)
    changes: dict[int, dict[str, Any]] = {}
    for n in outputs or range(1, len(project.outputs) + 1):
        others = {i + 1 for i in project.connected(output_at(project, n))} - {number}
        changes[n] = {"inputs": _chosen(project, n, sorted(others | ({number} if on else set())))}
    return replace_outputs(project, changes)


def _chosen(project: Project, number: int, inputs: object) -> tuple[int, ...] | None:
    """Connections as the project has them, from numbers of inputs."""
    if inputs is None:
        return None
    if not isinstance(inputs, list) or not all(type(i) is int for i in inputs):
        raise Problem(
            f"connections of output {number}: expected a list of numbers of inputs, or null for all"
        )
    return chosen_inputs(project, number, inputs)
