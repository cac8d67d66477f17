"""Tables as people have them: whatever program wrote one, its numbers are read as they were meant."""

from __future__ import annotations

import csv
import io
import tempfile
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

from wekipy.cli.main import commands
from wekipy.exchange.importing.arrived import Arrived
from wekipy.exchange.importing.read import read_project
from wekipy.exchange.importing.tables.choice import Choice
from wekipy.project.problem import Problem
from wekipy.project.schema import ClassificationOutput, ContinuousOutput

THREE = [[0.1, 0.2, 0.5], [0.3, 0.4, 0.6], [0.5, 0.1, 0.7]]


def imported(folder: Path, data: str | bytes, name: str = "t.csv", choice: Choice | None = None) -> Arrived:
    path = folder / name
    path.write_bytes(data if isinstance(data, bytes) else data.encode())
    return read_project(path, choice or Choice())


def rows_of(arrived: Arrived) -> list[list[float]]:
    """The inputs and the targets of all examples."""
    found = []
    for take in arrived.data.values():
        for block in take.blocks:
            found += np.hstack([block["inputs"], block["targets"]]).astype(float).round(6).tolist()
    return found


@pytest.mark.parametrize(
    ("data", "name"),
    [
        ('x,y,output\n"0,1","0,2","0,5"\n"0,3","0,4","0,6"\n"0,5","0,1","0,7"\n', "t.csv"),
        ("x\ty\toutput\n0,1\t0,2\t0,5\n0,3\t0,4\t0,6\n0,5\t0,1\t0,7\n", "t.tsv"),
        ("sep=;\nx;y;output\n0,1;0,2;0,5\n0,3;0,4;0,6\n0,5;0,1;0,7\n", "t.csv"),
        ('"sep=,"\nx,y,output\n.1,.2,.5\n.3,.4,.6\n.5,.1,.7\n', "t.csv"),
        ("# a sensor\n% mine\n// 9 Hz\nx,y,output\n0.1,0.2,0.5\n0.3,0.4,0.6\n# so\n0.5,0.1,0.7\n", "t.csv"),
        ("x,y,output,\r\n0.1,0.2,0.5,\r\n0.3,0.4,0.6,\r\n0.5,0.1,0.7,\r\n", "t.csv"),
        ("x,y,output\n0.1,0.2,0.5,\n0.3,0.4,0.6,\n0.5,0.1,0.7,\n", "t.csv"),
        ("x,y,output,,,\n0.1,0.2,0.5,,,\n0.3,0.4,0.6,,,\n0.5,0.1,0.7,,,\n,,,,,\n", "t.csv"),
        ("x,y,output\r0.1,0.2,0.5\r0.3,0.4,0.6\r0.5,0.1,0.7\r", "t.csv"),
        ("\n\nx,y,output\n\n0.1,0.2,0.5\n\n0.3,0.4,0.6\n0.5,0.1,0.7\n\n\n", "t.csv"),
        ("# x y output\n1e-1 2e-1 5e-1\n3e-1 4e-1 6e-1\n5e-1 1e-1 7e-1\n", "t.txt"),
        ("  x    y  output\n 0.1  0.2   0.5\n 0.3  0.4   0.6\n 0.5  0.1   0.7\n", "t.txt"),
        ("x|y|output\n0.1|0.2|0.5\n0.3|0.4|0.6\n0.5|0.1|0.7\n", "t.txt"),
        (" x , y , output \n 0.1 , 0.2 , 0.5\n+0.3,\t0.4,0.60\n0.5,0.1,0.7", "t.csv"),
        (",x,y,output\n0,0.1,0.2,0.5\n1,0.3,0.4,0.6\n2,0.5,0.1,0.7\n", "t.csv"),
        ('"x" "y" "output"\n"1" 0.1 0.2 0.5\n"2" 0.3 0.4 0.6\n"3" 0.5 0.1 0.7\n', "t.txt"),
        ("#,x,y,output\n7,0.1,0.2,0.5\n8,0.3,0.4,0.6\n9,0.5,0.1,0.7\n", "t.csv"),
        ("Device: phone\nRate: 50\n\nx;y;output\n0.1;0.2;0.5\n0.3;0.4;0.6\n0.5;0.1;0.7\n", "t.csv"),
        ("x,y,output\n0.1 V,20 %,0.5\n0.3 V,40 %,0.6\n0.5 V,10 %,0.7\n", "units.csv"),
        ("x,y,output\n0.1,0.2,0.5\n0.3,0.4,0.6\n0.5,0.1,0.7\n".encode("utf-16"), "t.csv"),
        ("x,y,output\n0.1,0.2,0.5\n0.3,0.4,0.6\n0.5,0.1,0.7\n".encode("utf-16-be"), "t.csv"),
        ("\ufeffx,y,output\n0.1,0.2,0.5\n0.3,0.4,0.6\n0.5,0.1,0.7\n", "t.csv"),
    ],
)  # fmt: skip
def test_the_same_table_in_many_ways(data, name, tmp_path):
    arrived = imported(tmp_path, data, name)
    assert [one.name for one in arrived.project.inputs] == ["x", "y"]
    (output,) = arrived.project.outputs
    assert isinstance(output, ContinuousOutput)
    assert output.name == "output"
    expected = [[x, y * 100, z] for x, y, z in THREE] if name == "units.csv" else THREE
    assert rows_of(arrived) == [pytest.approx(row) for row in expected]


def test_windows_letters(tmp_path):
    arrived = imported(tmp_path, "Höhe,Länge,output\n0.1,0.2,0.5\n0.3,0.4,0.6\n".encode("cp1252"))
    assert [one.name for one in arrived.project.inputs] == ["Höhe", "Länge"]


def test_without_names(tmp_path):
    arrived = imported(tmp_path, "0.1 0.2 0.5\n0.3 0.4 0.6\n0.5 0.1 0.7\n", "t.txt")
    assert [one.name for one in arrived.project.inputs] == ["column-1", "column-2"]
    assert rows_of(arrived) == [pytest.approx(row) for row in THREE]


@pytest.mark.parametrize(
    ("numbers", "expected"),
    [
        (["1,234.5", "2,000.25", "12"], [1234.5, 2000.25, 12]),
        (["1.234,5", "2.000", "0,25"], [1234.5, 2000, 0.25]),
        (["1,234", "0,500", "7,25"], [1.234, 0.5, 7.25]),
        (["1,234", "2.5", "0.25"], [1234, 2.5, 0.25]),
        (["1'234.5", "12'000", "3"], [1234.5, 12000, 3]),
        (["1 234,5", "12\u00a0000", "3"], [1234.5, 12000, 3]),
        (["\u22120.5", "+3", "1E3"], [-0.5, 3, 1000]),
        (["1,234,567", "2,000,000", "3"], [1234567, 2000000, 3]),
    ],
)
def test_marks_in_numbers(numbers, expected, tmp_path):
    lines = "".join(f"{number};{n + 0}\n" for n, number in enumerate(numbers))
    arrived = imported(tmp_path, "x;output\n" + lines)
    assert [row[0] for row in rows_of(arrived)] == pytest.approx(expected)


CLOCKS = {
    "ISO": lambda n: f"2024-03-31 12:00:00.{10 * n:03d}",
    "ISO with a zone": lambda n: f"2024-03-31T12:00:00.{10 * n:03d}+02:00",
    "ISO in UTC": lambda n: f"2024-03-31T12:00:00.{10 * n:03d}Z",
    "Wekinator": lambda n: f"2024/03/31 12:00:00:{10 * n:03d}",
    "German": lambda n: f"31.03.2024 12:00:00,{10 * n:03d}",
    "American": lambda n: f"03/31/2024 12:00:00.{10 * n:03d} PM",
    "of the day": lambda n: f"12:00:00.{10 * n:03d}",
    "seconds since 1970": lambda n: f"{1711886400 + n / 100:.3f}",
    "milliseconds since 1970": lambda n: f"{1711886400000 + 10 * n}",
    "nanoseconds since 1970": lambda n: f"{1711886400000000000 + 10_000_000 * n}",
    "seconds": lambda n: f"{n / 100:.2f}",
}


@pytest.mark.parametrize("kind", CLOCKS)
def test_clocks(kind, tmp_path):
    name = "Timestamp" if "1970" in kind else "time"
    rows = "".join(f'"{CLOCKS[kind](n)}";0.{n + 10};0.2;{0.5 + n / 100}\n' for n in range(20))
    arrived = imported(tmp_path, f"{name};x;y;output\n{rows}")
    assert [one.name for one in arrived.project.inputs] == ["x", "y"]
    assert len(arrived.project.outputs) == 1
    (take,) = arrived.project.takes
    assert take.examples == 20
    assert take.seconds == pytest.approx(0.19, abs=1e-3)
    times = arrived.data[take.number].times()
    assert np.diff(times) == pytest.approx(0.01, abs=1e-3 if kind.startswith("nano") else 1e-5)
    if "1970" in kind or kind == "ISO in UTC":
        assert take.started.startswith("2024-03-31T12:00")
    if kind == "Wekinator":
        local = datetime(2024, 3, 31, 12).astimezone()
        assert datetime.fromisoformat(take.started.replace("Z", "+00:00")) == local


def test_milliseconds_by_the_name_of_their_column(tmp_path):
    rows = "".join(f"{10 * n},0.{n + 10},{0.5 + n / 100}\n" for n in range(20))
    arrived = imported(tmp_path, "time_ms,x,output\n" + rows)
    assert arrived.project.takes[0].seconds == pytest.approx(0.19)


def table_with(cells: dict[int, str], count: int = 90) -> str:
    rows = [f"{n / 100:.2f},{cells.get(n, '0.2')},{0.6 + n / 100:.2f}" for n in range(1, count + 1)]
    return "x,y,output\n" + "\n".join(rows) + "\n"


@pytest.mark.parametrize("cell", ["-", "#N/A", "none", "0.2 V", "#DIV/0!", "error", "1.2.3", "--", "0x1g"])
@pytest.mark.parametrize("row", [1, 50, 90, 150])
def test_one_bad_cell_costs_one_row(cell, row, tmp_path):
    (tmp_path / "t.csv").write_text(table_with({row: cell}, 200))
    told = CliRunner().invoke(commands, ["import", str(tmp_path / "t.csv"), str(tmp_path / "p.wekipy")])
    assert told.exit_code == 0, told.output
    assert f"1 row that cannot be read: t.csv, row {row}, column “y”: “{cell}” is no number" in told.output
    arrived = read_project(tmp_path / "t.csv", Choice())
    assert [one.name for one in arrived.project.inputs] == ["x", "y"]
    (take,) = arrived.data.values()
    assert len(take) == 199
    assert round(row / 100, 2) not in take.blocks[0]["inputs"][:, 0].astype(float).round(2).tolist()


def test_several_bad_cells_are_counted(tmp_path):
    text = table_with({4: "-", 30: "none", 150: "?"}, 200)
    arrived = imported(tmp_path, text)
    told = "\n".join(arrived.report.left)
    assert "2 rows that cannot be read: t.csv, row 4, column “y”: “-” is no number, and 1 other row" in told
    assert "1 row in which an input is missing" in told
    assert len(arrived.data[1]) == 197


def test_too_many_bad_cells_are_refused_with_the_place_of_the_first(tmp_path):
    cells = {n: f"err{n}" for n in range(7, 90, 8)}
    with pytest.raises(Problem, match="row 7, column “y”: “err7” is no number, and 10 other rows like it"):
        imported(tmp_path, table_with(cells))


def test_a_row_that_was_cut_off_is_left_out(tmp_path):
    arrived = imported(tmp_path, table_with({}) + "0.5,0.")
    assert len(arrived.data[1]) == 90
    assert any("row 91 has 2 values, expected 3" in told for told in arrived.report.left)


def test_words_stay_words(tmp_path):
    """Classes of names, numbers among them too."""
    rows = "".join(f"{n / 10},{('left', 'right', '3')[n % 3]}\n" for n in range(30))
    arrived = imported(tmp_path, "x,output\n" + rows)
    (output,) = arrived.project.outputs
    assert isinstance(output, ClassificationOutput)
    assert output.classes == 3
    assert [row[1] for row in rows_of(arrived)][:4] == [1, 2, 3, 1]


def test_columns_of_the_same_name(tmp_path):
    arrived = imported(tmp_path, "x,x,x-2,output\n1,2,3,0.5\n4,5,6,0.7\n")
    assert [one.name for one in arrived.project.inputs] == ["x", "x-3", "x-2"]
    assert any("two columns are named “x”" in told for told in arrived.report.left)


def test_a_column_that_only_looks_like_a_counter_is_an_input(tmp_path):
    arrived = imported(tmp_path, "id,x,output\n3,1,0.5\n1,2,0.7\n2,5,0.9\n")
    assert [one.name for one in arrived.project.inputs] == ["id", "x"]
    arrived = imported(tmp_path, "n,x,output\n1,1,0.5\n2,2,0.7\n3,5,0.9\n", choice=Choice(inputs=("n", "x")))
    assert [one.name for one in arrived.project.inputs] == ["n", "x"]


def test_what_is_no_text_is_refused(tmp_path):
    for data in (b"PK\x03\x04\x00\x00\x00\x08 a sheet", bytes(range(256)) * 20):
        with pytest.raises(Problem, match="is no text, so it is no table; save it as CSV"):
            imported(tmp_path, data)


ARFF_HEAD = "@relation a\n@attribute x numeric\n@attribute y numeric\n@attribute class {a,b}\n@data\n"
WEKINATOR = (
    "@attribute ID numeric{0}@attribute Time date 'yyyy/MM/dd HH:mm:ss:SSS'{0}"
    "@attribute 'Training round' numeric\n"
)


@pytest.mark.parametrize(
    "rows",
    [
        "1,2,a\n3,4,b\n1,3,a\n",
        "1,2,a,\n3,4,b,\n1,3,a,\n",
        "1,2,a,{2}\n3,4,b, {1}\n1,3,a\n",
        "1 2 a\n3\t4  b\n1 3 'a'\n",
        "% one\n 1 , 2 , 'a' \n\n3,4,\"b\"\n1,3,a",
    ],
)
def test_arff_in_several_ways(rows, tmp_path):
    arrived = imported(tmp_path, ARFF_HEAD + rows, "a.arff")
    assert rows_of(arrived) == [[1, 2, 1], [3, 4, 2], [1, 3, 1]]
    assert any("weights of 2 rows" in told for told in arrived.report.left) == ("{" in rows)


def test_a_head_without_line_breaks_as_chuck_writes_it(tmp_path):
    head = "@relation dataset\n" + WEKINATOR.format("")
    columns = "".join(
        f"@attribute {name} numeric\n" for name in ("inputs-1", "inputs-2", "outputs-1", "outputs-2")
    )
    rows = "".join(f"{n}, 2023/01/01 00:00:00:000, 0, 0.{n}, 0.1, {5 + 43 * (n < 5)}, {8 + 52 * (n < 5)}\n"
                   for n in range(10))  # fmt: skip
    arrived = imported(tmp_path, head + columns + "\n@data\n" + rows, "c.arff")
    assert len(arrived.project.inputs) == 2
    assert [(o.minimum, o.maximum) for o in arrived.project.outputs] == [(5, 48), (8, 60)]
    assert [take.examples for take in arrived.project.takes] == [10]


def test_in_wekinators_tables_the_declared_type_is_the_kind(tmp_path):
    columns = "@attribute inputs-1 numeric\n@attribute outputs-1 numeric\n@attribute outputs-2 {0,1,2,3}\n"
    rows = "".join(f"{n},'2023/01/01 00:00:0{n}:000',1,{n / 10},{n % 2 + 1},{n % 2 + 1}\n" for n in range(8))
    head = "@relation dataset\n" + WEKINATOR.format("\n") + columns + "@data\n"
    first, second = imported(tmp_path, head + rows, "w.arff").project.outputs
    assert isinstance(first, ContinuousOutput)
    assert (first.minimum, first.maximum) == (1, 2)
    assert isinstance(second, ClassificationOutput)
    assert second.classes == 3
    choice = Choice(kinds={"outputs-1": "classification"})
    first, _ = imported(tmp_path, head + rows, "w.arff", choice).project.outputs
    assert isinstance(first, ClassificationOutput)
    # Elsewhere few whole numbers are classes, as nothing declares them.
    other = imported(tmp_path, "x,output\n0.1,1\n0.2,2\n0.3,1\n")
    assert isinstance(other.project.outputs[0], ClassificationOutput)


@dataclass(frozen=True)
class Written:
    """A way to write a table."""

    separator: str
    comma: bool
    encoding: str
    end: str
    clock: str
    counter: bool
    trailing: bool
    comments: int
    empty: bool
    names: tuple[str, ...]
    quoted: bool


NAMES = ("x", "Höhe", "left hand", "a;b,c|d", "acc (m/s²)", 'the "x"', "2nd", "x_1")


@st.composite
def ways(draw: st.DrawFn) -> Written:
    separator = draw(st.sampled_from([";", "\t", "|", ",", " "]))
    return Written(
        separator=separator,
        comma=draw(st.booleans()),
        encoding=draw(st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "cp1252"])),
        end=draw(st.sampled_from(["\n", "\r\n", "\r"])),
        clock=draw(st.sampled_from(["", "ISO", "Wekinator", "German"])),
        counter=draw(st.booleans()),
        trailing=draw(st.booleans()) and separator != " ",
        comments=draw(st.integers(0, 2)),
        empty=draw(st.booleans()),
        names=tuple(draw(st.lists(st.sampled_from(NAMES), min_size=1, max_size=4, unique=True))),
        quoted=draw(st.booleans()),
    )


def written(way: Written, rows: list[list[float]]) -> bytes:
    text = io.StringIO(newline="")
    quoting = csv.QUOTE_ALL if way.quoted else csv.QUOTE_MINIMAL
    writer = csv.writer(text, delimiter=way.separator, lineterminator=way.end, quoting=quoting)
    for n in range(way.comments):
        text.write(f"# remark {n}, not; a row{way.end}")
    extra = [""] if way.trailing else []
    first = (["id"] if way.counter else []) + (["Time"] if way.clock else [])
    writer.writerow([*first, *way.names, "output", *extra])
    for n, row in enumerate(rows):
        cells = [f"{value!r}".replace(".", ",") if way.comma else repr(value) for value in row]
        before = ([str(n)] if way.counter else []) + ([CLOCKS[way.clock](n)] if way.clock else [])
        writer.writerow([*before, *cells, *extra])
        if way.empty and n % 2:
            text.write(way.end)
    return text.getvalue().encode(way.encoding)


VALUES = st.floats(-1e4, 1e4, allow_nan=False).map(lambda value: round(value, 4) + 0.0)


@settings(max_examples=150, deadline=None)
@given(way=ways(), data=st.data())
def test_any_table_in_any_way_is_read_as_it_was(way, data):
    count = len(way.names) + 1
    rows = data.draw(st.lists(st.lists(VALUES, min_size=count, max_size=count), min_size=3, max_size=30))
    with tempfile.TemporaryDirectory() as folder:
        choice = Choice(kinds={"output": "continuous"})
        arrived = imported(Path(folder), written(way, rows), "t.csv", choice)
    assert [one.name for one in arrived.project.inputs] == list(way.names)
    (take,) = arrived.data.values()
    found = np.hstack([take.blocks[0]["inputs"], take.blocks[0]["targets"]])
    np.testing.assert_array_equal(found, np.array(rows, np.float32))
    if way.clock:
        np.testing.assert_allclose(take.times(), np.arange(len(rows)) / 100, atol=1e-5)


@pytest.mark.parametrize(
    "name",
    ["time", "Time (s)", "timestamp", "Time stamp", "DateTime", "date_time", "seconds_elapsed",
     "elapsed time", "Unix time", "epoch_ms", "local time", "loggingTime"],
)  # fmt: skip
def test_names_of_times(name, tmp_path):
    rows = "".join(f"{n / 100:.2f},0.{n + 10},{0.5 + n / 100}\n" for n in range(20))
    arrived = imported(tmp_path, f"{name},x,output\n{rows}")
    assert [one.name for one in arrived.project.inputs] == ["x"]


@pytest.mark.parametrize("name", ["x", "timer", "times", "distance", "dated", "tempo", "clockwise"])
def test_names_that_only_begin_like_times(name, tmp_path):
    arrived = imported(tmp_path, f"{name},y,output\n0.1,3,0.5\n0.3,1,0.7\n0.2,1,0.8\n")
    assert [one.name for one in arrived.project.inputs] == [name, "y"]


def test_two_clocks(tmp_path):
    """Of the date and the seconds one is the time, and the other is no input either."""
    rows = "".join(f"2024-03-31 12:00:0{n},{n},0.{n + 10},{0.5 + n / 100}\n" for n in range(9))
    arrived = imported(tmp_path, "date,elapsed,x,output\n" + rows)
    assert [one.name for one in arrived.project.inputs] == ["x"]
    assert arrived.project.takes[0].seconds == pytest.approx(8)


def test_a_switch_is_an_input_of_1_and_0(tmp_path):
    arrived = imported(tmp_path, "button,x,output\nTrue,0.5,0.1\nfalse,0.25,0.2\nTRUE,1,0.3\n")
    assert [row[:2] for row in rows_of(arrived)] == [[1, 0.5], [0, 0.25], [1, 1]]


def test_a_spreadsheet_says_what_to_do(tmp_path):
    with pytest.raises(Problem, match="save the sheet as CSV"):
        imported(tmp_path, b"PK\x03\x04", "t.xlsx")


def test_an_input_may_be_called_like_a_time(tmp_path):
    """If a person says so, or in a table that wekipy wrote; then its numbers are as they stand."""
    text = "elapsed_ms,y,output\n1000,3,0.5\n2000,1,0.7\n4000,1,0.8\n"
    arrived = imported(tmp_path, text, choice=Choice(inputs=("elapsed_ms", "y")))
    assert [row[0] for row in rows_of(arrived)] == [1000, 2000, 4000]
    ours = "ID,Time,Training round,elapsed,time_ms,output\n0,5.5,1,3,4,0.5\n1,5.75,1,6,8,0.25\n"
    arrived = imported(tmp_path, ours)
    assert [one.name for one in arrived.project.inputs] == ["elapsed", "time_ms"]
    assert rows_of(arrived) == [[3, 4, 0.5], [6, 8, 0.25]]
    assert arrived.project.takes[0].seconds == 0.25
