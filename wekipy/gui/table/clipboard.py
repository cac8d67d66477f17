"""Rows as tab-separated text, as spreadsheets take it, and rows read from such text."""

from __future__ import annotations

import csv
import io
import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from wekipy.client.replies import TablePage
from wekipy.gui.table.columns import Column, value_columns
from wekipy.gui.table.pages import Line
from wekipy.gui.translation import tr
from wekipy.project.problem import Problem

MOST_NUMBERS = 1_000_000  # that go to the clipboard
_NO_COLUMN = ("take", "row")  # names in a first line, of columns that are no numbers of an example


def lines_of(page: TablePage) -> list[Line]:
    """The rows of a page."""
    values = np.column_stack([page["time"], page["inputs"], page["targets"]])
    places = zip(page["take"].tolist(), page["row"].tolist(), values, strict=True)
    return [Line(int(take), int(row), its) for take, row, its in places]


def to_text(lines: Sequence[Line], columns: Sequence[Column], chosen: Sequence[int], heads: bool) -> str:
    """Some columns of rows as tab-separated text.

    Args:
        chosen: places of the columns.
        heads: whether a first line has their names, and a first column the numbers of the takes.
    """
    written = io.StringIO()
    writer = csv.writer(written, delimiter="\t", lineterminator="\n")
    if heads:
        writer.writerow(["take", *(columns[n].name if columns[n].number else "time" for n in chosen)])
    for line in lines:
        numbers = [columns[n].plain(float(line.values[n])) for n in chosen]
        writer.writerow([line.take, *numbers] if heads else numbers)
    return written.getvalue()


@dataclass(frozen=True)
class Pasted:
    """Text from a spreadsheet.

    Attributes:
        heads: the names in its first line; () if that holds numbers.
        rows: of cells, all of the same length.
    """

    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def read_text(text: str, columns: Sequence[Column]) -> Pasted:
    """Read tab-separated text; a first line that names a column holds names.

    Raises:
        Problem: if there is nothing, or its lines differ in length.
    """
    if len(text) > 64 << 20:
        raise Problem(tr("That is too much for the clipboard: import it as a table, in the panel Takes."))
    lines = io.StringIO(text.replace("\r\n", "\n").replace("\r", "\n"))
    try:
        table = [tuple(cell.strip() for cell in row) for row in csv.reader(lines, delimiter="\t") if row]
    except csv.Error as e:
        raise Problem(tr("This is no text of cells: copy some cells of a spreadsheet.")) from e
    if not table:
        raise Problem(tr("There is nothing to paste: copy some cells first."))
    for number, row in enumerate(table, 1):
        if len(row) != len(table[0]):
            words = tr("Line {line} to paste has {count} cells, the first one has {first}.")
            raise Problem(words.format(line=number, count=len(row), first=len(table[0])))
    names = {name.casefold() for name in (*_NO_COLUMN, "time", *(column.name for column in columns))}
    named = [cell.casefold() in names for cell in table[0]]
    heads = any(named) and not any(_is_number(cell) for cell in table[0])
    if heads and len(table) == 1 and len(table[0]) == 1:
        heads = False  # one word alone is the name of a class, say
    if not heads:
        return Pasted((), tuple(table))
    if len(table) == 1:
        raise Problem(tr("There is nothing to paste: copy some cells first."))
    return Pasted(table[0], tuple(table[1:]))


def _is_number(text: str) -> bool:
    try:
        float(text.replace(",", "."))
    except ValueError:
        return False
    return True


def placed(pasted: Pasted, columns: Sequence[Column], first: int) -> list[Column | None]:
    """The column that each pasted one is for; None for those that cannot be edited.

    Args:
        first: place of the column where the first one goes, if no line has names.

    Raises:
        Problem: if there is none.
    """
    if not pasted.heads:
        width = len(pasted.rows[0])
        if first + width > len(columns):
            words = tr("{count} columns do not fit there: the table has {room} from that one on.")
            raise Problem(words.format(count=width, room=len(columns) - first))
        found: list[Column | None] = list(columns[first : first + width])
        return found
    by_name = {column.name.casefold(): column for column in reversed(columns)}
    known = {*_NO_COLUMN, "time"}
    for head in pasted.heads:
        if head.casefold() not in by_name and head.casefold() not in known:
            raise Problem(tr("There is no column “{name}” here.").format(name=head[:40]))
    chosen = [by_name.get(head.casefold()) for head in pasted.heads]
    return [None if column is None or column.fixed else column for column in chosen]


def cells_over(
    pasted: Pasted, places: Sequence[Column | None], lines: Sequence[Line]
) -> list[tuple[int, int, int, float]]:
    """The edits that put pasted cells over rows of the table, as of `Client.edit_examples`.

    Raises:
        Problem: naming the cell that does not fit; nothing is pasted then.
    """
    found = []
    for n, (row, line) in enumerate(zip(pasted.rows, lines, strict=True), 1):
        for text, column in zip(row, places, strict=True):
            if column is not None:
                found.append((line.take, line.row, column.number, _read(column, text, n)))
    return found


def _read(column: Column, text: str, line: int) -> float:
    try:
        return column.read(text)
    except Problem as e:
        raise Problem(
            tr("Line {line} to paste: {why}. Nothing was pasted.").format(line=line, why=str(e).rstrip("."))
        ) from e


def examples_in(
    pasted: Pasted, columns: Sequence[Column], present: Sequence[float]
) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]:
    """Pasted rows as new examples: (n, inputs) and (n, outputs that are no gesture outputs).

    Without names, the columns are the inputs and then the outputs, or the inputs alone, which teach the
    present targets.

    Args:
        present: targets.

    Raises:
        Problem: naming the cell or column that does not fit.
    """
    inputs, outputs = [c for c in columns if c.number > 0], value_columns(columns)
    if pasted.heads:
        places: Sequence[Column | None] = placed(pasted, columns, 0)
    else:
        places = [*inputs, *outputs][: max(len(pasted.rows[0]), len(inputs))]
        if len(pasted.rows[0]) not in (len(inputs), len(inputs) + len(outputs)):
            words = tr("{count} columns do not fit: new rows have {inputs} inputs and {outputs} targets.")
            raise Problem(words.format(count=len(pasted.rows[0]), inputs=len(inputs), outputs=len(outputs)))
    for column in inputs:
        if column not in places:
            raise Problem(tr("New rows need a column “{name}”.").format(name=column.name))
    x = _table(pasted, places, inputs, math.nan)
    if not any(column in places for column in outputs):
        return x, np.tile(np.asarray(present, np.float64), (len(x), 1))
    return x, _table(pasted, places, outputs, math.nan)


def _table(
    pasted: Pasted, places: Sequence[Column | None], wanted: Sequence[Column], missing: float
) -> npt.NDArray[np.float64]:
    at = [places.index(column) if column in places else None for column in wanted]
    return np.array(
        [
            [
                missing if n is None else _read(column, row[n], line)
                for n, column in zip(at, wanted, strict=True)
            ]
            for line, row in enumerate(pasted.rows, 1)
        ]
    ).reshape(len(pasted.rows), len(wanted))
