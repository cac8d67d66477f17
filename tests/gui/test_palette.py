"""Colours can be read, and told apart."""

from __future__ import annotations

import pytest

from wekipy.gui.theme.icons import DRAWINGS, pixmap
from wekipy.gui.theme.palette import DARK, LIGHT, Palette, class_colour


def luminance(colour: str) -> float:
    parts = [int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("palette", [DARK, LIGHT], ids=["dark", "light"])
def test_text_reaches_the_contrast_of_wcag(palette: Palette) -> None:
    for ground in (palette.background, palette.surface, palette.raised):
        assert contrast(palette.text, ground) >= 7
        assert contrast(palette.dim, ground) >= 4.5
        assert contrast(palette.accent, ground) >= 3
        assert contrast(palette.record, ground) >= 3
    assert contrast(palette.on_accent, palette.accent) >= 4.5
    assert contrast(palette.on_record, palette.record) >= 4.5


@pytest.mark.parametrize("palette", [DARK, LIGHT], ids=["dark", "light"])
def test_classes_have_colours_of_their_own_that_can_be_seen(palette: Palette) -> None:
    colours = [class_colour(n, palette) for n in range(1, 61)]
    assert len(set(colours)) == 60
    assert min(contrast(colour, palette.surface) for colour in colours) >= 1.9


@pytest.mark.parametrize("name", DRAWINGS)
def test_icons_draw_something_within_their_field(qapp: object, name: str) -> None:
    image = pixmap(name, "#ffffff", 48).toImage()
    drawn = [
        (x, y) for x in range(48) for y in range(48) if image.pixelColor(x, y).alpha() > 40
    ]  # fmt: skip
    assert len(drawn) > 60
    assert all(0 < x < 47 and 0 < y < 47 for x, y in drawn)
