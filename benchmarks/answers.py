"""What an answer costs where much is asked: python benchmarks/answers.py [outputs] [neighbours]

`outputs`: up to 200 outputs of one algorithm that share their inputs, beside the same models asked one by
one. `neighbours`: the nearest of many examples, beside numpy's brute force, which is a float32 product and
`argpartition`. All times are those of the processor, medians of rounds that take turns. Nothing is asserted.
"""

from __future__ import annotations

import statistics
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import replace

import msgspec
import numpy as np

from wekipy.engine.features import Features
from wekipy.engine.runtime import Runtime
from wekipy.learning.algorithms import ALGORITHMS, resolve
from wekipy.learning.model import Model, ModelHeader, TrainingJob
from wekipy.learning.output_training import teach
from wekipy.learning.predictors import compile_models
from wekipy.learning.predictors.base import Placed
from wekipy.learning.predictors.blending import EVEN
from wekipy.learning.predictors.search import F32
from wekipy.project.create import new_project
from wekipy.project.schema import AlgorithmChoice, Kind

EXAMPLES, INPUTS, CLASSES, DIFFERENT = 200, 10, 5, 5
COUNTS = (1, 10, 50, 200)
SHARED: tuple[tuple[str, Kind], ...] = (
    ("linear", "continuous"),
    ("polynomial", "continuous"),
    ("neural-network", "continuous"),
    ("neural-network", "classification"),
    ("logistic-regression", "classification"),
    ("naive-bayes", "classification"),
)
MANY = ((1_000, 20), (10_000, 20), (100_000, 20), (1_000, 1_000), (1_000, 4_096), (1_000, 13_000))
NEAREST = 5
ROUNDS, ANSWERS = 9, 40


def microseconds(*works: Callable[[], object], answers: int) -> list[float]:
    """What one answer of each takes; they take turns, each making so many answers a round."""
    took: list[list[float]] = [[] for _ in works]
    for _ in range(ROUNDS):
        for times, work in zip(took, works, strict=True):
            begun = time.process_time()
            work()
            times.append((time.process_time() - begun) / answers * 1e6)
    return [statistics.median(times) for times in took]


def job_of(algorithm: str, kind: Kind, seed: int) -> TrainingJob:
    """Examples that all outputs share, with targets of an output's own."""
    X = np.random.default_rng(0).normal(size=(EXAMPLES, INPUTS)).astype(np.float32)
    signal = X @ np.random.default_rng(seed).normal(size=INPUTS)
    borders = np.quantile(signal, np.linspace(0, 1, CLASSES + 1)[1:-1])
    return TrainingJob(
        output="o1", number=1, name="one", kind=kind, algorithm=algorithm,
        options=resolve(AlgorithmChoice(algorithm), kind), inputs=tuple(range(INPUTS)), features=INPUTS, X=X,
        y=np.searchsorted(borders, signal) + 1.0 if kind == "classification" else signal.astype(np.float64),
        takes=np.arange(EXAMPLES) // 10 + 1, fingerprint="",
        classes=CLASSES if kind == "classification" else 0,
    )  # fmt: skip


def measure_outputs() -> None:
    """Print what one vector costs with more and more outputs of each algorithm."""
    heads = "".join(f"{count:>16}" for count in COUNTS)
    print(f"{'µs a vector, together / one by one':38}{heads} outputs")
    for algorithm, kind in SHARED:
        taught = [teach(job_of(algorithm, kind, seed)) for seed in range(DIFFERENT)]
        cells = [together_and_alone(taught, kind, count) for count in COUNTS]
        row = "".join(f"{f'{a:.0f} / {b:.0f}':>16}" for a, b in cells)
        print(f"{ALGORITHMS[algorithm].title + ', ' + kind:38}{row}", flush=True)
        if kind == "classification":
            jobs = [replace(job_of(algorithm, kind, seed), nothing=True) for seed in range(DIFFERENT)]
            taught = [teach(job) for job in jobs]
            row = "".join(f"{rejecting(taught, count):>16.0f}" for count in COUNTS)
            print(f"{'   may answer nothing, sends confidence':38}{row}", flush=True)


def runtime_of(taught: Sequence[Model], kind: Kind, count: int, **settings: bool) -> Runtime:
    """A runtime of so many outputs, answered by these models in turn."""
    texts = ",".join([f"class:{CLASSES}"] * count) if kind == "classification" else str(count)
    project = new_project(INPUTS, texts)
    outputs = tuple(msgspec.structs.replace(output, **settings) for output in project.outputs)
    models = {}
    for n, output in enumerate(outputs):
        model = taught[n % len(taught)]
        models[output.uid] = Model(msgspec.structs.replace(model.header, output=output.uid), model.arrays)
    runtime = Runtime(msgspec.structs.replace(project, outputs=outputs), models)
    runtime.begin(np.zeros(count), (), Features())
    return runtime


def answer_all(runtime: Runtime, count: int) -> Callable[[], None]:
    """What answers so many vectors."""
    X, values = np.random.default_rng(1).normal(size=(ANSWERS, INPUTS)), np.zeros(count)

    def answer() -> None:
        for n, x in enumerate(X):
            runtime.answer(x, values, n * 0.01)

    return answer


def rejecting(taught: Sequence[Model], count: int) -> float:
    """Microseconds of a vector for outputs with a reject option."""
    runtime = runtime_of(taught, "classification", count, nothing=True, send_confidence=True)
    return microseconds(answer_all(runtime, count), answers=ANSWERS)[0]


def together_and_alone(taught: Sequence[Model], kind: Kind, count: int) -> tuple[float, float]:
    """Microseconds of a vector for so many outputs in one runtime, and by one predictor after the other."""
    runtime, values = runtime_of(taught, kind, count), np.zeros(count)
    alone = [
        predictor
        for slot in range(count)
        for predictor in compile_models([Placed(slot, taught[slot % len(taught)])], INPUTS)
    ]
    X = np.random.default_rng(1).normal(size=(ANSWERS, INPUTS))

    def one_by_one() -> None:
        for x in X:
            for predictor in alone:
                predictor.answer(x, values)

    shared, single = microseconds(answer_all(runtime, count), one_by_one, answers=ANSWERS)
    return shared, single


def examples_of(shape: str, count: int, inputs: int) -> F32:
    """Examples (count, inputs) that are noise, or classes with noise, or move in a few ways."""
    random = np.random.default_rng(0)
    if shape == "noise":
        return random.normal(size=(count, inputs)).astype(np.float32)
    if shape == "classes":
        centres, spread = random.random((5, inputs)), 0.05
        made = centres[random.integers(5, size=count)] + spread * random.normal(size=(count, inputs))
        return made.astype(np.float32)
    turns = np.outer(np.arange(count), random.uniform(0.001, 0.01, 6)) + random.uniform(0, 6, 6)
    moving = np.tanh(np.sin(turns) @ random.normal(size=(6, inputs)))
    return (moving + 0.01 * random.normal(size=(count, inputs))).astype(np.float32)


def measure_neighbours() -> None:
    """Print what the nearest of more and more examples cost."""
    print(f"{'nearest neighbours':34}{'µs':>8}{'numpy':>8}{'ratio':>7}")
    for count, inputs in MANY:
        for shape in ("noise", "classes", "movement"):
            ours, brute = search_and_brute_force(examples_of(shape, count + ANSWERS, inputs))
            what = f"{count:,} × {inputs:,}, {shape}"
            print(f"{what:34}{ours:8.0f}{brute:8.0f}{ours / brute:7.2f}", flush=True)


def search_and_brute_force(X: F32) -> tuple[float, float]:
    """Microseconds of an answer by some of these examples to others."""
    order = np.random.default_rng(1).permutation(len(X))
    asked, known = X[order[:ANSWERS]].astype(np.float64), X[np.sort(order[ANSWERS:])]
    centre, scale = known.mean(axis=0, dtype=np.float64), known.std(axis=0, dtype=np.float64)
    examples = ((known - centre) / scale).astype(np.float32)
    header = ModelHeader(
        output="o1", kind="continuous", algorithm="knn", options={}, inputs=tuple(range(X.shape[1])),
        predictor="neighbours", fingerprint="", examples=len(known),
    )  # fmt: skip
    arrays = {"examples": examples, "centre": centre, "scale": scale, "targets": np.zeros(len(known))}
    arrays |= {"k": np.array(NEAREST), "blend": np.array(EVEN)}
    (predictor,) = compile_models([Placed(0, Model(header, arrays))], X.shape[1])
    values, squares = np.zeros(1), np.einsum("ij,ij->i", examples, examples)

    def search() -> None:
        for x in asked:
            predictor.answer(x, values)

    def brute_force() -> None:
        for x in asked:
            q = ((x - centre) / scale).astype(np.float32)
            near = examples @ (q * np.float32(-2.0)) + squares
            nearest = np.argpartition(near, NEAREST)[:NEAREST]
            nearest[np.argsort(near[nearest])]

    ours, brute = microseconds(search, brute_force, answers=ANSWERS)
    return ours, brute


def main() -> None:
    """Measure what the command line asks for."""
    measures = {"outputs": measure_outputs, "neighbours": measure_neighbours}
    for name in sys.argv[1:] or measures:
        measures[name]()


if __name__ == "__main__":
    main()
