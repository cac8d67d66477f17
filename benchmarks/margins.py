"""How often an evaluation's margin holds what new takes reach: python benchmarks/margins.py

A model is evaluated with four takes a class, then asked about takes that were not recorded. Per algorithm
and set: the mean of what was promised and of what was reached, and in how many cases the margin held it.
Sets are made up: poses whose takes drift, inputs that move together. Where ../shared/data/sensors is, its
recordings are asked, too (not here otherwise), and another person by what one person has shown.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from wekipy.learning.algorithms import resolve
from wekipy.learning.evaluation.evaluate import evaluate
from wekipy.learning.fitting import fit
from wekipy.learning.model import TrainingJob
from wekipy.project.schema import AlgorithmChoice

Takes = list[tuple[int, Any]]  # class, and (frames, inputs)
RECORDINGS = Path(__file__).parents[2] / "shared" / "data" / "sensors"
SETS = ("hand-landmarks", "emg-evening-1", "emg-evening-2", "emg-other-person", "wiimote-tilt")
ALGORITHMS = ("knn", "logistic-regression", "naive-bayes", "decision-tree", "adaboost")
SEEDS = 3
SHOWN = 4  # takes a class


def made_up(seed: int, classes: int, inputs: int, drift: float) -> Takes:
    """Takes of poses: each is off by a drift of its own, frames by noise that moves all inputs together."""
    rng = np.random.default_rng(seed)
    centres = rng.normal(size=(classes, inputs))
    together = rng.normal(size=(2, inputs)) / 2
    found: Takes = []
    for label in range(classes):
        for _ in range(3 * SHOWN):
            shift = drift * rng.normal(size=inputs)
            frames = centres[label] + shift + rng.normal(size=(30, 2)) @ together
            found.append((label + 1, (frames + 0.1 * rng.normal(size=frames.shape)).astype(np.float32)))
    return found


def recorded(name: str) -> Takes:
    """The takes of a recording."""
    found = np.load(RECORDINGS / f"{name}.npz")
    labels, codes = np.unique(found["label"], return_inverse=True)
    rows = [found["take"] == take for take in np.unique(found["take"])]
    assert len(labels) > 1
    return [(int(codes[own][0]) + 1, found["X"][own].astype(np.float32)) for own in rows]


def job_of(takes: Takes, algorithm: str) -> TrainingJob:
    """The job to learn these takes."""
    X = np.concatenate([frames for _, frames in takes])
    lengths = [len(frames) for _, frames in takes]
    y = np.repeat([float(label) for label, _ in takes], lengths)
    return TrainingJob(
        output="o", number=1, name="pose", kind="classification", algorithm=algorithm,
        options=resolve(AlgorithmChoice(algorithm), "classification"), inputs=tuple(range(X.shape[1])),
        features=X.shape[1], X=X, y=y, takes=np.repeat(np.arange(1, len(takes) + 1), lengths), fingerprint="",
        classes=int(y.max()),
    )  # fmt: skip


def dealt(takes: Takes, seed: int) -> tuple[Takes, Takes]:
    """Four takes of each class, and the others."""
    rng, shown, new = np.random.default_rng(seed), list[Any](), list[Any]()
    for label in sorted({label for label, _ in takes}):
        own = [take for take in takes if take[0] == label]
        order = rng.permutation(len(own))
        shown += [own[n] for n in order[:SHOWN]]
        new += [own[n] for n in order[SHOWN:]]
    return shown, new


def reached(job: TrainingJob, new: Takes) -> float:
    """The share of frames of takes that are answered rightly."""
    estimator = fit(job).estimator
    right = [estimator.predict(frames.astype(np.float64)) == label for label, frames in new]
    return float(np.mean(np.concatenate(right)))


def cases(sets: dict[str, Takes], algorithms: Sequence[str]) -> Iterator[tuple[str, str, float, float, bool]]:
    """Algorithm, set, promised, reached, and whether the margin held it."""
    for algorithm in algorithms:
        for name, takes in sets.items():
            for seed in range(SEEDS):
                shown, new = dealt(takes, seed)
                job = job_of(shown, algorithm)
                found = evaluate(job, lambda _: None)
                assert found.margin is not None
                assert found.classification is not None
                truth = reached(job, new)
                held = found.margin.low <= truth <= found.margin.high
                yield algorithm, name, found.classification.accuracy or 0.0, truth, held


def main() -> None:
    """Print a line for each set and algorithm, and how often the margin held."""
    sets = {
        "made up, 3 classes": made_up(1, 3, 8, 0.5),
        "made up, 8 classes": made_up(2, 8, 8, 0.35),
        "made up, 42 inputs": made_up(3, 4, 42, 0.8),
    }
    if RECORDINGS.is_dir():
        sets |= {name: recorded(name) for name in SETS}
    else:
        print("recordings: not here")
    every = []
    for name, takes in sets.items():
        for algorithm in sys.argv[1:] or ALGORITHMS:
            found = list(cases({name: takes}, [algorithm]))
            every += [held for *_, held in found]
            promised, truth = (float(np.mean([case[n] for case in found])) for n in (2, 3))
            held = sum(case[4] for case in found)
            print(f"{name:20} {algorithm:20} promised {promised:.3f} reached {truth:.3f} held {held}/{SEEDS}")
    print(f"the margin held in {np.mean(every):.1%} of {len(every)} cases")
    if RECORDINGS.is_dir():
        for algorithm in sys.argv[1:] or ALGORITHMS:
            job = job_of(recorded("emg-evening-1"), algorithm)
            others = [reached(job, recorded(name)) for name in ("emg-evening-2", "emg-other-person")]
            print(
                f"emg-evening-1, {algorithm}: right {others[0]:.3f} on another evening,"
                f" {others[1]:.3f} of another person"
            )


if __name__ == "__main__":
    main()
