"""No name in an exported table is run as a formula, and each is read back as it was."""

from __future__ import annotations

import csv
from pathlib import Path

import msgspec
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from wekipy.exchange.cells import as_text_cell, from_text_cell
from wekipy.exchange.exporting.tables.examples import gather
from wekipy.exchange.exporting.write import write_table
from wekipy.exchange.importing.tables.csv_table import read_csv
from wekipy.project.create import new_project
from wekipy.project.examples import TakeData, row_type
from wekipy.project.schema import Input, Take

NAMES = [
    '=HYPERLINK("http://a","b")',
    "+1+cmd|' /C calc'!A0",
    "-x",
    "@SUM(1)",
    "'=x",
    "''=x",
    "plain",
    "\t=1",
]


@given(st.text("=+-@\t\r'a1.e ", max_size=6))
def test_cells_begin_no_formula_and_come_back(text: str) -> None:
    cell = as_text_cell(text)
    assert from_text_cell(cell) == text
    if cell[:1] in ("=", "+", "-", "@", "\t", "\r"):
        float(cell)


@pytest.mark.parametrize("number", ["-5", "+1e3", "-.5", "-inf"])
def test_numbers_stay_numbers(number: str) -> None:
    assert as_text_cell(number) == number


def test_an_exported_table_holds_no_formula_and_has_the_names_again(tmp_path: Path) -> None:
    project = new_project(len(NAMES), "1")
    project = msgspec.structs.replace(project, inputs=tuple(map(Input, NAMES)))
    path = tmp_path / "a.csv"
    rows = np.zeros(2, row_type(len(NAMES), 1))
    project = msgspec.structs.replace(project, takes=(Take(1, 2, {"o1": 2}),))
    write_table(path, "csv", gather(project, {1: TakeData(("o1",), (rows,))}, project.outputs))
    with path.open(newline="", encoding="utf-8") as file:
        header = next(csv.reader(file))
    assert not any(cell.startswith(("=", "+", "-", "@", "\t", "\r")) for cell in header)
    columns = [column.name for column in read_csv(path).columns]
    assert columns[-1 - len(NAMES) : -1] == NAMES
