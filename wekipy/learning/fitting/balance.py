"""Weighs the examples of classes that have far fewer than others.

How many frames a class has says how long somebody held a pose, not how often it will be played. Where one has
a thousand times as many as another, an algorithm that counts errors would rather give the small one up. So
no class counts for less than a `LEAST` part of the largest one; among classes that differ less, nothing is
weighed, for more examples also say more.
"""

from __future__ import annotations

from typing import Final

import numpy as np
import numpy.typing as npt

from wekipy.learning.model import TrainingJob
from wekipy.project.counting import many

LEAST: Final = 1.0 / 3.0
UNWEIGHED: Final = frozenset({"knn", "gaussian-process"})
"""Algorithms that do not weigh examples; nearest neighbours choose k by errors of classes alike."""


def class_weights(job: TrainingJob) -> dict[int, float] | None:
    """How many times an example of each class counts; None if all count once."""
    labels, counts = np.unique(job.y.astype(np.int64), return_counts=True)
    weights = np.maximum(1.0, LEAST * counts.max() / counts)
    if (weights == 1.0).all():
        return None
    return dict(zip(labels.tolist(), weights.tolist(), strict=True))


def uneven(job: TrainingJob, algorithm: str) -> str:
    """Return what is to be said of classes with very different numbers of examples; "" for even ones."""
    weights = class_weights(job) if job.kind == "classification" else None
    if weights is None:
        return ""
    labels, counts = np.unique(job.y.astype(np.int64), return_counts=True)
    small, large = int(counts.argmin()), int(counts.argmax())
    have = f"class {labels[small]} has {many(int(counts[small]), 'example')}"
    than = f"class {labels[large]} {counts[large]:,}"
    if algorithm in UNWEIGHED:
        return f"{have}, {than}: record more of class {labels[small]}"
    return f"{have}, {than}: each of class {labels[small]} counts {weights[int(labels[small])]:.3g} times"


def sample_weights(job: TrainingJob) -> npt.NDArray[np.float64] | None:
    """(examples,): how many times each counts; None if all count once."""
    weights = class_weights(job)
    if weights is None:
        return None
    return np.array([weights[label] for label in job.y.astype(np.int64).tolist()])
