"""Cells of a sheet that a spreadsheet would run as a formula, written so that it does not."""

from __future__ import annotations

import re
from typing import Final

_FORMULA: Final = re.compile(r"'*[=+\-@\t\r]")
_ESCAPED: Final = re.compile(r"'+[=+\-@\t\r]")


def as_text_cell(text: str) -> str:
    """The text with a ' in front if a spreadsheet could take it for a formula; numbers stay as they are."""
    if _FORMULA.match(text) is None or _is_number(text):
        return text
    return f"'{text}"


def from_text_cell(cell: str) -> str:
    """The text that `as_text_cell` was given."""
    return cell[1:] if _ESCAPED.match(cell) else cell


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True
