"""Answers rows that are all there already, with the very code and to the very bit of a running engine.

Each run starts as an engine does that begins to run: outputs have their default values, nothing is held, no
gesture is under way. It shares nothing that changes with the running models, so it may run in any thread.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from wekipy.engine.features import Features
from wekipy.engine.runtime import Runtime
from wekipy.engine.spotted import spot
from wekipy.engine.values import initial_values
from wekipy.learning.model import Model
from wekipy.learning.predictors.base import Classifier
from wekipy.project.counting import many
from wekipy.project.problem import Problem
from wekipy.project.schema import Project
from wekipy.project.take_parts import NOMINAL
from wekipy.stages.limits import LARGEST

F64 = npt.NDArray[np.float64]
TURN: Final = 0.0003  # seconds of work between two pauses
END: Final = 3600.0  # seconds without rows after which every gesture has ended
LONGEST_STEP: Final = 86_400.0  # seconds from one row to the next


@dataclass(frozen=True)
class Answers:
    """What an engine would have sent.

    Attributes:
        values: (rows, outputs) float64, the output vector after each row.
        triggers: for each recognised gesture the row with which it was recognised (from 0; the number of rows
            if it was recognised because no further row came), and its address.
    """

    values: F64
    triggers: tuple[tuple[int, str], ...]


class FreshRun:
    """The models of a project as an engine runs them from the moment it begins to.

    Attributes:
        runtime: the compiled models.
        values: (outputs,) the output vector; outputs that no model answers keep their default.
        step: seconds between frames: those of the gestures' examples, 0.02 where there are none.

    Raises:
        Problem: if no output has a model, or a model is damaged.
    """

    def __init__(self, project: Project, models: Mapping[str, Model]) -> None:
        self.runtime = Runtime(project, models)
        if self.runtime.silent:
            raise Problem("no output has a model yet: record examples and train first")
        self.values = initial_values(project)
        self._spotted = tuple(spot(project, models, {}).values())
        self.step = next((found.period for found in self._spotted), NOMINAL)
        self._start = self.values.copy()
        self._features = Features()
        self._features.follow(project, models.values())
        self.runtime.begin(self.values, self._spotted, self._features)
        self.restart()

    def restart(self) -> None:
        """Begin to run again: nothing is held, no gesture is under way."""
        self.values[:] = self._start
        self._features.start()
        self.runtime.start(self.values)
        for found in self._spotted:
            found.start_run()

    def times(self, count: int, step: float) -> F64:
        """Return the times of so many rows, seconds since the first.

        Args:
            step: seconds from one row to the next; 0 is `step` of this run.

        Raises:
            Problem: if `step` is below zero, or longer than a day.
        """
        if not 0.0 <= step <= LONGEST_STEP:
            raise Problem(f"{step:g} s from row to row; expected 0 (as recorded) to {LONGEST_STEP:g}")
        return np.arange(float(count)) * (step or self.step)

    def answers(self, rows: F64, times: F64, pause: Callable[[], object] = lambda: None) -> Answers:
        """Answer rows as frames that arrive one after the other, from the present state on.

        Args:
            rows: (n, inputs), as from `as_arrived`, at least one.
            times: (n,) seconds, rising.
            pause: called after every 0.3 ms of work, so that other threads get their turn.
        """
        values, triggers = np.empty((len(rows), len(self.values))), []
        due = time.perf_counter() + TURN
        with np.errstate(all="ignore"):  # as in the engine's thread
            for n, (x, row, now) in enumerate(zip(rows, values, times.tolist(), strict=True)):
                fired = self._answer(x, now)
                row[:] = self.values
                if fired:
                    triggers += [(n, address) for address in fired]
                if time.perf_counter() > due:
                    pause()
                    due = time.perf_counter() + TURN
            ended = [found.tick(float(times[-1]) + END) for found in self._spotted]
        triggers += [(len(rows), address) for address in ended if address]
        return Answers(values, tuple(triggers))

    def alone(self, rows: F64) -> F64:
        """Answer each row as if it were the first: (rows, outputs)."""
        values = np.empty((len(rows), len(self.values)))
        with np.errstate(all="ignore"):
            for x, row in zip(rows, values, strict=True):
                self.restart()
                self._answer(x, 0.0)
                row[:] = self.values
        return values

    def _answer(self, x: F64, now: float) -> Sequence[str]:
        self._features.step(x, now)
        return self.runtime.answer(x, self.values, now)

    def probabilities(self, rows: F64, classifier: Classifier) -> F64:
        """Return the probability of each class, (rows, classes), by one of `runtime.classifiers`."""
        found = np.empty((len(rows), classifier.classes))
        with np.errstate(all="ignore"):
            for x, row in zip(rows, found, strict=True):
                self._answer(x, 0.0)
                row[:] = classifier.distribution
        return found


def as_arrived(project: Project, rows: F64) -> F64:
    """Return rows as the models see them: float32 numbers as over OSC, recentred, (n, inputs) float64.

    Raises:
        Problem: if they are not as wide as the inputs, or a number is not finite: naming it.
    """
    inputs = len(project.inputs)
    if not len(rows):
        raise Problem("no row arrived: expected at least one")
    if rows.shape[1] > inputs and project.first_numbers:
        rows = rows[:, :inputs]
    if rows.shape[1] != inputs:
        raise Problem(
            f"rows of {many(rows.shape[1], 'number')} arrived, expected {inputs}: one for each input"
        )
    wrong = ~(np.abs(rows) <= LARGEST)
    if wrong.any():
        row, column = np.argwhere(wrong)[0].tolist()
        raise Problem(
            f"row {row + 1}, input {column + 1} is {rows[row, column]:g}: expected a finite number; no row"
            " was answered"
        )
    shifts = np.array([one.shift for one in project.inputs])
    centred: F64 = rows.astype(np.float32).astype(np.float64) - shifts
    return centred


def answer_rows(
    project: Project,
    models: Mapping[str, Model],
    rows: F64,
    step: float = 0.0,
    pause: Callable[[], object] = lambda: None,
) -> Answers:
    """Return what an engine with these models answers to rows when it begins to run with the first.

    Args:
        models: the answering model of each output, by uid.
        rows: (n, inputs), rounded to float32 as inputs over OSC are.
        step: see `FreshRun.times`.
        pause: see `FreshRun.answers`.

    Raises:
        Problem: if rows or step are not as expected, or nothing can answer.
    """
    arrived = as_arrived(project, rows)
    pause()
    run = FreshRun(project, models)
    times = run.times(len(rows), step)
    pause()
    return run.answers(arrived, times, pause)
