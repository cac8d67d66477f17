"""Measures what remembers: which way a hand circles, which no single vector can say.

    python benchmarks/memory.py

One minute is shown and another one asked about, in which the hand changes its way every few seconds. Besides
`echo-state` there are algorithms that see each vector by itself, also behind blocks that look back.
Prints R² of a number (1 is perfect, 0 is the mean), the share of right classes, seconds of training and
microseconds of an answer of the compiled model.
"""

from __future__ import annotations

import os

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import time
from dataclasses import replace

import numpy as np

from wekipy.learning.algorithms import resolve
from wekipy.learning.fitting import train
from wekipy.learning.model import Model, TrainingJob
from wekipy.learning.predictors import compile_models
from wekipy.learning.predictors.base import Placed
from wekipy.project.schema import AlgorithmChoice, Block, Kind, Plan, StageChoice
from wekipy.rehearsal.circling import RATE, Circler
from wekipy.stages.features import FeatureRun

SECONDS = 60.0
PLANS = {
    "vectors alone": Plan(("x", "y"), (Block("place", (0, 1), 2),)),
    "speed beside": Plan(
        ("x", "y"), (Block("place", (0, 1), 2), Block("speed", (0, 1), 2, (StageChoice("speed"),)))
    ),
    "the last ten": Plan(("x", "y"), (Block("way", (0, 1), 20, (StageChoice("buffer"),)),)),
}


def minute(seed: int) -> tuple[np.ndarray, np.ndarray]:
    """(frames, 2) places and (frames,) 1 for left and 2 for right."""
    rng, hand, count = np.random.default_rng(seed), Circler(seed), int(SECONDS * RATE)
    changes = rng.uniform(3.0, 8.0, 40).cumsum()
    ways = np.searchsorted(changes, np.arange(count) / RATE) % 2
    return np.array([hand.step(way) for way in ways.tolist()]).astype(np.float32), ways + 1.0


def features(plan: Plan, X: np.ndarray) -> np.ndarray:
    run = FeatureRun(plan)
    return np.array([run.step(x, n / RATE).copy() for n, x in enumerate(X.astype(float))], np.float32)


def learn(kind: Kind, algorithm: str, X: np.ndarray, y: np.ndarray) -> Model:
    job = TrainingJob(
        output="o", number=1, name="way", kind=kind, algorithm=algorithm,
        options=resolve(AlgorithmChoice(algorithm), kind), inputs=tuple(range(X.shape[1])),
        features=X.shape[1], X=X, y=y, takes=np.ones(len(y), np.int64), fingerprint="",
        classes=2 if kind == "classification" else 0, times=np.arange(len(y)) / RATE,
    )  # fmt: skip
    return train(replace(job))


def answers(model: Model, X: np.ndarray) -> tuple[np.ndarray, float]:
    (predictor,) = compile_models([Placed(0, model)], X.shape[1])
    values, told = np.zeros(1), np.empty(len(X))
    start = time.process_time()
    for n, x in enumerate(X.astype(float)):
        predictor.answer(x, values)
        told[n] = values[0]
    return told, (time.process_time() - start) / len(X) * 1e6


def main() -> None:
    (shown, way), (asked, truth) = minute(1), minute(2)
    print(f"{'algorithm':16}{'sees':16}{'R²':>8}{'right':>8}{'trained':>10}{'answer':>10}")
    for algorithm in ("echo-state", "neural-network", "knn"):
        for sees, plan in PLANS.items():
            if algorithm == "echo-state" and sees != "vectors alone":
                continue
            X, Z = features(plan, shown), features(plan, asked)
            number, classes = (learn(kind, algorithm, X, way) for kind in ("continuous", "classification"))
            told, microseconds = answers(number, Z)
            r2 = 1.0 - np.mean((told - truth) ** 2) / np.var(truth)
            right = np.mean(answers(classes, Z)[0] == truth)
            print(
                f"{algorithm:16}{sees:16}{r2:8.3f}{right:8.1%}{number.header.seconds:8.2f} s"
                f"{microseconds:8.1f} µs",
                flush=True,
            )


if __name__ == "__main__":
    main()
