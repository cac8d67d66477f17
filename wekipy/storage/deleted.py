"""Deleted projects: kept for 30 days in a folder of their library, from where they can be restored.

Each step is one renaming, so that a killed process leaves a whole project under one name or the other. The
name of a deleted project begins with the time: `2026-12-01 11.31.25 NAME.wekipy` (UTC).
"""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Final

from wekipy.project.problem import NoProject, Problem
from wekipy.storage.atomic import sync_folder
from wekipy.storage.links import is_link
from wekipy.storage.lock import LockInfo, ProjectLock
from wekipy.storage.project_file import PROJECT_NAME
from wekipy.storage.unused_name import unused

DELETED: Final = ".wekipy-deleted"
KEPT: Final = timedelta(days=30)
_TIME: Final = "%Y-%m-%d %H.%M.%S"
_ENTRY = re.compile(r"(\d{4}-\d\d-\d\d \d\d\.\d\d\.\d\d) (.+\.wekipy)", re.IGNORECASE)
_REMOVING: Final = ".removing "
# Machines without a battery for their clock begin in 1970 or at the date of their system.
_PLAUSIBLE: Final = datetime(2026, 1, 1, tzinfo=timezone.utc)


@dataclass(frozen=True)
class Deleted:
    """A deleted project.

    Attributes:
        folder: where it is.
        name: of the folder that it had.
        when: it was deleted; UTC.
    """

    folder: Path
    name: str
    when: datetime


def delete_project(folder: Path, now: datetime) -> Deleted:
    """Move a project into the folder of deleted projects beside it.

    Raises:
        Problem: if it is none or a link, if an engine has it open, or if it cannot be moved; it is then where
            it was.
    """
    _check_is_own(folder)
    place = _deleted_folder(folder.parent)
    try:
        place.mkdir(exist_ok=True)
        entry = _free_entry(place, folder.name, now)
        _move(folder, entry.folder)
    except OSError as e:
        raise Problem(f"{folder.name} could not be deleted: {e.strerror}") from e
    return entry


def deleted_in(library: Path, now: datetime) -> list[Deleted]:
    """The deleted projects of a library that can be restored, the last one first; [] if it cannot be read."""
    found = [entry for entry in _entries(library) if not _is_expired(entry, now)]
    return sorted(found, key=lambda entry: entry.when, reverse=True)


def restore_project(folder: Path) -> Path:
    """Move a deleted project back; returns where it is: under another name if its own is taken.

    Raises:
        Problem: if it is no deleted project, or cannot be moved; it is then where it was.
    """
    library = folder.parent.parent
    entry = next((entry for entry in _entries(library) if entry.folder.name == folder.name), None)
    if folder.parent.name != DELETED or entry is None:
        raise NoProject(f"there is no deleted project at {folder}; look again at what there is")
    place = unused(library / entry.name)
    try:
        _move(entry.folder, place)
    except OSError as e:
        raise Problem(f"{entry.name} could not be restored: {e.strerror}") from e
    return place


def remove_expired(library: Path, now: datetime) -> list[str]:
    """Remove what was deleted more than 30 days ago, for good; returns the names. Never fails.

    What was deleted while the clock was not set has its time counted from now on.
    """
    if now < _PLAUSIBLE:
        return []
    removed = []
    for entry in list(_entries(library)):
        with suppress(OSError, Problem):
            if entry.when < _PLAUSIBLE:
                entry.folder.rename(_free_entry(entry.folder.parent, entry.name, now).folder)
            elif _is_expired(entry, now):
                # Under another name first: what is left of it after a kill is then in no list.
                _move(entry.folder, entry.folder.with_name(_REMOVING + entry.folder.name))
                removed.append(entry.name)
    for rest in _leftovers(library):
        shutil.rmtree(rest, ignore_errors=True)
    return removed


def _is_expired(entry: Deleted, now: datetime) -> bool:
    return _PLAUSIBLE <= entry.when < now - KEPT


def _entries(library: Path) -> Iterator[Deleted]:
    for folder in _folders(library):
        found = _ENTRY.fullmatch(folder.name)
        if found is not None:
            with suppress(ValueError):  # no such day
                when = datetime.strptime(found[1], _TIME).replace(tzinfo=timezone.utc)
                yield Deleted(folder, found[2], when)


def _leftovers(library: Path) -> list[Path]:
    return [
        folder
        for folder in _folders(library)
        if folder.name.startswith(_REMOVING) and _ENTRY.fullmatch(folder.name.removeprefix(_REMOVING))
    ]


def _folders(library: Path) -> list[Path]:
    """The folders in a library's folder of deleted projects; links are left out."""
    place = library / DELETED
    if is_link(place):
        return []
    try:
        return [path for path in place.iterdir() if path.is_dir() and not is_link(path)]
    except OSError:
        return []


def _free_entry(place: Path, name: str, now: datetime) -> Deleted:
    """The place for a project that is deleted now: a second later if there is one of that second."""
    when = now.astimezone(timezone.utc).replace(microsecond=0)
    while (folder := place / f"{when.strftime(_TIME)} {name}").exists():
        when += timedelta(seconds=1)
    return Deleted(folder, name, when)


def _check_is_own(folder: Path) -> None:
    """Check that a folder is a project, and no link to one elsewhere."""
    if is_link(folder):
        raise Problem(f"{folder.name} is a link to a project elsewhere; remove the link yourself")
    if not (folder / PROJECT_NAME).is_file() and not any(folder.glob("backups/project-*.json")):
        raise NoProject(f"there is no project at {folder}")
    if _ENTRY.fullmatch(f"2026-01-01 00.00.00 {folder.name}") is None:
        raise Problem(f"{folder.name} is not named as a project is, NAME.wekipy; rename it first")


def _deleted_folder(library: Path) -> Path:
    place = library / DELETED
    if is_link(place):
        raise Problem(f"{DELETED} in {library} is a link, and wekipy follows no links there; remove it first")
    return place


def _move(folder: Path, place: Path) -> None:
    """Rename a project that no engine has open, and put both names on disk."""
    lock = ProjectLock(folder)
    started = datetime.now(timezone.utc).isoformat(timespec="seconds")
    lock.acquire(LockInfo(os.getpid(), "", started))
    try:
        lock.move(place, lambda: _rename(folder, place))
    finally:
        lock.release()


def _rename(folder: Path, place: Path) -> None:
    folder.rename(place)
    for parent in {folder.parent, place.parent}:
        sync_folder(parent)
