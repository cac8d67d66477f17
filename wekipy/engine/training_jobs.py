"""Makes jobs from a view: what a worker needs to train or evaluate outputs."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
import numpy.typing as npt

from wekipy.engine.view import View
from wekipy.learning.algorithms import remembers, resolve
from wekipy.learning.model import TrainingJob
from wekipy.project.examples import Asked, dataset, fingerprint
from wekipy.project.lessons import Lessons, lessons_of
from wekipy.project.problem import Problem
from wekipy.project.schema import ClassificationOutput, GestureOutput, Output, Project, ValueOutput, kind_of


def jobs_of(view: View, failures: dict[str, str], again: bool = False) -> Iterator[TrainingJob]:
    """Yield the jobs of a training; outputs that cannot be trained go to `failures`.

    Outputs that have not changed since their last training are left out, unless `again` is set.
    """
    asked = Asked()
    for number, output in due(view, again):
        try:
            yield training_job(view, number, output, asked)
        except Problem as e:
            failures[output.uid] = f"output {number}: {e}"


def due(view: View, again: bool = False) -> Iterator[tuple[int, Output]]:
    """Yield the outputs that a training trains, and their numbers; see `jobs_of`."""
    assert view.training is not None  # noqa: S101
    for number, output in enumerate(view.project.outputs, 1):
        if output.uid not in view.training.asked:
            continue
        model = view.models.get(output.uid)
        same = model is not None and model.header.fingerprint == fingerprint(*_real(view, number, output))
        if again or not same:
            yield number, output


def training_job(view: View, number: int, output: Output, asked: Asked | None = None) -> TrainingJob:
    """Make the job to train or evaluate one output.

    Args:
        asked: the examples of previous outputs, see `dataset`.

    Raises:
        Problem: if its algorithm or an option of it does not exist.
    """
    options = resolve(output.algorithm, kind_of(output))
    examples = dataset(view.project, view.data, output, asked=asked)
    counter_examples, own = None, dict[str, Any]()
    if isinstance(output, GestureOutput):
        # Removed gestures may still have examples.
        examples = examples.where(examples.y <= len(output.gestures))
        options = {name: getattr(output, name) for name in ("slowest", "fastest", "offset", "scale")}
        own = {"classes": len(output.gestures), "times": examples.times}
    elif isinstance(output, ClassificationOutput):
        if not examples.y.all():
            counters = examples.where(examples.y == 0)
            counter_examples = counters.X
            own = {"counter_takes": counters.takes}
            examples = examples.where(examples.y != 0)
        own |= {"classes": output.classes, "nothing": output.nothing}
    if remembers(output.algorithm.name):
        own["times"] = examples.times
    if isinstance(output, ValueOutput):
        own["leave_out_wild"] = output.leave_out_wild
    return TrainingJob(
        output=output.uid,
        number=number,
        name=output.name,
        kind=kind_of(output),
        algorithm=output.algorithm.name,
        options=options,
        inputs=view.project.connected(output),
        features=len(view.project.inputs),
        X=examples.X,
        y=examples.y,
        takes=examples.takes,
        fingerprint=fingerprint(*_real(view, number, output)),
        counter_examples=counter_examples,
        learned=_lessons(view, output, examples.takes, own.get("counter_takes")),
        plan=view.plan,
        **own,
    )


def _real(view: View, number: int, output: Output) -> tuple[Project, Output]:
    """The project and the output as they are; of a flat view these are not its own."""
    return (view.project, output) if view.real is None else (view.real, view.real.outputs[number - 1])


def _lessons(
    view: View, output: Output, takes: npt.NDArray[np.int64], more: npt.NDArray[np.int64] | None
) -> Lessons:
    """What is learned from the takes that have examples."""
    there = {number for part in (takes, more) if part is not None for number in np.unique(part).tolist()}
    return {take: lesson for take, lesson in lessons_of(view.project, output).items() if take in there}
