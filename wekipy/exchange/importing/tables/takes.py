"""The rows of a table as takes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import msgspec
import numpy as np
import numpy.typing as npt

from wekipy.exchange.cells import from_text_cell
from wekipy.exchange.importing.report import Report, counted, listed
from wekipy.exchange.importing.tables.choice import Places
from wekipy.exchange.importing.tables.clocks import unit_of
from wekipy.exchange.importing.tables.dates import LATEST
from wekipy.exchange.importing.tables.outputs import Made
from wekipy.exchange.importing.tables.table import F64, Table
from wekipy.project.counting import many
from wekipy.project.examples import MadeOf, TakeData, measured, row_type, since_it_began
from wekipy.project.problem import Problem
from wekipy.project.schema import ContinuousOutput, GestureOutput, Project, Take
from wekipy.project.take_tags import LONGEST

Flags = npt.NDArray[np.bool_]

LARGEST = float(np.finfo(np.float32).max)
MOST_TAKES = 100_000
_ROWS = 1_000
_WORTH = {1.0: "seconds", 1e-3: "milliseconds", 1e-6: "microseconds", 1e-9: "nanoseconds"}
_HIGHEST_NUMBER = 99_999_999


def make_takes(
    table: Table, places: Places, made: Sequence[Made], rate: float, report: Report
) -> dict[int, TakeData]:
    """The takes of a table, by number, in the order of the table.

    A row without all of its inputs is left out; a target that its output cannot have is.

    Args:
        rate: examples per second, for tables without times.

    Raises:
        Problem: if no row is left, or there are too many takes.
    """
    if places.unused:
        names = [table.columns[n].name for n in places.unused]
        report.left.append(f"the columns {listed(names)}, which are neither inputs nor outputs")
    usable = _usable(table, places)
    lost = int(np.count_nonzero(~usable))
    if lost > table.bad:
        report.left.append(f"{counted(lost - table.bad, 'row')} in which an input is missing or is no number")
    if lost == len(usable):
        raise Problem(f"{table.name} holds no row with all of its inputs")
    numbers = _numbers(table, places.take, usable, report)
    times = _times(table, places.time, rate)
    _report_rest(table, places, report)
    targets = np.empty((len(usable), len(made)), np.float32)
    for n, (one, place) in enumerate(zip(made, places.outputs, strict=True)):
        targets[:, n] = _targets(one, table.values[:, place], usable, report)
    uids = tuple(one.output.uid for one in made)
    takes = {}
    for number, chosen in _grouped(numbers, usable):
        rows = np.empty(len(chosen), row_type(len(places.inputs), len(made)))
        rows["time"], rows["targets"] = times[chosen], targets[chosen]
        for start in range(0, len(chosen), _ROWS):
            part = table.values[chosen[start : start + _ROWS]]
            rows["inputs"][start : start + _ROWS] = part[:, list(places.inputs)]
        takes[number] = since_it_began(uids, rows, MadeOf(source=table.name))
        if places.tags:
            report.tags.append({tag: _tag(table, place, chosen) for tag, place in places.tags.items()})
    report.taken.append(f"{counted(int(usable.sum()), 'example')} in {counted(len(takes), 'take')}")
    return takes


def _tag(table: Table, place: int, chosen: npt.NDArray[np.intp]) -> str:
    """What a column says of the rows of a take; "" where it says nothing, or not the same of all."""
    values, labels = np.unique(table.values[chosen, place]), table.columns[place].labels
    if len(values) != 1 or np.isnan(values[0]):
        return ""
    text = from_text_cell(labels[int(values[0])]) if labels else f"{values[0]:g}"
    return " ".join(text.split())[:LONGEST]


def _usable(table: Table, places: Places) -> Flags:
    """(rows,) which rows have all of their inputs."""
    columns = list(places.inputs)
    usable = np.zeros(len(table.values), np.bool_)
    for start in range(0, len(usable), _ROWS):  # some at a time, to spare memory
        part = table.values[start : start + _ROWS][:, columns]
        usable[start : start + _ROWS] = np.all(np.abs(part) <= LARGEST, axis=1)
    return usable


def _grouped(numbers: npt.NDArray[np.int64], usable: Flags) -> Iterator[tuple[int, npt.NDArray[np.intp]]]:
    """Each number with the places of its usable rows, in the order of the numbers' first rows."""
    rows = np.flatnonzero(usable)
    rows = rows[np.argsort(numbers[rows], kind="stable")]
    different, starts = np.unique(numbers[rows], return_index=True)
    groups = np.split(rows, starts[1:])
    for n in np.argsort([group[0] for group in groups]).tolist():
        yield int(different[n]), groups[n]


def _numbers(table: Table, place: int | None, usable: Flags, report: Report) -> npt.NDArray[np.int64]:
    """(rows,) the number of the take of each; those of the column where they can be numbers of takes."""
    if place is None:
        if len(usable) > 1:
            report.left.append(
                "which examples were recorded together: all are one take (name a column with --take)"
            )
        return np.ones(len(usable), np.int64)
    values = table.values[:, place]
    if np.any(np.isnan(values[usable])):
        raise Problem(
            f"{table.name}: the column “{table.columns[place].name}” does not name the take of every row"
        )
    found, firsts = np.unique(values[usable], return_index=True)
    different = found[np.argsort(firsts)]
    if len(different) > MOST_TAKES:
        raise Problem(
            f"{table.name} has {many(len(different), 'take')}, expected at most {MOST_TAKES:,}; is "
            f"“{table.columns[place].name}” the column of takes?"
        )
    good = (different >= 1) & (different <= _HIGHEST_NUMBER) & (different == np.floor(different))
    if not table.columns[place].labels and good.all():
        return np.where(usable, values, 0).astype(np.int64)
    report.left.append(
        "the numbers of the takes, which must be whole and from 1: they count from 1 in their order"
    )
    order = np.empty(len(found), np.int64)
    order[np.argsort(firsts)] = np.arange(1, len(found) + 1)
    return np.where(usable, order[np.searchsorted(found, values).clip(max=len(found) - 1)], 0)


def _times(table: Table, place: int | None, rate: float) -> F64:
    if place is None:
        return np.arange(len(table.values)) / rate
    column, times = table.columns[place], table.values[:, place]
    if not column.date:
        times = times * unit_of(column.name, times)
    return np.where((times >= 0) & (times <= LATEST), times, 0.0)


def _report_rest(table: Table, places: Places, report: Report) -> None:
    """Report where takes and times come from, except in our own tables."""
    if places.ours:
        return
    if places.take is not None:
        report.taken.append(f"takes by “{table.columns[places.take].name}”")
    if places.time is not None:
        column = table.columns[places.time]
        unit = "" if column.date else f", in {_WORTH[unit_of(column.name, table.values[:, places.time])]}"
        report.taken.append(f"times by “{column.name}”{unit}")


def _targets(made: Made, values: F64, usable: Flags, report: Report) -> F64:
    """The targets of an output, NaN where there is none that it can have."""
    output, targets = made.output, made.targets(values)
    if isinstance(output, ContinuousOutput):
        good = np.abs(targets) <= LARGEST
    else:
        most = output.width if isinstance(output, GestureOutput) else output.classes
        least = 0 if isinstance(output, GestureOutput) or output.nothing else 1
        good = (targets >= least) & (targets <= most) & (targets == np.round(targets))
    lost = int(np.count_nonzero(usable & ~good & ~np.isnan(values)))
    if lost:
        report.left.append(f"{counted(lost, 'target')} that “{output.name}” cannot have")
    return np.where(good, targets, np.nan)


def report_targets(
    takes: Sequence[TakeData], made: Sequence[Made], report: Report, *, lacking: bool = False
) -> None:
    """Say how many examples have a target of each output; with `lacking`, only if some have none."""
    counts = {
        one.output.name: int(sum(np.count_nonzero(~np.isnan(take.column(one.output.uid))) for take in takes))
        for one in made
    }
    if lacking and min(counts.values()) == sum(map(len, takes)):
        return
    shown = ", ".join(f"{count} for {name}" for name, count in counts.items() if count)
    report.taken.append(f"targets: {shown or 'none'}")


def with_takes(
    project: Project, data: Mapping[int, TakeData], tags: Sequence[Mapping[str, str]] = ()
) -> Project:
    """The project with a take for each of the data, by number."""
    said = tags or [{}] * len(data)
    takes = [
        measured(project, msgspec.structs.replace(Take(n, 0, started=rows.started), **own), rows)
        for (n, rows), own in zip(data.items(), said, strict=True)
    ]
    return msgspec.structs.replace(project, takes=tuple(takes))
