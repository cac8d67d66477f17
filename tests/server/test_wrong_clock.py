"""A machine without a battery for its clock: 1970 at each start, then the network tells the real time."""

from __future__ import annotations

import json
import os
import time
from pathlib import Path

import numpy as np
import pytest

from wekipy.child import free_port
from wekipy.client import Client
from wekipy.client.sensor import Sensor
from wekipy.rehearsal.engine_process import EngineProcess
from wekipy.storage.folder import open_folder

CLOCK = '''
"""A clock that begins at the same moment at each start, until a file says how late it is."""
import datetime, os, time
real, place, began = time.monotonic, os.environ["CLOCK"], time.monotonic()
def now():
    try:
        with open(place) as file:
            return float(file.read()) + real()
    except (OSError, ValueError):
        return real() - began
time.time = now
strftime, localtime = time.strftime, time.localtime
time.strftime = lambda form, moment=None: strftime(form, localtime(now()) if moment is None else moment)
class Late(datetime.datetime):
    @classmethod
    def now(cls, tz=None):
        return datetime.datetime.fromtimestamp(int(now()), tz)
datetime.datetime = Late
os.getpid = lambda: 321
'''


@pytest.fixture
def clock(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The file that sets the clock of engines that are started now."""
    (tmp_path / "sitecustomize.py").write_text(CLOCK)
    monkeypatch.setenv("PYTHONPATH", f"{tmp_path}{os.pathsep}{os.environ.get('PYTHONPATH', '')}")
    monkeypatch.setenv("CLOCK", str(tmp_path / "clock"))
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    monkeypatch.setenv("HOME", str(tmp_path))
    return tmp_path / "clock"


def record(engine: EngineProcess, value: float) -> None:
    sensor = Sensor("127.0.0.1", engine.port)
    try:
        with Client(port=engine.control_port) as w:
            w.set_targets(value)
            w.start_recording()
            for n in range(5):
                sensor.send("/wek/inputs", np.array([value + n / 100]))
            while w.values()["recorded"] < 5:
                time.sleep(0.01)
            w.stop_recording()
            w.save()
    finally:
        sensor.close()


def test_a_clock_that_is_set_while_recording_leaves_the_take_as_it_was(tmp_path: Path, clock: Path) -> None:
    project = tmp_path / "piece.wekipy"
    with (
        EngineProcess(
            [str(project), "--inputs", "1", "--outputs", "1", "--port", str(free_port())]
        ) as engine,
        Client(port=engine.control_port) as w,
    ):
        w.set_targets(0.5)
        w.start_recording()
        w.take_inputs(0.1)
        clock.write_text(repr(1.8e9))
        w.take_inputs(0.2)
        w.stop_recording()
        take = w.state()["takes"][0]
        w.save()
    assert take["seconds"] < 60
    assert take["started"].startswith("1970-01-01")
    opened = open_folder(project)
    assert (opened.project.takes[0].examples, opened.notes) == (2, [])


def test_two_power_cuts_at_the_same_moment_of_a_clock_lose_nothing(tmp_path: Path, clock: Path) -> None:
    """Without a project, names come of the clock and the process: both are the same each time."""
    folders = set()
    for value in (0.1, 0.2, 0.3):
        with EngineProcess(["--inputs", "1", "--outputs", "1", "--port", str(free_port())]) as engine:
            record(engine, value)
            folders.add(engine.folder)
    assert len(folders) == 3
    for folder in folders:
        assert json.loads((folder / "project.json").read_text())["takes"]
