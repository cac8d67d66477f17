"""Thresholds of novelty and confidence for the reject option."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from wekipy.learning.model import Arrays, Model
from wekipy.learning.predictors.arrays import Reader
from wekipy.stages.reject_option import BAND
from wekipy.stages.thresholds import Thresholds, odds, times_odds

F64 = npt.NDArray[np.float64]

MOST_REJECTED: Final = 0.05  # of what was demonstrated
BORDER: Final = 0.5  # the novelty at the border of what was demonstrated
UNSURE: Final = 0.01  # of held-out frames are below the proposed confidence before its margin
CLEARLY: Final = 0.95  # of the odds: that rounding does not decide
HESITANT: Final = 0.1  # of held-out frames may be too little sure to lead back from nothing
MARGIN: Final = 0.8  # of the way from pure chance to there: the next take may be a little less sure
REJECTED: Final = 0.97  # of made-up inputs that a threshold should still reject
FARTHEST: Final = 0.8  # of novelty, twice the border: as far as a threshold is moved for made-up inputs
QUANTILES: Final = 201


def confidence_of(distribution: F64) -> float:
    """How sure a classifier is, 0 to 1: the probability of its most probable class.

    Source: Hendrycks, Gimpel, A baseline for detecting misclassified and out-of-distribution examples,
    ICLR (2017). It is the figure that a person sees in the distribution that is sent.
    """
    return float(distribution.max())


def propose_novelty(strangers: Sequence[F64]) -> float:
    """Half way, in odds, from the border to where inputs that nobody showed would pass; at least the border.

    Args:
        strangers: for each kind of such inputs, their novelty, 97 in 100 of which are to be rejected.
    """
    outside = min((float(np.quantile(novelties, 1.0 - REJECTED)) for novelties in strangers), default=BORDER)
    outside = min(outside, 1.0 - 1e-9)
    return BORDER if outside <= BORDER else min(times_odds(BORDER, math.sqrt(odds(outside))), FARTHEST)


def propose_confidence(held_out: F64, classes: int) -> float:
    """Safely below what 99 in 100 held-out examples reach; 0 if none could be held out.

    It is so low as well that 9 in 10 lead back from nothing to classes, which asks for more than staying
    there: a classifier that is always equally sure would otherwise never come back.
    """
    if not len(held_out):
        return 0.0
    chance = 1.0 / classes
    usual, back = (float(share) for share in np.quantile(held_out, [UNSURE, HESITANT]))
    if usual <= chance:
        return 0.0
    return max(0.0, min(chance + MARGIN * (usual - chance), times_odds(back, CLEARLY * BAND)))


def quantiles(values: F64) -> F64:
    """(QUANTILES,): the values in brief; empty if there are none."""
    return np.quantile(values, np.linspace(0.0, 1.0, QUANTILES)) if len(values) else np.empty(0)


def with_confidence(arrays: Arrays, held_out: F64, classes: int) -> Arrays:
    """The arrays of `fit_novelty` with a threshold of confidence.

    Args:
        held_out: the confidence of the classifier about examples it did not learn from.
        classes: how many it knows.
    """
    novelty = arrays["novelty.thresholds"][0]
    thresholds = np.array([novelty, propose_confidence(held_out, classes)], np.float64)
    return {**arrays, "novelty.thresholds": thresholds, "novelty.confidence": quantiles(held_out)}


@dataclass(frozen=True)
class Demonstrated:
    """What held-out examples said.

    Attributes:
        novelty: rising quantiles of their novelty; empty if nothing could be held out.
        confidence: the same of the classifier's confidence; empty if it was not asked.
    """

    novelty: F64
    confidence: F64

    def rejected(self, thresholds: Thresholds) -> float:
        """At most this share of what was demonstrated would be answered with nothing."""
        novel = float(np.mean(self.novelty > thresholds.novelty)) if len(self.novelty) else 0.0
        unsure = float(np.mean(self.confidence < thresholds.confidence)) if len(self.confidence) else 0.0
        return min(1.0, novel + unsure)


def read_thresholds(model: Model) -> tuple[Thresholds, Demonstrated]:
    """What was proposed for a model, and what it was proposed from.

    Raises:
        Problem: naming the invalid array.
    """
    reader = Reader(model)
    proposed = reader.numbers("novelty.thresholds", 2)
    held_out = [reader.numbers("novelty.held_out", None)]
    if "novelty.confidence" in model.arrays:
        held_out.append(reader.numbers("novelty.confidence", None))
    for array in (proposed, *held_out):
        if len(array) > QUANTILES or np.any(array < 0) or np.any(array > 1):
            raise reader.problem("its thresholds must come from 0 to 1")
    demonstrated = Demonstrated(held_out[0], held_out[1] if len(held_out) > 1 else np.empty(0))
    return Thresholds(float(proposed[0]), float(proposed[1])), demonstrated
