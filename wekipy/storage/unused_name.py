"""Names by the clock that nothing has yet.

A machine without a battery for its clock begins at the same moment after each power cut, and its processes
get the same numbers: a name made of both may be that of last week.
"""

from __future__ import annotations

from itertools import count
from pathlib import Path


def unused(path: Path) -> Path:
    """Return `path`, or the first of “name 2”, “name 3”, … that is not there; its last suffix stays last."""
    if not path.exists():
        return path
    names = (path.with_name(f"{path.stem} {n}{path.suffix}") for n in count(2))
    return next(place for place in names if not place.exists())
