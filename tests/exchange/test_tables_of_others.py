"""Tables as loggers, trackers and statistics programs write them: what each column is, without a word."""

from __future__ import annotations

import random
import subprocess
import sys

import numpy as np
import pytest

from wekipy.exchange.importing.read import read_project
from wekipy.exchange.importing.tables.choice import Choice
from wekipy.project.problem import Problem
from wekipy.project.schema import ClassificationOutput

ROWS = 60
CHANCE = random.Random(7)


def uv(n):
    return "uv"[n // 30]


def amount() -> str:
    return f"{CHANCE.uniform(-1, 1):.6f}"


def made(path, head, row, rows=ROWS, encoding="utf-8"):
    """A file of the lines `head` and a line for each row."""
    lines = [*head, *(row(n) for n in range(rows))]
    path.write_text("\n".join(lines) + "\n", encoding=encoding)
    return path


def columns_of(arrived):
    inputs = [one.name for one in arrived.project.inputs]
    return inputs, [(one.name, isinstance(one, ClassificationOutput)) for one in arrived.project.outputs]


def times_of(arrived):
    return np.concatenate([block["time"] for data in arrived.data.values() for block in data.blocks])


@pytest.mark.parametrize(
    ("head", "row", "inputs", "output"),
    [
        ("class,x1,y1", lambda n: f"{'sad' if n < 30 else 'gay'},{amount()},{amount()}", "x1 y1", "class"),
        ("a,b,label,c", lambda n: f"{amount()},{amount()},{n // 2},{amount()}", "a b c", "label"),
        ("x,Gesture ID,label,y", lambda n: f"{amount()},{n // 20},{uv(n)},{amount()}", "x y", "label"),
        ("ax,ay,Klasse,az", lambda n: f"{amount()},{amount()},{uv(n)},{amount()}", "ax ay az", "Klasse"),
        ("mood,ax,ay", lambda n: f"{uv(n)},{amount()},{amount()}", "ax ay", "mood"),
        ("ax,ay,what,file", lambda n: f"{amount()},{amount()},{uv(n)},{n}.png", "ax ay", "what"),
        ("who,ax,ay,touch", lambda n: f"{'uv'[n % 2]},{amount()},{amount()},{n // 30}", "ax ay", "touch"),
        ("Id,ax,ay,Species", lambda n: f"{n * 2},{amount()},{amount()},{uv(n)}", "ax ay", "Species"),
        (",ax,ay,label", lambda n: f"{n * 7 % 60},{amount()},{amount()},{n // 30}", "ax ay", "label"),
        ("Unnamed: 0.1,Unnamed: 0,ax,label", lambda n: f"{n},{n},{amount()},{n // 30}", "ax", "label"),
        ("FrameNo,ax,label", lambda n: f"{n * 2 + n % 2},{amount()},{n // 30}", "ax", "label"),
        ("ax,Sample Index,label", lambda n: f"{amount()},{n % 50},{n // 30}", "ax", "label"),
    ],
)  # fmt: skip
def test_the_output_is_the_column_of_classes(tmp_path, head, row, inputs, output):
    arrived = read_project(made(tmp_path / "t.csv", [head], row), Choice())
    assert columns_of(arrived) == (inputs.split(), [(output, True)])


def test_classes_before_the_landmarks_of_a_hand_without_names(tmp_path):
    path = made(tmp_path / "keypoint.csv", [], lambda n: f"{n // 2},0.0,{amount()},{amount()}")
    inputs, outputs = columns_of(read_project(path, Choice()))
    assert outputs == [("column-1", True)]
    assert inputs == ["column-2", "column-3", "column-4"]


def test_a_first_column_of_amounts_without_names_is_an_input(tmp_path):
    path = made(tmp_path / "t.csv", [], lambda n: f"{n * 17 % 1000},{amount()},{amount()}")
    assert columns_of(read_project(path, Choice())) == (["column-1", "column-2"], [("column-3", False)])


def test_words_in_the_first_row_that_come_again_are_no_names(tmp_path):
    path = made(tmp_path / "t.csv", [], lambda n: f"{uv(n)},{amount()},{amount()}")
    arrived = read_project(path, Choice())
    assert columns_of(arrived) == (["column-2", "column-3"], [("column-1", True)])
    assert sum(len(data) for data in arrived.data.values()) == ROWS


def test_numbers_as_names(tmp_path):
    path = made(tmp_path / "t.csv", ["label,0,1"], lambda n: f"{uv(n)},{amount()},{amount()}")
    assert columns_of(read_project(path, Choice())) == (["0", "1"], [("label", True)])


def test_several_targets(tmp_path):
    path = made(tmp_path / "t.csv", ["target_x,ax,target_y"], lambda _: ",".join(amount() for _ in "xyz"))
    assert columns_of(read_project(path, Choice())) == (["ax"], [("target_x", False), ("target_y", False)])


def test_a_guess_by_nothing_but_the_place_is_told(tmp_path):
    path = made(tmp_path / "t.csv", ["z,y,x"], lambda _: ",".join(amount() for _ in "xyz"))
    (told,) = [line for line in read_project(path, Choice()).report.left if "--outputs" in line]
    assert "“x”" in told
    assert not any("--outputs" in line for line in read_project(path, Choice(outputs=("x",))).report.left)


@pytest.mark.parametrize(
    ("name", "values", "steps", "unit"),
    [
        ("timestamp", lambda n: n * 16, 0.016, "milliseconds"),  # Edge Impulse
        ("Time since start in ms ", lambda n: 5 + n * 500, 0.5, "milliseconds"),  # AndroSensor
        ("SampleTimeFine", lambda n: 2_500_000 + n * 16_667, 0.016667, "microseconds"),  # Xsens
        ("accelerometerTimestamp_sinceReboot(s)", lambda n: 5000 + n / 50, 0.02, "seconds"),  # SensorLog
        ("Temps (s)", lambda n: round(n * 0.02, 2), 0.02, "seconds"),
        ("t", lambda n: n * 0.25, 0.25, "seconds"),
        ("time_s", lambda n: n * 20, 20.0, "seconds"),  # what is named is not guessed
        ("time", lambda n: 1_700_000_000 + n * 60, 60.0, "seconds"),
        (
            "timestamp",
            lambda n: 49_105_962_326_000 + n * 50_000_000,
            0.05,
            "nanoseconds",
        ),  # since a phone started
        ("ms", lambda n: n * 20, 0.02, "milliseconds"),
        ("time", lambda n: 1_718_030_736_872_695_300 + n * 10_000_000, 0.01, "nanoseconds"),
    ],
)
def test_times_in_any_place_and_unit(tmp_path, name, values, steps, unit):
    path = made(tmp_path / "t.csv", [f"ax,{name},label"], lambda n: f"{amount()},{values(n)},{n // 30}")
    arrived = read_project(path, Choice())
    assert columns_of(arrived) == (["ax"], [("label", True)])
    assert np.diff(times_of(arrived)) == pytest.approx(steps, abs=2e-6)
    assert f"times by “{name.strip()}”, in {unit}" in arrived.report.taken


@pytest.mark.parametrize("name", ["t", "reaction time", "hold_time", "rotation_x_t"])
def test_what_is_named_as_a_time_and_does_not_rise_is_an_input(tmp_path, name):
    path = made(tmp_path / "t.csv", [f"{name},ax,label"], lambda n: f"{amount()},{amount()},{n // 30}")
    assert columns_of(read_project(path, Choice()))[0] == [name, "ax"]


@pytest.mark.parametrize(
    "write",
    [
        lambda s: f"24-Mar-2024 17:00:{s:02d}",  # MATLAB
        lambda s: f"24 Mar 2024 17:00:{s:02d}",
        lambda s: f"Sun Mar 24 17:00:{s:02d} 2024",  # C, Python, Arduino's clocks
        lambda s: f'"Mar 24, 2024 5:00:{s:02d} PM"',
        lambda s: f"3/24/24 5:00:{s:02d} PM",  # Excel
        lambda s: f"24.03.24 17:00:{s:02d}",
    ],
)
def test_dates_with_names_of_months_and_short_years(tmp_path, write):
    path = made(tmp_path / "t.csv", ["when,ax,label"], lambda n: f"{write(n)},{amount()},{n // 30}")
    arrived = read_project(path, Choice())
    assert columns_of(arrived) == (["ax"], [("label", True)])
    (take,) = arrived.data.values()
    assert np.diff(times_of(arrived)) == pytest.approx(1.0)
    plain = made(
        tmp_path / "p.csv", ["when,ax,label"], lambda n: f"2024-03-24 17:00:{n:02d},{amount()},{n // 30}"
    )
    (same,) = read_project(plain, Choice()).data.values()
    assert take.started == same.started


def test_trials_are_takes(tmp_path):
    path = made(tmp_path / "t.csv", ["trial,ax,label"], lambda n: f"{n // 10 + 1},{amount()},{n // 30}")
    arrived = read_project(path, Choice())
    assert columns_of(arrived) == (["ax"], [("label", True)])
    assert len(arrived.project.takes) == 6
    assert "takes by “trial”" in arrived.report.taken


def test_free_text_is_left_out(tmp_path, monkeypatch):
    monkeypatch.setattr("wekipy.exchange.importing.tables.words.MOST_LABELS", 50)
    path = made(tmp_path / "t.csv", ["file,ax,label"], lambda n: f"{n}.wav,{amount()},{n // 30}")
    arrived = read_project(path, Choice())
    assert columns_of(arrived) == (["ax"], [("label", True)])
    assert any("file" in line for line in arrived.report.left)
    with pytest.raises(Problem, match="more or longer words"):
        read_project(path, Choice(outputs=("file",)))


def test_arff_with_texts_and_dates_of_any_kind(tmp_path):
    head = [
        "@relation openSMILE",
        "@attribute name string",
        "@attribute when date 'EEE MMM d HH:mm:ss yyyy'",
        "@attribute odd date 'qq'",
        "@attribute emotion {anger,joy}",
        "@attribute pitch real",
        "@attribute loudness real",
        "@data",
    ]
    path = made(
        tmp_path / "t.arff",
        head,
        lambda n: (
            f"'clip {n}.wav','Sun Mar 24 17:00:{n:02d} 2024','?!',{'anger' if n < 30 else 'joy'},"
            f"{amount()},{amount()}"
        ),
    )
    arrived = read_project(path, Choice())
    assert columns_of(arrived) == (["pitch", "loudness"], [("emotion", True)])
    assert np.diff(times_of(arrived)) == pytest.approx(1.0)
    (told,) = [line for line in arrived.report.left if "neither" in line]
    assert "name" in told
    assert "odd" in told


def at(n):
    return f"17:03:{n:02d}.250 ->"


PLAIN = "column-2 column-3"
MONITOR = [
    ([], lambda n: f"{at(n)} {amount()},{amount()},{n // 30}", PLAIN, "column-4"),
    ([f"{at(0)} x,y,on"], lambda n: f"{at(n)} {amount()},{amount()},{n // 30}", "x y", "on"),
    ([f"{at(0)} ready"], lambda n: f"{at(n)} {amount()} {amount()} {n // 30}", PLAIN, "column-4"),
    ([], lambda n: f"{at(n)} x:{amount()}\ty:{amount()}\ton:{n // 30}", "x y", "on"),
]  # fmt: skip


@pytest.mark.parametrize(("head", "row", "inputs", "output"), MONITOR)
def test_the_log_of_a_serial_monitor(tmp_path, head, row, inputs, output):
    arrived = read_project(made(tmp_path / "log.txt", head, row), Choice())
    assert columns_of(arrived) == (inputs.split(), [(output, True)])
    assert np.diff(times_of(arrived)) == pytest.approx(1.0)
    assert sum(len(data) for data in arrived.data.values()) == ROWS


@pytest.mark.parametrize("between", [",", "\t", ", ", " ; "])
@pytest.mark.parametrize("mark", [":", ": ", "=", " = "])
def test_names_before_numbers_as_for_a_plotter(tmp_path, between, mark):
    path = made(
        tmp_path / "log.txt",
        [],
        lambda n: between.join([f"x{mark}{amount()}", f"y{mark}{amount()}", f"on{mark}{n // 30}"]),
    )
    arrived = read_project(path, Choice())
    assert columns_of(arrived) == (["x", "y"], [("on", True)])
    assert sum(len(data) for data in arrived.data.values()) == ROWS


def test_greetings_of_a_sketch_are_no_names(tmp_path):
    path = made(tmp_path / "log.txt", ["Starting ...", "IMU ok"], lambda n: f"{amount()}\t{n // 30}")
    assert columns_of(read_project(path, Choice())) == (["column-1"], [("column-2", True)])


def test_words_with_a_colon_or_an_arrow_are_words(tmp_path):
    path = made(tmp_path / "t.csv", ["x,label"], lambda n: f"{amount()},{'a: 1' if n < 30 else 'b -> c'}")
    arrived = read_project(path, Choice())
    assert columns_of(arrived) == (["x"], [("label", True)])
    assert any("a: 1" in line and "b -> c" in line for line in arrived.report.taken)


def test_the_rows_of_an_arff_as_a_csv(tmp_path):
    path = made(
        tmp_path / "copy.csv",
        ["ID,'yyyy/MM/dd HH:mm:ss:SSS','Training round',inputs-1,inputs-2,outputs-1"],
        lambda n: f"{n + 9},'2023/06/12 00:08:{n:02d}:725',{n // 20 + 7},{amount()},{amount()},{n // 20}",
    )
    arrived = read_project(path, Choice())
    assert columns_of(arrived) == (["inputs-1", "inputs-2"], [("outputs-1", True)])
    assert [take.number for take in arrived.project.takes] == [7, 8, 9]
    assert max(times_of(arrived)) == pytest.approx(19.0)


def test_a_refused_table_is_one_sentence(tmp_path):
    path = tmp_path / "t.arff"
    path.write_text("@relation a\n@attribute x relational\n@data\n" + "1\n" * 10_000)
    command = [sys.executable, "-m", "wekipy", "import", str(path), str(tmp_path / "p")]
    done = subprocess.run(command, capture_output=True, text=True, timeout=100)
    assert done.returncode != 0
    (said,) = done.stderr.splitlines()  # and nothing of a file that was left in the middle
    assert "relational" in said
