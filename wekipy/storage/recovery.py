"""Takes as their files say they are: after a crash project.json may know less, or more, than there is."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

import msgspec

from wekipy.project.examples import TakeData, measured
from wekipy.project.problem import Problem
from wekipy.project.schema import Project, Take
from wekipy.storage.take_file import TakeHeader, holds_nothing, read_header, read_take, take_name

_TAKE_FILE = re.compile(r"take-([0-9]{4,9})\.rows")


@dataclass(frozen=True)
class Recovered:
    """The project with its takes put right, the rows of those that can be read, and notes for the person."""

    project: Project
    data: dict[int, TakeData]
    notes: list[str]


def recover_takes(folder: Path, project: Project) -> Recovered:
    """Compare the takes of a project with the files in its folder of examples.

    A take that cannot be read keeps its place with 0 examples, so that its number is not used again and
    nothing is deleted; when the file is back, so are its examples.
    """
    data: dict[int, TakeData] = {}
    notes: list[str] = []
    takes = []
    known = {take.number: take for take in project.takes}
    for number in sorted(known.keys() | _numbers_in(folder)):
        take = known.get(number)
        if take is None and holds_nothing(folder / take_name(number)):
            continue  # the next take has its number, and takes the place of the file
        try:
            header, rows = _read(folder / take_name(number), number, len(project.inputs))
        except Problem as e:
            takes.append(_without_rows(take, number))
            if take is None or (take.examples and not take.deleted) or (folder / take_name(number)).exists():
                notes.append(f"take {number} cannot be used: {e}")
            continue
        data[number] = rows
        takes.append(_as_found(project, take, header, rows, notes))
    by_number = {take.number: take for take in takes}
    order = [*known, *(n for n in by_number if n not in known)]
    put_right = msgspec.structs.replace(project, takes=tuple(by_number[n] for n in order))
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


def _read(path: Path, number: int, width: int) -> tuple[TakeHeader, TakeData]:
    header, rows = read_header(path), read_take(path)
    if header.take != number:
        raise Problem(f"{path.name} says that it is take {header.take}")
    if header.inputs != width:
        raise Problem(f"{path.name} has {header.inputs} inputs, the project has {width}")
    return header, rows


def _without_rows(take: Take | None, number: int) -> Take:
    if take is None:
        return Take(number, 0)
    return msgspec.structs.replace(take, examples=0, counts={}, seconds=0.0, targets={})


def _as_found(
    project: Project, take: Take | None, header: TakeHeader, rows: TakeData, notes: list[str]
) -> Take:
    if take is None:
        notes.append(f"take {header.take} was recovered: {len(rows)} examples")
        return measured(project, Take(header.take, 0, started=header.started), rows)
    trim = take.trim
    if trim is not None and trim.last >= len(rows):
        notes.append(f"take {take.number} has {len(rows)} examples in its file: it is no more trimmed")
        return measured(project, msgspec.structs.replace(take, trim=None), rows)
    expected = len(rows) if trim is None else trim.last + 1 - trim.first
    if take.examples != expected:
        notes.append(
            f"take {take.number} has {expected} examples in its file, not {take.examples}: put right"
        )
        return measured(project, take, rows)
    # An earlier version did not measure as much.
    return take if take.counts.keys() == take.targets.keys() else measured(project, take, rows)
