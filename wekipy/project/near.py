"""Whole numbers as sketches send them: as floats, and with a little added."""

from __future__ import annotations

from typing import Final

NEAR: Final = 0.001  # Max and p5 send 1.0000001 and the like, so that a float goes out


def near_whole(value: float) -> int | None:
    """The whole number that a value is, or is within `NEAR` of; None if it is no such number."""
    if not abs(value) < 2**53:  # NaN neither
        return None
    whole = round(value)
    return whole if abs(value - whole) <= NEAR else None
