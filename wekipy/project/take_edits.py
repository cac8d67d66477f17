"""Edits of recorded takes; their rows never change.

As in `editing`, all raise `Problem` when what is asked for cannot be done.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

import msgspec
import numpy as np

from wekipy.project.editing import output_at
from wekipy.project.examples import TakeData, measured
from wekipy.project.near import near_whole
from wekipy.project.problem import Problem
from wekipy.project.schema import GestureOutput, Output, Project, Take, Trim
from wekipy.project.take_places import place_of


def take_at(project: Project, number: int) -> Take:
    """The take with that number, unless it is deleted."""
    place = place_of(project.takes, number)
    if place is None or project.takes[place].deleted:
        raise Problem(f"there is no take {number}")
    return project.takes[place]


def rows_at(project: Project, data: Mapping[int, TakeData], number: int) -> tuple[Take, TakeData]:
    """The take with that number and its rows."""
    take = take_at(project, number)
    if not len(data.get(number, ())):
        raise Problem(f"take {number} has no examples that can be read")
    return take, data[number]


def change_takes(project: Project, numbers: Iterable[int], change: Callable[[Take], Take]) -> Project:
    """The project with some takes changed, deleted ones, too."""
    chosen = sorted(set(numbers))
    if not chosen:
        raise Problem("name at least one take")
    takes = list(project.takes)
    for number in chosen:
        place = place_of(project.takes, number)
        if place is None:
            raise Problem(f"there is no take {number}")
        takes[place] = change(takes[place])
    return msgspec.structs.replace(project, takes=tuple(takes))


def check_name(name: str) -> None:
    """Refuse a name that no take can have."""
    if len(name) > 200:
        raise Problem(f"the name of a take has at most 200 characters, got {len(name)}")


def rename_take(project: Project, number: int, name: str) -> Project:
    """Give a take a name; "" takes it away."""
    check_name(name)
    take_at(project, number)
    return change_takes(project, [number], lambda take: msgspec.structs.replace(take, name=name))


def switch_takes(project: Project, numbers: Iterable[int], on: bool) -> Project:
    """Let outputs learn from takes, or not."""
    chosen = set(numbers)
    missing = chosen - {take.number for take in project.live_takes()}
    if missing:
        raise Problem(f"there is no take {min(missing)}")
    return change_takes(project, chosen, lambda take: msgspec.structs.replace(take, on=on))


def restore_takes(project: Project, numbers: Iterable[int]) -> Project:
    """Bring deleted takes back."""
    chosen = set(numbers)
    there = chosen & {take.number for take in project.live_takes()}
    if there:
        raise Problem(f"take {min(there)} is not deleted")
    return change_takes(project, chosen, lambda take: msgspec.structs.replace(take, deleted=False))


def trim_take(
    project: Project, data: Mapping[int, TakeData], number: int, start: float, end: float
) -> Project:
    """Use only the part of a take between two times.

    Args:
        start, end: seconds from the beginning of the whole take; what lies beyond its ends is its ends.
    """
    take, rows = rows_at(project, data, number)
    seconds = seconds_of(rows)
    inside = np.flatnonzero((seconds >= start) & (seconds <= end))
    if not len(inside):
        raise Problem(
            f"nothing of take {number} lies between {start:g} and {end:g} s: it is {seconds[-1]:.2f} s long"
        )
    first, last = int(inside[0]), int(inside[-1])
    recorded = rows.recorded()
    trim = Trim(int(recorded[first]), int(recorded[last]), float(seconds[first]), float(seconds[last]))
    whole = len(inside) == len(seconds)
    trimmed = msgspec.structs.replace(take, trim=None if whole else trim)
    return change_takes(project, [number], lambda _: measured(project, trimmed, rows))


def seconds_of(data: TakeData) -> np.ndarray[Any, np.dtype[np.float64]]:
    """When each example of a take arrived, (examples,) seconds from the first, never falling."""
    times = np.maximum.accumulate(data.times())
    return times - times[:1]


def relabel_take(
    project: Project,
    data: Mapping[int, TakeData],
    number: int,
    targets: Mapping[int, float | None],
) -> Project:
    """Give all examples of a take other targets.

    Args:
        targets: by output (from 1); None takes its targets away. Gestures count as everywhere, from 1
            through all gesture outputs, and 0 is none of them.
    """
    take, rows = rows_at(project, data, number)
    if not targets:
        raise Problem("name at least one output and its target")
    labels, erased = dict(take.labels), set(take.erased)
    for output_number, target in targets.items():
        output = output_at(project, output_number)
        erased.discard(output.uid)
        if target is None:
            erased.add(output.uid)
        else:
            labels[output.uid] = legal_target(project, output_number, output, target)
    known = (*rows.outputs, *labels)
    relabelled = msgspec.structs.replace(
        take, labels=labels, erased=tuple(sorted(uid for uid in erased if uid in known))
    )
    return change_takes(project, [number], lambda _: measured(project, relabelled, rows))


def legal_target(project: Project, number: int, output: Output, target: float) -> float:
    """A target as it is stored for an output; gestures are counted within their output there."""
    if not isinstance(output, GestureOutput):
        legal = output.legal(target) if abs(target) < np.finfo(np.float32).max else None
        if legal is None:
            raise Problem(f"{target:g} is no legal target of output {number}")
        return legal
    before = 0
    for other in project.gesture_outputs():
        if other.uid == output.uid:
            break
        before += other.width
    whole = near_whole(target)
    if whole == 0:
        return 0.0
    if whole is None or not before < whole <= before + output.width:
        raise Problem(
            f"output {number} has no gesture {target:g}; its gestures are {before + 1} to"
            f" {before + output.width}, and 0 is none of them"
        )
    return float(whole - before)
