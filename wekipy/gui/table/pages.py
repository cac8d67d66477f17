"""Fetches the pages of the table, and keeps those that were seen last."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import Final, TypeAlias

import numpy as np
import numpy.typing as npt
from PyQt6.QtCore import QObject, pyqtSignal

from wekipy.client.replies import TablePage
from wekipy.gui.session.session import Session

MOST_KEPT: Final = 64  # pages
_ROWS: Final = 256  # of a page
_NUMBERS: Final = 65_536  # of a page, about: of wide tables it has fewer rows
_WANTED: Final = 4  # pages that are waited for; those that were asked for before are out of sight by now

Where: TypeAlias = tuple[tuple[int, str, float], ...]


@dataclass(frozen=True)
class Query:
    """Which rows the table shows.

    Attributes:
        takes: numbers; none is all.
        where: conditions, as of `Client.example_table`.
    """

    takes: tuple[int, ...] = ()
    where: Where = ()


@dataclass(frozen=True)
class Line:
    """A row of the table.

    Attributes:
        values: (columns,) the time, inputs and targets.
    """

    take: int
    row: int
    values: npt.NDArray[np.float64]


class Pages(QObject):
    """The rows of a table, page by page.

    Signals:
        counted(int): how many rows the table has.
        came(int, int): first and last of rows that are there now.
        failed(str): why it cannot be read, a sentence.

    Attributes:
        query: which rows are shown.
        rows: how many; -1 before anybody knows.
    """

    counted = pyqtSignal(int)
    came = pyqtSignal(int, int)
    failed = pyqtSignal(str)

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self.query, self.rows = Query(), -1
        self._size = _ROWS
        self._kept: OrderedDict[int, TablePage] = OrderedDict()
        self._old: set[int] = set()  # kept pages that are shown until the new ones come
        self._wanted: list[int] = []
        self._asked: int | None = None
        self._round = 0  # answers to earlier rounds are not shown
        session.lost.connect(self._forget)

    def show(self, query: Query, columns: int) -> None:
        """Show other rows, of so many columns."""
        self.query, self._size = query, max(1, min(_ROWS, _NUMBERS // max(columns, 1)))
        self._kept.clear()
        self._old.clear()
        self.refresh()

    def refresh(self) -> None:
        """Fetch the rows anew; those that were there are shown meanwhile."""
        self._old = set(self._kept)
        self._round += 1
        self._wanted, self._asked = [], None
        self.want(self.newest * self._size)

    @property
    def newest(self) -> int:
        """The page that was looked at last."""
        return next(reversed(self._kept), 0)

    def line(self, row: int) -> Line | None:
        """A row of the table; None while it is not there, and it is fetched."""
        number, at = divmod(row, self._size)
        page = self._kept.get(number)
        if page is None or number in self._old:
            self.want(row)
        if page is None or at >= len(page["row"]):
            return None
        self._kept.move_to_end(number)
        values = np.concatenate([[page["time"][at]], page["inputs"][at], page["targets"][at]])
        return Line(int(page["take"][at]), int(page["row"][at]), values)

    def value(self, row: int, column: int) -> float | None:
        """One number of the table; None while it is not there, and it is fetched."""
        number, at = divmod(row, self._size)
        page = self._kept.get(number)
        if page is None or number in self._old:
            self.want(row)
        if page is None or at >= len(page["row"]):
            return None
        if column == 0:
            return float(page["time"][at])
        inputs = page["inputs"].shape[1]
        if column <= inputs:
            return float(page["inputs"][at, column - 1])
        place = column - inputs - 1
        return float(page["targets"][at, place]) if place < page["targets"].shape[1] else None

    def place(self, row: int) -> tuple[int, int] | None:
        """Take and row number of a row of the table; None while it is not there, and it is fetched."""
        number, at = divmod(row, self._size)
        page = self._kept.get(number)
        if page is None or number in self._old:
            self.want(row)
        if page is None or at >= len(page["row"]):
            return None
        self._kept.move_to_end(number)
        return int(page["take"][at]), int(page["row"][at])

    def lines(self, spans: Sequence[tuple[int, int]]) -> list[Line] | None:
        """Rows of the table, first and last of each span; None if some of them are not kept, or are old."""
        found = []
        for first, last in spans:
            numbers = range(first // self._size, last // self._size + 1)
            if len(numbers) > MOST_KEPT or any(n not in self._kept or n in self._old for n in numbers):
                return None
            found += [line for row in range(first, last + 1) if (line := self.line(row)) is not None]
        return found

    def want(self, row: int) -> None:
        """Fetch the page of a row, unless it is on its way."""
        number = row // self._size
        if number in self._wanted[-_WANTED:] or number == self._asked:
            return
        self._wanted = [*self._wanted, number][-_WANTED:]
        self._ask()

    def _ask(self) -> None:
        if self._asked is not None or not self._wanted or not self._session.connected:
            return
        self._asked = self._wanted.pop()
        self._session.do(
            "example_table",
            self._asked * self._size,
            self._size,
            self.query.where,
            self.query.takes,
            then=partial(self._take, self._round, self._asked),
            refused=partial(self._fail, self._round),
        )

    def _take(self, asked_in: int, number: int, page: TablePage) -> None:
        if asked_in != self._round:
            return
        self._asked = None
        self._kept[number] = page
        self._kept.move_to_end(number)
        self._old.discard(number)
        while len(self._kept) > MOST_KEPT:
            self._old.discard(self._kept.popitem(last=False)[0])
        if page["rows"] != self.rows:
            self.rows = page["rows"]
            self.counted.emit(self.rows)
        first = number * self._size
        if len(page["row"]):
            self.came.emit(first, first + len(page["row"]) - 1)
        self._ask()

    def _fail(self, asked_in: int, sentence: str) -> None:
        if asked_in == self._round:
            self._asked, self._wanted = None, []
            self.failed.emit(sentence)

    def _forget(self) -> None:
        self._asked, self._wanted = None, []
