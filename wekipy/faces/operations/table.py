"""The examples of takes as a table: its rows, and edits of single numbers and rows."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from wekipy.engine import row_work
from wekipy.engine.take_work import Commit, settle
from wekipy.engine.view import View
from wekipy.faces.arguments import Argument
from wekipy.faces.operations.looking import packed
from wekipy.faces.operations.operation import TAKE, TAKES, AsksEngine, Operation
from wekipy.project.example_table import COMPARISONS, LastTable, example_page, read_conditions
from wekipy.project.take_contents import MOST_ROWS


def _page(m: AsksEngine, first: int, most: int, where: object, takes: list[int]) -> dict[str, Any]:
    view = m.engine.view
    table = view.remembered("example table", LastTable)
    parts = table.parts(view.project, view.data, takes, read_conditions(where))
    return packed(example_page(view.project, parts, first, most))


def _aside(m: AsksEngine, prepare: Callable[[View], Commit[row_work.Replaced]]) -> row_work.Replaced:
    return settle(m.engine, m.ask_engine, prepare)


_REPLACED = (
    " One undo takes all of it back. A take keeps its number unless very much of it has been edited: then a"
    " new take takes its place. Replies with new numbers by the old, null for a take without a row left."
)

OPERATIONS: tuple[Operation, ...] = (
    Operation(
        "example_table",
        "Examples of takes (none named: all) that are used, as a page of a table: rows (in the whole table),"
        " first, and arrays take, row (its number in the take, from 1, which it keeps when others are"
        " deleted), time (seconds since the take began), inputs, and targets with a column for each output.",
        _page,
        (
            Argument("first", "int", "row of the table that the page begins with, from 0"),
            Argument("most", "int", f"rows in the page, 1 to {MOST_ROWS}", default=256),
            Argument(
                "where",
                "json",
                "conditions that all must hold, [[column, comparison, value], …]: column is the number of an"
                " input, that of an output with a minus, or 0 for the time; comparison is"
                f" {', '.join(COMPARISONS)}",
                default=(),
            ),
            TAKES,
        ),
        aside=True,
    ),
    Operation(
        "edit_examples",
        "Give numbers of examples other values; what was recorded stays on disk." + _REPLACED,
        lambda m, cells: _aside(m, lambda view: row_work.edit_examples(view, cells)),
        (
            Argument(
                "cells",
                "table",
                "take, row, column and value of each: row as in example_table; column is the number of an"
                " input, or that of an output with a minus; null takes a target away",
            ),
        ),
        aside=True,
    ),
    Operation(
        "delete_row_ranges",
        "Delete rows of one or several takes." + _REPLACED,
        lambda m, ranges: _aside(m, lambda view: row_work.delete_row_ranges(view, ranges)),
        (Argument("ranges", "table", "take, first and last row of each, as in example_table"),),
        aside=True,
    ),
    Operation(
        "append_examples",
        "Add examples at the end of a take." + _REPLACED,
        lambda m, take, rows, targets: _aside(
            m, lambda view: row_work.append_examples(view, take, rows, targets)
        ),
        (
            TAKE,
            Argument("rows", "table", "a number per input in each row"),
            Argument("targets", "table", "for each row a number per output that is no gesture output"),
        ),
        aside=True,
    ),
)
