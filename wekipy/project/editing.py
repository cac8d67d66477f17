"""Every edit of a project, as a function from one project to the next. Outputs and inputs count from 1 here,
as they do for people and on the wire.

All raise `Problem` when what is asked for cannot be done; the project they were given never changes.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

import msgspec

from wekipy.project.checking import check
from wekipy.project.counting import many
from wekipy.project.place import read_place
from wekipy.project.problem import Problem
from wekipy.project.schema import (
    AlgorithmChoice,
    Destination,
    GestureOutput,
    OptionValue,
    Output,
    Project,
    StageChoice,
    Take,
)
from wekipy.project.setting import settings_of
from wekipy.project.suggesting import suggest
from wekipy.project.wording import in_words

SWITCHES: Final = ("record", "run", "train")


def output_at(project: Project, number: int) -> Output:
    """The output with that number (from 1)."""
    if not 1 <= number <= len(project.outputs):
        raise Problem(f"there is no output {number}: outputs count from 1 to {len(project.outputs)}")
    return project.outputs[number - 1]


def gesture_at(project: Project, number: int) -> tuple[GestureOutput, int]:
    """The output that a gesture belongs to, and its number there (from 1).

    Args:
        number: from 1, counted through all gesture outputs.
    """
    left = number
    for output in project.gesture_outputs():
        if 1 <= left <= output.width:
            return output, left
        left -= output.width
    count = sum(output.width for output in project.gesture_outputs())
    if not count:
        raise Problem("there are no gestures in this project: make one with --outputs gesture:3, say")
    raise Problem(f"there is no gesture {number}: gestures count from 1 to {count}")


def replace_output(project: Project, number: int, **changes: Any) -> Project:
    """The project with some fields of one output changed and checked."""
    return replace_outputs(project, {number: changes})


def replace_outputs(project: Project, changes: Mapping[int, Mapping[str, Any]]) -> Project:
    """The project with some fields of some outputs (by number) changed and checked."""
    outputs = list(project.outputs)
    for number, fields in changes.items():
        old = output_at(project, number)
        try:
            plain = {**msgspec.to_builtins(old), **msgspec.to_builtins(fields)}
            new: Output = msgspec.convert(plain, type=type(old))
        except msgspec.ValidationError as e:
            raise Problem(f"output {number}: {in_words(e)}") from e
        outputs[number - 1] = new
    return check(msgspec.structs.replace(project, outputs=tuple(outputs)), project)


def configure_output(project: Project, number: int, settings: Mapping[str, OptionValue]) -> Project:
    """Change settings of an output, those that have no operation of their own."""
    output = output_at(project, number)
    known = [key for key, setting in settings_of(type(output)).items() if not setting.own]
    unknown = sorted(set(settings) - set(known))
    if unknown:
        raise Problem(f"output {number} has no setting “{unknown[0]}”; {suggest(unknown[0], known)}")
    return replace_output(project, number, **settings)


def rename_inputs(project: Project, names: Sequence[str]) -> Project:
    """Give all inputs new names, in order."""
    _as_many(names, len(project.inputs), "input")
    pairs = zip(project.inputs, names, strict=True)
    return _validated(project, inputs=tuple(msgspec.structs.replace(i, name=name) for i, name in pairs))


def rename_outputs(project: Project, names: Sequence[str]) -> Project:
    """Give all outputs new names, in order."""
    _as_many(names, len(project.outputs), "output")
    outputs = tuple(msgspec.structs.replace(o, name=n) for o, n in zip(project.outputs, names, strict=True))
    return _validated(project, outputs=outputs)


def _as_many(names: Sequence[str], expected: int, what: str) -> None:
    if len(names) != expected:
        raise Problem(
            f"{many(len(names), f'{what} name')} arrived, expected {expected}: one for each {what}, in order"
        )


def connect(project: Project, number: int, inputs: Iterable[int]) -> Project:
    """Choose the features (from 1) that feed an output; without blocks these are the inputs."""
    return replace_output(project, number, inputs=chosen_inputs(project, number, inputs))


def chosen_inputs(project: Project, number: int, inputs: Iterable[int]) -> tuple[int, ...] | None:
    """The connection of an output (from 1) to these features (from 1), as `Output.inputs` has it."""
    chosen, features = sorted(set(inputs)), project.features()
    what = "feature" if project.blocks else "input"
    if not chosen:
        raise Problem(f"output {number} needs at least one {what}")
    if chosen[0] < 1 or chosen[-1] > features:
        wrong = chosen[0] if chosen[0] < 1 else chosen[-1]
        raise Problem(f"there is no {what} {wrong}: {what}s count from 1 to {features}")
    return None if len(chosen) == features else tuple(i - 1 for i in chosen)


def set_switch(project: Project, numbers: Sequence[int], switch: str, on: bool) -> Project:
    """Turn the switch "record", "run" or "train" of some outputs on or off."""
    if not numbers:
        raise Problem("name at least one output, counting from 1")
    return replace_outputs(project, {number: {switch: on} for number in numbers})


def set_switches(project: Project, changes: Mapping[str, Mapping[str, bool]]) -> Project:
    """Turn switches of several outputs on or off, those that are named.

    Args:
        changes: by number of an output (from 1), or "all", which counts before any number: the names of
            switches, and whether they are to be on.
    """
    outputs: dict[int, dict[str, bool]] = {}
    for text, wanted in sorted(changes.items(), key=lambda item: item[0] != "all"):
        unknown = [name for name in wanted if name not in SWITCHES]
        if unknown:
            raise Problem(f"there is no switch “{unknown[0][:40]}”; there are {', '.join(SWITCHES)}")
        if text != "all" and not (text.isascii() and text.isdigit() and len(text) < 8):
            raise Problem(f"switches: “{text[:40]}” is no number of an output, nor “all”")
        numbers = range(1, len(project.outputs) + 1) if text == "all" else [int(text)]
        for number in numbers:
            outputs[number] = {**outputs.get(number, {}), **wanted}
    return replace_outputs(project, outputs)


def set_algorithm(project: Project, number: int, choice: AlgorithmChoice) -> Project:
    """Choose what learns an output (the caller has checked that the algorithm exists)."""
    return replace_output(project, number, algorithm=choice)


def set_after(project: Project, number: int, stages: Sequence[StageChoice]) -> Project:
    """Choose the stages after the model of an output (the caller has checked that they exist)."""
    return replace_output(project, number, after=tuple(stages))


def set_destinations(project: Project, texts: Sequence[str]) -> Project:
    """Send outputs to these `HOST:PORT` places and no others."""
    return _validated(project, destinations=tuple(parse_destination(t) for t in texts))


def parse_destination(text: str) -> Destination:
    """A destination from `HOST:PORT`; an IP address alone has the usual port, 12000.

    Raises:
        Problem: if it is none.
    """
    place = read_place(text, usual=Destination().port)
    if place is None:
        raise Problem(
            f"cannot read destination “{text[:60]}”; expected HOST:PORT, e.g. 127.0.0.1:12000 or [::1]:12000"
        )
    return Destination(*place)


def set_addresses(project: Project, input_address: str | None, output_address: str | None) -> Project:
    """Change the OSC addresses of the input and output messages; None leaves one as it is."""
    if project.sources and input_address not in (None, project.input_address):
        raise Problem(
            f"the inputs come from {many(len(project.sources), 'source')}, each with an address of its own:"
            " change the sources instead"
        )
    return _validated(
        project,
        input_address=input_address or project.input_address,
        output_address=output_address or project.output_address,
    )


def set_receive_port(project: Project, port: int) -> Project:
    """Inputs arrive at this UDP port from now on.

    Raises:
        Problem: if it is no port.
    """
    if not 1 <= port <= 65_535:
        raise Problem(f"{port} is no port: a port is a number from 1 to 65535")
    return check(msgspec.structs.replace(project, receive_port=port), project)


def use_first_numbers(project: Project, on: bool) -> Project:
    """Use the first numbers of messages that have more than there are inputs, or refuse such messages."""
    return msgspec.structs.replace(project, first_numbers=on)


def accept_control_over_osc(project: Project, on: bool) -> Project:
    """Accept control messages over UDP, or inputs only."""
    return msgspec.structs.replace(project, accept_control_over_osc=on)


def add_take(project: Project, take: Take) -> Project:
    """The project with one more take."""
    return check(msgspec.structs.replace(project, takes=(*project.takes, take)), project)


def next_take(project: Project) -> int:
    """The number of the take recorded next: never one that was there before, deleted or not."""
    return max((take.number for take in project.takes), default=0) + 1


def delete_takes(project: Project, numbers: Iterable[int]) -> Project:
    """Mark takes as deleted; their files stay, so that undo brings them back."""
    chosen = set(numbers)
    missing = chosen - {take.number for take in project.live_takes()}
    if missing:
        raise Problem(f"there is no take {min(missing)}")
    return msgspec.structs.replace(
        project,
        takes=tuple(
            msgspec.structs.replace(t, deleted=True) if t.number in chosen else t for t in project.takes
        ),
    )


def erase_output(project: Project, number: int) -> Project:
    """Delete one output's targets from every take."""
    uid = output_at(project, number).uid
    return msgspec.structs.replace(
        project,
        takes=tuple(
            msgspec.structs.replace(t, erased=(*t.erased, uid))
            if not t.deleted and uid in t.counts and uid not in t.erased
            else t
            for t in project.takes
        ),
    )


def _validated(project: Project, **changes: Any) -> Project:
    """Replace fields and hold the result to the schema, as when it is read from a file."""
    try:
        # Without its takes, of which there may be thousands.
        plain = msgspec.to_builtins(msgspec.structs.replace(project, takes=(), **changes))
        held = msgspec.convert(plain, type=Project)
        made = msgspec.structs.replace(project, **{name: getattr(held, name) for name in changes})
        return check(made, project)
    except msgspec.ValidationError as e:
        raise Problem(in_words(e)) from e
