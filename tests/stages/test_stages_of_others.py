"""Stages that other packages add through entry points, before and after the models."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from importlib.metadata import EntryPoint
from pathlib import Path

import pytest
from waiting import until

from wekipy.rehearsal.engine_process import EngineProcess
from wekipy.stages import table

# Turns numbers around, as often as an option says.
_ROW = """
import numpy as np
from wekipy.project.option import Option
from wekipy.stages.stage import StageKind


class Turned:
    \"\"\"Turns numbers around.

    Formula: y = -x.

    Gap: it remembers nothing.

    Latency: none.

    Source: none.
    \"\"\"

    latency = 0.0

    def __init__(self, signal, options, arrays):
        self.names, self.factor = tuple(f"-{n}" for n in signal.names), (-1.0) ** options["times"]

    def start(self): pass
    def state(self): return b""
    def restore(self, state): pass
    def step(self, x, now): return x * self.factor


def row(place, kinds):
    option = Option("times", "int", 1, "How often.", 1, 9)
    return StageKind("turned", "Turned", "Turns numbers around.", place, kinds, (option,), Turned)


BEFORE, AFTER = row("input", ()), row("output", ("continuous",))
"""
_BROKEN = "the stage “broken” of turned_rows:NOTHING_OF_THE_KIND cannot be loaded: it is left out"
_PRINTS = """
import numpy as np
from wekipy.stages.input_chain import input_chain
from wekipy.stages.table import PROBLEMS, STAGES, parse_input_stage
chain = input_chain(("x",), [(parse_input_stage("turned:times=3"), {})])
print(chain.names, chain.step(np.array([2.0]), 0.0), "turned" in STAGES)
print(*PROBLEMS, sep="\\n")
"""


@pytest.fixture
def stage_package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    info = tmp_path / "turned-1.0.dist-info"
    info.mkdir(parents=True)
    (tmp_path / "turned_rows.py").write_text(_ROW)
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: turned\nVersion: 1.0\n")
    (info / "entry_points.txt").write_text(
        "[wekipy.stages]\nbefore = turned_rows:BEFORE\nafter = turned_rows:AFTER\n"
        "broken = turned_rows:NOTHING_OF_THE_KIND\n"
    )
    monkeypatch.setenv("PYTHONPATH", str(tmp_path), prepend=os.pathsep)
    return tmp_path


@pytest.mark.usefixtures("stage_package")
def test_a_package_adds_stages_and_a_broken_one_is_named_and_left_out() -> None:
    command = [sys.executable, "-c", _PRINTS]
    shown = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    assert shown.splitlines() == ["('-x',) [-2.] True", _BROKEN]


@pytest.mark.usefixtures("stage_package")
def test_the_command_names_a_broken_stage_of_others() -> None:
    command = [sys.executable, "-m", "wekipy", "stages"]
    shown = subprocess.run(command, capture_output=True, text=True, check=True)
    assert "turned (inputs)" in shown.stdout
    assert shown.stderr == f"wekipy: {_BROKEN}\n"
    as_json = subprocess.run([*command, "--json"], capture_output=True, text=True, check=True)
    assert "turned" in {row["name"] for row in json.loads(as_json.stdout)}
    assert as_json.stderr == ""


def test_an_engine_names_a_broken_stage_of_others_at_its_start(stage_package: Path) -> None:
    with EngineProcess((str(stage_package / "piece.wekipy"), "--inputs", "1", "--outputs", "1")) as engine:
        until(lambda: any(_BROKEN in line for line in engine.lines))


def test_a_stage_of_others_cannot_take_the_place_of_one_of_the_tables() -> None:
    before = dict(table.STAGES), dict(table.INPUT_STAGES)
    entries = [
        EntryPoint("rows", "wekipy.stages.output_rows:OUTPUT_ROWS", table.GROUP),
        EntryPoint("mine", f"{__name__}:OUTPUT_ROW", table.GROUP),
        EntryPoint("mine", f"{__name__}:INPUT_ROW", table.GROUP),
    ]
    try:
        table.add_others(entries)
        assert before == (table.STAGES, table.INPUT_STAGES)
        assert "cannot be loaded" in table.PROBLEMS[-3]
        assert "there is a stage “one-euro” already" in table.PROBLEMS[-2]
        assert "there is a stage “buffer” already" in table.PROBLEMS[-1]
    finally:
        del table.PROBLEMS[-3:]


OUTPUT_ROW, INPUT_ROW = table.STAGES["one-euro"], table.INPUT_STAGES["buffer"]
