"""Where to write the names of dots, so that they cover neither each other nor other dots."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

LETTER, HEIGHT = 6.3, 13.0  # pixels, of the style's small text
GAP: Final = 7.0  # from the centre of a dot

_OUTSIDE, _ON_SOMETHING, _ON_LINE = 100.0, 10.0, 1.0


@dataclass(frozen=True)
class Box:
    """A rectangle in pixels, y downwards."""

    left: float
    top: float
    right: float
    bottom: float

    def covers(self, other: Box) -> bool:
        """Whether they share any area."""
        return (
            self.left < other.right
            and other.left < self.right
            and self.top < other.bottom
            and other.top < self.bottom
        )

    def holds(self, other: Box) -> bool:
        """Whether the other is wholly inside."""
        return (
            self.left <= other.left
            and other.right <= self.right
            and self.top <= other.top
            and other.bottom <= self.bottom
        )


def around(x: float, y: float, radius: float) -> Box:
    """The box of a dot."""
    return Box(x - radius, y - radius, x + radius, y + radius)


def place(
    names: Sequence[str],
    dots: Sequence[tuple[float, float]],
    within: Box,
    taken: Sequence[Box],
    lines: Sequence[Box],
) -> list[Box]:
    """Boxes for names near their dots, one after the other, each at the least crowded place of those left.

    Args:
        within: where they should stay.
        taken: what they should not cover.
        lines: what they should rather not cover.
    """
    placed: list[Box] = []
    for name, (x, y) in zip(names, dots, strict=True):
        candidates = _candidates(x, y, len(name) * LETTER)

        def cost(box: Box) -> float:
            crowd = sum(box.covers(other) for other in [*taken, *placed])
            crossed = sum(box.covers(other) for other in lines)
            return _OUTSIDE * (not within.holds(box)) + _ON_SOMETHING * crowd + _ON_LINE * crossed

        placed.append(min(candidates, key=cost))
    return placed


def _candidates(x: float, y: float, width: float) -> list[Box]:
    """Best first: above, below, left; then the same shifted."""
    lefts = (x - width / 2, x - GAP, x + GAP - width)
    rows = (y - GAP - HEIGHT, y + GAP)
    beside = [Box(x - GAP - width, y - HEIGHT / 2, x - GAP, y + HEIGHT / 2)]
    far = (y - GAP - 1.8 * HEIGHT, y + GAP + 0.8 * HEIGHT)
    boxes = [Box(left, top, left + width, top + HEIGHT) for left in lefts for top in rows]
    further = [Box(left, top, left + width, top + HEIGHT) for top in far for left in lefts]
    return boxes[:2] + beside + boxes[2:] + further
