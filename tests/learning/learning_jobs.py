"""Made-up examples for the tests of learning."""

from __future__ import annotations

import numpy as np

from wekipy.learning.algorithms import resolve
from wekipy.learning.fitting import Fitted
from wekipy.learning.model import Model, ModelHeader, TrainingJob
from wekipy.learning.predictors import compile_models
from wekipy.learning.predictors.base import F64, Placed, Predictor, Remembering
from wekipy.project.schema import AlgorithmChoice, Kind, OptionValue

SHAPES = ("plain", "constant input", "twice the same", "some inputs", "two classes", "far away", "one input")


def make_job(
    kind: Kind,
    algorithm: str,
    options: dict[str, OptionValue] | None = None,
    *,
    shape: str = "plain",
    n: int = 60,
    seed: int = 0,
) -> TrainingJob:
    """A job whose targets depend on the inputs, with something awkward about it (`SHAPES`)."""
    random = np.random.default_rng(seed)
    features = {"some inputs": 7, "one input": 1}.get(shape, 4)
    inputs = (1, 3, 4, 6) if shape == "some inputs" else tuple(range(features))
    X = random.normal(size=(n, len(inputs))) * np.linspace(0.5, 40.0, len(inputs))
    signal = np.tanh(X[:, 0] / 0.5) + 0.1 * random.normal(size=n)
    if shape == "constant input":
        X[:, 2] = 440.0
    if shape == "far away":
        X[:, 1] += 5_000.0
    if shape == "twice the same":
        X[n // 2 :] = X[: n - n // 2]
        if algorithm == "knn":  # which of two equal examples is asked, scikit-learn leaves open
            signal[n // 2 :] = signal[: n - n // 2]
    count = 2 if shape == "two classes" else 4
    borders = np.quantile(signal, np.linspace(0, 1, count + 1)[1:-1])
    labels = np.array([2.0, 3.0, 5.0, 6.0])[np.searchsorted(borders, signal)]
    return TrainingJob(
        output="o1",
        number=1,
        name="pitch",
        kind=kind,
        algorithm=algorithm,
        options=resolve(AlgorithmChoice(algorithm, options or {}), kind),
        inputs=inputs,
        features=features,
        X=X.astype(np.float32),
        y=labels if kind == "classification" else 300.0 + 80.0 * signal,
        takes=np.arange(n) // 10 + 1,
        fingerprint="f",
        classes=7 if kind == "classification" else 0,
    )


def as_model(job: TrainingJob, fitted: Fitted) -> Model:
    """The model of a fit."""
    header = ModelHeader(
        output=job.output,
        kind=job.kind,
        algorithm=job.algorithm,
        options=job.options,
        inputs=job.inputs,
        predictor=fitted.predictor,
        fingerprint=job.fingerprint,
        examples=len(job.y),
        classes=job.classes,
    )
    return Model(header, fitted.arrays)


def compile_one(job: TrainingJob, fitted: Fitted, slot: int = 0) -> Predictor:
    """The compiled predictor of a fit."""
    (predictor,) = compile_models([Placed(slot, as_model(job, fitted))], job.features)
    return predictor


def vectors(job: TrainingJob, count: int = 40, seed: int = 9) -> F64:
    """(count, width): some examples themselves, some between and beyond them, as float32 numbers."""
    random = np.random.default_rng(seed)
    X = random.normal(size=(count, job.features)) * 50.0
    rows = random.integers(0, len(job.X), count)
    blend = job.X[rows] + random.normal(size=(count, len(job.inputs))) * job.X.std(axis=0) * 0.5
    X[:, list(job.inputs)] = np.where((np.arange(count) % 4 == 0)[:, None], job.X[rows], blend)
    X[-1] *= 100.0
    return X.astype(np.float32).astype(np.float64)


def begin_anew(predictor: Predictor) -> None:
    """Let a predictor that remembers forget what came before."""
    if isinstance(predictor, Remembering):
        predictor.forget()
