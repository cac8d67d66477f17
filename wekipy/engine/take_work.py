"""Edits takes whose rows are needed: prepares each edit from a view in any thread, since rows may come from
disk, and commits it in the engine's thread as one undo step.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import TypeAlias, TypeVar

import msgspec

from wekipy.engine.engine import Engine
from wekipy.engine.take_splitting import split_gesture
from wekipy.engine.view import View
from wekipy.project.counting import many
from wekipy.project.editing import delete_takes, gesture_at, output_at
from wekipy.project.examples import MadeOf, TakeData, gesture_of
from wekipy.project.given_examples import F64, examples_as_take, gesture_as_take
from wekipy.project.missing import DataMissing, lacking
from wekipy.project.moments import moment
from wekipy.project.problem import Problem
from wekipy.project.schema import Project, Take
from wekipy.project.take_edits import check_name, relabel_take, rows_at, trim_take
from wekipy.project.take_parts import as_labelled, cut, joined, taken_over, without_rows
from wekipy.project.take_tags import common_tags

T = TypeVar("T")
Commit: TypeAlias = Callable[[Engine], T]
Ask: TypeAlias = Callable[[Callable[[], list[T]]], list[T]]
_TRIES = 20


def settle(engine: Engine, ask_engine: Ask[T], prepare: Callable[[View], Commit[T]]) -> T:
    """Prepare an edit here and commit it in the engine's thread; repeat if the project has changed meanwhile.

    Args:
        ask_engine: runs a function in the engine's thread and returns its result.

    Raises:
        Problem: as raised by `prepare` or the commit.
    """
    for _ in range(_TRIES):
        view = engine.view
        commit = prepare(view)

        def commit_if_current(view: View = view, commit: Commit[T] = commit) -> list[T]:
            return [commit(engine)] if engine.project is view.project else []

        done = ask_engine(commit_if_current)
        if done:
            return done[0]
    raise Problem("the project is being changed all the time; try again")


def trim(view: View, number: int, start: float, end: float) -> Commit[None]:
    """Use only the part of a take between two times, see `trim_take`."""
    project = trim_take(view.project, view.data, number, start, end)
    return lambda engine: engine.edit(f"trim take {number}", project)


def relabel(view: View, numbers: Sequence[int], targets: Mapping[int, float | None]) -> Commit[None]:
    """Set the targets of all examples of takes, as one undo step; see `relabel_take`."""
    project = view.project
    for number in numbers:
        project = relabel_take(project, view.data, number, targets)
    return lambda engine: engine.edit(f"relabel {named(numbers)}", project)


def named(numbers: Sequence[int]) -> str:
    """Name takes: "take 3", or "takes 1, 2, 5", at most five of them."""
    takes = "take" if len(numbers) == 1 else "takes"
    return f"{takes} {', '.join(map(str, numbers[:5]))}{' …' * (len(numbers) > 5)}"


def add_examples(view: View, rows: F64, targets: F64, step: float, name: str = "") -> Commit[int]:
    """Add examples given as numbers as a take of this name; returns its number. See `examples_as_take`."""
    check_name(name)
    return _add_given(examples_as_take(view.project, rows, targets, step), many(len(rows), "example"), name)


def add_gesture(view: View, gesture: int, rows: F64, step: float) -> Commit[int]:
    """Add a movement given as numbers as an example of a gesture (from 1, through all gesture outputs).

    0 is idle movement, for all gesture outputs.
    """
    project = view.project
    if gesture:
        output, own = gesture_at(project, gesture)
        uids: tuple[str, ...] = (output.uid,)
        what = f"an example of {output.gestures[own - 1].name}"
    else:
        uids, own = tuple(output.uid for output in project.gesture_outputs()), 0
        what = "idle movement"
        if not uids:
            raise Problem("there is no gesture output")
    return _add_given(gesture_as_take(project, rows, uids, own, step), what)


def _add_given(data: TakeData, what: str, name: str = "") -> Commit[int]:
    def commit(engine: Engine) -> int:
        engine.recording.check_writable()
        begun = replace(data, started=moment(engine.clock()))
        take = engine.add_takes([begun], f"add {what}", like=[Take(1, 0, name=name)])[0]
        engine.models.learn_at_once()
        return take.number

    return commit


def split(view: View, number: int, at: Sequence[float]) -> Commit[list[int]]:
    """Replace a take with its parts, split at seconds from its beginning; returns the new takes."""
    take, data = rows_at(view.project, view.data, number)
    parts = cut(take, data, at)
    return _add(parts, [take] * len(parts), f"cut take {number} into {len(parts)}", instead_of=[number])


def delete_rows(view: View, number: int, first: int, last: int, outputs: Sequence[int]) -> Commit[int | None]:
    """Delete examples of a take, see `without_rows`; returns the new take, None if it would be empty.

    Args:
        outputs: numbers, from 1; only their targets are deleted. If none is named, the examples are.
    """
    take, data = rows_at(view.project, view.data, number)
    uids = [output_at(view.project, n).uid for n in outputs]
    left = without_rows(take, data, first, last, uids)
    which = f"example {first}" if first == last else f"examples {first} to {last}"
    label = f"delete {which} of take {number}"
    if left is None:
        project = delete_takes(view.project, [number])

        def delete(engine: Engine) -> None:
            engine.edit(label, project)

        return delete
    return lambda engine: engine.add_takes([left], label, [number], [take])[0].number


def merge(view: View, numbers: Sequence[int]) -> Commit[list[int]]:
    """Replace several takes with one, in the order given; returns the new take."""
    if len(numbers) < 2 or len(set(numbers)) < len(numbers):
        raise Problem("name at least two different takes to merge, each once")
    found = [rows_at(view.project, view.data, number) for number in numbers]
    for output in view.project.gesture_outputs():
        if len({gesture_of(take, output.uid) for take, _ in found}) > 1:
            raise Problem(f"the takes show different gestures of {output.name}: these cannot be merged")
    whole = joined([as_labelled(take, data) for take, data in found])
    name = next((take.name for take, _ in found if take.name), "")
    tags = {"who": "", "where": "", **common_tags(take for take, _ in found)}
    like = msgspec.structs.replace(found[0][0], name=name, on=any(take.on for take, _ in found), **tags)
    return _add([whole], [like], f"merge takes {', '.join(map(str, numbers))}", instead_of=numbers)


def copy(
    view: View, source: Project, data: Mapping[int, TakeData], numbers: Sequence[int], name: str
) -> Commit[list[int]]:
    """Copy takes of another project (none named: all), with the targets of outputs of the same name.

    A take named twice is copied once. A named take that lacks examples is copied without them, with a notice.

    Args:
        name: of the other project.

    Raises:
        DataMissing: if all are copied and some lack examples.
    """
    if len(source.inputs) != len(view.project.inputs):
        raise Problem(
            f"{name} has {many(len(source.inputs), 'input')}, this project has {len(view.project.inputs)}"
        )
    if not numbers and (short := lacking(source.live_takes())):
        raise DataMissing(
            f"examples are missing in {name}: {short}; put back a copy of its take files, or name the takes"
            " to copy, to have what is there"
        )
    every = [take.number for take in source.live_takes() if take.number in data]
    chosen = list(dict.fromkeys(numbers)) or every
    if not chosen:
        raise Problem(f"{name} has no takes")
    found = [rows_at(source, data, number) for number in chosen]
    copies = [_copied(take, rows, source, view.project, name) for take, rows in found]
    takes = [take for take, _ in found]
    short = lacking(takes)

    def commit(engine: Engine) -> list[int]:
        made = _add(copies, takes, f"copy takes of {name}")(engine)
        if short:
            engine.notice(f"in {name}, {short}: the others were copied")
        return made

    return commit


def _copied(take: Take, rows: TakeData, source: Project, project: Project, name: str) -> TakeData:
    """Convert a take of another project to one of `project`; see `copy`."""
    try:
        part = taken_over(as_labelled(take, rows), source, project)
    except Problem as e:
        raise Problem(f"take {take.number} of {name} cannot be copied: {e}") from e
    return replace(part, made_of=MadeOf(source=name[:1_000]))


def _add(
    parts: Sequence[TakeData], like: Sequence[Take], label: str, instead_of: Sequence[int] = ()
) -> Commit[list[int]]:
    return lambda engine: [take.number for take in engine.add_takes(parts, label, instead_of, like)]


def split_at_rests(engine: Engine, number: int) -> list[int]:
    """Replace a take of a gesture with takes of one example each, in one edit; returns their numbers.

    Raises:
        Problem: if there is no such take, or nothing to split.
    """
    return [new.number for new in engine.add_takes(*split_gesture(engine.project, engine.view.data, number))]
