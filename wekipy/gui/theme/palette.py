"""Colours by what they are for, dark and light, and the colours of classes."""

from __future__ import annotations

import colorsys
from dataclasses import dataclass, replace


@dataclass(frozen=True)
class Palette:
    """Colours as #rrggbb.

    Attributes:
        background, surface, raised: the window, a panel on it, a control on a panel.
        line: borders; `strong` where they must be seen (controls).
        text, dim: what is read, what is read second. Both reach 4.5:1 on `raised`.
        accent, on_accent: the one accent (focus, running, predictions), and text on it.
        record, on_record: recording, and text on it.
        good, warning, bad: states; never the only sign of them.
        target: what was demonstrated or set by hand, beside the prediction in the accent.
    """

    dark: bool
    background: str
    surface: str
    raised: str
    hover: str
    line: str
    strong: str
    text: str
    dim: str
    accent: str
    on_accent: str
    record: str
    on_record: str
    good: str
    warning: str
    bad: str
    target: str


DARK = Palette(
    dark=True,
    background="#0d0f12", surface="#15181d", raised="#1f242b", hover="#2a3039",
    line="#242932", strong="#3d4551",
    text="#e8eaed", dim="#9ba4b0", accent="#3fd0b4", on_accent="#04211b",
    record="#ff5a5f", on_record="#2a0305",
    good="#4cc38a", warning="#f0b429", bad="#ff6b6b", target="#f2c14e",
)  # fmt: skip
LIGHT = Palette(
    dark=False,
    background="#f1f1ee", surface="#fbfbf9", raised="#e9e9e4", hover="#dededa",
    line="#dcdcd6", strong="#a9aba5",
    text="#1a1d20", dim="#555c64", accent="#00705f", on_accent="#ffffff",
    record="#c8262c", on_record="#ffffff",
    good="#1a7f4b", warning="#8a5a00", bad="#b4232a", target="#8f5f00",
)  # fmt: skip

# Name: accent and text on it, dark; the same, light.
ACCENTS = {
    "teal": (DARK.accent, DARK.on_accent, LIGHT.accent, LIGHT.on_accent),
    "blue": ("#6cb2ff", "#04182e", "#0a5bb5", "#ffffff"),
    "violet": ("#b79cff", "#160a33", "#6a3fc4", "#ffffff"),
    "plain": ("#ffffff", "#000000", "#1a1d20", "#ffffff"),
}


def palette_of(dark: bool, accent: str = "teal") -> Palette:
    """The dark or the light palette with one of `ACCENTS`; an unknown one is the first."""
    on_dark, text_on_dark, on_light, text_on_light = ACCENTS.get(accent, ACCENTS["teal"])
    if dark:
        return replace(DARK, accent=on_dark, on_accent=text_on_dark)
    return replace(LIGHT, accent=on_light, on_accent=text_on_light)


# Okabe and Ito (2008), Color Universal Design: distinguishable with any colour vision. Their black cannot be
# seen on a dark ground, and is grey here, last.
_CLASSES = ("#56b4e9", "#e69f00", "#009e73", "#cc79a7", "#f0e442", "#0072b2", "#d55e00", "#c8c8c8")
# On a light ground theirs are too pale, or, darkened, no longer distinguishable. These were searched by
# annealing in OKLCH: within 21 degrees of their hues, at 3:1 on the ground, and as far apart for all eyes.
_CLASSES_ON_LIGHT = ("#2a8cbf", "#be813f", "#057353", "#a54980", "#a39200", "#024a9a", "#b03d01", "#303030")
_TURN = 0.618034  # of the circle of hues: neighbours are far apart, and none comes twice


def class_colour(number: int, palette: Palette) -> str:
    """The colour of a class or gesture, from 1; 0, nothing, is dim."""
    if number <= 0:
        return palette.dim
    known = _CLASSES if palette.dark else _CLASSES_ON_LIGHT
    if number <= len(known):
        return known[number - 1]
    steps = number - len(known)
    lightness = (0.62, 0.74, 0.52)[steps % 3] - (0.0 if palette.dark else 0.3)
    red, green, blue = colorsys.hls_to_rgb(steps * _TURN % 1.0, lightness, 0.6)
    return f"#{round(red * 255):02x}{round(green * 255):02x}{round(blue * 255):02x}"
