"""How the numbers of a table are written: the decimal mark, marks between thousands, a unit behind each."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from wekipy.exchange.importing.tables.table import F64, MISSING, BadRows, Place

_SPACED = re.compile(r"[+-]?\d{1,3}(?:[ \u00a0\u2009\u202f'’]\d{3})+(?:[.,]\d*)?")
_SPACES = re.compile("[ \u00a0\u2009\u202f'’]")
_GROUPS: Final = {
    mark: re.compile(rf"[+-]?[1-9]\d{{0,2}}(?:\{mark}\d{{3}})+(?:\{other}\d*)?(?:[eE][+-]?\d+)?")
    for mark, other in ((",", "."), (".", ","))
}
_MARKED = re.compile(r"[+-]?[\d.,]*\d[\d.,]*(?:[eE][+-]?\d+)?")
_WITH_UNIT = re.compile(r"([+-]?[\d.,]*\d[\d.,]*(?:[eE][+-]?\d+)?)\s*(\D.*)")
_UNITS: Final = re.compile(
    r"%|‰|°[CF]?|deg|rad|(?:°|deg|rad|[ckm]?m)/s(?:²|\^?2)?|km/h|[mµu]?[smgTVAlN]|[kMG]?(?:Hz|Pa|V|W|Ω|ohm|g|N|m)"
    r"|cm|hPa|m?bar|mW|J|K|C|F|G|ns|min|h|in|ft|lx|lux|lm|cd|dBm?|px|pt|rpm|bpm|fps"
)
SWITCHES: Final = {"true": 1.0, "false": 0.0}
_MOST: Final = 0.9  # of the numbers of a column have its unit


@dataclass(frozen=True)
class Style:
    """How numbers are written.

    Attributes:
        grouped: the mark, comma or point, that stands between thousands even where it stands alone.
        unit: what stands behind each number of a column.
        switches: whether true and false are numbers, 1 and 0.
    """

    grouped: str = ""
    unit: str = ""
    switches: bool = False

    def number(self, text: str) -> float:
        """The number that a text means, NaN for one that is missing.

        Raises:
            ValueError: if it means none.
        """
        text = text.strip().replace("\u2212", "-")
        if text.lower() in MISSING:
            return float("nan")
        if self.switches and text.lower() in SWITCHES:
            return SWITCHES[text.lower()]
        if self.unit:
            text = text.removesuffix(self.unit).rstrip()
        if _SPACED.fullmatch(text):
            text = _SPACES.sub("", text)
        if "," in text or text.count(".") > 1 or self.grouped == ".":
            text = self._with_point(text)
        return float(text)

    def _with_point(self, text: str) -> str:
        """A number with a point as its decimal mark and nothing between thousands."""
        for mark, other in ((",", "."), (".", ",")):
            alone = other not in text and text.count(mark) == 1
            if mark in text and _GROUPS[mark].fullmatch(text) and (not alone or mark == self.grouped):
                return text.replace(mark, "").replace(other, ".")
        return text.replace(",", ".") if "." not in text and text.count(",") == 1 else text


PLAIN: Final = Style()


def style_of(cells: Iterable[str]) -> Style:
    """How the numbers of a table are written, from some of its cells; its columns may have units besides.

    A comma or point that stands alone is the decimal mark, unless others of the table are found between
    thousands, or all of them could stand there and the other mark is used as the decimal mark.
    """
    marked = [
        cell for text in cells if _MARKED.fullmatch(cell := text.strip()) and ("," in cell or "." in cell)
    ]
    for mark, other in ((",", "."), (".", ",")):
        having = [cell for cell in marked if mark in cell]
        fitting = [cell for cell in having if _GROUPS[mark].fullmatch(cell)]
        sure = any(other in cell or cell.count(mark) > 1 for cell in fitting)
        decimals = any(other in cell and not _GROUPS[other].fullmatch(cell) for cell in marked)
        if fitting and len(fitting) == len(having) and (sure or decimals):
            return Style(grouped=mark)
    return PLAIN


def with_unit(style: Style, cells: Sequence[str]) -> Style:
    """The same style with the unit that stands behind nearly every number of a column, if there is one."""
    known = [text for cell in cells if (text := cell.strip()).lower() not in MISSING]
    matches = (_WITH_UNIT.fullmatch(text) for text in known)
    units = Counter(match[2] for match in matches if match and _UNITS.fullmatch(match[2]))
    unit, count = units.most_common(1)[0] if units else ("", 0)
    return replace(style, unit=unit) if count >= _MOST * len(known) else style


def is_number(style: Style, text: str) -> bool:
    """Whether a text is a number, or one that is missing."""
    try:
        style.number(text)
    except ValueError:
        return False
    return True


class Numbers:
    """A `Reading` of numbers in one style; what is none makes its row a bad one."""

    def __init__(self, style: Style, bad: BadRows) -> None:
        self.style = style
        self._bad = bad

    def __call__(self, texts: Sequence[str], place: Place) -> F64:
        if self.style == PLAIN:
            try:
                return np.array(texts, np.float64)
            except ValueError:
                pass
        numbers = np.empty(len(texts))
        for n, text in enumerate(texts):
            try:
                numbers[n] = self.style.number(text)
            except ValueError:
                numbers[n] = np.nan
                self._bad.add(place.row(n), f"{place(n)}: “{text.strip()[:80]}” is no number")
        return numbers
