"""Sizes: one scale of distances, one of type. In device-independent pixels; Qt scales them for the screen."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from PyQt6.QtGui import QFont, QFontMetricsF

XS, S, M, L, XL, XXL = 4, 8, 12, 16, 24, 40
RADIUS = 8
HIT = 36  # the least height of what is pressed
ICON = 20
SMALL, BODY, LARGE, TITLE, DISPLAY = 12, 14, 17, 24, 40

FAMILIES = (
    "Inter", "SF Pro Text", "Segoe UI Variable Text", "Segoe UI", "Noto Sans", "Cantarell", "DejaVu Sans",
    "PingFang SC", "Microsoft YaHei UI", "Noto Sans CJK SC", "Noto Sans SC",
)  # fmt: skip


@dataclass
class Text:
    """How large text is, as a factor; set by the theme, from what the person has chosen."""

    factor: float = 1.0


text = Text()


def sized(pixels: int) -> int:
    """A size of text as the person wants it."""
    return round(pixels * text.factor)


def roomy(pixels: int) -> int:
    """A height or width with text in it: never less than designed, and more where text is larger."""
    return max(pixels, sized(pixels))


def font(pixels: int = BODY, weight: QFont.Weight = QFont.Weight.Normal) -> QFont:
    """The font of the window, with figures that all have the same width, so that live values stand still."""
    return QFont(_font(sized(pixels), weight))  # a copy, which the caller may change


@lru_cache(maxsize=64)  # to find the first family that there is costs more than most paintings
def _font(pixels: int, weight: QFont.Weight) -> QFont:
    made = QFont()
    made.setFamilies(list(FAMILIES))
    made.setPixelSize(pixels)
    made.setWeight(weight)
    if hasattr(made, "setFeature"):  # since Qt 6.7
        made.setFeature(QFont.Tag(b"tnum"), 1)
    return made


def fitting(
    text: str, width: float, largest: float, least: float, weight: QFont.Weight = QFont.Weight.DemiBold
) -> QFont:
    """The largest font in which the text is not wider than that, between two sizes in pixels."""
    made = font(1, weight)
    made.setPixelSize(max(round(largest), 1))
    needed = QFontMetricsF(made).horizontalAdvance(text)
    if needed > width > 0:
        made.setPixelSize(max(int(largest * width / needed), round(least)))
    return made
