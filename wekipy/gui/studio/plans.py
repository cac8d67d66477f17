"""Where panels are before a person has moved any: a plan for each size of the window."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from PyQt6.QtCore import Qt

from wekipy.gui.theme import scale

# Pixels at text of 100 %: room for one column beside the inputs and outputs, and for two.
_USUAL, _WIDE = 900, 1900
_ACROSS, _DOWN = Qt.Orientation.Horizontal, Qt.Orientation.Vertical


@dataclass(frozen=True)
class Place:
    """Panels that are tabs of one place.

    Attributes:
        area: "left", "right" or "bottom".
        panels: their ids; the first one is in front.
        beside: the panel that the place is cut off from; "" for none.
        way: right of that panel (horizontal) or below it.
        shown: False where they wait until they are asked for.
    """

    area: Literal["left", "right", "bottom"]
    panels: tuple[str, ...]
    beside: str = ""
    way: Qt.Orientation = _DOWN
    shown: bool = True


@dataclass(frozen=True)
class Plan:
    """Places, and which share of the window's width and height some panels begin with."""

    name: str
    places: tuple[Place, ...]
    widths: Mapping[str, float] = field(default_factory=dict)
    heights: Mapping[str, float] = field(default_factory=dict)


_BELOW = Place("bottom", ("monitor", "log"), shown=False)
SMALL = Plan(
    "small",
    (
        Place("right", ("inputs", "takes", "map", "table", "signal", "connections", "evaluation", "trial")),
        _BELOW,
    ),
    {"inputs": 0.46},
)
NARROW = Plan(
    "narrow",
    (
        Place("left", ("inputs",)),
        Place("right", ("takes", "map", "table", "signal", "connections", "evaluation", "trial")),
        _BELOW,
    ),
    {"inputs": 0.17, "takes": 0.42},
)
WIDE = Plan(
    "wide",
    (
        Place("left", ("inputs",)),
        Place("right", ("takes", "table", "signal", "connections", "trial")),
        Place("right", ("map",), "takes", _ACROSS),
        Place("right", ("evaluation",), "map", _DOWN),
        _BELOW,
    ),
    {"inputs": 0.16, "takes": 0.24, "map": 0.24},
    {"map": 0.5, "evaluation": 0.5},
)


def plan_for(width: int, height: int) -> Plan:  # noqa: ARG001  the height is Qt's to divide
    """The plan for a window of this size, in pixels; larger text needs a larger one."""
    if width < scale.sized(_USUAL):
        return SMALL
    return WIDE if width >= scale.sized(_WIDE) else NARROW
