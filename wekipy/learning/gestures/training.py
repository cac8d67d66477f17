"""Trains gestures: computes templates and thresholds from examples."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from wekipy.learning.gestures.clock import steady
from wekipy.learning.gestures.example import F64, GestureExample, GestureOptions, Movement, check_movements
from wekipy.learning.gestures.gesture_model import GestureModel, gesture_arrays
from wekipy.learning.gestures.preparing import (
    LEAST_FRAMES,
    even_frames,
    hardly_moving,
    kept,
    normalisation,
    stride,
)
from wekipy.learning.gestures.thresholds import Rehearsal, rehearse, spread, threshold
from wekipy.learning.model import Arrays
from wekipy.project.counting import many
from wekipy.project.problem import Problem


def train_gestures(
    examples: Sequence[GestureExample], idle: Sequence[Movement], options: GestureOptions, gestures: int
) -> Arrays:
    """Templates and thresholds of `gestures` gestures as arrays for `Model.arrays`; deterministic.

    Raises:
        Problem: no example is long enough, an example is of a gesture beyond `gestures`, or examples do not
            fit together (see `check_movements`).
    """
    return gesture_arrays(learn(examples, idle, options, gestures)[0])


def learn(
    examples: Sequence[GestureExample], idle: Sequence[Movement], options: GestureOptions, gestures: int
) -> tuple[GestureModel, Rehearsal]:
    """The same as a model, with the distances that the thresholds come from. Raises as `train_gestures`."""
    check_movements(examples, idle)
    for example in examples:
        if example.gesture > gestures:
            raise Problem(
                f"there is an example of gesture {example.gesture}, but only {many(gestures, 'gesture')}"
            )
    model = templates(examples, idle, gestures, offset=options.offset)
    rehearsal = rehearse(model, [steady(m) for m in idle if len(m)], options)
    return with_thresholds(model, rehearsal, options), rehearsal


def usable(example: GestureExample) -> bool:
    """Whether an example is long enough to be a template."""
    return len(example) >= LEAST_FRAMES and example.seconds > 0


def used(examples: Sequence[GestureExample]) -> list[int]:
    """The places of the examples that become templates, gesture by gesture: long enough, and moving."""
    still = hardly_moving([e for e in examples if usable(e)])
    places = [n for n, e in enumerate(examples) if usable(e)]
    moving = [n for at, n in enumerate(places) if at not in still]
    return sorted(moving, key=lambda n: examples[n].gesture)


def templates(
    examples: Sequence[GestureExample], idle: Sequence[Movement], gestures: int, *, offset: bool
) -> GestureModel:
    """The model without thresholds: usable examples, trimmed, at even steps in time, gesture by gesture."""
    places = used(examples)
    cut = {n: kept(steady(examples[n])) for n in sorted(places)}
    if not cut:
        raise Problem(
            f"no gesture has an example of at least {LEAST_FRAMES} frames with movement in it;"
            " record each gesture once or more"
        )
    scaling = normalisation(list(cut.values()), idle, offset=offset)
    chosen = [cut[n] for n in places]
    strides = np.array([stride(e, scaling.period) for e in chosen])
    even = [even_frames(e, scaling.period * each) for e, each in zip(chosen, strides.tolist(), strict=True)]
    lengths = np.array([len(f) for f in even], np.int64)
    frames = np.zeros((len(even), int(lengths.max()), even[0].shape[1]), np.float32)
    for row, f in zip(frames, even, strict=True):
        row[: len(f)] = f
    numbers = np.array([e.gesture for e in chosen], np.int64)
    return GestureModel(frames, lengths, strides, numbers, np.zeros(gestures), scaling)


def with_thresholds(
    model: GestureModel, rehearsal: Rehearsal, options: GestureOptions, without: int | None = None
) -> GestureModel:
    """The model with thresholds from its rehearsal, as if the template `without` were not there."""
    found = [spread(rehearsal, model.gestures, g + 1, without) for g in range(len(model.thresholds))]
    thresholds: F64 = np.array([0.0 if s is None else threshold(s, options) for s in found])
    return replace(model, thresholds=thresholds)
