"""What an edit of one take costs in projects of many takes and outputs: python benchmarks/growth.py

All times are milliseconds of the processor, in the thread that does the work, medians of some edits. While
one call of msgspec runs, the GIL is held and no packet is answered: the longest one counts.
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import msgspec
import numpy as np

from wekipy.engine.describe import describe
from wekipy.engine.engine import Engine
from wekipy.faces.json_text import to_json
from wekipy.faces.pieces import in_pieces
from wekipy.learning.model import Model, ModelHeader
from wekipy.project.create import new_project
from wekipy.project.project_text import dump_project
from wekipy.project.schema import Project, Take
from wekipy.project.take_edits import rename_take

SIZES = ((10, 5), (100, 5), (1_000, 5), (3_000, 5), (10_000, 5), (10, 200), (1_000, 200), (3_000, 200))
INPUTS = 20
EDITS = 7
_COLUMNS = (
    "takes", "outputs", "edit", "undo", "describe", "find pieces", "change, bytes in pieces",
    "change, bytes as sections", "state as JSON", "its longest call", "project.json", "its longest call",
)  # fmt: skip


def project_of(takes: int, outputs: int) -> Project:
    """A project whose takes have examples for all outputs."""
    project = new_project(INPUTS, str(outputs))
    uids = [output.uid for output in project.outputs]
    counts, targets = dict.fromkeys(uids, 20), dict.fromkeys(uids, 0.5)
    started = "2026-01-01T00:00:00.000+00:00"
    made = (
        Take(n, 20, dict(counts), started=started, seconds=1.0, targets=dict(targets), inputs=INPUTS)
        for n in range(1, takes + 1)
    )
    return msgspec.structs.replace(project, takes=tuple(made))


def engine_of(project: Project) -> Engine:
    """An engine on it, with a model for each output, so that each has a fingerprint to compare."""
    models = {}
    for output in project.outputs:
        header = ModelHeader(
            output=output.uid, kind="continuous", algorithm="linear", options={}, inputs=tuple(range(INPUTS)),
            predictor="constant", fingerprint="", examples=1, classes=0, seconds=0.0, training_error=0.0,
            trained="",
        )  # fmt: skip
        models[output.uid] = Model(header, {"offset": np.array(0.5)})
    return Engine(project, {}, models)


class Timed:
    """Times of one kind of work; `with timed():` adds one."""

    def __init__(self) -> None:
        self.times: list[float] = []

    @contextmanager
    def __call__(self) -> Iterator[None]:
        begun = time.thread_time()
        yield
        self.times.append((time.thread_time() - begun) * 1e3)

    def __str__(self) -> str:
        return f"{statistics.median(self.times):.2f}"


def longest_call(work: Callable[[], object]) -> float:
    """Milliseconds of the longest call of msgspec in some work, the shortest of three times."""
    return min(_longest_call(work) for _ in range(3))


def _longest_call(work: Callable[[], object]) -> float:
    longest = 0.0

    def timed(function: Callable[..., bytes]) -> Callable[..., bytes]:
        def call(*arguments: Any, **options: Any) -> bytes:
            nonlocal longest
            begun = time.thread_time()
            result = function(*arguments, **options)
            longest = max(longest, (time.thread_time() - begun) * 1e3)
            return result

        return call

    encode, form = msgspec.json.encode, msgspec.json.format
    msgspec.json.encode, msgspec.json.format = timed(encode), timed(form)  # type: ignore[assignment]
    try:
        work()
    finally:
        msgspec.json.encode, msgspec.json.format = encode, form
    return longest


def measure(takes: int, outputs: int) -> tuple[object, ...]:
    """A row of the table."""
    engine = engine_of(project_of(takes, outputs))
    edit, undo, describing, finding, state, project = (Timed() for _ in range(6))
    before = describe(engine.view)
    for n in range(EDITS):
        with edit():
            engine.edit("rename", rename_take(engine.project, takes // 2, f"name {n}"))
        with describing():
            now = describe(engine.view)
        with finding():
            changes = {name: value for name, value in now.items() if before[name] != value}
            pieces = in_pieces(before, changes)
        before = now
    for _ in range(3):
        with undo():
            engine.undo()
        with state():
            to_json(before)
        with project():
            dump_project(engine.project)
    return (
        takes, outputs, edit, undo, describing, finding, len(to_json(pieces)), len(to_json(changes)),
        state, f"{longest_call(lambda: to_json(before)):.2f}",
        project, f"{longest_call(lambda: dump_project(engine.project)):.2f}",
    )  # fmt: skip


def main() -> None:
    """Print the table."""
    print(f"| {' | '.join(_COLUMNS)} |\n|{' --: |' * len(_COLUMNS)}")
    for takes, outputs in SIZES:
        row = (f"{cell:,}" if isinstance(cell, int) else str(cell) for cell in measure(takes, outputs))
        print(f"| {' | '.join(row)} |", flush=True)


if __name__ == "__main__":
    main()
