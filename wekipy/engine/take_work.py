"""Edits of takes that need their rows: prepared from a view in any thread, since rows may have to come from
disk, and committed in the engine's. Each is one step of undo.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TypeAlias, TypeVar

import msgspec

from wekipy.engine.engine import Engine
from wekipy.engine.view import View
from wekipy.project.examples import TakeData, gesture_of
from wekipy.project.problem import Problem
from wekipy.project.schema import Project, Take
from wekipy.project.take_edits import relabel_take, rows_at, trim_take
from wekipy.project.take_parts import as_labelled, cut, joined, taken_over

T = TypeVar("T")
Commit: TypeAlias = Callable[[Engine], T]
Ask: TypeAlias = Callable[[Callable[[], list[T]]], list[T]]
_TRIES = 20


def settle(engine: Engine, ask_engine: Ask[T], prepare: Callable[[View], Commit[T]]) -> T:
    """Prepare an edit here and commit it in the engine's thread, anew if the project has changed meanwhile.

    Args:
        ask_engine: runs a function in the engine's thread and returns its result.

    Raises:
        Problem: whatever `prepare` and the commit raise.
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
    """Give all examples of takes other targets, in one step of undo; see `relabel_take`."""
    project = view.project
    for number in numbers:
        project = relabel_take(project, view.data, number, targets)
    return lambda engine: engine.edit(f"relabel {named(numbers)}", project)


def named(numbers: Sequence[int]) -> str:
    """Takes in words: "take 3", or "takes 1, 2, 5", the first five of them."""
    return f"take{'s' * (len(numbers) != 1)} {', '.join(map(str, numbers[:5]))}{' …' * (len(numbers) > 5)}"


def split(view: View, number: int, at: Sequence[float]) -> Commit[list[int]]:
    """Put the parts of a take in its place, cut at seconds from its beginning; the new takes."""
    take, data = rows_at(view.project, view.data, number)
    parts = cut(take, data, at)
    return _add(parts, [take] * len(parts), f"cut take {number} into {len(parts)}", instead_of=[number])


def merge(view: View, numbers: Sequence[int]) -> Commit[list[int]]:
    """Put one take in the place of several, in the order given; the new take."""
    if len(numbers) < 2 or len(set(numbers)) < len(numbers):
        raise Problem("name at least two different takes to merge, each once")
    found = [rows_at(view.project, view.data, number) for number in numbers]
    for output in view.project.gesture_outputs():
        if len({gesture_of(take, output.uid) for take, _ in found}) > 1:
            raise Problem(f"the takes show different gestures of {output.name}: these cannot be merged")
    whole = joined([as_labelled(take, data) for take, data in found])
    name = next((take.name for take, _ in found if take.name), "")
    like = msgspec.structs.replace(found[0][0], name=name, on=any(take.on for take, _ in found))
    return _add([whole], [like], f"merge takes {', '.join(map(str, numbers))}", instead_of=numbers)


def copy(
    view: View, source: Project, data: Mapping[int, TakeData], numbers: Sequence[int], name: str
) -> Commit[list[int]]:
    """Copies of takes of another project (none named: of all), with the targets of outputs of the same name.

    One that is named twice is copied once.

    Args:
        name: of the other project.
    """
    if len(source.inputs) != len(view.project.inputs):
        raise Problem(f"{name} has {len(source.inputs)} inputs, this project has {len(view.project.inputs)}")
    every = [take.number for take in source.live_takes() if take.number in data]
    chosen = list(dict.fromkeys(numbers)) or every
    if not chosen:
        raise Problem(f"{name} has no takes")
    found = [rows_at(source, data, number) for number in chosen]
    parts = []
    for take, rows in found:
        try:
            parts.append(taken_over(as_labelled(take, rows), source, view.project))
        except Problem as e:
            raise Problem(f"take {take.number} of {name} cannot be copied: {e}") from e
    return _add(parts, [take for take, _ in found], f"copy takes of {name}")


def _add(
    parts: Sequence[TakeData], like: Sequence[Take], label: str, instead_of: Sequence[int] = ()
) -> Commit[list[int]]:
    return lambda engine: [take.number for take in engine.add_takes(parts, label, instead_of, like)]
