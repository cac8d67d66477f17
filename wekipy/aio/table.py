# Made by `python -m wekipy.cli.awaiting` of wekipy/client/table.py: change that, not this.
"""The examples of takes as a table: its rows, and edits of single numbers and rows."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np

from wekipy.aio.connection import Connection
from wekipy.client.given import Table, array, in_json, rows_of, targets_for
from wekipy.client.looking import unpacked
from wekipy.client.replies import TablePage
from wekipy.client.table import _AT_ONCE, Replaced, joined, replaced
from wekipy.faces.json_text import to_json


class ExampleTable(Connection):
    """The examples of takes as a table: its rows, and edits of single numbers and rows."""

    async def example_table(
        self,
        first: int = 0,
        most: int = 256,
        where: Sequence[Sequence[object]] = (),
        takes: Iterable[int] = (),
    ) -> TablePage:
        """A page of the table of the examples of takes (none named: all) that are used.

        Args:
            first: row of the table that the page begins with, from 0.
            most: rows in the page.
            where: conditions that all must hold, (column, comparison, value) each: column is the number of an
                input, that of an output with a minus, or 0 for the time; comparison is "=", "!=", "<", "<=",
                ">", ">=", or "none" for what has no value.

        Returns:
            rows (in the whole table), first, and arrays: take (n,), row (n,) its number in the take, from 1,
            which it keeps when others are deleted, time (n,) seconds since the take began, inputs (n,
            inputs), targets (n, outputs) with NaN where there is none.
        """
        text = to_json([list(condition) for condition in where])
        page: TablePage = unpacked(
            await self.ask("example_table", int(first), int(most), text, *map(int, takes))
        )
        return page

    async def example_rows(
        self,
        spans: Sequence[tuple[int, int]],
        where: Sequence[Sequence[object]] = (),
        takes: Iterable[int] = (),
    ) -> TablePage:
        """Rows of a table as one page, however many there are.

        Args:
            spans: first and last row of each, from 0; what lies beyond the end of the table is left out.
            where, takes: as in `example_table`.
        """
        wanted, pages = list(takes), []
        for first, last in spans:
            at = first
            while at <= last:
                page = await self.example_table(at, min(last - at + 1, _AT_ONCE), where, wanted)
                pages.append(page)
                at += len(page["row"])  # a page of very many columns has fewer than were asked for
                if not len(page["row"]):
                    break
        return joined(pages or [await self.example_table(0, 1, where, wanted)], empty=not pages)

    async def edit_examples(self, cells: Table) -> Replaced:
        """Give numbers of examples other values; what was recorded stays on disk, and undo takes it back.

        Args:
            cells: (n, 4) take, row, column and value of each: row as in `example_table`; column is the number
                of an input, or that of an output with a minus; None or NaN takes a target away.

        Returns:
            By number, takes of which so much is edited that a new take has their place, and its number.
        """
        return replaced(
            await self.ask("edit_examples", *in_json(cells=(np.atleast_2d(array("cells", cells)), "<f8")))
        )

    async def delete_row_ranges(self, ranges: Table) -> Replaced:
        """Delete rows of one or several takes, in one step of undo.

        Args:
            ranges: (n, 3) take, first and last row of each, as in `example_table`.

        Returns:
            As `edit_examples`; None for a take of which nothing is left.
        """
        given = np.atleast_2d(array("ranges", ranges))
        return replaced(await self.ask("delete_row_ranges", *in_json(ranges=(given, "<f8"))))

    async def append_examples(self, take: int, rows: Table, targets: Table) -> Replaced:
        """Add examples at the end of a take; rows and targets as in `add_examples`.

        Returns:
            As `edit_examples`.
        """
        x, y = array("rows", rows), array("targets", targets)
        if x.ndim < 2 or y.ndim < 2:
            now = await self.values()
            x = rows_of(x, len(now["inputs"]))
            y = targets_for(y, len(x), len(now["targets"]))
        tables = in_json(rows=(x, "<f4"), targets=(y, "<f8"))
        return replaced(await self.ask("append_examples", int(take), *tables))
