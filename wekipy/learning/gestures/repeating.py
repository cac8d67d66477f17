"""How repeatable each input is: what the examples of a gesture share, against all that the input does.

A glove that writes a letter moves three joints the same way each time, and the others any way. The ratio of
an input is Fisher's (1936): the variance of all that was recorded, over the variance in which examples of a
gesture differ at the same share of their time. Few examples say little, so two standard errors are added to
the latter.

A heading that drifts on and on repeats nothing, yet it separates gestures that were shown one after the
other: each has a level of its own. What a steady drift explains, at the rate seen between examples of the
same gesture, is therefore taken off the variance of all that was recorded.

A match adds up squared differences over the inputs. The sum that separates best weighs each one
by the difference of its means over its variance, Fisher's linear discriminant: here ratio * (ratio - 1).
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from wekipy.learning.gestures.columns import anchor
from wekipy.learning.gestures.example import F64, GestureExample

POINTS = 32  # moments of a gesture at which its examples are compared
USUAL = 0.3  # by which people's performances of a gesture differ, as a share of an input's deviation
BELIEVED = 1  # examples that `USUAL` counts for
UNSTEADY = 2.0  # by which a drift may explain more variance than a steady one
LEAST = 0.02  # weight of an input that repeats nothing


def weights(examples: Sequence[GestureExample], variance: F64, *, offset: bool) -> F64:
    """How much the squared difference of each input counts, (inputs,) float64, 0 or more, with a mean of 1.

    Args:
        examples: in the order in which they were recorded.
        variance: (inputs,) of all that was recorded; 0 for an input that never changed, which counts nothing.
        offset: whether examples are compared from their first position on.
    """
    paths: dict[int, list[F64]] = {}
    for example in examples:
        paths.setdefault(example.gesture, []).append(_path(example, offset))
    several = [np.stack(each) for each in paths.values() if len(each) > 1]
    moving = variance > 0
    if not moving.any():
        return np.ones(len(variance))
    total = np.where(moving, np.maximum(variance - explained_by_drift(examples), 1e-9 * variance), 1.0)
    if offset:
        frames = np.concatenate([path for each in paths.values() for path in each])
        total = np.where(moving, np.maximum(np.square(frames).mean(axis=0), 1e-9 * variance), 1.0)
    differing, free = BELIEVED * USUAL**2 * total, BELIEVED
    for each in several:
        differing = differing + each.var(axis=0, ddof=1).mean(axis=0) * (len(each) - 1)
        free += len(each) - 1
    doubt = 1 + 2 * math.sqrt(2 / free)  # two standard errors of a variance
    ratio = np.clip(total * free / (differing * doubt), 1.0, USUAL**-2)
    found = np.where(moving, np.maximum(ratio * (ratio - 1), LEAST), 0.0)
    weight: F64 = found / found.mean()
    return weight


def explained_by_drift(examples: Sequence[GestureExample]) -> F64:
    """The variance between the levels of examples that a steady drift may be the cause of, (inputs,).

    Args:
        examples: in the order in which they were recorded.
    """
    levels = np.stack([example.frames.astype(np.float64).mean(axis=0) for example in examples])
    rates, last = [], dict[int, int]()
    for place, example in enumerate(examples):
        if example.gesture in last:
            before = last[example.gesture]
            rates.append((levels[place] - levels[before]) / (place - before))
        last[example.gesture] = place
    if not rates:
        return np.zeros(levels.shape[1])
    found = UNSTEADY * np.square(rates).mean(axis=0) * np.arange(len(examples)).var()
    explained: F64 = np.minimum(found, levels.var(axis=0))
    return explained


def _path(example: GestureExample, offset: bool) -> F64:
    """An example at even shares of its time, (POINTS, inputs)."""
    frames = example.frames.astype(np.float64)
    if offset:
        frames = frames - anchor(frames)
    at = np.linspace(example.times[0], example.times[-1], POINTS)
    return np.stack([np.interp(at, example.times, column) for column in frames.T], axis=1)
