"""Performance mode with a real engine: by keys, by OSC, and nothing is lost by a wrong click."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PyQt6.QtCore import QPoint, Qt
from PyQt6.QtGui import QColor
from PyQt6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from wekipy.child import free_port
from wekipy.gui.session.event_log import Journal
from wekipy.gui.session.session import Session
from wekipy.gui.session.source import Child
from wekipy.gui.stage.button import HOLD
from wekipy.gui.stage.screen import StageScreen
from wekipy.gui.studio.window import Window
from wekipy.gui.theme.theme import stage_palette
from wekipy.rehearsal.link import Link

ARGUMENTS = ("--inputs", "2", "--outputs", "1,class:3")


class Show:
    """A window on stage, and a sketch."""

    def __init__(self, qtbot: QtBot, window: Window, source: Child, link: Link) -> None:
        assert window.session is not None
        self.qtbot, self.window, self.source, self.link = qtbot, window, source, link
        self.session: Session = window.session

    @property
    def stage(self) -> StageScreen:
        assert self.window.stage is not None
        return self.window.stage

    def until(self, true: Callable[[], object]) -> None:
        self.qtbot.waitUntil(lambda: bool(true()), timeout=30_000)

    def open(self) -> None:
        self.link.control("enablePerformanceMode")
        self.until(lambda: self.window.stage is not None and self.window.stage.isVisible())

    def take(self, x: float, targets: tuple[float, float]) -> None:
        before = self.session.state.examples
        self.session.do("set_targets", *targets)
        self.session.do("start_recording")
        for n in range(10):
            self.session.do("take_inputs", x, n / 10)
        self.session.do("stop_recording")
        self.until(lambda: self.session.state.examples == before + 10)

    def hold(self, key: Qt.Key) -> None:
        self.qtbot.keyPress(self.stage, key)

    def let_go(self, key: Qt.Key) -> None:
        self.qtbot.keyRelease(self.stage, key)


@pytest.fixture
def show(qtbot: QtBot, child: Callable[..., Child]) -> Iterator[Show]:
    window, source = Window(Journal()), child(*ARGUMENTS)
    qtbot.addWidget(window)
    window.resize(1280, 800)
    window.show()
    window.open(source)
    session = window.session
    assert session is not None
    qtbot.waitUntil(lambda: session.connected and bool(session.state.folder), timeout=30_000)
    assert source.process is not None
    with Link(source.process.port, free_port()) as link:
        yield Show(qtbot, window, source, link)


def test_the_engine_opens_and_closes_the_stage(show: Show) -> None:
    show.open()
    assert show.window.isFullScreen()
    menu = show.window.menuBar()
    assert menu is not None and not menu.isVisible()
    show.link.control("disablePerformanceMode")
    show.until(lambda: show.window.stage is None)
    assert not show.window.isFullScreen() and menu.isVisible()


def test_esc_held_leaves_and_tells_the_engine(show: Show) -> None:
    show.open()
    show.hold(Qt.Key.Key_Escape)
    show.let_go(Qt.Key.Key_Escape)
    assert show.session.state.performance_mode
    show.hold(Qt.Key.Key_Escape)
    show.until(lambda: show.window.stage is None)
    assert not show.session.state.performance_mode
    assert not show.session.state.undo


def test_record_train_run_and_hold_by_keys(show: Show) -> None:
    show.open()
    for x, targets in ((0.1, (0.0, 1)), (0.9, (1.0, 2))):
        show.session.do("set_targets", *targets)
        show.qtbot.keyClick(show.stage, Qt.Key.Key_R)
        show.until(lambda: show.session.state.recording is not None)
        show.until(lambda: show.stage.banner.status.tone == "record")
        for n in range(10):
            show.link.inputs([x, n / 10])
        show.until(lambda: " 10 " in show.stage.banner.status.detail)
        picture = show.stage.grab().toImage()
        assert picture.pixelColor(3, 300) == QColor(stage_palette().record)
        show.qtbot.keyClick(show.stage, Qt.Key.Key_R)
        show.until(lambda: show.session.state.recording is None)
    assert show.session.state.examples == 20
    show.qtbot.keyClick(show.stage, Qt.Key.Key_T)
    show.until(lambda: {o.model.state for o in show.session.state.outputs} == {"ready"})
    show.qtbot.keyClick(show.stage, Qt.Key.Key_P)
    show.until(lambda: show.session.state.running)
    show.link.inputs([0.9, 0.5])
    tile = show.stage.tiles.tiles[1]
    show.until(lambda: "class 2" in tile.accessibleName() and "%" in tile.accessibleName())
    show.qtbot.keyClick(show.stage, Qt.Key.Key_H)
    show.until(lambda: show.stage.banner.status.icon == "hold")
    assert not show.session.state.running
    show.qtbot.keyClick(show.stage, Qt.Key.Key_H)
    show.until(lambda: show.session.state.running)


def test_a_foot_switch_is_mirrored(show: Show) -> None:
    show.open()
    show.link.control("startRecording")
    show.until(lambda: show.stage.banner.status.tone == "record" and show.stage.record.isChecked())
    show.link.inputs([0.1, 0.2])
    show.link.control("stopRecording")

    def plain() -> bool:
        show.link.inputs([0.1, 0.2])  # else it would warn that nothing arrives
        return show.stage.banner.status.tone == "plain" and not show.stage.record.isChecked()

    show.until(plain)


def test_held_record_lasts_as_long_as_it_is_held(show: Show, monkeypatch: pytest.MonkeyPatch) -> None:
    show.open()
    monkeypatch.setattr("wekipy.gui.stage.latch.LONG", 0.0)
    show.hold(Qt.Key.Key_R)
    show.until(lambda: show.session.state.recording is not None)
    show.session.do("take_inputs", 0.1, 0.2)
    show.let_go(Qt.Key.Key_R)
    show.until(lambda: show.session.state.recording is None and show.session.state.examples == 1)


def test_no_click_and_no_key_of_the_studio_deletes_anything(show: Show) -> None:
    show.take(0.1, (0.0, 1))
    show.open()
    show.take(0.9, (1.0, 2))
    show.until(show.stage.take_back.isEnabled)
    kept = {take.number for take in show.session.state.takes}
    for x in range(20, show.stage.width(), 90):
        for y in range(20, show.stage.height(), 60):
            spot = QPoint(x, y)
            under = show.stage.childAt(spot)
            target = show.stage if under is None else under
            if under not in (show.stage.buttons["next-project"], show.stage.buttons["previous-project"]):
                show.qtbot.mouseClick(target, Qt.MouseButton.LeftButton, pos=target.mapFrom(show.stage, spot))
    show.window.sheets.close()
    for key in (Qt.Key.Key_Backspace, Qt.Key.Key_Delete, Qt.Key.Key_X):
        show.qtbot.keyClick(show.stage, key)
    show.qtbot.keyClick(show.stage, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    asked: list[object] = []
    show.session.do("state", then=asked.append)
    show.until(lambda: asked)
    assert kept <= {take["number"] for take in asked[0]["takes"]}  # type: ignore[index]
    assert show.window.stage is not None


def test_the_last_take_of_the_stage_is_taken_back_by_holding(show: Show) -> None:
    show.take(0.1, (0.0, 1))
    show.open()
    assert not show.stage.take_back.isEnabled()  # it was recorded in peace
    show.take(0.9, (1.0, 2))
    show.until(show.stage.take_back.isEnabled)
    with show.qtbot.waitSignal(show.stage.take_back.held, timeout=10 * HOLD):
        show.qtbot.mousePress(show.stage.take_back, Qt.MouseButton.LeftButton)
    show.until(lambda: [take.number for take in show.session.state.takes] == [1])
    assert not show.stage.take_back.isEnabled()
    show.session.do("undo")
    show.until(lambda: len(show.session.state.takes) == 2)


def test_the_set_list_is_walked_and_the_stage_stays(show: Show, tmp_path: Path) -> None:
    show.session.do("copy_project", "second")
    show.session.do("copy_project", "another")
    show.open()
    names = show.stage.header.place.text
    show.stage.look_at_set_list()
    show.until(lambda: "2" in names())
    show.qtbot.keyClick(show.stage, Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)
    view = show.window.sheets.view
    assert view is not None
    show.until(lambda: view.list.count() == 3)  # type: ignore[attr-defined]
    show.qtbot.keyClick(view.list, Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)  # type: ignore[attr-defined]
    show.until(lambda: names().startswith("1"))
    show.qtbot.keyClick(view.list, Qt.Key.Key_Escape)  # type: ignore[attr-defined]
    assert show.window.sheets.view is None and show.window.stage is not None
    show.qtbot.keyClick(show.stage, Qt.Key.Key_PageDown)
    show.until(lambda: show.session.state.name == "another")
    assert show.window.stage is not None and show.session.state.performance_mode
    show.until(lambda: names().startswith("2"))
    show.qtbot.keyClick(show.stage, Qt.Key.Key_PageUp)
    show.until(lambda: show.session.state.name == "piece")
    with show.qtbot.waitSignal(show.session.problem):
        show.qtbot.keyClick(show.stage, Qt.Key.Key_PageUp)
    assert show.window.stage is not None


def test_a_killed_engine_is_told_and_what_was_being_recorded_is_there(show: Show) -> None:
    show.open()
    show.qtbot.keyClick(show.stage, Qt.Key.Key_R)
    show.until(lambda: show.session.state.recording is not None)
    for n in range(20):
        show.link.inputs([n / 20, 0.5])
    show.until(lambda: " 20 " in show.stage.banner.status.detail)
    show.session.do("save")  # what has arrived is on disk within a tenth of a second, or at once when asked
    saved: list[object] = []
    show.session.do("values", then=saved.append)
    show.until(lambda: saved)
    assert show.source.process is not None
    tones: list[str] = []
    show.session.lost.connect(lambda: tones.append(_tone_after_a_frame(show)))
    with show.qtbot.waitSignals([show.session.lost, show.session.restored], timeout=30_000, order="strict"):
        os.kill(show.source.process.process.pid, signal.SIGKILL)
    assert tones == ["bad"]
    show.until(lambda: show.session.state.examples == 20)
    assert show.session.state.recording is None
    assert show.window.stage is not None  # the project says so still


def _tone_after_a_frame(show: Show) -> str:
    show.session.tick.emit()
    QApplication.processEvents()
    return show.stage.banner.status.tone
