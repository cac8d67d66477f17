"""Colours can be read, and told apart."""

from __future__ import annotations

from itertools import combinations

import pytest
from colour_vision import DEFICIENCIES, difference, linear, oklch

from wekipy.gui.theme.icons import DRAWINGS, pixmap
from wekipy.gui.theme.palette import ACCENTS, DARK, LIGHT, Palette, class_colour, palette_of


def luminance(colour: str) -> float:
    return float(linear(colour) @ [0.2126, 0.7152, 0.0722])


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


@pytest.mark.parametrize("accent", ACCENTS)
@pytest.mark.parametrize("dark", [True, False], ids=["dark", "light"])
def test_every_accent_can_be_seen_and_read_on(dark: bool, accent: str) -> None:
    palette = palette_of(dark, accent)
    assert contrast(palette.on_accent, palette.accent) >= 4.5
    for ground in (palette.background, palette.surface, palette.raised):
        assert contrast(palette.accent, ground) >= 3


@pytest.mark.parametrize("deficiency", DEFICIENCIES)
@pytest.mark.parametrize("palette", [DARK, LIGHT], ids=["dark", "light"])
def test_the_first_classes_are_told_apart_by_all_eyes(palette: Palette, deficiency: str) -> None:
    colours = [class_colour(n, palette) for n in range(1, 9)]
    pairs = [difference(one, other, deficiency) for one, other in combinations(colours, 2)]
    assert min(pairs) >= 15
    assert min(contrast(colour, palette.surface) for colour in colours) >= 3
    # What is recorded and what runs are told apart by words and icons, too.
    assert difference(palette.record, palette.accent, deficiency) >= 15


@pytest.mark.parametrize("number", range(1, 9))
def test_a_class_has_the_same_hue_on_dark_and_on_light(number: int) -> None:
    (_, dark_chroma, dark), (lightness, chroma, light) = (
        oklch(class_colour(number, palette)) for palette in (DARK, LIGHT)
    )
    if dark_chroma < 0.02:
        assert chroma < 0.02  # a grey stays one
        return
    assert abs((dark - light + 180) % 360 - 180) <= 25
    # Neither brown nor black: a yellow or an orange that is too dark is called so, whatever its hue.
    assert chroma >= 0.1 and lightness >= (0.6 if 60 < dark < 120 else 0.4)


def test_the_space_of_hues_is_that_of_its_author() -> None:
    assert oklch("#ffffff") == pytest.approx((1.0, 0.0, oklch("#ffffff")[2]), abs=1e-3)
    assert oklch("#ff0000") == pytest.approx((0.628, 0.2577, 29.23), abs=0.01)
    assert oklch("#0000ff") == pytest.approx((0.452, 0.3132, 264.05), abs=0.01)


def test_the_difference_of_colours_is_that_of_the_literature() -> None:
    assert difference("#ffffff", "#000000") == pytest.approx(100, abs=0.01)
    assert difference("#ff0000", "#00ff00") == pytest.approx(170.6, abs=0.5)
    # Red and green of the same lightness are one for those who lack the cone.
    assert difference("#a02020", "#5c5c12", "deuteranopia") < 0.5 * difference("#a02020", "#5c5c12")


@pytest.mark.parametrize("name", DRAWINGS)
def test_icons_draw_something_within_their_field(qapp: object, name: str) -> None:
    image = pixmap(name, "#ffffff", 48).toImage()
    drawn = [
        (x, y) for x in range(48) for y in range(48) if image.pixelColor(x, y).alpha() > 40
    ]  # fmt: skip
    assert len(drawn) > 60
    assert all(0 < x < 47 and 0 < y < 47 for x, y in drawn)
