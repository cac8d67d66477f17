"""What turns one input vector into the output vector: compiled once per change, then only used."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import numpy.typing as npt

from wekipy.engine.doubt import Doubt
from wekipy.engine.spotted import Spotted
from wekipy.learning.model import Model
from wekipy.learning.predictors import compile_models
from wekipy.learning.predictors.base import Classifier, Placed, Predictor
from wekipy.learning.predictors.stacked import Forest
from wekipy.learning.predictors.trees import TreeSum, TreeVote
from wekipy.project.schema import ClassificationOutput, GestureOutput, Project, kind_of
from wekipy.shaping.limits import Limits

F64 = npt.NDArray[np.float64]


def usable(project: Project, models: Mapping[str, Model]) -> list[Placed]:
    """The models that answer while running, with their places.

    A model whose output has since been connected to other inputs goes on answering from the inputs it was
    trained with until the next training: an out-of-date answer is better on stage than none.
    """
    width = len(project.inputs)
    placed = []
    for slot, output in zip(project.slots(), project.outputs, strict=True):
        model = models.get(output.uid)
        if model is None or not output.run or isinstance(output, GestureOutput):
            continue
        if model.header.kind == kind_of(output) and model.header.inputs[-1] < width:
            placed.append(Placed(slot, model))
    return placed


def forests_of(project: Project, models: Mapping[str, Model]) -> tuple[Forest, ...]:
    """Those of a runtime of these, made for nobody; they know each other's nodes, see `Stack.fits`."""
    placed = [p for p in usable(project, models) if p.model.header.predictor == "trees"]
    return _forests(compile_models(placed, len(project.inputs)))


def _forests(predictors: Sequence[Predictor]) -> tuple[Forest, ...]:
    return tuple(p for p in predictors if isinstance(p, TreeSum | TreeVote))


class Runtime:
    """The running models of a project. Replaced as a whole whenever anything it was made from changes.

    Args:
        spotted: the gesture outputs among them, see `wekipy.engine.spotted.spot`.

    Attributes:
        slots: places in the output vector that a model answers for, but for gestures.
        answering: how many outputs are answered.
        spotted: as given, in the order of the outputs.
        extras: (address, numbers) of further messages to be sent after each answer: class distributions,
            confidence, novelty; the arrays are overwritten by every `answer`.
        classifiers: the predictors of classes, by their place in the output vector.
        forests: the predictors that walk many trees, in the order in which they answer.
        doubts: what each output that is asked for it says of its own answer.
    """

    def __init__(
        self, project: Project, models: Mapping[str, Model], values: F64, spotted: Sequence[Spotted] = ()
    ) -> None:
        placed = usable(project, models)
        self.spotted = tuple(spotted)
        self.answering = len(placed) + len(self.spotted)
        width = len(project.inputs)
        self.slots = tuple(p.slot for p in placed)
        self._predictors = compile_models(placed, width)
        self.forests = _forests(self._predictors)
        self._limits = Limits(project.outputs, values)
        classifiers = {p.slot: p for p in self._predictors if isinstance(p, Classifier)}
        self.classifiers: Mapping[int, Classifier] = classifiers
        outputs = dict(zip(project.slots(), project.outputs, strict=True))
        self.doubts = tuple(
            Doubt(p, outputs[p.slot], classifiers.get(p.slot), width)
            for p in placed
            if Doubt.wanted(outputs[p.slot])
        )
        self._told = _distributions(project, classifiers)
        self.extras = [(address, array) for address, _, array in self._told]
        for doubt in self.doubts:
            self.extras += doubt.messages
        _warm(self._predictors, width, values)
        self._tell_distributions()

    def answer(self, x: F64, values: F64, now: float) -> Sequence[str]:
        """Predict from `x` (inputs,), all finite, into `values` (width,), and shape them.

        Args:
            now: seconds, on a clock that does not jump.

        Returns:
            The addresses of the gestures that were recognised.
        """
        for predictor in self._predictors:
            predictor.answer(x, values)
        self._tell_distributions()
        for doubt in self.doubts:
            doubt.apply(x, values, now)
        fired = [found.step(x, values, now) for found in self.spotted] if self.spotted else ()
        self._limits.apply(values)
        return [address for address in fired if address] if fired else ()

    def _tell_distributions(self) -> None:
        for _, classifier, distribution in self._told:
            classifier.spread(distribution)


def _distributions(
    project: Project, classifiers: Mapping[int, Classifier]
) -> list[tuple[str, Classifier, F64]]:
    """What is sent of how likely each class is: address, who knows it, and an array for it."""
    return [
        (f"/{output.name}", classifiers[slot], np.zeros(classifiers[slot].classes))
        for slot, output in zip(project.slots(), project.outputs, strict=True)
        if isinstance(output, ClassificationOutput) and output.send_distribution and slot in classifiers
    ]


def _warm(predictors: list[Predictor], width: int, values: F64) -> None:
    """Touch all code and memory once, so that the first packet is as fast as the others."""
    scratch = values.copy()
    for predictor in predictors:
        predictor.answer(np.zeros(width), scratch)
