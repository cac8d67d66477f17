"""The window: start screen, studio, actions, faults, and that it is only a face of the engine."""

from __future__ import annotations

import contextlib
import json
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from PyQt6.QtCore import Qt
from PyQt6.QtGui import QColor
from PyQt6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from wekipy.child import free_port
from wekipy.client import Client
from wekipy.gui.app import keep_alive
from wekipy.gui.session.event_log import Journal
from wekipy.gui.session.source import Attached, Child
from wekipy.gui.studio.panels import PANELS
from wekipy.gui.studio.window import Window
from wekipy.gui.theme.theme import palette
from wekipy.project.problem import Problem
from wekipy.rehearsal.link import Link
from wekipy.storage.lock import LOCK_NAME

ARGUMENTS = ("--inputs", "2", "--outputs", "1,class:3")


@pytest.fixture
def window(qtbot: QtBot) -> Window:
    made = Window(Journal())
    qtbot.addWidget(made)
    made.show()
    return made


@pytest.fixture
def opened(qtbot: QtBot, window: Window, child: Callable[..., Child]) -> Window:
    window.open(child(*ARGUMENTS))
    assert window.session is not None
    session = window.session
    qtbot.waitUntil(lambda: session.connected and bool(session.state.folder), timeout=30_000)
    return window


def test_a_template_becomes_a_project_with_one_click(qtbot: QtBot, window: Window, tmp_path: Path) -> None:
    cards = [b for b in window.findChildren(QPushButton) if b.accessibleName() == "Poses"]
    qtbot.mouseClick(cards[0], Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: window.session is not None, timeout=30_000)
    session = window.session
    assert session is not None
    assert session.state.outputs[0].classes == 3
    assert Path(session.state.folder).is_relative_to(tmp_path)
    window.show_start()
    assert window.session is None
    assert [
        b for b in window.findChildren(QPushButton) if b.toolTip() == session.state.folder and b.isEnabled()
    ]


def test_record_train_run_and_undo_with_keys(qtbot: QtBot, opened: Window) -> None:
    session, studio = opened.session, opened.studio
    assert session is not None and studio is not None
    for target in (1, 2):
        session.do("set_targets", target / 2, target)
        qtbot.keyClick(studio, Qt.Key.Key_R)
        qtbot.waitUntil(lambda: session.state.recording is not None)
        for n in range(10):
            session.do("take_inputs", target, n / 10)
        qtbot.keyClick(studio, Qt.Key.Key_R)
        qtbot.waitUntil(lambda: session.state.recording is None)
    assert session.state.examples == 20
    qtbot.keyClick(studio, Qt.Key.Key_T)
    qtbot.waitUntil(lambda: {o.model.state for o in session.state.outputs} == {"ready"}, timeout=30_000)
    qtbot.keyClick(studio, Qt.Key.Key_P)
    qtbot.waitUntil(lambda: session.state.running)
    assert studio.keys["run"].isChecked()
    session.do("take_inputs", 2.0, 0.5)
    qtbot.waitUntil(lambda: len(session.live.outputs) == 2 and session.live.outputs[1] == 2)
    assert session.state.undo in studio.keys["undo"].text()
    qtbot.keyClick(studio, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: bool(session.state.redo))


def test_keys_can_be_changed_and_are_told_in_tooltips(opened: Window) -> None:
    studio = opened.studio
    assert studio is not None
    studio.keys.set_key("record", "F5")
    assert "[F5]" in studio.transport.buttons["record"].toolTip()
    with pytest.raises(Problem, match="Record"):
        studio.keys.set_key("train", "F5")


def test_closing_leaves_an_attached_engine_going(
    qtbot: QtBot, window: Window, child: Callable[..., Child]
) -> None:
    source = child(*ARGUMENTS)
    source.connect().close()
    assert source.process is not None
    window.open(Attached(port=source.process.control_port))
    session = window.session
    assert session is not None
    qtbot.waitUntil(lambda: session.connected, timeout=10_000)
    window.close()
    with Client(port=source.process.control_port) as client:
        assert len(client.state()["inputs"]) == 2
    source.close()


def test_the_engine_goes_on_when_the_window_crashes(tmp_path: Path) -> None:
    project, port = tmp_path / "piece.wekipy", free_port()
    subprocess.run([sys.executable, "-m", "wekipy", "new", str(project), "--inputs", "2"], check=True)
    window = subprocess.Popen([sys.executable, "-m", "wekipy", "gui", str(project), "--port", str(port)])
    end = time.monotonic() + 30
    client = None
    while client is None:
        assert time.monotonic() < end and window.poll() is None
        with contextlib.suppress(
            Problem, OSError, ValueError
        ):  # not there, not written yet, not listening yet
            control = json.loads((project / LOCK_NAME).read_bytes())["control"]
            client = Client(port=int(control.rpartition(":")[2]))
    with client:
        window.kill()
        window.wait()
        client.wait_until(lambda state: len(state["inputs"]) == 2)
        with Link(port, free_port()) as link:
            link.inputs([0.25, 0.5])
            while client.values()["inputs"] != [0.25, 0.5]:
                assert time.monotonic() < end
        client.shut_down()


def test_every_panel_can_be_opened_and_something_is_drawn(qtbot: QtBot, opened: Window) -> None:
    studio = opened.studio
    assert studio is not None
    for panel in PANELS:
        assert studio.open(panel.id).isVisible()
    picture = opened.grab().toImage()
    colours = {
        picture.pixel(x, y) for x in range(0, picture.width(), 7) for y in range(0, picture.height(), 7)
    }
    assert QColor(palette().background).rgb() in colours
    assert QColor(palette().surface).rgb() in colours
    assert len(colours) > 10


def test_a_fault_is_shown_in_the_log_and_ends_nothing(
    window: Window, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)
    journal = Journal()
    keep_alive(journal)
    error = RuntimeError("a fault on purpose")
    sys.excepthook(RuntimeError, error, None)
    assert "a fault on purpose" in journal.entries[-1].text
    assert "a fault on purpose" in capsys.readouterr().err


def test_the_process_of_the_window_knows_the_engine_through_its_client_only() -> None:
    code = (
        "import sys, pkgutil, importlib, wekipy.gui\n"
        "for m in pkgutil.walk_packages(wekipy.gui.__path__, 'wekipy.gui.'):\n"
        "    importlib.import_module(m.name)\n"
        "wrong = ('sklearn', 'scipy', 'joblib', 'wekipy.engine', 'wekipy.learning', 'wekipy.server')\n"
        "print([m for m in sys.modules if m.startswith(wrong)])\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60)
    assert done.stdout.strip() == "[]", done.stdout + done.stderr
