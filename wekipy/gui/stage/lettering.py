"""Lettering that fills the room there is: on stage sizes come from the place, not from the size of text."""

from __future__ import annotations

from functools import lru_cache

from PyQt6.QtCore import Qt
from PyQt6.QtGui import QFont, QFontMetricsF

from wekipy.gui.theme import scale

LEAST = 11  # pixels: less is not read at all
_MEASURED = 100  # pixels of the font that widths are measured in
_TWO_ENDS = 7  # letters: a name that is cut shorter has its end only
_DEMI = QFont.Weight.DemiBold


@lru_cache(maxsize=2048)
def ems(text: str, weight: QFont.Weight = _DEMI) -> float:
    """How wide a text is, in heights of its font."""
    return QFontMetricsF(sized(_MEASURED, weight)).horizontalAdvance(text) / _MEASURED


@lru_cache(maxsize=512)
def sized(pixels: int, weight: QFont.Weight = _DEMI) -> QFont:
    """The font of the window with this height, whatever size of text the person has chosen."""
    made = scale.font(1, weight)
    made.setPixelSize(max(pixels, LEAST))
    made.setHintingPreference(QFont.HintingPreference.PreferVerticalHinting)  # widths grow as heights do
    return made


def fitted(text: str, width: float, largest: float, weight: QFont.Weight = _DEMI) -> QFont:
    """The largest font in which a text is not wider than that; too wide for the least, it is to be cut."""
    needed = ems(text, weight)
    return sized(int(min(largest, 0.99 * width / needed if needed else largest)), weight)


def cut(text: str, font: QFont, width: float) -> str:
    """As much of a text as there is room for."""
    return _elided(text, font, width, Qt.TextElideMode.ElideRight)


def cut_name(name: str, font: QFont, width: float) -> str:
    """As much of a name as there is room for, its end in any case: often it is a number."""
    short = _elided(name, font, width, Qt.TextElideMode.ElideMiddle)
    if len(short) >= _TWO_ENDS or short == name:
        return short
    return _elided(name, font, width, Qt.TextElideMode.ElideLeft)


def _elided(text: str, font: QFont, width: float, mode: Qt.TextElideMode) -> str:
    if ems(text, QFont.Weight(font.weight())) * font.pixelSize() <= width:
        return text  # known already, mostly
    return QFontMetricsF(font).elidedText(text, mode, width)


def line_height(font: QFont) -> float:
    """How high a line of it is."""
    return QFontMetricsF(font).height()
