"""Performances of the synthetic hand: poses shown, and what nobody showed."""

from __future__ import annotations

import numpy as np

from wekipy.learning.algorithms import resolve
from wekipy.learning.model import Arrays, Model, ModelHeader, TrainingJob
from wekipy.project.schema import AlgorithmChoice, OptionValue
from wekipy.rehearsal import hand
from wekipy.rehearsal.hand import INPUTS, POSES, Hand

STEP = 0.1  # seconds between frames


def take(seed: int, pose: int, frames: int) -> np.ndarray:
    """(frames, INPUTS) of one performance in one pose."""
    moving = Hand(seed)
    return np.array([moving.at(i * STEP, pose).x for i in range(frames)])


def shown(seed: int, takes: int, frames: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """X, takes and classes of so many takes of each pose."""
    made = [
        (take(1_000 * seed + 10 * k + pose, pose, frames), len(POSES) * k + pose + 1, pose + 1.0)
        for k in range(takes)
        for pose in range(len(POSES))
    ]
    X = np.concatenate([frames_of for frames_of, _, _ in made]).astype(np.float32)
    return X, np.repeat([t for _, t, _ in made], frames), np.repeat([y for _, _, y in made], frames)


def new_takes(seed: int, frames: int, count: int = 4) -> np.ndarray:
    """Other performances of the same poses."""
    seeds = [(50_000 + 100 * seed + 10 * k + pose, pose) for k in range(count) for pose in range(len(POSES))]
    return np.concatenate([take(s, pose, frames) for s, pose in seeds])


def novel(seed: int, monkeypatch, count: int = 100) -> dict[str, np.ndarray]:
    """Inputs that nobody showed, by what they are."""
    random = np.random.default_rng(seed + 77)
    return {
        "poses": np.concatenate([_other_pose(random, monkeypatch) for _ in range(count // 20)]),
        "uniform": random.uniform(0, 1, (count, INPUTS)),
        "noise": random.normal(0.5, 0.5, (count, INPUTS)),
        "absent": random.normal(0, 0.01, (count, INPUTS)),
    }


def _other_pose(random: np.random.Generator, monkeypatch) -> np.ndarray:
    """A moving hand whose fingers are at least a quarter of their way from every pose."""
    fingers = hand._FINGERS
    while True:
        other = random.uniform(0, 1, 3)
        if np.linalg.norm(fingers - other, axis=1).min() >= 0.25:
            break
    with monkeypatch.context() as patch:
        patch.setattr(hand, "_FINGERS", other[None])
        return take(int(random.integers(1 << 30)), 0, 20)


def hand_job(
    X: np.ndarray, takes: np.ndarray, y: np.ndarray, algorithm: str, options: dict[str, OptionValue]
) -> TrainingJob:
    """A job for the pose of the hand."""
    return TrainingJob(
        output="o3",
        number=3,
        name="pose",
        kind="classification",
        algorithm=algorithm,
        options=resolve(AlgorithmChoice(algorithm, options), "classification"),
        inputs=tuple(range(X.shape[1])),
        features=X.shape[1],
        X=X,
        y=y,
        takes=takes,
        fingerprint="f",
        classes=len(POSES),
    )


def novelty_model(arrays: Arrays, inputs: tuple[int, ...]) -> Model:
    """A model of which only the novelty is asked."""
    header = ModelHeader(
        output="o1",
        kind="classification",
        algorithm="knn",
        options={},
        inputs=inputs,
        predictor="neighbours",
        fingerprint="f",
        examples=1,
        classes=3,
    )
    return Model(header, arrays)
