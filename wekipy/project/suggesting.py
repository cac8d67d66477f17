"""Suggests the name that was probably meant."""

from __future__ import annotations

import difflib
from collections.abc import Iterable


def suggest(name: str, known: Iterable[str]) -> str:
    """End a sentence about an unknown name: the likely intended name, and all names."""
    names = {one.lower(): one for one in known}
    near = difflib.get_close_matches(name.lower(), names, n=1, cutoff=0.5)
    meant = f"did you mean “{names[near[0]]}”? " if near else ""
    return f"{meant}there are: {', '.join(names.values())}" if names else "there are none"
