"""Sizes: one scale of distances, one of type. In device-independent pixels; Qt scales them for the screen."""

from __future__ import annotations

from dataclasses import dataclass

from PyQt6.QtGui import QFont

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


def font(pixels: int = BODY, weight: QFont.Weight = QFont.Weight.Normal) -> QFont:
    """The font of the window, with figures that all have the same width, so that live values stand still."""
    made = QFont()
    made.setFamilies(list(FAMILIES))
    made.setPixelSize(sized(pixels))
    made.setWeight(weight)
    if hasattr(made, "setFeature"):  # since Qt 6.7
        made.setFeature(QFont.Tag(b"tnum"), 1)
    return made
