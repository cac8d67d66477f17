"""Counts in the window's sentences, in its language."""

from __future__ import annotations

from wekipy.gui.translation.texts import tr


def counted(count: int, one: str, several: str) -> str:
    """A count with its noun; both texts are English, in `mark`, and `several` has {count} in it."""
    return tr(one) if count == 1 else tr(several).format(count=f"{count:,}")
