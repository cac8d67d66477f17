"""A trained project, to be asked in this process."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt

from wekipy.engine.answers import FreshRun
from wekipy.learning.model import Model
from wekipy.project.counting import many
from wekipy.project.problem import Problem
from wekipy.project.schema import ClassificationOutput, ContinuousOutput, GestureOutput, Project
from wekipy.trained.estimator import ClassEstimator, NumberEstimator
from wekipy.trained.given import Kinds, output_number, row_or_rows_of, rows_of, times_of
from wekipy.trained.movement import FollowedMovement, Trigger
from wekipy.trained.output import TrainedOutput, describe_output

F64 = npt.NDArray[np.float64]


@dataclass(frozen=True, eq=False, repr=False)
class TrainedProject:
    """A project whose models answer in this process, as the engine does, to the bit.

    Every call begins as an engine does that begins to run: outputs without a model have their default, “none
    of these” is not held yet, no gesture is under way. Inputs are rounded to float32, as over OSC. There is
    no socket and no thread; several threads may ask at once.

    Attributes:
        name: of the project.
        outputs: what there is, in the order of the output message.
    """

    name: str
    _project: Project
    _models: Mapping[str, Model]
    outputs: tuple[TrainedOutput, ...] = field(init=False)

    def __post_init__(self) -> None:
        described = (
            describe_output(self._project, number, self._models.get(output.uid))
            for number, output in enumerate(self._project.outputs, 1)
        )
        object.__setattr__(self, "outputs", tuple(described))  # the way of a frozen dataclass

    def __repr__(self) -> str:
        """Its inputs and outputs, a line for each output."""
        inputs = ", ".join(self.inputs[:8]) + " …" * (len(self.inputs) > 8)
        first = f"TrainedProject “{self.name}”: {many(len(self.inputs), 'input')} ({inputs})"
        return "\n  ".join([first, *map(str, self.outputs)])

    @property
    def inputs(self) -> tuple[str, ...]:
        """The names of the inputs, in the order in which rows have them."""
        return tuple(one.name for one in self._project.inputs)

    @property
    def columns(self) -> tuple[str, ...]:
        """The names of the columns that `predict` answers: an output's own, or those of its gestures."""
        return tuple(name for output in self.outputs for name in output.columns)

    @property
    def n_features_in_(self) -> int:
        """How many numbers a row has, as scikit-learn names it."""
        return len(self._project.inputs)

    @property
    def feature_names_in_(self) -> npt.NDArray[np.object_]:
        """(inputs,) the names of the inputs, as scikit-learn names it."""
        return np.array(self.inputs, object)

    def predict(self, X: Any, step: float = 0.0) -> F64:
        """Return the values of all outputs: limited, rounded, “none of these” as 0, distances of gestures.

        Args:
            X: (n, inputs) rows, one after the other in time, or one vector (inputs,); all finite.
            step: seconds from one row to the next, for “none of these” and gestures; 0 is as the gestures
                were recorded, and 0.02 where there are none.

        Returns:
            (n, columns) float64, or (columns,) for one vector; see `columns`.

        Raises:
            Problem: if X does not hold one finite number per input in each row.
        """
        rows, single = row_or_rows_of(self._project, X)
        run = FreshRun(self._project, self._models)
        values = run.answers(rows, run.times(len(rows), step)).values
        return values[0] if single else values

    def predict_proba(self, X: Any, output: int | str | None = None) -> F64:
        """Return how likely each class is.

        Args:
            X: (n, inputs) rows, or one vector (inputs,); all finite.
            output: its number from 1, or its name; may be left out if only one has classes.

        Returns:
            (n, classes) float64, or (classes,) for one vector; rows sum to 1. A class without examples has 0.

        Raises:
            Problem: as `predict`, or if that output has no classes, or no model that answers.
        """
        place = self._place(output, ClassificationOutput, "outputs with classes")
        rows, single = row_or_rows_of(self._project, X)
        run = FreshRun(self._project, self._models)
        found = run.probabilities(rows, run.runtime.classifiers[self._project.slots()[place]])
        return found[0] if single else found

    def distances(
        self, movement: Any, output: int | str | None = None, step: float = 0.0, times: Any = None
    ) -> FollowedMovement:
        """Return what an engine sends of a gesture output while a movement is made.

        Args:
            movement: (frames, inputs), all finite.
            output: its number from 1, or its name; may be left out if only one has gestures.
            step: seconds from one frame to the next; 0 is as the examples were recorded.
            times: (frames,) seconds, rising, in place of `step`.

        Raises:
            Problem: as `predict`, or if that output has no gestures, or no model that answers.
        """
        place = self._place(output, GestureOutput, "outputs with gestures")
        described, uid = self.outputs[place], self._project.outputs[place].uid
        rows = rows_of(self._project, movement)
        run = FreshRun(self._project, {uid: self._models[uid]})
        seconds = run.times(len(rows), step) if times is None else times_of(len(rows), times)
        found = run.answers(rows, seconds)
        slot = self._project.slots()[place]
        triggers = tuple(_trigger(described, frame, address) for frame, address in found.triggers)
        return FollowedMovement(found.values[:, slot : slot + len(described.columns)], triggers)

    def as_estimator(self, output: int | str | None = None) -> ClassEstimator | NumberEstimator:
        """Return an output as what scikit-learn calls a fitted estimator; see `ClassEstimator`.

        Args:
            output: its number from 1, or its name; may be left out if only one has no gestures.

        Raises:
            Problem: if that output has gestures, or no model that answers.
        """
        kinds = (ContinuousOutput, ClassificationOutput)
        place = self._place(output, kinds, "outputs without gestures")
        models = {uid: self._models[uid] for uid in self._models if uid not in self._gesture_uids()}
        classes = self.outputs[place].kind == "classification"
        return (ClassEstimator if classes else NumberEstimator)(self._project, models, place)

    def _gesture_uids(self) -> set[str]:
        return {output.uid for output in self._project.gesture_outputs()}

    def _place(self, output: int | str | None, kind: Kinds, words: str) -> int:
        """Return the index of an output of that kind whose model answers."""
        place = output_number(self._project.outputs, output, kind, words)
        described = self.outputs[place]
        if not described.running:
            why = "has other gestures than its model: train it again"
            if not described.algorithm:
                why = "has no model: train it first"
            elif not self._project.outputs[place].run:
                why = "is switched off: switch it on"
            raise Problem(f"output {described.number} “{described.name}” {why}")
        return place


def _trigger(output: TrainedOutput, frame: int, address: str) -> Trigger:
    place = output.gestures.index(address)
    return Trigger(frame, place + 1, output.columns[place], address)
