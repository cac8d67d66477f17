"""What is dropped onto the window: a project, examples of others, or nothing of use. Without Qt."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from wekipy.gui.places.choosing_files import TABLES, WEKINATOR

_PROJECT = "project.json"
Kind = Literal["project", "wekinator", "table", "unknown", "several"]


@dataclass(frozen=True)
class Dropped:
    """Something that was dropped.

    Attributes:
        path: the folder of a project, or the file to import.
    """

    kind: Kind
    path: Path

    @property
    def name(self) -> str:
        """What to call it."""
        return self.path.stem if self.kind == "project" else self.path.name

    @property
    def useful(self) -> bool:
        """Whether something can be done with it."""
        return self.kind in ("project", "wekinator", "table")


def look_at(paths: Sequence[Path]) -> Dropped:
    """What these are, of which there is at least one; looks at the disk."""
    first = paths[0]
    if len(paths) > 1:
        return Dropped("several", first)
    if first.name == _PROJECT and first.is_file():
        return Dropped("project", first.parent)
    if (first / _PROJECT).is_file():
        return Dropped("project", first)
    ending = first.suffix[1:].lower()
    if first.is_file() and ending in (WEKINATOR, *TABLES):
        return Dropped("wekinator" if ending == WEKINATOR else "table", first)
    found = _wekinator_in(first)
    return Dropped("unknown", first) if found is None else Dropped("wekinator", found)


def _wekinator_in(folder: Path) -> Path | None:
    """The file of a Wekinator project in a folder."""
    try:
        return next(iter(sorted(folder.glob(f"*.{WEKINATOR}"))), None) if folder.is_dir() else None
    except OSError:
        return None
