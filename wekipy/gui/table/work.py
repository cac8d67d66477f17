"""What a person does to the rows of the table: copy, paste, add, delete."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

import numpy as np
import numpy.typing as npt
from PyQt6.QtCore import QObject
from PyQt6.QtGui import QGuiApplication

from wekipy.client.replies import TablePage
from wekipy.gui.session.session import Session
from wekipy.gui.table.clipboard import (
    MOST_NUMBERS,
    Pasted,
    cells_over,
    examples_in,
    lines_of,
    placed,
    read_text,
    to_text,
)
from wekipy.gui.table.columns import Column, value_columns
from wekipy.gui.table.pages import Line, Pages
from wekipy.gui.translation import mark, tr
from wekipy.gui.translation.counting import counted
from wekipy.project.problem import Problem

F64 = npt.NDArray[np.float64]
Lines = list[Line]
Spans = Sequence[tuple[int, int]]


class Work(QObject):
    """Does things to rows of a table; each edit is one step of undo.

    Args:
        pages: of the table.
        columns: gives those of the table.
    """

    def __init__(
        self, session: Session, pages: Pages, columns: Callable[[], tuple[Column, ...]], parent: QObject
    ) -> None:
        super().__init__(parent)
        self._session, self._pages, self._columns = session, pages, columns

    def edit(self, take: int, row: int, column: int, value: float) -> None:
        """Give a number another value."""
        self._do("edit_examples", [(take, row, column, value)])

    def copy(self, spans: Spans, chosen: Sequence[int]) -> None:
        """Copy some columns of rows to the clipboard; more than one cell with a line of names."""
        rows = _count(spans)
        if rows * (len(chosen) + 1) > MOST_NUMBERS:
            self._session.say(
                tr("That is too much for the clipboard: use Export, in the panel Takes, to write a table.")
            )
        elif rows and chosen:
            heads = rows * len(chosen) > 1
            self._with(spans, lambda lines: self._copy(lines, chosen, heads))

    def _copy(self, lines: Lines, chosen: Sequence[int], heads: bool) -> None:
        clipboard = QGuiApplication.clipboard()
        if clipboard is not None:
            clipboard.setText(to_text(lines, self._columns(), chosen, heads))
            several = mark("{count} rows are copied: paste them into a spreadsheet.")
            words = counted(len(lines), mark("One row is copied: paste it into a spreadsheet."), several)
            self._session.done.emit(words if heads else tr("Copied."))

    def paste_over(self, row: int, column: int) -> None:
        """Put what is on the clipboard over the cells from this one on."""
        self._tried(lambda: self._paste_over(row, column))

    def _paste_over(self, row: int, column: int) -> None:
        pasted = self._pasted()
        places = placed(pasted, self._columns(), column)
        fixed = next((place.fixed for place in places if place is not None and place.fixed), "")
        if fixed:
            raise Problem(fixed)
        room = self._pages.rows - row
        if len(pasted.rows) > room:
            words = tr(
                "{count} rows do not fit: the table has {room} from there on. Paste them as a new take."
            )
            raise Problem(words.format(count=f"{len(pasted.rows):,}", room=f"{room:,}"))
        self._with([(row, row + len(pasted.rows) - 1)], lambda lines: self._put(pasted, places, lines))

    def _put(self, pasted: Pasted, places: Sequence[Column | None], lines: Lines) -> None:
        if len(lines) != len(pasted.rows):
            self._session.say(tr("The table has just changed: paste again."))
            return
        self._tried(lambda: self._edit(cells_over(pasted, places, lines)))

    def _edit(self, cells: Sequence[tuple[int, int, int, float]]) -> None:
        if not cells:
            raise Problem(tr("There is nothing to paste: copy some cells first."))
        self._do("edit_examples", np.array(cells, np.float64))

    def paste_as_take(self) -> None:
        """Make a take of what is on the clipboard."""
        self._tried(self._paste_as_take)

    def _paste_as_take(self) -> None:
        rows, targets = examples_in(self._pasted(), self._columns(), self._session.live.targets.tolist())
        self._do("add_examples", rows, targets)

    def _pasted(self) -> Pasted:
        clipboard = QGuiApplication.clipboard()
        return read_text("" if clipboard is None else clipboard.text(), self._columns())

    def add_copy(self, row: int) -> None:
        """Add a copy of a row at the end of its take."""
        self._with([(row, row)], self._add)

    def _add(self, lines: Lines) -> None:
        columns = self._columns()
        inputs = [n for n, column in enumerate(columns) if column.kind == "input"]
        targets = [columns.index(column) for column in value_columns(columns)]
        for line in lines:
            self._append([line], line.values[None, inputs], line.values[None, targets])

    def add_present(self, row: int | None) -> None:
        """Add what arrives now, with the present targets, to the take of a row; without a row as a take."""
        live = self._session.live
        inputs, targets = live.inputs.copy()[None, :], live.targets.copy()[None, :]
        if not inputs.size:
            self._session.say(tr("Nothing has arrived yet."))
        elif row is None:
            self._do("add_examples", inputs, targets)
        else:
            self._with([(row, row)], lambda lines: self._append(lines[:1], inputs, targets))

    def _append(self, lines: Lines, inputs: F64, targets: F64) -> None:
        for line in lines:
            self._do("append_examples", line.take, inputs, targets)

    def delete(self, spans: Spans) -> None:
        """Delete rows."""
        if _count(spans):
            self._with(spans, self._delete)

    def _delete(self, lines: Lines) -> None:
        ranges: list[tuple[int, int, int]] = []
        for line in lines:
            if ranges and ranges[-1][0] == line.take and ranges[-1][2] == line.row - 1:
                ranges[-1] = (line.take, ranges[-1][1], line.row)
            else:
                ranges.append((line.take, line.row, line.row))
        if ranges:
            self._do("delete_row_ranges", np.array(ranges, np.float64))

    def _with(self, spans: Spans, then: Callable[[Lines], None]) -> None:
        """Do something with rows: at once if they are here, or once they have come."""
        lines = self._pages.lines(spans)
        if lines is not None:
            then(lines)
            return
        query = self._pages.query
        self._session.do(
            "example_rows", list(spans), query.where, query.takes, then=partial(self._came, then)
        )

    def _came(self, then: Callable[[Lines], None], page: TablePage) -> None:
        then(lines_of(page))

    def _do(self, operation: str, *arguments: Any) -> None:
        self._session.do(operation, *arguments, then=self._done, refused=self._refuse)

    def _done(self, _: Any) -> None:
        self._pages.refresh()

    def _refuse(self, sentence: str) -> None:
        self._session.say(sentence)
        self._pages.refresh()

    def _tried(self, work: Callable[[], None]) -> None:
        try:
            work()
        except Problem as e:
            self._session.say(str(e))


def _count(spans: Spans) -> int:
    return sum(last - first + 1 for first, last in spans)
