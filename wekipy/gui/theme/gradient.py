"""Colours of values: one scale from low to high that is read with any colour vision, also in grey."""

from __future__ import annotations

from collections.abc import Sequence

from wekipy.gui.theme.palette import Palette

# Viridis (Smith and van der Walt 2015), without the end that cannot be seen on the ground it is drawn on.
_VIRIDIS = ("#440154", "#46327e", "#365c8d", "#277f8e", "#1fa187", "#4ac16d", "#a0da39", "#fde725")
_ON_DARK, _ON_LIGHT = _VIRIDIS[2:], _VIRIDIS[:6]


def value_colour(share: float, palette: Palette) -> str:
    """The colour of a value at this share, 0 to 1, of its range."""
    return _between(_ON_DARK if palette.dark else _ON_LIGHT, share)


def blend(one: str, other: str, share: float) -> str:
    """A colour between two: the first at 0, the other at 1."""
    return _between((one, other), share)


def _between(colours: Sequence[str], share: float) -> str:
    place = min(max(share, 0.0), 1.0) * (len(colours) - 1)
    at = min(int(place), len(colours) - 2)
    low, high = _parts(colours[at]), _parts(colours[at + 1])
    mixed = (round(a + (b - a) * (place - at)) for a, b in zip(low, high, strict=True))
    return "#" + "".join(f"{part:02x}" for part in mixed)


def _parts(colour: str) -> tuple[int, ...]:
    return tuple(int(colour[n : n + 2], 16) for n in (1, 3, 5))
