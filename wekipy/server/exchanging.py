"""Imports and exports examples: prepared from a view, in the calling thread."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Any, Final, TypeAlias

import msgspec

from wekipy.engine.engine import Engine
from wekipy.engine.take_work import Ask, Commit, settle
from wekipy.engine.view import View
from wekipy.exchange.exporting.write import ESTIMATORS, SKETCHES, TABLES
from wekipy.exchange.importing.read import RATE
from wekipy.exchange.importing.report import Report
from wekipy.exchange.importing.tables.choice import Choice
from wekipy.project.examples import TakeData, measured
from wekipy.project.problem import Problem
from wekipy.project.schema import Project, Take
from wekipy.project.suggesting import suggest

_MOST_TOLD: Final = 100  # sentences of each kind
Reader: TypeAlias = Callable[[Project, Path, Choice, float], tuple[list[TakeData], Report]]


class Options(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a client specifies about the columns of a table, see `Choice`."""

    inputs: tuple[str, ...] = ()
    outputs: tuple[str, ...] = ()
    take: str = ""
    time: str = ""
    rate: Annotated[float, msgspec.Meta(ge=0.1, le=100_000)] = RATE


def read_options(given: object) -> Options:
    """Read the options of an import from JSON.

    Raises:
        Problem: naming the options that exist.
    """
    try:
        return msgspec.convert(given, Options)
    except msgspec.ValidationError:
        raise Problem(
            "options: expected a JSON object with inputs and outputs (lists of names), take and time (names)"
            f" and rate (0.1 to 100,000), each optional; got {given!r:.60}"
        ) from None


def import_examples(
    engine: Engine, ask_engine: Ask[list[int]], read: Reader, source: Path, given: object
) -> dict[str, Any]:
    """Add the examples of a file to a project as one undo step; returns the takes and the report.

    Args:
        read: reads the examples, here or in a process of its own.

    Raises:
        Problem: one sentence; the project is then unchanged.
    """
    options = read_options(given)
    choice = Choice(options.inputs, options.outputs, options.take, options.time)
    reports: list[Report] = []

    def prepare(view: View) -> Commit[list[int]]:
        parts, report = read(view.project, source, choice, options.rate)
        if not parts:
            raise Problem(f"{source.name} holds no examples")
        reports.append(report)
        label = f"import examples of {report.source}"
        takes = [
            measured(view.project, msgspec.structs.replace(Take(1, 0, started=part.started), **tags), part)
            for part, tags in zip(parts, report.tags or [{}] * len(parts), strict=True)
        ]
        return lambda engine: [take.number for take in engine.add_measured(parts, takes, label)]

    numbers = settle(engine, ask_engine, prepare)
    report = reports[-1]
    return {"takes": numbers, "taken": report.taken[:_MOST_TOLD], "left": report.left[:_MOST_TOLD]}


def file_name(form: str, name: str, usual: str) -> str:
    """The name of an exported file, whose suffix gives the format; or of the folder for one per output.

    Raises:
        Problem: if there is no such format.
    """
    if form in ESTIMATORS:
        return name or f"{usual}-{form}"
    if form not in TABLES and form not in SKETCHES:
        raise Problem(
            f"no format is called “{form[:40]}”; {suggest(form, (*TABLES, *SKETCHES, *ESTIMATORS))}"
        )
    ending = SKETCHES.get(form, f".{form}")
    plain = name or usual
    return plain if plain.lower().endswith(ending) else plain + ending
