"""How long every algorithm trains with a quarter of an hour of examples: python benchmarks/training.py

100,000 examples of 20 inputs in 20 takes, five outputs of one algorithm, two workers, as `wekipy train` has
them. It prints what was said beforehand, the seconds it took by the clock and those of a processor that both
workers used (half of them are what it takes on two cores that nothing else uses), the largest memory of this
process and its workers at a time (PSS: what several share counts once), and the note of the first model.

`--table` measures in place of that what the table of algorithms says: the seconds of a processor for one
output that learns from all of a few numbers of examples.
"""

from __future__ import annotations

import os
import re
import sys
import threading
import time
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path

import numpy as np
import numpy.typing as npt

from wekipy.engine.outlook import makespan
from wekipy.learning import growth
from wekipy.learning.algorithms import algorithms_for, resolve
from wekipy.learning.growth import Size, examples_used, seconds_of
from wekipy.learning.model import Model, TrainingJob
from wekipy.learning.pool import Orders, WorkerPool
from wekipy.learning.worker import Result
from wekipy.project.schema import AlgorithmChoice, Kind

EXAMPLES, INPUTS, OUTPUTS, TAKES, CLASSES = 100_000, 20, 5, 20, 5
WORKERS = 2
F64 = npt.NDArray[np.float64]


def hands(count: int) -> tuple[npt.NDArray[np.float32], F64, npt.NDArray[np.int64], F64]:
    """A performance: inputs, four things that move, the take of each frame, and times at 100/s."""
    random = np.random.default_rng(0)
    takes = np.arange(count) * TAKES // count + 1
    times = np.arange(count) / 100.0
    speeds, phases = random.uniform(0.2, 2.0, 4), random.uniform(0.0, 6.0, 4)
    moves = 0.5 * np.sin(times[:, None] * speeds + phases) + random.normal(size=(TAKES + 1, 4))[takes]
    mixed = np.tanh(0.5 * moves @ random.normal(size=(4, INPUTS)))
    X = mixed + random.normal(0.0, 0.02, (count, INPUTS))
    return X.astype(np.float32), moves, takes.astype(np.int64), times


def jobs_of(algorithm: str, kind: Kind, count: int, outputs: int = OUTPUTS) -> Iterator[TrainingJob]:
    """The jobs of outputs, each another bent mixture of what moves; of the classes, one in 20 is wrong."""
    X, moves, takes, times = hands(count)
    random = np.random.default_rng(1)
    for number in range(1, outputs + 1):
        a, b, c = moves[:, random.permutation(4)[:3]].T
        bent = a + b * c
        y = 0.5 + 0.4 * np.sin(bent)
        if kind == "classification":
            y = 1.0 + np.searchsorted(np.quantile(bent, np.arange(1, CLASSES) / CLASSES), bent)
            wrong = random.random(count) < 0.05
            y[wrong] = random.integers(1, CLASSES + 1, int(wrong.sum()))
        yield TrainingJob(
            output=f"output-{number}", number=number, name=f"output {number}", kind=kind,
            algorithm=algorithm, options=resolve(AlgorithmChoice(algorithm), kind),
            inputs=tuple(range(INPUTS)), features=INPUTS, X=X, y=y, takes=takes, fingerprint="",
            classes=CLASSES if kind == "classification" else 0, times=times, leave_out_wild=True,
        )  # fmt: skip


def family(pid: int) -> Iterator[Path]:
    """Where Linux tells of the children of a process, and of theirs."""
    for task in Path(f"/proc/{pid}/task").iterdir():
        for child in (task / "children").read_text().split():
            yield Path(f"/proc/{child}")
            yield from family(int(child))


def memory(places: Iterable[Path]) -> float:
    """Megabytes of some processes (PSS)."""
    total = 0.0
    for place in places:
        with suppress(OSError):  # it has ended meanwhile
            found = re.search(r"^Pss: +(\d+)", (place / "smaps_rollup").read_text(), re.MULTILINE)
            total += int(found[1]) / 1024 if found else 0.0
    return total


def processor(places: Iterable[Path]) -> float:
    """Seconds of a processor that some processes have used."""
    ticks = (
        sum(map(int, (place / "stat").read_text().rpartition(")")[2].split()[11:13])) for place in places
    )
    return sum(ticks) / os.sysconf("SC_CLK_TCK")


class Watch:
    """Looks at the memory of this process and its workers, five times a second, while inside the block."""

    def __init__(self) -> None:
        self.most = 0.0
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._look)

    def _look(self) -> None:
        own = os.getpid()
        while not self._ended.wait(0.2):
            with suppress(OSError):
                self.most = max(self.most, memory([Path(f"/proc/{own}"), *family(own)]))

    def __enter__(self) -> Watch:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._ended.set()
        self._thread.join()


def measure(pool: WorkerPool, algorithm: str, kind: Kind) -> str:
    """A row of the table."""
    jobs = list(jobs_of(algorithm, kind, EXAMPLES))
    size = Size(algorithm, kind, jobs[0].options, EXAMPLES, INPUTS, CLASSES)
    one = seconds_of(size)
    said = "no estimate" if one is None else f"{makespan([one] * OUTPUTS, WORKERS):.0f}"
    notes: list[str] = []

    def done(_: str, result: Result) -> None:
        notes.append(result.header.note if isinstance(result, Model) else str(result))

    workers = list(family(os.getpid()))
    used_before, began = processor(workers), time.perf_counter()
    with Watch() as watch:
        pool.run("train", jobs, Orders(done, lambda _: None, lambda: False))
    took, busy = time.perf_counter() - began, processor(workers) - used_before
    used = examples_used(size)
    learns = "all" if used == EXAMPLES else f"{used:,}"
    return (
        f"| {algorithm} | {kind} | {learns} | {said} | {took:.1f} | {busy:.1f}"
        f" | {watch.most:,.0f} | {notes[0]} |"
    )


def table() -> None:
    """The seconds of a processor of one output that learns from all, by the number of examples."""
    from wekipy.learning.output_training import teach
    from wekipy.learning.worker_main import warm_up

    warm_up()
    growth.LONGEST = float("inf")  # type: ignore[misc]
    for kind in ("continuous", "classification"):
        for row in algorithms_for(kind):
            for count in (1_000, 2_500, 5_000, 10_000, 20_000):
                (job,) = jobs_of(row.name, kind, count, 1)
                began = time.process_time()
                teach(job)
                took = time.process_time() - began
                size = Size(row.name, kind, job.options, count, INPUTS, CLASSES)
                print(
                    f"| {row.name} | {kind} | {count:,} | {took:.2f} | {seconds_of(size):.2f} |", flush=True
                )
                if took > 15:
                    break


def main() -> None:
    """Print the table."""
    if "--table" in sys.argv:
        print("| algorithm | kind | examples | took, s of a processor | said |\n|---|---|--:|--:|--:|")
        table()
        return
    chosen = set(sys.argv[1:])
    columns = (
        "algorithm",
        "outputs",
        "learns from",
        "said, s",
        "took, s",
        "of a processor, s",
        "memory, MB",
        "note of the first",
    )
    print(f"| {' | '.join(columns)} |\n|{' --- |' * len(columns)}")
    pool = WorkerPool(WORKERS)
    pool.warm(WORKERS)
    warm = list(jobs_of("linear", "continuous", 100)) * 4
    try:
        pool.run("train", warm, Orders(lambda *_: None, lambda _: None, lambda: False))
        for kind in ("continuous", "classification"):
            for row in algorithms_for(kind):
                if not chosen or row.name in chosen:
                    print(measure(pool, row.name, kind), flush=True)
    finally:
        pool.close()


if __name__ == "__main__":
    main()
