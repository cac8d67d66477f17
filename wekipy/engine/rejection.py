"""Computes novelty and confidence of one output's answers, and applies the reject option."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import numpy.typing as npt

from wekipy.learning.novelty.predictor import SharedNovelty, is_novelty, share_novelty
from wekipy.learning.novelty.thresholds import Demonstrated, read_thresholds
from wekipy.learning.predictors.base import Classifier, Placed
from wekipy.project.schema import ClassificationOutput, Output, ValueOutput
from wekipy.stages.reject_option import RejectOption
from wekipy.stages.thresholds import Thresholds

F64 = npt.NDArray[np.float64]


class Rejection:
    """Judges the answers of one output.

    Args:
        placed: the model that answers.
        classifier: its predictor, if it answers classes.
        novelty: of the model, see `novelties`.

    Attributes:
        plan: what the features that it judges are made of.
        novelty, confidence: (1,) of the last answer; novelty is 0 for models without it and where only the
            confidence is wanted, confidence is 1 for continuous outputs.
        proposed: the thresholds before the sensitivity applies.
        demonstrated: figures from held-out examples.
        messages: (address, numbers) to be sent after each answer.
    """

    def __init__(
        self,
        placed: Placed,
        output: Output,
        classifier: Classifier | None,
        novelty: SharedNovelty | None,
    ) -> None:
        self.slot, self.plan = placed.slot, placed.model.header.plan
        self.novelty, self.confidence = np.zeros(1), np.ones(1)
        self.proposed, self.demonstrated = Thresholds(), Demonstrated(np.empty(0), np.empty(0))
        self._novelty, self._classifier = novelty, classifier
        if is_novelty(placed.model):
            self.proposed, self.demonstrated = read_thresholds(placed.model)
        self._option: RejectOption | None = None
        self.messages: list[tuple[str, F64]] = []
        if isinstance(output, ValueOutput) and output.send_novelty:
            self.messages.append((f"/{output.name}/novelty", self.novelty))
        if isinstance(output, ClassificationOutput):
            if output.send_confidence:
                self.messages.append((f"/{output.name}/confidence", self.confidence))
            if output.thresholds is not None:
                self.proposed = Thresholds(*output.thresholds)
            if _may_reject(output):
                self._option = RejectOption(self.proposed.at(output.sensitivity))

    def go_on_from(self, before: Rejection) -> None:
        """Take over the state of another one with the same model and settings."""
        self._option = before._option

    def start(self) -> None:
        """Hold nothing, as when running starts."""
        if self._option is not None:
            self._option.reset()

    @staticmethod
    def wanted(output: Output) -> bool:
        """Whether an output uses any of this."""
        confidence = isinstance(output, ClassificationOutput) and output.send_confidence
        return confidence or _uses_novelty(output)

    def apply(self, x: F64, values: F64, now: float) -> None:
        """Judge the answer in `values` to features `x`; replace it with 0 if it is rejected."""
        novelty, confidence = 0.0, 1.0
        if self._novelty is not None:
            self.novelty[0] = novelty = self._novelty.of(x)
        if self._classifier is not None:
            self.confidence[0] = confidence = self._classifier.confidence
        if self._option is not None:
            answer = float(values[self.slot])
            values[self.slot] = self._option.apply(answer, confidence, novelty, now)


def novelties(
    placed: Sequence[Placed], outputs: Mapping[int, Output], features: int
) -> dict[int, SharedNovelty]:
    """Return the novelty of models whose outputs send it or may reject, by slot; to be asked in this order.

    Args:
        placed: models that read the same vector.
        outputs: by slot.
        features: length of that vector.
    """
    judged = [p for p in placed if is_novelty(p.model) and _uses_novelty(outputs[p.slot])]
    shared = share_novelty([p.model for p in judged], features)
    return {p.slot: novelty for p, novelty in zip(judged, shared, strict=True)}


def _uses_novelty(output: Output) -> bool:
    return _may_reject(output) or (isinstance(output, ValueOutput) and output.send_novelty)


def _may_reject(output: Output) -> bool:
    return isinstance(output, ClassificationOutput) and output.nothing
