"""What the predictors of classes share: labels, the distribution, and the softmax."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from wekipy.learning.predictors.arrays import Reader
from wekipy.learning.predictors.base import F64
from wekipy.learning.predictors.calibration import read_calibration


class _Told:
    """What share an answer gave each column, and how likely that makes them once somebody has asked."""

    __slots__ = ("likely", "shares")

    def __init__(self, shares: F64 | Callable[[], F64]) -> None:
        self.shares = shares
        self.likely: F64 | None = None


class ClassPredictor:
    """A predictor of classes (`Classifier`), but for how it decides.

    A model knows only the classes that had examples; they are its columns 0, 1, …, in rising order.
    """

    def __init__(self, reader: Reader, slot: int) -> None:
        self.slot = slot
        labels = reader.labels()
        self.classes, self.columns = reader.header.classes, len(labels)
        self._told = _Told(np.zeros(self.columns))
        self._places = labels - 1
        self._answers = labels.astype(np.float64).tolist()
        self._calibration = read_calibration(reader)

    def tell(self, column: int, shares: F64 | Callable[[], F64], values: F64) -> None:
        """Write the class of a column; keep what share each column has, for whoever asks how sure that is.

        Args:
            shares: (columns,), not to be changed any more, as others read it while the next answer is made;
                or what makes them, from any thread, where that takes a while.
        """
        values[self.slot] = self._answers[column]
        self._told = _Told(shares)

    @property
    def distribution(self) -> F64:
        """(classes,): how likely the last answer makes each class; a new array."""
        return self.spread(np.zeros(self.classes))

    def spread(self, out: F64) -> F64:
        """The same, into an array that is 0 for the classes without examples."""
        told = self._told
        if told.likely is None:
            shares = told.shares() if callable(told.shares) else told.shares
            told.likely = shares if self._calibration is None else self._calibration.apply(shares)
        out[self._places] = told.likely
        return out


def softmax(scores: F64) -> F64:
    """Scores made to probabilities, in place."""
    np.subtract(scores, scores.max(), out=scores)
    np.exp(scores, out=scores)
    scores /= scores.sum()
    return scores
