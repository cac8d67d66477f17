"""What the predictors of classes share: labels, the distribution, and the softmax."""

from __future__ import annotations

import numpy as np

from wekipy.learning.predictors.arrays import Reader
from wekipy.learning.predictors.base import F64
from wekipy.learning.predictors.calibration import read_calibration


class ClassPredictor:
    """A predictor of classes (`Classifier`), but for how it decides.

    A model knows only the classes that had examples; they are its columns 0, 1, …, in rising order.
    """

    def __init__(self, reader: Reader, slot: int) -> None:
        self.slot = slot
        self.distribution = np.zeros(reader.header.classes)
        labels = reader.labels()
        self.columns = len(labels)
        self._places = labels - 1
        self._answers = labels.astype(np.float64).tolist()
        self._calibration = read_calibration(reader)

    def tell(self, column: int, probabilities: F64, values: F64) -> None:
        """Write the class of a column, and all probabilities (columns,), which may still be made honest."""
        values[self.slot] = self._answers[column]
        if self._calibration is not None:
            probabilities = self._calibration.apply(probabilities)
        self.distribution[self._places] = probabilities


def softmax(scores: F64) -> F64:
    """Scores made to probabilities, in place."""
    np.subtract(scores, scores.max(), out=scores)
    np.exp(scores, out=scores)
    scores /= scores.sum()
    return scores
