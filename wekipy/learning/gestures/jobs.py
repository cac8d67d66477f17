"""Jobs about gestures, done in the training workers."""

from __future__ import annotations

import time
from dataclasses import dataclass
from datetime import datetime, timezone
from typing import Final

import msgspec
import numpy as np

from wekipy.learning.gestures.advice import advise_on
from wekipy.learning.gestures.example import GestureExample, GestureOptions, Movement
from wekipy.learning.gestures.gesture_model import gesture_arrays
from wekipy.learning.gestures.training import learn
from wekipy.learning.model import Model, ModelHeader, TrainingJob
from wekipy.project.problem import Problem

PREDICTOR: Final = "gestures"


@dataclass(frozen=True)
class Shown:
    """What a job shows: examples of gestures with their takes, and what is none of them, with its takes."""

    examples: list[GestureExample]
    takes: list[int]
    idle: list[Movement]
    idle_takes: list[int]


def shown(job: TrainingJob) -> Shown:
    """The takes of a job as movements."""
    examples, takes, idle, idle_takes = [], [], [], []
    assert job.times is not None  # noqa: S101  a gesture output's job has them
    order = np.flatnonzero(np.diff(job.takes)) + 1
    for rows in np.split(np.arange(len(job.takes)), order):
        if not len(rows):
            continue
        gesture = int(job.y[rows[0]])
        # The clock of the computer may have been put back while recording.
        times = np.maximum.accumulate(job.times[rows])
        if gesture:
            examples.append(GestureExample(gesture=gesture, frames=job.X[rows], times=times))
            takes.append(int(job.takes[rows[0]]))
        else:
            idle.append(Movement(frames=job.X[rows], times=times))
            idle_takes.append(int(job.takes[rows[0]]))
    return Shown(examples, takes, idle, idle_takes)


def options_of(job: TrainingJob) -> GestureOptions:
    """The options of a job that decide how it is learned."""
    return msgspec.convert(job.options, GestureOptions)


def teach_gestures(job: TrainingJob) -> Model:
    """The model of a job.

    Raises:
        Problem: one sentence, starting with the number of the output.
    """
    started, has = time.perf_counter(), shown(job)
    try:
        model, rehearsal = learn(has.examples, has.idle, options_of(job), job.classes)
    except Problem as e:
        raise Problem(f"output {job.number}: {e}") from e
    advice: dict[int, str] = {}
    for each in advise_on(has.examples, model, rehearsal):
        take = has.takes[each.example]
        advice[take] = f"{advice[take]}; {each.text}" if take in advice else each.text
    header = ModelHeader(
        output=job.output,
        kind=job.kind,
        algorithm=job.algorithm,
        options=job.options,
        inputs=job.inputs,
        predictor=PREDICTOR,
        fingerprint=job.fingerprint,
        examples=len(has.examples),
        classes=job.classes,
        seconds=time.perf_counter() - started,
        trained=datetime.now(timezone.utc).isoformat(timespec="seconds"),
        note=advice.get(max(has.takes), ""),
        advice=advice,
        learned=job.learned,
        plan=job.plan,
    )
    return Model(header, gesture_arrays(model))
