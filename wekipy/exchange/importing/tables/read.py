"""A file of examples, whatever its format, as a new project or as takes for one that is there."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Final

from wekipy.exchange.importing.arrived import Arrived
from wekipy.exchange.importing.report import Report, counted, listed
from wekipy.exchange.importing.tables.arff import read_arff
from wekipy.exchange.importing.tables.choice import Choice, Places, find_places
from wekipy.exchange.importing.tables.csv_table import read_csv
from wekipy.exchange.importing.tables.npz import read_npz
from wekipy.exchange.importing.tables.outputs import Made, make_outputs
from wekipy.exchange.importing.tables.table import Table
from wekipy.exchange.importing.tables.takes import make_takes, report_targets, with_takes
from wekipy.project.checking import check
from wekipy.project.examples import TakeData
from wekipy.project.problem import Problem
from wekipy.project.schema import MOST_INPUTS, MOST_OUTPUTS, ContinuousOutput, Input, Project

TABLES: Final = (".arff", ".csv", ".tsv", ".tab", ".txt", ".dat", ".data", ".npz")
_SHEETS: Final = (".xlsx", ".xls", ".ods", ".numbers")


def read_table(path: Path, choice: Choice) -> tuple[Table, Choice]:
    """A table, and what is known of its columns.

    Raises:
        Problem: if it is of no known format, or damaged.
    """
    suffix = path.suffix.lower()
    if suffix == ".npz":
        table, found = read_npz(path)
        return table, replace(
            found,
            inputs=choice.inputs or found.inputs,
            outputs=choice.outputs or found.outputs,
            take=choice.take or found.take,
            time=choice.time or found.time,
            kinds=choice.kinds,
        )
    if suffix in _SHEETS:
        raise Problem(f"{path.name} is a spreadsheet; save the sheet as CSV, and import that")
    if suffix not in TABLES:
        raise Problem(f"{path.name}: expected a Wekinator project, or a file {', '.join(TABLES)}")
    return (read_arff(path) if suffix == ".arff" else read_csv(path)), choice


def project_from(path: Path, choice: Choice, rate: float) -> Arrived:
    """A new project with the examples of a file.

    Args:
        rate: examples per second, for tables without times.

    Raises:
        Problem: one sentence, if it cannot be.
    """
    table, choice = read_table(path, choice)
    report = Report(path.name, left=list(table.notes))
    places = find_places(table, choice)
    if len(places.inputs) > MOST_INPUTS or len(places.outputs) > MOST_OUTPUTS:
        raise Problem(
            f"{table.name}: more than {MOST_INPUTS:,} inputs or {MOST_OUTPUTS:,} outputs; "
            "say which columns count with --inputs and --outputs"
        )
    names = [table.columns[place].name[:200] for place in places.inputs]
    report.taken.append(f"{counted(len(names), 'input')}: {listed(names)}")
    made = make_outputs(table, places, choice, report)
    data = make_takes(table, places, made, rate, report)
    report_targets(list(data.values()), made, report, lacking=True)
    project = Project(inputs=tuple(map(Input, names)), outputs=tuple(one.output for one in made))
    return Arrived(check(with_takes(project, data, report.tags)), data, report)


def takes_for(project: Project, path: Path, choice: Choice, rate: float) -> tuple[list[TakeData], Report]:
    """The examples of a file as takes of a project.

    Raises:
        Problem: one sentence, if its columns do not fit the project.
    """
    table, choice = read_table(path, choice)
    report = Report(path.name, left=list(table.notes))
    places = _fitting(project, table, choice)
    outputs = _outputs(project, table, places, report)
    takes = list(make_takes(table, places, outputs, rate, report).values())
    report_targets(takes, outputs, report)
    return takes, report


def _fitting(project: Project, table: Table, choice: Choice) -> Places:
    names = {column.name for column in table.columns}
    if not choice.inputs and all(one.name in names for one in project.inputs):
        choice = replace(choice, inputs=tuple(one.name for one in project.inputs))
    known = [output.name for output in project.outputs]
    places = find_places(table, choice, known)
    if len(places.inputs) != len(project.inputs):
        raise Problem(
            f"{table.name} has {counted(len(places.inputs), 'input')}, the project "
            f"{len(project.inputs)}; say which columns are inputs with --inputs"
        )
    return places


def _outputs(project: Project, table: Table, places: Places, report: Report) -> list[Made]:
    """The outputs of the project that the columns are targets of: by name, or in order if all are there."""
    names = [table.columns[place].name for place in places.outputs]
    known = {output.name: output for output in project.outputs}
    if all(name in known for name in names):
        chosen = [known[name] for name in names]
    elif len(names) == len(project.outputs):
        chosen = list(project.outputs)
    else:
        raise Problem(
            f"{table.name} has targets for {listed(names)}: name its columns as the outputs of the project "
            f"are, {listed(list(known))}"
        )
    made = []
    for output, place in zip(chosen, places.outputs, strict=True):
        labels = table.columns[place].labels
        if labels and isinstance(output, ContinuousOutput):
            raise Problem(
                f"the column “{table.columns[place].name}” holds words, but {output.name} is continuous"
            )
        made.append(Made(output, {float(n): n + 1 for n in range(len(labels))} if labels else None))
        if labels:
            report.taken.append(f"{output.name}: {listed([f'{n} is {x}' for n, x in enumerate(labels, 1)])}")
    return made
