"""Computes the output vector from an input vector; compiled once after each change.

Compiling takes some tenths of a millisecond, so the stream does it between two vectors, and a change applies
to the next vector. Only stacking large forests takes longer: they answer one by one for the moment, and a
thread beside the stream compiles the whole runtime, which the stream then swaps in.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

import numpy as np
import numpy.typing as npt

from wekipy.engine.features import Features, features_for
from wekipy.engine.rejection import Rejection, novelties
from wekipy.engine.shaping import Shaping
from wekipy.engine.spotted import Spotted
from wekipy.learning.model import Model
from wekipy.learning.novelty.predictor import SharedNovelty
from wekipy.learning.predictors import compile_models
from wekipy.learning.predictors.base import Classifier, Placed, Predictor, Remembering
from wekipy.learning.predictors.stacked import MOST_NODES, walks_alone
from wekipy.project.schema import ClassificationOutput, GestureOutput, Plan, Project, ValueOutput, kind_of
from wekipy.stages.features import digest
from wekipy.stages.limits import Limits

F64 = npt.NDArray[np.float64]
AT_ONCE: Final = 200_000  # nodes of forests that can be stacked in a millisecond


def usable(project: Project, models: Mapping[str, Model]) -> list[Placed]:
    """Return the models that answer while running, with their slots.

    A model whose output has been connected to other inputs keeps answering from its own inputs until the next
    training: on stage an outdated answer is better than none.
    """
    placed = []
    for slot, output in zip(project.slots(), project.outputs, strict=True):
        model = models.get(output.uid)
        if model is None or not output.run or isinstance(output, GestureOutput):
            continue
        if model.header.kind == kind_of(output) and model.header.inputs[-1] < features_for(model, project):
            placed.append(Placed(slot, model))
    return placed


class Runtime:
    """The running models of a project; replaced as a whole when anything it was compiled from changes.

    Args:
        most: nodes of forests that are stacked; copying more takes too long.

    Attributes:
        made_of: equal for runtimes that answer alike.
        whole: whether all forests are stacked.
        slots: places in the output vector that a model answers for, except gestures.
        answering: how many outputs are answered.
        silent: whether no output has ever had a model, so that nothing is sent.
        spotted: the gesture outputs among them, in the order of the outputs.
        extras: (address, numbers) of further messages to send after each answer: class distributions,
            confidence, novelty; the arrays are overwritten by every `answer`.
        classifiers: the predictors of classes, by slot.
        rejections: one for each output that needs novelty, confidence or the reject option.
        shapings: one for each answered output that has stages.
    """

    def __init__(self, project: Project, models: Mapping[str, Model], most: int = MOST_NODES) -> None:
        placed = usable(project, models)
        self.made_of = made_of(project, models)
        self.spotted: tuple[Spotted, ...] = ()
        self.answering = len(placed)
        self.silent = not any(output.uid in models for output in project.outputs)
        self.slots = tuple(p.slot for p in placed)
        planned = by_plan(project, placed)
        self._groups = [(plan, width, compile_models(group, width, most)) for plan, width, group in planned]
        predictors = self._predictors = [predictor for *_, group in self._groups for predictor in group]
        self.whole = most >= MOST_NODES or sum(map(walks_alone, predictors)) < 2
        self._remembering = [p for p in predictors if isinstance(p, Remembering)]
        self._limits = Limits(project.outputs, np.zeros(project.width()))
        classifiers = {p.slot: p for p in predictors if isinstance(p, Classifier)}
        self.classifiers: Mapping[int, Classifier] = classifiers
        outputs = dict(zip(project.slots(), project.outputs, strict=True))
        novelty: dict[int, SharedNovelty] = {}
        for _, width, alike in planned:
            novelty |= novelties(alike, outputs, width)
        self.rejections = tuple(
            Rejection(p, outputs[p.slot], classifiers.get(p.slot), novelty.get(p.slot))
            for p in placed
            if Rejection.wanted(outputs[p.slot])
        )
        self.shapings = tuple(
            Shaping(slot, output)
            for slot in self.slots
            if isinstance(output := outputs[slot], ValueOutput) and output.after
        )
        self._distributions = _distributions(project, classifiers)
        self.extras = [(address, array) for address, _, array in self._distributions]
        for rejection in self.rejections:
            self.extras += rejection.messages
        for _, width, group in self._groups:
            _warm(group, width, np.zeros(project.width()))
        for predictor in self._remembering:
            predictor.forget()
        self._write_distributions()

    def begin(self, values: F64, spotted: Sequence[Spotted], features: Features) -> None:
        """Answer from now on.

        Args:
            values: (outputs,), the values sent last.
            spotted: the gesture outputs that run, see `wekipy.engine.spotted.spot`.
            features: has been stepped when `answer` is called.
        """
        self.spotted = tuple(spotted)
        self.answering += len(self.spotted)
        self._limits.go_on_from(values)
        self._features = features
        self._bound = [(features.of(plan), group) for plan, _, group in self._groups]
        self._judges = [(features.of(one.plan), one) for one in self.rejections]
        self._spotters = [(features.of(one.plan), one) for one in self.spotted]

    def start(self, values: F64) -> None:
        """Answer as when running starts: nothing is held, `values` (outputs,) are those sent last."""
        self._limits.go_on_from(values)
        for predictor in self._remembering:
            predictor.forget()
        for rejection in self.rejections:
            rejection.start()
        for shaping in self.shapings:
            shaping.start()

    def go_on_from(self, before: Runtime, values: F64) -> None:
        """Answer from now on in place of another runtime with the same `made_of`."""
        self.begin(values, before.spotted, before._features)
        for rejection, old in zip(self.rejections, before.rejections, strict=True):
            rejection.go_on_from(old)
        self.keep_stages(before)

    def keep_stages(self, before: Runtime) -> None:
        """Take over what models remember, and the state of stages that are the same as in another runtime."""
        known = {id(old.model): old for old in before._remembering}
        for predictor in self._remembering:
            if id(predictor.model) in known:
                predictor.go_on_from(known[id(predictor.model)])
        for shaping in self.shapings:
            shaping.go_on_from(before.shapings)

    def answer(self, x: F64, values: F64, now: float) -> Sequence[str]:
        """Predict from `x` (inputs,), all finite, into `values` (outputs,), and shape them.

        Args:
            now: seconds, on a monotonic clock.

        Returns:
            The addresses of the recognised gestures.
        """
        for remembering in self._remembering:
            remembering.heed(now)
        for vector, predictors in self._bound:
            seen = x if vector is None else vector
            for predictor in predictors:
                predictor.answer(seen, values)
        self._write_distributions()
        for vector, rejection in self._judges:
            rejection.apply(x if vector is None else vector, values, now)
        for shaping in self.shapings:
            shaping.apply(values, now)
        fired = [one.step(x if vector is None else vector, values, now) for vector, one in self._spotters]
        self._limits.apply(values)
        return [address for address in fired if address] if fired else ()

    def _write_distributions(self) -> None:
        for _, classifier, distribution in self._distributions:
            classifier.spread(distribution)


def made_of(project: Project, models: Mapping[str, Model]) -> tuple[object, ...]:
    """Return what a runtime is compiled from; equal for the same runtime."""
    return len(project.inputs), project.outputs, tuple(models.get(output.uid) for output in project.outputs)


def by_plan(project: Project, placed: Sequence[Placed]) -> list[tuple[Plan | None, int, list[Placed]]]:
    """Return models with the same features together: their plan, how many features it makes, and they."""
    groups: dict[str, tuple[Plan | None, int, list[Placed]]] = {}
    for p in placed:
        plan = p.model.header.plan
        key = "" if plan is None else digest(plan)
        groups.setdefault(key, (plan, features_for(p.model, project), []))[2].append(p)
    return list(groups.values())


def _distributions(
    project: Project, classifiers: Mapping[int, Classifier]
) -> list[tuple[str, Classifier, F64]]:
    """Return the distributions to send: address, classifier, and an array for it."""
    return [
        (f"/{output.name}", classifiers[slot], np.zeros(classifiers[slot].classes))
        for slot, output in zip(project.slots(), project.outputs, strict=True)
        if isinstance(output, ClassificationOutput) and output.send_distribution and slot in classifiers
    ]


def _warm(predictors: list[Predictor], features: int, values: F64) -> None:
    """Run all predictors once, so that the first packet is as fast as the others."""
    scratch = values.copy()
    for predictor in predictors:
        predictor.answer(np.zeros(features), scratch)
