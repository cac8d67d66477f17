"""Corrects the take list from the take files: after a crash project.json may list fewer or more."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from pathlib import Path

import msgspec

from wekipy.project.counting import many
from wekipy.project.edited_rows import edited, gone_between
from wekipy.project.examples import TakeData, measured, used
from wekipy.project.problem import Problem
from wekipy.project.recorded_inputs import recorded_with
from wekipy.project.schema import Project, Take
from wekipy.storage.take_file import holds_nothing, read_take_file, take_name

_TAKE_FILE = re.compile(r"take-([0-9]{4,9})\.rows")


@dataclass(frozen=True)
class Recovered:
    """The project with corrected takes, the rows that can be read, and notes for the user."""

    project: Project
    data: dict[int, TakeData]
    notes: list[str]


def recover_takes(folder: Path, project: Project) -> Recovered:
    """Compare the takes of a project with the files in its folder of examples.

    A take that cannot be read, or only in part, stays in the list, and `Take.lost` says how many examples it
    lacks. Nothing is deleted, its number is not reused, and its examples return with its file.

    A take that the project does not list was being recorded at a crash, and is added. If it was made of other
    takes, or copied, they still exist: it is added as deleted, so that no row counts twice.
    """
    data: dict[int, TakeData] = {}
    takes: dict[int, Take] = {}
    notes: list[str] = []
    unfinished: dict[str, list[int]] = {}  # by their sources
    known = {take.number: take for take in project.takes}
    for number in sorted(known.keys() | _numbers_in(folder)):
        take = known.get(number)
        if take is None and holds_nothing(folder / take_name(number)):
            continue  # the next take gets its number and replaces the file
        try:
            rows = _read(folder / take_name(number), number, _inputs_of(project, take))
            rows = edited(rows, None if take is None else take.edits)
        except Problem as e:
            takes[number] = _without_rows(take, number)
            if (
                take is None
                or (takes[number].lost and not take.deleted)
                or (folder / take_name(number)).exists()
            ):
                notes.append(f"take {number} cannot be used: {e}{_kept(takes[number])}")
            continue
        data[number] = rows
        if take is not None:
            takes[number] = _as_found(project, take, rows, notes)
            continue
        takes[number] = _new(project, number, rows)
        if _is_there_already(rows, data):
            takes[number] = msgspec.structs.replace(takes[number], deleted=True)
            unfinished.setdefault(_origin(rows), []).append(number)
        else:
            notes.append(
                f"take {number} was recovered: {many(len(rows), 'example')}{_other_inputs(project, rows)}"
                f"{_damage(takes[number], rows)}"
            )
    notes += [_unfinished(numbers, origin) for origin, numbers in unfinished.items()]
    order = [*known, *(n for n in takes if n not in known)]
    put_right = msgspec.structs.replace(project, takes=tuple(takes[n] for n in order))
    return Recovered(put_right, data, notes)


def _numbers_in(folder: Path) -> set[int]:
    try:
        found = (_TAKE_FILE.fullmatch(path.name) for path in folder.iterdir())
        numbers = {int(m[1]) for m in found if m and m[0] == take_name(int(m[1]))}
    except FileNotFoundError:
        return set()
    except OSError as e:
        raise Problem(f"{folder} cannot be read: {e.strerror}") from e
    return numbers - {0}


def _inputs_of(project: Project, take: Take | None) -> int | None:
    """Return how many inputs a take was recorded with; None if only its file says."""
    return None if take is None else recorded_with(project, take)


def _read(path: Path, number: int, inputs: int | None) -> TakeData:
    found = read_take_file(path)
    if found.header.take != number:
        raise Problem(f"{path.name} says that it is take {found.header.take}")
    if inputs is not None and found.header.inputs != inputs:
        raise Problem(f"{path.name} has {many(found.header.inputs, 'input')}, expected {inputs}")
    return found.data


def _is_there_already(rows: TakeData, data: dict[int, TakeData]) -> bool:
    """Whether the rows of a take also exist elsewhere: in takes of this project, or at their source."""
    made_of = rows.made_of
    return bool(made_of.source) or any(number in data for number in made_of.takes)


def _origin(rows: TakeData) -> str:
    made_of = rows.made_of
    return made_of.source or f"take{'s' * (len(made_of.takes) > 1)} {_listed(made_of.takes)}"


def _unfinished(numbers: list[int], origin: str) -> str:
    takes = f"take{'s' * (len(numbers) > 1)} {_listed(numbers)}"
    return (
        f"{takes}, made of {origin}: the engine ended before the project was saved; kept as deleted, so that"
        f" no example counts twice; restore {'them' if len(numbers) > 1 else 'it'} or do it again"
    )


def _listed(numbers: tuple[int, ...] | list[int]) -> str:
    """Abbreviate numbers as in “1, 4 to 9, 12”."""
    spans: list[list[int]] = []
    for number in numbers:
        if spans and number == spans[-1][-1] + 1:
            spans[-1] = [spans[-1][0], number]
        else:
            spans.append([number])
    places = [" to ".join(map(str, span)) for span in spans]
    return ", ".join(places[:5]) + " …" * (len(places) > 5)


def _expected(take: Take) -> int:
    """Return how many examples of a take the project expects."""
    if take.trim is None:
        return take.examples + take.lost
    first, last = take.trim.first, take.trim.last
    return last + 1 - first - gone_between(take.edits, first, last)


def _damaged(take: Take, rows: TakeData) -> list[int]:
    """The numbers of the damaged rows of a take, but for those that were deleted by hand."""
    return [row for row in rows.raw.left_out.tolist() if not gone_between(take.edits, row, row)]


def _without_rows(take: Take | None, number: int) -> Take:
    if take is None:
        return Take(number, 0)
    return msgspec.structs.replace(take, examples=0, counts={}, seconds=0.0, targets={}, lost=_expected(take))


def _kept(take: Take) -> str:
    return f"; its {many(take.lost, 'example')} will be there again when the file is" if take.lost else ""


def _new(project: Project, number: int, rows: TakeData) -> Take:
    take = Take(number, 0, started=rows.started, lost=len(rows.left_out))
    return measured(project, take, rows)


def _as_found(project: Project, take: Take, rows: TakeData, notes: list[str]) -> Take:
    """Return a listed take with what its file holds."""
    there = len(used(take, rows))
    expected = _expected(take)
    if take.trim is None:
        expected = max(expected, there + len(_damaged(take, rows)))
    found = msgspec.structs.replace(take, lost=expected - there)
    if found.lost and not take.deleted:
        notes.append(
            f"take {take.number}: {many(there, 'example')} of {expected:,} can be used{_damage(found, rows)}"
        )
    elif take.lost and not found.lost:
        notes.append(f"take {take.number} has all of its {many(there, 'example')} again")
    elif take.examples != there and not found.lost:
        notes.append(
            f"take {take.number} has {many(there, 'example')} in its file, not {take.examples:,}: put right"
        )
    # An earlier version measured less.
    found = msgspec.structs.replace(found, inputs=rows.inputs or take.inputs)
    same = take.examples == there and take.counts.keys() == take.targets.keys()
    return found if same else measured(project, found, rows)


def _other_inputs(project: Project, rows: TakeData) -> str:
    return "" if rows.inputs == len(project.inputs) else f", recorded with {many(rows.inputs, 'input')}"


def _damage(take: Take, rows: TakeData) -> str:
    """Say why a take lacks examples, as the end of a sentence; "" if it does not."""
    if not take.lost:
        return ""
    first, last = (0, math.inf) if take.trim is None else (take.trim.first, take.trim.last)
    damaged = sum(first <= row <= last for row in _damaged(take, rows))
    missing, file = take.lost - damaged, take_name(take.number)
    notes = [f"{damaged:,} {'is' if damaged == 1 else 'are'} damaged in {file}"] if damaged else []
    notes += [f"{missing:,} {'is' if missing == 1 else 'are'} missing from {file}"] if missing else []
    return f"; {' and '.join(notes)}; a copy of that file would bring them back"
