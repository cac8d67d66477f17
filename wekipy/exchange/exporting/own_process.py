"""Writes an export in a process of its own, from the project folder: no packet of an engine waits for it."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

import msgspec

from wekipy.exchange.exporting.sketch.score import make_score
from wekipy.exchange.exporting.tables.examples import gather
from wekipy.exchange.exporting.write import TABLES, write_sketch, write_table
from wekipy.exchange.own_process import run_apart
from wekipy.machine.polite import be_polite
from wekipy.project.editing import output_at
from wekipy.project.missing import check_nothing_missing
from wekipy.project.problem import Problem
from wekipy.storage.folder import open_folder


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
    """Write the examples, or the trained models as source code, of a project as it is on disk.

    Args:
        form: one of `TABLES` or `SKETCHES`.
        numbers: of outputs, from 1; none is all.
        takes: numbers of the takes that count; others in the folder are not complete yet.

    Returns:
        For each output that is trained but cannot be written, a sentence.

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
    if order.form in TABLES:
        check_nothing_missing(project)
        write_table(path, order.form, gather(project, opened.data, outputs))
        return ()
    score = make_score(project, opened.models, chosen, path.stem)
    write_sketch(path, order.form, score)
    return tuple(score.left.values())
