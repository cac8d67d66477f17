"""Bringing in a Wekinator project: the command's report beside the rest of the start screen."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from PyQt6.QtCore import Qt
from PyQt6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from wekipy.gui.session.event_log import Journal
from wekipy.gui.start.bringing import Bringing
from wekipy.gui.studio.window import Window

_LONG = 30_000
_DATA = Path(__file__).parents[1] / "exchange" / "data"


@pytest.fixture
def source(tmp_path: Path) -> Path:
    """A project that Wekinator has made: four inputs, two outputs of five classes."""
    shutil.copytree(_DATA / "classify4x2", tmp_path / "violin")
    return (tmp_path / "violin" / "classify4x2.wekproj").rename(tmp_path / "violin" / "violin.wekproj")


def lines(report: Bringing) -> list[str]:
    inside = report.lines.widget()
    assert inside is not None
    return [shown.text() for shown in inside.findChildren(QLabel)]


def test_a_wekinator_project_is_brought_in_reported_and_opened(qtbot: QtBot, source: Path) -> None:
    window = Window(Journal())
    qtbot.addWidget(window)
    window.show()
    start = window.start
    assert start is not None
    start.known.bring_in.emit(source)
    report = start.findChild(Bringing)
    assert report is not None
    qtbot.waitUntil(report.open.isVisible, timeout=_LONG)
    told = lines(report)
    assert any(line.startswith("✓") and "4 inputs" in line for line in told)
    assert any(line.startswith("–") and "models" in line for line in told)
    listener = window._listener
    assert listener is not None
    qtbot.waitUntil(lambda: listener.session is not None and listener.session.connected, timeout=_LONG)
    qtbot.mouseClick(report.open, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: window.session is not None, timeout=_LONG)
    session = window.session
    assert session is not None
    assert session.state.name.startswith("violin")
    assert (len(session.state.inputs), [output.classes for output in session.state.outputs]) == (4, [5, 5])
    assert session.state.examples == 45


def test_what_cannot_be_brought_in_is_told_in_one_sentence(qtbot: QtBot, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    report = Bringing(tmp_path / "empty")
    qtbot.addWidget(report)
    report.show()
    qtbot.waitUntil(lambda: bool(lines(report)), timeout=_LONG)
    (sentence,) = lines(report)
    assert "empty" in sentence
    assert report.open.isHidden()
    with qtbot.waitSignal(report.closed):
        qtbot.mouseClick(report.back, Qt.MouseButton.LeftButton)
