"""Writes an export in a process of its own, from the project folder: no packet of an engine waits for it."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Final

import msgspec

from wekipy.engine.engine import Engine
from wekipy.engine.training_jobs import training_job
from wekipy.engine.view import View
from wekipy.exchange.exporting.sketch.score import make_score
from wekipy.exchange.exporting.tables.examples import gather
from wekipy.exchange.exporting.write import (
    ESTIMATORS,
    SKETCHES,
    TABLES,
    write_model,
    write_sketch,
    write_table,
)
from wekipy.exchange.own_process import run_apart
from wekipy.machine.polite import be_polite
from wekipy.project.editing import output_at
from wekipy.project.missing import check_nothing_missing
from wekipy.project.problem import Problem
from wekipy.storage.folder import open_folder
from wekipy.storage.presence import make_inside

BLOCKS_STAY: Final = (
    "its features are made by blocks of stages, which no other program knows: remove the blocks before you"
    " export it, or export the examples"
)


class _Order(msgspec.Struct, frozen=True):
    """What is to be written where; `takes` are those that are there, without one being recorded now."""

    folder: str
    path: str
    form: str
    outputs: tuple[int, ...]
    takes: frozenset[int]


class _Done(msgspec.Struct, frozen=True):
    problem: str = ""
    left: tuple[str, ...] = ()


def export_apart(
    folder: Path, path: Path, form: str, numbers: Sequence[int], takes: frozenset[int]
) -> tuple[str, ...]:
    """Write the examples or the models of a project as it is on disk.

    Args:
        path: of the file; of a folder for one of `ESTIMATORS`.
        form: one of `TABLES`, `SKETCHES` or `ESTIMATORS`.
        numbers: of outputs, from 1; none is all.
        takes: numbers of the takes that count; others in the folder are not complete yet.

    Returns:
        For each output that could have been written but cannot be, a sentence.

    Raises:
        Problem: if there is nothing to write, or it cannot be written.
    """
    order = _Order(str(folder), str(path), form, tuple(numbers), takes)
    reply = run_apart(__name__, msgspec.json.encode(order), path.name)
    done = msgspec.json.decode(reply, type=_Done)
    if done.problem:
        raise Problem(done.problem)
    return done.left


def main() -> None:
    """Do what the standard input asks for; why it could not be done goes to the standard output."""
    be_polite()
    order = msgspec.json.decode(sys.stdin.buffer.read(), type=_Order)
    try:
        done = _Done(left=_write(order))
    except Problem as e:
        done = _Done(str(e))
    except MemoryError:
        done = _Done(f"{Path(order.path).name} does not fit into memory")
    sys.stdout.buffer.write(msgspec.json.encode(done))


def _write(order: _Order) -> tuple[str, ...]:
    opened, path = open_folder(Path(order.folder)), Path(order.path)
    takes = tuple(take for take in opened.project.takes if take.number in order.takes)
    project = msgspec.structs.replace(opened.project, takes=takes)
    chosen = list(order.outputs) or list(range(1, len(project.outputs) + 1))
    outputs = [output_at(project, number) for number in chosen]
    if order.form not in SKETCHES:
        check_nothing_missing(project)
    if order.form in ESTIMATORS:
        return _write_estimators(Engine(project, opened.data).view, chosen, order)
    if order.form in TABLES:
        write_table(path, order.form, gather(project, opened.data, outputs))
        return ()
    score = make_score(project, opened.models, chosen, path.stem)
    write_sketch(path, order.form, score)
    return tuple(score.left.values())


def _write_estimators(view: View, numbers: Sequence[int], order: _Order) -> tuple[str, ...]:
    """A file for each output in a folder; returns why some have none.

    Raises:
        Problem: if none has one.
    """
    if view.project.blocks:
        raise Problem(BLOCKS_STAY)
    folder, left = Path(order.path), []
    try:
        make_inside(Path(order.folder), folder)
    except OSError as e:
        raise Problem(f"cannot make the folder {folder}: {e.strerror}") from e
    for number in numbers:
        try:
            job = training_job(view, number, output_at(view.project, number))
            write_model(folder / f"output-{number}.{order.form}", order.form, job)
        except Problem as e:
            left.append(f"output {number} ({e})")
    if len(left) == len(numbers):
        raise Problem("; ".join(left))
    return tuple(left)
