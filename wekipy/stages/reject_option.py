"""The reject option of classifiers, with hysteresis and a hold time."""

from __future__ import annotations

from typing import Final

from wekipy.stages.thresholds import Thresholds, times_odds

NOTHING: Final = 0.0
BAND: Final = 0.7  # factor of the odds: a rejected input must be this much less novel to be answered again
HOLD: Final = 0.05  # seconds


class RejectOption:
    """Passes on a class or rejects it, with hysteresis and a hold time.

    It changes only if all frames of `hold` seconds agree: to rejection beyond a threshold, back to classes
    when both thresholds hold with a margin (hysteresis). Until then a doubtful frame is answered with the
    last accepted class. The first frame decides at once. NaN counts as beyond.

    Args:
        thresholds: those proposed by the examples, or `proposed.at(sensitivity)`.
        hold: seconds, 0 or more; 0 changes at once.
    """

    def __init__(self, thresholds: Thresholds, hold: float = HOLD) -> None:
        self._hold = hold
        self.set_thresholds(thresholds)
        self.reset()

    def set_thresholds(self, thresholds: Thresholds) -> None:
        """Use other thresholds from the next frame on."""
        self._novelty, self._confidence = thresholds.novelty, thresholds.confidence
        self._back_novelty = times_odds(thresholds.novelty, BAND)
        self._back_confidence = times_odds(thresholds.confidence, 1.0 / BAND)

    def reset(self) -> None:
        """Reset the state, as after a stop."""
        self._started = False
        self._answering = False
        self._waiting = False  # since when all frames have agreed on a change
        self._since = 0.0
        self._last = NOTHING

    def apply(self, answer: float, confidence: float, novelty: float, now: float) -> float:
        """The class to send, or 0.

        Args:
            answer: the class predicted, from 1.
            now: seconds on a monotonic clock; if it runs back, the hold time starts again.
        """
        if self._answering:
            keep = novelty <= self._novelty and confidence >= self._confidence
            if keep:
                self._last = answer
        elif self._started:
            keep = not (novelty <= self._back_novelty and confidence >= self._back_confidence)
        else:
            self._started = True
            self._answering = novelty <= self._novelty and confidence >= self._confidence
            self._last = answer if self._answering else NOTHING
            return self._last
        if keep:
            self._waiting = False
        elif self._hold > 0.0 and (not self._waiting or now < self._since):
            self._waiting, self._since = True, now
        elif now - self._since >= self._hold or self._hold <= 0.0:
            self._waiting = False
            self._answering = not self._answering
            self._last = answer if self._answering else NOTHING
        return self._last
