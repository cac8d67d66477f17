"""Deleted projects in folders of this machine: deletes, lists, restores; needs no engine."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timezone
from pathlib import Path

from wekipy.storage import deleted
from wekipy.storage.deleted import Deleted

__all__ = ["Deleted", "delete_project", "deleted_projects", "remove_expired", "restore_project"]


def delete_project(folder: str | Path) -> Deleted:
    """Delete a project that no engine has open; it can be restored for 30 days.

    Raises:
        Problem: if it is no project, an engine has it open, or it cannot be moved; nothing has changed then.
    """
    return deleted.delete_project(Path(folder).expanduser().absolute(), _now())


def deleted_projects(libraries: Iterable[str | Path]) -> list[Deleted]:
    """The deleted projects of some folders of projects, the last one first."""
    now = _now()
    found = [entry for library in libraries for entry in deleted.deleted_in(Path(library), now)]
    return sorted(found, key=lambda entry: entry.when, reverse=True)


def restore_project(folder: str | Path) -> Path:
    """Restore a deleted project, named by the folder where it is now; returns where it is then.

    Raises:
        Problem: if it is no deleted project, or cannot be moved.
    """
    return deleted.restore_project(Path(folder).expanduser().absolute())


def remove_expired(libraries: Iterable[str | Path]) -> list[str]:
    """Remove what was deleted more than 30 days ago in these folders, for good; returns the names."""
    now = _now()
    return [name for library in libraries for name in deleted.remove_expired(Path(library), now)]


def _now() -> datetime:
    return datetime.now(timezone.utc)
