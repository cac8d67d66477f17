"""Which of several ways to learn is better, and by how much on takes that nobody has seen.

Whoever tries many ways and takes the best promises too much: some are best by luck. So the promise is that of
the whole procedure: for each part of the takes, the best way by the other takes is chosen, and its gain on
this part counts (nested cross-validation: Varma and Simon, 2006).
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

PARTS: Final = 5
LEAST: Final = 0.01  # a gain below one point is none

Errors = Mapping[int, float]


@dataclass(frozen=True)
class Gain:
    """Of one way.

    Attributes:
        mean: by how much its error is lower, on average over takes.
        margin: the standard error of that.
    """

    mean: float
    margin: float

    def sure(self, scale: float = 1.0) -> bool:
        """Whether it is more than a standard error, and than a point.

        Args:
            scale: what an error of 1 is, as a share.
        """
        return self.mean > max(LEAST * scale, self.margin)


def gain(before: Errors, now: Errors) -> Gain:
    """The gain of one way over another, take by take."""
    takes = sorted(before.keys() & now.keys())
    differences = np.array([before[take] - now[take] for take in takes])
    if len(differences) < 2:
        return Gain(float(differences.mean()) if len(differences) else 0.0, math.inf)
    return Gain(float(differences.mean()), float(differences.std(ddof=1) / math.sqrt(len(differences))))


def promised(before: Errors, ways: Sequence[Errors]) -> float:
    """What choosing the best of these ways gains on takes that did not choose it; at least 0."""
    takes = sorted(before)
    folds = [takes[n::PARTS] for n in range(min(PARTS, len(takes)))]
    total = 0.0
    for fold in folds:
        others = [take for take in takes if take not in fold]
        if not others:
            return 0.0
        best = min((before, *ways), key=lambda way: _mean(way, others))
        total += sum(before[take] - best.get(take, before[take]) for take in fold)
    return max(0.0, total / len(takes)) if takes else 0.0


def _mean(errors: Errors, takes: Sequence[int]) -> float:
    known = [errors[take] for take in takes if take in errors]
    return sum(known) / len(known) if known else math.inf
