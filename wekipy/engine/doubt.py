"""What one output says of its own answer: novelty, confidence, and "nothing" in place of a class."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from wekipy.learning.novelty.predictor import Novelty, is_novelty
from wekipy.learning.novelty.thresholds import Demonstrated, Thresholds, read_thresholds
from wekipy.learning.predictors.base import Classifier, Placed
from wekipy.project.schema import ClassificationOutput, Output, ValueOutput
from wekipy.shaping.nothing import Nothing

F64 = npt.NDArray[np.float64]


class Doubt:
    """Follows the answers of one output.

    Args:
        placed: the model that answers.
        classifier: its predictor, if it answers classes.
        width: of the input vector.

    Attributes:
        novelty, confidence: (1,) of the last answer; novelty is 0 for models that cannot tell, confidence 1
            for continuous outputs.
        proposed: the thresholds, before the sensitivity.
        demonstrated: what held-out examples said.
        messages: (address, numbers) to be sent after each answer.
    """

    def __init__(self, placed: Placed, output: Output, classifier: Classifier | None, width: int) -> None:
        self.slot = placed.slot
        self.novelty, self.confidence = np.zeros(1), np.ones(1)
        self.proposed, self.demonstrated = Thresholds(), Demonstrated(np.empty(0), np.empty(0))
        self._novelty: Novelty | None = None
        self._classifier = classifier
        if is_novelty(placed.model):
            self._novelty = Novelty(placed.model, width)
            self.proposed, self.demonstrated = read_thresholds(placed.model)
        self._nothing: Nothing | None = None
        self.messages: list[tuple[str, F64]] = []
        if isinstance(output, ValueOutput) and output.send_novelty:
            self.messages.append((f"/{output.name}/novelty", self.novelty))
        if isinstance(output, ClassificationOutput):
            if output.send_confidence:
                self.messages.append((f"/{output.name}/confidence", self.confidence))
            if output.thresholds is not None:
                self.proposed = Thresholds(*output.thresholds)
            if output.nothing:
                self._nothing = Nothing(self.proposed.at(output.sensitivity))

    @staticmethod
    def wanted(output: Output) -> bool:
        """Whether an output is asked for any of this."""
        nothing = isinstance(output, ClassificationOutput) and (output.nothing or output.send_confidence)
        return nothing or (isinstance(output, ValueOutput) and output.send_novelty)

    def apply(self, x: F64, values: F64, now: float) -> None:
        """Judge the answer in `values` to `x`, and put 0 in its place if it is to be nothing."""
        if self._novelty is not None:
            self.novelty[0] = self._novelty.of(x)
        if self._classifier is not None:
            self.confidence[0] = self._classifier.distribution.max()
        if self._nothing is not None:
            values[self.slot] = self._nothing.apply(
                float(values[self.slot]), float(self.confidence[0]), float(self.novelty[0]), now
            )
