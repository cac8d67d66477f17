"""The end of the window's process, however it is asked for: in order, with the engine saved and gone."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from wekipy.child import engine_of, free_port

# The program with a person who closes the window, or quits the application, while it is drawing.
_CLOSES = """
import sys
from PyQt6.QtCore import QCoreApplication, QSettings, QTimer
QSettings.setDefaultFormat(QSettings.Format.IniFormat)
from wekipy.gui import app
from wekipy.gui.session.source import Child
from wekipy.gui.studio.window import Window

def leave(window):
    session = window.session
    if session is None or not session.state.folder:
        QTimer.singleShot(50, lambda: leave(window))
    elif sys.argv[1] == "close":
        window.close()
    else:
        QCoreApplication.quit()

shown = Window.show
Window.show = lambda window: (shown(window), leave(window))
sys.exit(app.run(Child(tuple(sys.argv[2:]))))
"""


@pytest.fixture
def env(tmp_path: Path) -> dict[str, str]:
    place = str(tmp_path)
    return {**os.environ, "XDG_CONFIG_HOME": place, "XDG_DATA_HOME": place, "PYTHONFAULTHANDLER": "1"}


@pytest.mark.parametrize("told", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_closes_the_window_and_its_engine(
    qtbot: QtBot, tmp_path: Path, env: dict[str, str], told: signal.Signals
) -> None:
    project = tmp_path / "piece.wekipy"
    command = [sys.executable, "-m", "wekipy", "gui", str(project), "--port", str(free_port())]
    window = subprocess.Popen(command, env=env, stderr=subprocess.PIPE, text=True)
    qtbot.waitUntil(lambda: engine_of(project) is not None, timeout=30_000)
    window.send_signal(told)
    _, complaints = window.communicate(timeout=30)
    assert (window.returncode, complaints) == (0, "")
    assert engine_of(project) is None
    assert (project / "project.json").exists()


@pytest.mark.parametrize("how", ["close", "quit"])
def test_closing_and_quitting_end_in_order(tmp_path: Path, env: dict[str, str], how: str) -> None:
    project = tmp_path / "piece.wekipy"
    command = [sys.executable, "-c", _CLOSES, how, str(project), "--port", str(free_port())]
    done = subprocess.run(command, env=env, capture_output=True, text=True, timeout=60, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    assert engine_of(project) is None
