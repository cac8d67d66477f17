"""What two wild frames cost each algorithm that learns classes: python benchmarks/wild_frames.py [--seeds 5]

Two frames among the examples are multiplied by 100. Printed are the share of frames of new takes that are
answered rightly without them, and by how many points it changes with them: left out, as the switch has it at
first, and learned all the same. Four takes of each class are learned. The sets are made here: poses whose
inputs depend on each other and drift from take to take, and recordings of real sensors where
../shared/data/sensors is there.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

import numpy as np
import numpy.typing as npt

from wekipy.learning.algorithms import algorithms_for, resolve
from wekipy.learning.fitting import fit
from wekipy.learning.model import TrainingJob
from wekipy.learning.wild import set_aside
from wekipy.project.schema import AlgorithmChoice

RECORDINGS: Final = Path(__file__).parents[2] / "shared" / "data" / "sensors"
FAMILIES: Final = ("emg", "hand", "wiimote", "mouse")
TAKES: Final = 4  # of each class, that are learned
MOST_FRAMES: Final = 45  # of a take
MADE: Final = ((3, 4), (8, 8), (42, 6), (63, 26))  # inputs, classes

Takes = dict[int, list[npt.NDArray[np.float32]]]


@dataclass(frozen=True)
class Set:
    """Takes by class."""

    name: str
    takes: Takes


def made(inputs: int, classes: int, takes: int = 10, frames: int = 40) -> Set:
    """Poses of a hand: few degrees of freedom show in all inputs, and no take is quite like another."""
    random = np.random.default_rng(inputs)
    free = max(2, inputs // 4)
    mixing = random.normal(size=(free, inputs))
    found: Takes = {}
    for label in range(1, classes + 1):
        middle = 1.5 * random.normal(size=free)
        found[label] = []
        for _ in range(takes):
            moves = middle + 0.5 * random.normal(size=free) + 0.3 * random.normal(size=(frames, free))
            noise = 0.3 * random.normal(size=(frames, inputs))
            found[label].append((moves @ mixing + noise).astype(np.float32))
    return Set(f"made {inputs} x {classes}", found)


def recorded(path: Path) -> Set:
    """The takes of a file, thinned where they are long."""
    file = np.load(path, allow_pickle=False)
    found: Takes = {}
    for take in np.unique(file["take"]):
        rows = np.flatnonzero(file["take"] == take)
        rows = rows[:: -(-len(rows) // MOST_FRAMES)]
        found.setdefault(int(file["label"][rows[0]]), []).append(file["X"][rows])
    return Set(path.stem, found)


def sets() -> Iterator[Set]:
    """The made ones, then the recordings if they are there."""
    for inputs, classes in MADE:
        yield made(inputs, classes)
    paths = sorted(RECORDINGS.glob("*.npz"))
    if not paths:
        print(f"recordings: not here ({RECORDINGS})")
    yield from (recorded(path) for path in paths if path.stem.startswith(FAMILIES))


def split(one: Set, seed: int) -> tuple[TrainingJob, npt.NDArray[np.float32], npt.NDArray[np.float64]]:
    """Return a job of some takes, and the inputs and classes of the others."""
    random = np.random.default_rng(seed)
    learned: list[tuple[npt.NDArray[np.float32], int]] = []
    asked: list[tuple[npt.NDArray[np.float32], int]] = []
    for label, takes in one.takes.items():
        order = random.permutation(len(takes))
        learned += [(takes[n], label) for n in order[:TAKES]]
        asked += [(takes[n], label) for n in order[TAKES:]]
    X, y = _joined(learned)
    inputs = X.shape[1]
    job = TrainingJob(
        output="o1", number=1, name="pose", kind="classification", algorithm="knn", options={},
        inputs=tuple(range(inputs)), features=inputs, X=X, y=y,
        takes=np.repeat(np.arange(1, len(learned) + 1), [len(take) for take, _ in learned]),
        fingerprint="", classes=max(one.takes),
    )  # fmt: skip
    return job, *_joined(asked)


def _joined(
    takes: list[tuple[npt.NDArray[np.float32], int]],
) -> tuple[npt.NDArray[np.float32], npt.NDArray[np.float64]]:
    y = np.repeat([float(label) for _, label in takes], [len(take) for take, _ in takes])
    return np.concatenate([take for take, _ in takes]), y


def right(job: TrainingJob, X: npt.NDArray[np.float32], y: npt.NDArray[np.float64]) -> float:
    """The share of frames that are answered rightly, in percent."""
    return 100.0 * float(np.mean(fit(job).estimator.predict(X.astype(np.float64)) == y))


def costs(one: Set, algorithm: str, seeds: int) -> tuple[float, float, float]:
    """Right without wild frames; what they change if they are left out, and if they are learned."""
    options = resolve(AlgorithmChoice(algorithm), "classification")
    found = []
    for seed in range(seeds):
        job, X, y = split(one, seed)
        job = replace(job, algorithm=algorithm, options=options)
        rows = np.random.default_rng(seed).choice(len(job.y), 2, replace=False)
        spoilt = job.X.copy()
        spoilt[rows] *= 100.0
        wild = replace(job, X=spoilt)
        clean = right(job, X, y)
        out = right(set_aside(replace(wild, leave_out_wild=True)), X, y)
        found.append((clean, out - clean, right(wild, X, y) - clean))
    clean, left_out, learned = np.mean(found, axis=0).tolist()
    return clean, left_out, learned


def main() -> None:
    """Print a table, and the largest cost."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--seeds", type=int, default=5)
    parser.add_argument("--set", default="", help="those whose name begins with this")
    parser.add_argument("--algorithm", action="append", help="these only")
    asked = parser.parse_args()
    names = [row.name for row in algorithms_for("classification") if row.name != "auto"]
    worst = 0.0
    print(f"{'':20}{'':22}{'without':>10}{'left out':>10}{'learned':>10}")
    for one in sets():
        for name in (asked.algorithm or names) if one.name.startswith(asked.set) else ():
            clean, left_out, learned = costs(one, name, asked.seeds)
            worst = min(worst, left_out)
            print(f"{one.name:20}{name:22}{clean:10.1f}{left_out:+10.1f}{learned:+10.1f}", flush=True)
    print(f"most that wild frames cost when left out: {-worst:.1f} points")


if __name__ == "__main__":
    main()
