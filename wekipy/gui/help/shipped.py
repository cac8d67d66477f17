"""Where the documentation and the examples are: in the installed package, or in the checkout."""

from __future__ import annotations

from pathlib import Path

import wekipy

_PACKAGE = Path(wekipy.__file__).parent


def shipped() -> Path | None:
    """The folder with README.md, docs/ and examples/; None if this installation has none."""
    for place in (_PACKAGE / "documentation", _PACKAGE.parent):
        if (place / "docs" / "window.md").is_file():
            return place
    return None


def pages() -> list[Path]:
    """The pages of the documentation, the one to begin with first."""
    place = shipped()
    if place is None:
        return []
    return [place / "README.md", *sorted((place / "docs").glob("*.md"))]


def examples() -> Path | None:
    """The folder of examples; None if this installation has none."""
    place = shipped()
    found = None if place is None else place / "examples"
    return found if found is not None and found.is_dir() else None
