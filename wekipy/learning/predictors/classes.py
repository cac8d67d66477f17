"""What the predictors of classes share: labels, the distribution, and the softmax."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable

import numpy as np

from wekipy.learning.predictors.arrays import Reader
from wekipy.learning.predictors.base import F64
from wekipy.learning.predictors.calibration import read_calibration


class _Answer:
    """The shares of an answer's columns, and their probabilities once they are requested."""

    __slots__ = ("likely", "shares")

    def __init__(self, shares: F64 | Callable[[], F64]) -> None:
        self.shares = shares
        self.likely: F64 | None = None


class LabelledClasses(ABC):
    """What is known of the classes of a model, and what is said of an answer (`Classifier`).

    A model knows only the classes that had examples; they are its columns 0, 1, …, in rising order.
    """

    def __init__(self, reader: Reader, slot: int) -> None:
        self.slot = slot
        labels = reader.labels()
        self.classes, self.columns = reader.header.classes, len(labels)
        self._places = labels - 1
        self._answers = labels.astype(np.float64).tolist()

    @property
    def distribution(self) -> F64:
        """(classes,): the probability of each class by the last answer; a new array."""
        return self.spread(np.zeros(self.classes))

    @property
    def confidence(self) -> float:
        """The largest probability of a class by the last answer."""
        return float(self._likely().max())

    def spread(self, out: F64) -> F64:
        """Write the distribution into an array that is 0 for the classes without examples."""
        out[self._places] = self._likely()
        return out

    @abstractmethod
    def _likely(self) -> F64:
        """(columns,): the probability of each class by the last answer, in any thread."""


class ClassPredictor(LabelledClasses):
    """The base of predictors of the classes of one model, without their decision."""

    def __init__(self, reader: Reader, slot: int) -> None:
        super().__init__(reader, slot)
        self._latest = _Answer(np.zeros(self.columns))
        self._calibration = read_calibration(reader)

    def write_class(self, column: int, shares: F64 | Callable[[], F64], values: F64) -> None:
        """Write the class of a column, and keep the shares of all columns for `distribution`.

        Args:
            shares: (columns,), which must not change any more, as other threads may read it; or, if slow, a
                function that computes them in any thread.
        """
        values[self.slot] = self._answers[column]
        self._latest = _Answer(shares)

    def _likely(self) -> F64:
        answer = self._latest
        if answer.likely is None:
            shares = answer.shares() if callable(answer.shares) else answer.shares
            answer.likely = shares if self._calibration is None else self._calibration.apply(shares)
        return answer.likely


def softmax(scores: F64) -> F64:
    """Turn scores (…, columns) into probabilities in place."""
    np.subtract(scores, scores.max(axis=-1, keepdims=True), out=scores)
    np.exp(scores, out=scores)
    scores /= scores.sum(axis=-1, keepdims=True)
    return scores
