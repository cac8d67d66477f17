"""The set list: which projects of a library are played, and in which order; kept per library."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

from PyQt6.QtCore import QSettings


@dataclass(frozen=True)
class SetList:
    """The projects of a library by their paths in it: those that are played, in order, and the others."""

    played: tuple[str, ...] = ()
    others: tuple[str, ...] = ()

    def step(self, present: str, by: int) -> str | None:
        """The one `by` steps after the present one; None beyond either end, the first if it is not played."""
        if present not in self.played:
            return self.played[0] if self.played else None
        wanted = self.played.index(present) + by
        return self.played[wanted] if 0 <= wanted < len(self.played) else None


def arranged(kept: Sequence[str] | None, found: Sequence[str]) -> SetList:
    """The set list that was kept, of the projects there are; all by name if none was kept."""
    if kept is None:
        return SetList(tuple(sorted(found, key=str.casefold)))
    played = tuple(dict.fromkeys(path for path in kept if path in found))
    return SetList(played, tuple(sorted(set(found) - set(played), key=str.casefold)))


def kept_order(library: str) -> list[str] | None:
    """What was kept for this library; None if nothing was."""
    kept = QSettings().value(_key(library))
    if kept is None:
        return None
    return [kept] if isinstance(kept, str) else [str(path) for path in kept]


def keep_order(library: str, played: Sequence[str]) -> None:
    """Keep it."""
    QSettings().setValue(_key(library), list(played))


def rename_in_order(library: str, before: str, after: str) -> None:
    """Follow a project of the library that has another path now."""
    kept = kept_order(library)
    if kept is not None and before in kept:
        keep_order(library, [after if path == before else path for path in kept])


def _key(library: str) -> str:
    # A path has slashes, which are groups in settings.
    return f"set_lists/{hashlib.sha256(library.encode()).hexdigest()[:16]}"
