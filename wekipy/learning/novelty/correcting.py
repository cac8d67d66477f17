"""Corrects the reject option from the wrong answers of the last second."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from wekipy.learning.novelty.thresholds import MOST_REJECTED, Demonstrated
from wekipy.stages.thresholds import Thresholds, times_odds

F64 = npt.NDArray[np.float64]
CLEARLY: Final = 0.95  # of the odds: a threshold passes a wrong answer by a little


@dataclass(frozen=True)
class Heard:
    """The last second of one classifier.

    Attributes:
        X: (frames, inputs) the input vectors.
        answered: (frames,) the classes that were sent, 0 for nothing.
        novelty: (frames,) of each.
        confidence: (frames,) of each.
        times: (frames,) seconds, by the engine's clock `monotonic`.
    """

    X: F64
    answered: F64
    novelty: F64
    confidence: F64
    times: F64


@dataclass(frozen=True)
class Correction:
    """What to do about wrong answers.

    Attributes:
        counter_examples: (rows, inputs) float32, the frames that should have been nothing, to be kept with
            the examples under class 0 whether or not training is needed now.
        thresholds: the new ones; None keeps the present ones.
        retrain: whether only training with the counter-examples can help.
        sentence: what was done, for the person who asked.
    """

    counter_examples: npt.NDArray[np.float32]
    thresholds: Thresholds | None
    retrain: bool
    sentence: str


def correct(heard: Heard, now: Thresholds, demonstrated: Demonstrated) -> Correction:
    """Return the mildest change after which the wrong frames are rejected.

    A threshold is adapted at once if it rejects no more than 5 in 100 of the demonstrated frames that were
    answered so far. Held-out frames are measured with fewer examples than the model has, so some of them are
    beyond the threshold in use already.

    Args:
        now: the thresholds in use. Where a sensitivity s is set, they are `proposed.at(s)`, and the new
            proposed ones are `correction.thresholds.at(1 - s)`.
    """
    wrong = heard.answered != 0
    counter_examples = heard.X[wrong].astype(np.float32)
    count = int(np.count_nonzero(wrong))
    if not count:
        return Correction(counter_examples, None, False, "the last second was answered with nothing already")
    frames = f"{count} frame{'s' if count > 1 else ''} of the last second"
    before = demonstrated.rejected(now)
    for thresholds, what in _candidates(heard, wrong, now, demonstrated):
        share = demonstrated.rejected(thresholds)
        if share - before <= MOST_REJECTED and _rejects(thresholds, heard, wrong):
            summary = f"{frames} will be answered with nothing from now on: {what}"
            kept = f"{100 * (1 - share):.0f} % of what was demonstrated is still answered"
            return Correction(counter_examples, thresholds, False, f"{summary}; {kept}")
    summary = f"{frames} are too much like what was demonstrated for a threshold to tell them apart"
    return Correction(
        counter_examples, None, True, f"{summary}: training again with them as counter-examples"
    )


def _candidates(
    heard: Heard, wrong: npt.NDArray[np.bool_], now: Thresholds, demonstrated: Demonstrated
) -> list[tuple[Thresholds, str]]:
    """Return stricter thresholds, each with the share of held-out examples that it would reject."""
    found = []
    if len(demonstrated.novelty):
        lower = min(now.novelty, times_odds(float(heard.novelty[wrong].min()), CLEARLY))
        found.append((Thresholds(lower, now.confidence), f"the most novelty is now {lower:.2f}"))
    if len(demonstrated.confidence):
        higher = max(now.confidence, times_odds(float(heard.confidence[wrong].max()), 1.0 / CLEARLY))
        found.append((Thresholds(now.novelty, higher), f"the least confidence is now {higher:.2f}"))
    return found


def _rejects(thresholds: Thresholds, heard: Heard, wrong: npt.NDArray[np.bool_]) -> bool:
    beyond = (heard.novelty > thresholds.novelty) | (heard.confidence < thresholds.confidence)
    return bool(beyond[wrong].all())
