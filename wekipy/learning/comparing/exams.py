"""Decides whether a new model is worse: pure functions of errors by take.

Takes are the sample, not examples: the frames of one take are nearly the same, so a take counts once. Both
models are asked about the same takes, and the differences by take have a mean and a standard error. The new
model passes if the mean and one standard error together are within the margin: of a few takes that do not
agree, none is proof. Where the new model is worse on no take it always passes: the standard error of numbers
of one sign is never larger than their mean.

A new take may say something else about what the known ones show, at a place that they show rarely: so rarely
that they cannot measure the harm. So no new take may contradict what the present model knows with more than
half of its examples, unless known takes of its class do as badly.

A class may be lost while the mean of many classes stays within the margin. So no class may lose more than a
quarter of its takes.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Final

import numpy as np

from wekipy.learning.comparing.answers import Errors
from wekipy.learning.verdict import Exam, ExamKind

LOST: Final = 0.25  # of a class's takes; more is a class that is lost
CONTRADICTS: Final = 0.5  # of a new take's examples
OFF: Final = 0.25  # of the range; a number that is off by more is another one
HAIR: Final = 1e-9  # of rounding


def exam(kind: ExamKind, before: Mapping[int, float], now: Mapping[int, float]) -> Exam | None:
    """Compare errors on the takes that both were asked about; None if there are none."""
    takes = sorted(before.keys() & now.keys())
    if not takes:
        return None
    old, new = (np.array([errors[take] for take in takes]) for errors in (before, now))
    worse = new - old
    spread = float(np.std(worse, ddof=1)) if len(takes) > 1 else 0.0
    return Exam(
        kind,
        tuple(takes),
        float(old.mean()),
        float(new.mean()),
        float(worse.mean()),
        spread / math.sqrt(len(takes)),
    )


def passed(held: Exam, margin: float) -> bool:
    """Whether a new model is not worse by more than the margin."""
    return held.worse + held.unsure <= margin + HAIR


def class_losses(before: Errors, now: Errors, class_of: Mapping[int, int]) -> dict[int, float]:
    """By class, how much larger the error on its takes has become on average; negative is smaller."""
    losses: dict[int, list[float]] = {}
    for take in before.keys() & now.keys() & class_of.keys():
        losses.setdefault(class_of[take], []).append(now[take] - before[take])
    return {label: float(np.mean(found)) for label, found in sorted(losses.items())}


def lost_classes(losses: Mapping[int, float], most: float = LOST) -> tuple[int, ...]:
    """The classes that lose more than a share."""
    return tuple(label for label, loss in losses.items() if loss > most + HAIR)
