"""What an answer of a classifier must keep to, and how a sensitivity moves that."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

STEEPNESS: Final = 2.0  # a quarter of the way up allows three times the distance
ENDS: Final = 1e-6  # of the sensitivity, where odds would no longer be numbers


@dataclass(frozen=True)
class Thresholds:
    """Limits of novelty and confidence; beyond them an answer is rejected.

    Attributes:
        novelty: the most, 0 to 1; 1 lets everything pass.
        confidence: the least, 0 to 1; 0 lets everything pass.
    """

    novelty: float = 1.0
    confidence: float = 0.0

    def at(self, sensitivity: float) -> Thresholds:
        """The same for an instrument that reacts more or less readily.

        Args:
            sensitivity: 0 answers only to the examples themselves, 0.5 as proposed, 1 always answers. Both
                thresholds move on the scale of odds, so that `t.at(s).at(1 - s)` is `t` again.
        """
        if sensitivity < ENDS:
            return Thresholds(0.0, 1.0 if self.confidence > 0.0 else 0.0)
        if sensitivity > 1.0 - ENDS:
            return Thresholds(1.0, 0.0)
        factor = (sensitivity / (1.0 - sensitivity)) ** STEEPNESS
        return Thresholds(times_odds(self.novelty, factor), times_odds(self.confidence, 1.0 / factor))


def odds(share: float) -> float:
    """How many times likelier than not, for a share below 1."""
    return share / (1.0 - share)


def times_odds(share: float, factor: float) -> float:
    """The share (0 to 1) whose odds, share / (1 - share), are `factor` times as high."""
    return share * factor / (1.0 - share + share * factor)
