"""Made-up performances for the tests of evaluation: takes drift, hands return, people make mistakes."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from wekipy.learning.algorithms import resolve
from wekipy.learning.model import TrainingJob
from wekipy.project.schema import AlgorithmChoice, Kind, OptionValue


def job_of(
    X: np.ndarray,
    y: np.ndarray,
    takes: np.ndarray,
    kind: Kind,
    algorithm: str = "knn",
    options: dict[str, OptionValue] | None = None,
) -> TrainingJob:
    """A job of these examples."""
    features = X.shape[1]
    return TrainingJob(
        output="o1",
        number=1,
        name="pose",
        kind=kind,
        algorithm=algorithm,
        options=resolve(AlgorithmChoice(algorithm, options or {}), kind),
        inputs=tuple(range(features)),
        features=features,
        X=X.astype(np.float32),
        y=y.astype(np.float64),
        takes=takes.astype(np.int64),
        fingerprint="f",
        classes=int(y.max()) if kind == "classification" and len(y) else 0,
    )


def poses(
    takes: int = 4,
    classes: int = 3,
    frames: int = 20,
    *,
    drift: float = 0.0,
    noise: float = 0.3,
    inputs: int = 5,
    seed: int = 0,
    algorithm: str = "knn",
) -> TrainingJob:
    """Each take holds one pose, class after class; every take is `drift` away from the pose as meant."""
    random = np.random.default_rng(seed)
    centres = random.normal(size=(classes, inputs)) * 3.0
    X, y, numbers = [], [], []
    for take in range(takes * classes):
        label = take % classes
        shift = drift * random.normal(size=inputs)
        X.append(centres[label] + shift + noise * random.normal(size=(frames, inputs)))
        y.append(np.full(frames, label + 1.0))
        numbers.append(np.full(frames, take + 1))
    return job_of(np.concatenate(X), np.concatenate(y), np.concatenate(numbers), "classification", algorithm)


def sweeps(
    takes: int = 4,
    frames: int = 50,
    *,
    drift: float = 0.0,
    noise: float = 0.02,
    seed: int = 0,
    algorithm: str = "knn",
    options: dict[str, OptionValue] | None = None,
) -> TrainingJob:
    """Each take goes once up and down; three inputs follow the target, 0 to 100, in their own ways."""
    random = np.random.default_rng(seed)
    X, y, numbers = [], [], []
    for take in range(takes):
        t = 0.5 - 0.5 * np.cos(np.linspace(0, 2 * np.pi, frames) + random.uniform(-0.3, 0.3))
        clean = np.stack([t, np.sqrt(t), 1 - t**2], axis=1) * [1.0, 200.0, 0.01]
        scale = np.array([1.0, 200.0, 0.01])
        X.append(clean + scale * (drift * random.normal(size=3) + noise * random.normal(size=(frames, 3))))
        y.append(100.0 * t)
        numbers.append(np.full(frames, take + 1))
    data = (np.concatenate(X), np.concatenate(y), np.concatenate(numbers))
    return job_of(*data, "continuous", algorithm, options)


def with_targets(job: TrainingJob, rows: np.ndarray, targets: np.ndarray | float) -> TrainingJob:
    """The job with other targets in some rows."""
    y = job.y.copy()
    y[rows] = targets
    return replace(job, y=y)


def with_inputs(job: TrainingJob, rows: np.ndarray | int, inputs: np.ndarray | float) -> TrainingJob:
    """The job with other inputs in some rows."""
    X = job.X.copy()
    X[rows] = inputs
    return replace(job, X=X)
