"""What a classifier with “nothing” rejects, on recordings of sensors: python benchmarks/real_sensors.py

Shows some takes of each pose but those left out, trains, and asks, as the engine does, takes that were not
shown, the poses left out, and frames of zeros as a lost tracker sends them. Prints the shares of frames that
are rejected, the mean of all seeds, beside what is wanted. Recordings are used where they are, in
../shared/data/sensors; made-up sets with inputs that go together stand beside them.
"""

from __future__ import annotations

import argparse
import itertools
import os
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

os.environ.setdefault("OMP_NUM_THREADS", "1")
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import numpy as np
from sensor_sets import F64, MADE, Takes

from wekipy.engine.rejection import Rejection
from wekipy.learning.algorithms import resolve
from wekipy.learning.model import Model, TrainingJob
from wekipy.learning.output_training import teach
from wekipy.learning.predictors import compile_models
from wekipy.learning.predictors.base import Classifier, Placed
from wekipy.project.schema import AlgorithmChoice, ClassificationOutput

RECORDINGS = Path(__file__).parents[2] / "shared" / "data" / "sensors"
RECORDED = ("hand-landmarks", "emg-evening-1", "emg-evening-2", "emg-other-person", "wiimote-tilt")
WANTED = {"hand-landmarks": 0.75, "emg-evening-1": 0.90, "wiimote-tilt": 0.95}
LEFT_OUT = {"emg-evening-1": 2, "emg-evening-2": 2, "emg-other-person": 2}
NEW, STEP = 6, 0.02  # takes of each pose that are asked; seconds between frames


@dataclass(frozen=True)
class Shares:
    """Shares of frames: right and rejected of new takes; rejected of left-out poses, of zeros, of drift."""

    right: float
    new: float
    left_out: float
    zeros: float
    drift: float


class Player:
    """Asks a model as the engine does, and says which share of frames is rejected."""

    def __init__(self, model: Model, output: ClassificationOutput, inputs: int) -> None:
        placed = Placed(0, model)
        (predictor,) = compile_models([placed], inputs)
        assert isinstance(predictor, Classifier)
        self._predictor, self._rejection = predictor, Rejection(placed, output, predictor, inputs)
        self._values, self._now = np.zeros(1), 0.0

    def play(self, take: F64) -> F64:
        """(frames,): the answers."""
        answers = np.empty(len(take))
        for i, x in enumerate(take):
            self._now += STEP
            self._predictor.answer(x, self._values)
            self._rejection.apply(x, self._values, self._now)
            answers[i] = self._values[0]
        return answers


def load(name: str, seed: int) -> Takes:
    """The takes of a set."""
    if name in MADE:
        return MADE[name](seed)
    recorded = np.load(RECORDINGS / f"{name}.npz")
    takes: Takes = {}
    for number in np.unique(recorded["take"]):
        rows = recorded["take"] == number
        takes.setdefault(int(recorded["label"][rows][0]), []).append(recorded["X"][rows].astype(float))
    return takes


def pairs_left_out(classes: Sequence[int], count: int) -> Iterator[tuple[int, ...]]:
    """Each class alone, or neighbours in turn, so that each class is left out `count` times."""
    for i in range(len(classes)):
        yield tuple(itertools.islice(itertools.cycle(classes), i, i + count))


def job_of(shown: Sequence[Sequence[F64]], algorithm: str) -> TrainingJob:
    """The job of an output with a class for each pose, shown in rounds."""
    takes = [(take, c) for pose in zip(*shown, strict=True) for c, take in enumerate(pose, 1)]
    X = np.concatenate([take for take, _ in takes]).astype(np.float32)
    frames = [len(take) for take, _ in takes]
    return TrainingJob(
        output="o1",
        number=1,
        name="pose",
        kind="classification",
        algorithm=algorithm,
        options=resolve(AlgorithmChoice(algorithm), "classification"),
        inputs=tuple(range(X.shape[1])),
        features=X.shape[1],
        X=X,
        y=np.repeat([float(c) for _, c in takes], frames),
        takes=np.repeat(np.arange(1, len(takes) + 1), frames),
        fingerprint="",
        classes=len(shown),
        nothing=True,
    )


def measure(data: Takes, left_out: Sequence[int], seed: int, takes: int, algorithm: str) -> Shares:
    """Train without the poses left out, and ask."""
    random = np.random.default_rng(seed)
    known = [c for c in data if c not in left_out]
    orders = {c: random.permutation(len(data[c])) for c in known}
    shown = [[data[c][i] for i in orders[c][:takes]] for c in known]
    job = job_of(shown, algorithm)
    choice = AlgorithmChoice(algorithm)
    output = ClassificationOutput(uid="o1", name="pose", algorithm=choice, classes=len(known), nothing=True)
    player = Player(teach(job), output, job.features)
    new = [(n, data[c][i]) for n, c in enumerate(known, 1) for i in orders[c][takes : takes + NEW]]
    answers = [(n, player.play(take)) for n, take in new]
    spread = 0.5 * job.X.std(axis=0)
    return Shares(
        float(np.mean([np.mean(got == n) for n, got in answers])),
        float(np.mean([np.mean(got == 0) for _, got in answers])),
        float(np.mean([np.mean(player.play(t) == 0) for c in left_out for t in data[c][:NEW]])),
        float(np.mean(player.play(np.zeros((25, job.features))) == 0)),
        float(np.mean([np.mean(player.play(take + spread) == 0) for _, take in new[::3]])),
    )


def row(name: str, what: str, found: Sequence[Shares], wanted: float | None) -> str:
    """A line of the table."""
    means = np.mean([[s.right, s.new, s.left_out, s.zeros, s.drift] for s in found], axis=0)
    right, new, left_out, zeros, drift = (f"{100 * share:5.1f}" for share in means)
    aim = f"≥ {100 * wanted:.0f}" if wanted else ""
    return f"{name:18} {what:9} {left_out} {aim:6} {new} ≤ 5   {zeros} ≥ 95  {right}  {drift}"


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--sets", nargs="*", default=[*RECORDED, *MADE])
    parser.add_argument("--seeds", type=int, default=5)
    parser.add_argument("--takes", type=int, default=4, help="of each pose that are shown")
    parser.add_argument("--algorithm", default="knn")
    given = parser.parse_args()
    started = time.perf_counter()
    print(f"{given.algorithm}, {given.seeds} seeds, {given.takes} takes of each pose; shares in %")
    print(f"{'set':18} {'left out':9} rejected     new takes   zeros       right  drift")
    for name in given.sets:
        if name not in MADE and not (RECORDINGS / f"{name}.npz").exists():
            print(f"{name:18} not here")
            continue
        classes = list(load(name, 0))
        found: dict[tuple[int, ...], list[Shares]] = {}
        for left_out in pairs_left_out(classes, LEFT_OUT.get(name, 1)):
            for seed in range(given.seeds):
                shares = measure(load(name, seed), left_out, seed, given.takes, given.algorithm)
                found.setdefault(left_out, []).append(shares)
            print(row(name, ",".join(map(str, left_out)), found[left_out], None))
        print(row(name, "all", [s for part in found.values() for s in part], WANTED.get(name)))
    print(f"{time.perf_counter() - started:.0f} s")


if __name__ == "__main__":
    main()
