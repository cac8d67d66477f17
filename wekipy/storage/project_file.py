"""Reads project.json, or its newest good backup, and keeps backups."""

from __future__ import annotations

import re
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import msgspec

from wekipy.project.plain import open_plain
from wekipy.project.problem import Problem
from wekipy.project.project_text import journal_of, load_project
from wekipy.project.schema import FORMAT, Project
from wekipy.storage.atomic import write_atomically
from wekipy.storage.links import refuse_link
from wekipy.storage.presence import make_inside
from wekipy.storage.unused_name import unused

PROJECT_NAME: Final = "project.json"
KEPT: Final = 5
MOST_BYTES: Final = 64 << 20
_BACKUP = re.compile(r"project-([0-9]{1,9})\.json")


class _Version(msgspec.Struct):
    format: int = FORMAT


@dataclass(frozen=True)
class ProjectRead:
    """The project, how many journal entries led to it, and notes for the user."""

    project: Project
    journal: int
    notes: list[str]


def read_project(folder: Path, backups: Path) -> ProjectRead:
    """Read the project in a folder.

    A damaged project.json is moved aside and replaced by the newest good backup.

    Raises:
        Problem: if a newer wekipy wrote it, or neither it nor a backup is good.
    """
    path = folder / PROJECT_NAME
    try:
        text = _read(path)
        _refuse_newer(text, folder)
    except OSError as e:
        return _from_backup(path, backups, f"cannot be read: {e.strerror}")
    try:
        return ProjectRead(load_project(text), journal_of(text), [])
    except (Problem, UnicodeDecodeError) as e:
        return _from_backup(path, backups, str(e))


def peek_project(folder: Path, backups: Path | None = None) -> Project:
    """Read the project in a folder that may belong to another engine; repairs nothing.

    Args:
        backups: where to take the newest good backup from, if project.json is damaged; None: nowhere.

    Raises:
        Problem: if it cannot be read.
    """
    path = folder / PROJECT_NAME
    try:
        text = _read(path)
        _refuse_newer(text, folder)
    except OSError as e:
        problem = Problem(f"{path} cannot be read: {e.strerror}")
    else:
        try:
            return load_project(text)
        except Problem as e:
            problem = e
    backup = None if backups is None else _newest_good(backups)
    if backup is None:
        raise problem
    return backup[2]


def _read(path: Path) -> bytes:
    with open_plain(path) as file:
        return file.read(MOST_BYTES)


def _refuse_newer(text: bytes, folder: Path) -> None:
    try:
        version = msgspec.json.decode(text, type=_Version).format
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return
    if version > FORMAT:
        raise Problem(
            f"{folder.name} was saved by a newer wekipy (format {version}, this one reads up to {FORMAT}); "
            "install the newer version to open it"
        )


def _from_backup(path: Path, backups: Path, damage: str) -> ProjectRead:
    found = _newest_good(backups)
    if found is None:
        raise Problem(
            f"{path} is damaged and there is no good backup in {backups.name}/ ({damage}); "
            "put that right with a text editor, or make a new project"
        )
    backup, text, project = found
    return ProjectRead(project, journal_of(text), [_restore(path, text, backup.name, damage)])


def _newest_good(backups: Path) -> tuple[Path, bytes, Project] | None:
    """Return the newest backup that can be read, its bytes and its project."""
    for backup in reversed(list_backups(backups)):
        try:
            text = _read(backup)
            return backup, text, load_project(text)
        except (OSError, Problem, UnicodeDecodeError):
            continue
    return None


def _restore(path: Path, text: bytes, backup: str, damage: str) -> str:
    """Restore a backup in place of the damaged file; returns the note about it."""
    aside = unused(path.with_name(f"{path.name}.damaged-{time.strftime('%Y%m%dT%H%M%S')}"))
    note = f"{path.name} was damaged ({damage}); its backup {backup} is used instead"
    try:
        if path.exists():
            path.replace(aside)
            note += f", the damaged one is kept as {aside.name}"
        write_atomically(path, text)
    except OSError as e:
        note += f" (it could not be put in place: {e.strerror})"
    return note


def list_backups(folder: Path) -> list[Path]:
    """The backups in a folder, oldest first."""
    try:
        found = [(int(m[1]), p) for p in folder.iterdir() if (m := _BACKUP.fullmatch(p.name))]
    except FileNotFoundError:
        return []
    return [path for _, path in sorted(found)]


def back_up(folder: Path, text: bytes) -> None:
    """Add project.json to the backups and keep the last `KEPT`.

    Raises:
        OSError: if it cannot be written.
    """
    refuse_link(folder)
    make_inside(folder.parent, folder)
    there = list_backups(folder)
    if there and there[-1].stat().st_size == len(text) and _read(there[-1]) == text:
        return
    last = _BACKUP.fullmatch(there[-1].name) if there else None
    number = int(last[1]) + 1 if last else 1
    write_atomically(folder / f"project-{number}.json", text)
    for old in there[: max(0, len(there) + 1 - KEPT)]:
        old.unlink(missing_ok=True)
