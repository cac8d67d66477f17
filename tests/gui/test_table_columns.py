"""What the table writes and reads: numbers, names of classes, and text of spreadsheets."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from wekipy.gui.table.clipboard import cells_over, examples_in, placed, read_text, to_text
from wekipy.gui.table.columns import Column
from wekipy.gui.table.pages import Line
from wekipy.project.problem import Problem

TIME = Column(0, "time", "time")
X, Y = Column(1, "x"), Column(2, "y")
PITCH = Column(-1, "pitch", "continuous", range=(0.0, 1.0))
STEPS = Column(-2, "steps", "continuous", whole=True)
POSE = Column(-3, "pose", "classification", ("nothing", "rest", "bow"), least=1)
WAVE = Column(-4, "wave", "gesture", ("idle movement", "up", "down"))
COLUMNS = (TIME, X, Y, PITCH, STEPS, POSE, WAVE)


def line(row: int, *values: float, take: int = 1) -> Line:
    return Line(take, row, np.array(values, np.float64))


@pytest.mark.parametrize(
    ("column", "text", "value"),
    [
        (X, " 0.5 ", 0.5),
        (X, "0,5", 0.5),
        (X, "\N{MINUS SIGN}3", -3.0),
        (X, "1e3", 1000.0),
        (PITCH, "", math.nan),
        (PITCH, "1", 1.0),
        (POSE, "BOW", 2.0),
        (POSE, "1", 1.0),
        (POSE, "", math.nan),
        (STEPS, "-4", -4.0),
    ],
)
def test_what_is_typed_is_understood(column: Column, text: str, value: float) -> None:
    assert column.read(text) == value or (math.isnan(value) and math.isnan(column.read(text)))


@pytest.mark.parametrize(
    ("column", "text", "words"),
    [
        (X, "nan", "x: “nan” is no number"),
        (X, "inf", "is no number"),
        (X, "1e39", "is no number"),
        (X, "1_000", "is no number"),
        (X, "", "is no number"),
        (X, "abc", "is no number"),
        (X, "1,000,000", "is no number"),
        (PITCH, "1.5", "pitch: 1.5 is not from 0 to 1"),
        (STEPS, "1.5", "steps: 1.5 is no whole number"),
        (POSE, "0", "none of its names, nor a number from 1 to 2"),
        (POSE, "jump", "pose: “jump” is none of its names"),
        (POSE, "nothing", "none of its names"),
        (WAVE, "up", "one gesture from beginning to end"),
        (TIME, "1", "time of an example cannot be changed"),
    ],
)
def test_what_cannot_be_there_is_refused_in_one_sentence(column: Column, text: str, words: str) -> None:
    with pytest.raises(Problem, match=words):
        column.read(text)


@given(st.floats(width=32, allow_nan=False, allow_infinity=False, min_value=-(2.0**127), max_value=2.0**127))
def test_a_number_that_is_edited_and_left_as_it_is_stays_the_same(value: float) -> None:
    assert np.float32(X.read(X.whole_words(value))) == np.float32(value)


def test_rows_come_back_from_a_spreadsheet_as_they_were() -> None:
    lines = [
        line(1, 0.0, 0.1, -2.0, 0.25, 3.0, 2.0, 1.0),
        line(2, 0.02, 1e-7, 3e8, math.nan, 4.0, math.nan, 1.0),
    ]
    text = to_text(lines, COLUMNS, range(7), heads=True)
    assert text.splitlines()[0] == "take\ttime\tx\ty\tpitch\tsteps\tpose\twave"
    assert text.splitlines()[1] == "1\t0.000000\t0.1\t-2\t0.25\t3\t2\t1"
    pasted = read_text(text, COLUMNS)
    places = placed(pasted, COLUMNS, 0)
    cells = cells_over(pasted, places, lines)
    assert len(cells) == 10  # neither time nor gesture
    for take, row, number, value in cells:
        column = next(n for n, each in enumerate(COLUMNS) if each.number == number)
        was = np.float32(lines[row - 1].values[column])
        assert take == 1
        assert np.float32(value) == was or (np.isnan(was) and np.isnan(value))
    rows, targets = examples_in(pasted, COLUMNS, [0.5, 1.0, 1.0])
    np.testing.assert_array_equal(rows.astype(np.float32), np.array([[0.1, -2], [1e-7, 3e8]], np.float32))
    np.testing.assert_array_equal(targets, [[0.25, 3, 2], [math.nan, 4, math.nan]])


def test_cells_without_names_go_from_the_selected_one_on() -> None:
    pasted = read_text("0,5\tbow\r\n0,25\trest\r\n", (PITCH, POSE))
    cells = cells_over(pasted, placed(pasted, (X, PITCH, POSE), 1), [line(4, 0, 0, 0), line(9, 0, 0, 0)])
    assert cells == [(1, 4, -1, 0.5), (1, 4, -3, 2.0), (1, 9, -1, 0.25), (1, 9, -3, 1.0)]
    one = read_text("pose", (X, POSE))
    assert (one.heads, one.rows) == ((), (("pose",),))


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "nothing to paste"),
        ("\n\n", "nothing to paste"),
        ("x\ty\n", "nothing to paste"),
        ("1\t2\n3\n", "Line 2 to paste has 1 cells, the first one has 2"),
        ("x\tz\n1\t2\n", "no column “z”"),
        ("1\t2\n3\tabc\n", "Line 2 to paste: y: “abc” is no number. Nothing was pasted"),
        ("1\t2\t3\t4\t5\t6\n", "6 columns do not fit: new rows have 2 inputs and 3 targets"),
        ("x\tpitch\n1\t0.5\n", "need a column “y”"),
        ("1\t2\t7\t1\t1\n", "pitch: 7 is not from 0 to 1"),
    ],
)
def test_text_that_does_not_fit_is_refused_in_one_sentence(text: str, words: str) -> None:
    with pytest.raises(Problem, match=words):
        examples_in(read_text(text, COLUMNS), COLUMNS, [0.5, 1.0, 1.0])


def test_inputs_alone_teach_the_present_targets() -> None:
    rows, targets = examples_in(read_text("1\t2\n3\t4\n", COLUMNS), COLUMNS, [0.5, 1.0, 2.0])
    assert (rows.tolist(), targets.tolist()) == ([[1, 2], [3, 4]], [[0.5, 1, 2], [0.5, 1, 2]])
    with pytest.raises(Problem, match="do not fit there: the table has 1 from that one on"):
        placed(read_text("1\t2\n", COLUMNS), (X,), 0)
