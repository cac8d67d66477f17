"""What `wekipy train` says before a training begins, and what it shows of it in a terminal."""

from __future__ import annotations

import contextlib
import json
import os
import re
import subprocess
import sys
import threading
from pathlib import Path

import numpy as np
import pytest

from wekipy.cli.training_progress import Following
from wekipy.project.create import new_project
from wekipy.project.editing import set_algorithm
from wekipy.project.schema import AlgorithmChoice
from wekipy.rehearsal.engine_process import EngineProcess
from wekipy.server.offline import working_on
from wekipy.storage.folder import create

LEFT_OUT = "output 2 (svm) learns from 20 of 60 examples"


@pytest.fixture
def project(tmp_path: Path) -> Path:
    place = create(tmp_path / "piece.wekipy", new_project(2, "1,class:2")).path
    with working_on(place) as engine:
        engine.edit("algorithm", set_algorithm(engine.project, 1, AlgorithmChoice("linear")))
        engine.edit("algorithm", set_algorithm(engine.project, 2, AlgorithmChoice("svm", {"examples": 20})))
        for label in (1, 2, 1, 2):
            engine.set_targets([label / 2, label])
            engine.recording.start()
            for n in range(15):
                engine.feed(np.array([label + n / 50, label]), engine.monotonic())
            engine.recording.stop()
    return place


def train(*arguments: object, **options) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "wekipy", "train", *map(str, arguments)]
    return subprocess.run(command, timeout=100, text=True, stdout=subprocess.PIPE, **options)


def test_what_is_left_out_is_said_before_and_the_note_says_it_after(project: Path) -> None:
    done = train(project, stderr=subprocess.PIPE)
    assert done.returncode == 0
    assert re.fullmatch(rf"training takes about .*; {re.escape(LEFT_OUT)}\n", done.stderr)
    assert "learned from 20 of 60 examples, and answers 0 % of the others wrong" in done.stdout
    told = json.loads(train(project, "--json", stderr=subprocess.DEVNULL).stdout)
    assert LEFT_OUT in told["outlook"]


def test_an_engine_says_it_too(project: Path) -> None:
    with EngineProcess([str(project), "--workers", "1"]) as engine:
        assert train(project, stderr=subprocess.PIPE).returncode == 0
        assert any(LEFT_OUT in line for line in engine.lines)


@pytest.mark.skipif(sys.platform == "win32", reason="there are no such terminals")
def test_in_a_terminal_a_bar_is_shown_and_taken_away(project: Path) -> None:
    ours, its = os.openpty()
    read: list[bytes] = []

    def look() -> None:
        with contextlib.suppress(OSError):  # the other end is closed
            while part := os.read(ours, 1 << 16):
                read.append(part)

    looking = threading.Thread(target=look)
    looking.start()
    done = train(project, stderr=its, env={**os.environ, "TERM": "xterm", "COLUMNS": "120"})
    os.close(its)
    looking.join()
    os.close(ours)
    shown = b"".join(read).decode()
    assert done.returncode == 0
    assert LEFT_OUT in shown.replace("\r\n", "\n")
    assert re.search(r"training .*about (a second|\d+ seconds) left", shown)
    assert not re.search(r"\b0%", shown)
    assert shown.endswith("\x1b[2K")
    assert "\x1b" not in done.stdout


def test_a_training_beside_says_what_is_left_out_but_no_time(project: Path) -> None:
    done = train(project, "--beside", stderr=subprocess.PIPE)
    assert (done.returncode, done.stderr) == (0, f"{LEFT_OUT}\n")


def test_nothing_is_shown_for_scripts(capsys: pytest.CaptureFixture[str]) -> None:
    with Following(shown=False) as following:
        following.show("training takes about a minute", None, 60.0)
        following.show("training takes about a minute", 0.5, None)
    assert following.text == "training takes about a minute"
    assert capsys.readouterr() == ("", "")
