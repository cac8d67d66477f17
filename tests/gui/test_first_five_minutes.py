"""The first five minutes of docs/window.md, step by step, with nothing but a mouse and a keyboard."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import numpy as np
from loudspeaker import Speaker
from PyQt6.QtCore import QPoint, Qt
from PyQt6.QtTest import QTest
from PyQt6.QtWidgets import QMenu, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from wekipy.gui.help.menu import HelpMenu
from wekipy.gui.outputs.class_body import ClassBody
from wekipy.gui.outputs.pads import ADD
from wekipy.gui.outputs.panel import OutputsPanel
from wekipy.gui.session.event_log import Journal
from wekipy.gui.session.session import Session
from wekipy.gui.studio.studio import Studio
from wekipy.gui.studio.window import Window
from wekipy.gui.trial.panel import TrialPanel

GUIDE = Path(__file__).parents[2] / "docs" / "window.md"
LONG = 30_000
# The hand: where the mouse is held on the pad, in shares of its width and height from the lower left.
CORNERS = {1: (0.15, 0.2), 2: (0.85, 0.25), 3: (0.5, 0.9), 4: (0.1, 0.75)}


class Stranger:
    """Somebody who has never seen the window; each method is a step of the guide."""

    def __init__(self, qtbot: QtBot, speaker: Speaker) -> None:
        self.qtbot, self.speaker = qtbot, speaker
        self.window = Window(Journal())
        qtbot.addWidget(self.window)
        self.window.resize(1280, 720)
        self.window.show()

    # What is seen

    @property
    def session(self) -> Session:
        assert self.window.session is not None
        return self.window.session

    @property
    def studio(self) -> Studio:
        assert self.window.studio is not None
        return self.window.studio

    @property
    def trial(self) -> TrialPanel:
        panel = self.studio.panels["trial"]
        assert isinstance(panel, TrialPanel) and panel.isVisible()
        return panel

    @property
    def body(self) -> ClassBody:
        panel = self.studio.panels["outputs"]
        assert isinstance(panel, OutputsPanel)
        body = panel.cards[0].body
        assert isinstance(body, ClassBody)
        return body

    def names(self) -> list[str]:
        output = self.session.state.outputs[0]
        return [output.class_name(n) for n in range(1, output.classes + 1)]

    def until(self, true: Callable[[], object]) -> None:
        self.qtbot.waitUntil(lambda: bool(true()), timeout=LONG)

    # What a hand does

    def click(self, widget: QWidget, at: QPoint | None = None) -> None:
        self.qtbot.mouseClick(widget, Qt.MouseButton.LeftButton, pos=at or widget.rect().center())

    def spot(self, corner: int, shake: int = 0) -> QPoint:
        pad, (across, up) = self.trial.pad, CORNERS[corner]
        return QPoint(round(across * pad.width()) + shake % 5, round((1 - up) * pad.height()) + shake % 3)

    def hold_pad(self, corner: int) -> None:
        takes, pad = len(self.session.state.takes), self.trial.pad
        QTest.mousePress(pad, Qt.MouseButton.LeftButton, pos=self.spot(corner))
        self.until(lambda: self.session.state.recording is not None)
        for n in range(15):
            with self.qtbot.waitSignal(self.session.tick):
                QTest.mouseMove(pad, self.spot(corner, n))
        QTest.mouseRelease(pad, Qt.MouseButton.LeftButton, pos=self.spot(corner))
        self.until(lambda: len(self.session.state.takes) == takes + 1)

    def answers(self, corner: int) -> None:
        """Move over the pad until the class of a corner is answered."""

        def answered() -> bool:
            QTest.mouseMove(self.trial.pad, self.spot(corner))
            return self.session.live.outputs.tolist() == [float(corner)]

        self.until(answered)

    # The steps

    def open_wekipy(self) -> None:
        assert self.window.start is not None
        listening = self.window.start.listening
        self.until(listening.trials["mouse"].isEnabled)
        self.click(listening.trials["mouse"])

    def begin_with_poses(self) -> None:
        assert self.window.start is not None
        self.click(self.window.start.cards["poses"])
        self.until(lambda: self.window.session is not None and self.session.state.running)
        self.until(self.studio.panels["trial"].isVisible)
        assert not self.trial.player.muted

    def hold_the_mouse(self) -> None:
        for corner in (1, 2):
            self.until(lambda corner=corner: self.session.live.targets.tolist() == [float(corner)])
            self.hold_pad(corner)
        self.until(lambda: self.session.state.outputs[0].model.state == "ready")

    def move(self) -> None:
        self.speaker.take()
        self.answers(1)
        self.answers(2)
        self.until(lambda: np.abs(self.speaker.take()).max() > 0.001)

    def record_more(self) -> None:
        self.hold_pad(3)
        for corner in (1, 2, 3):
            self.hold_pad(corner)
        self.until(lambda: self.session.state.training is None)
        self.answers(3)

    def name_the_classes(self) -> None:
        pads = self.body.pads
        self.click(pads, pads.name_place(1).center().toPoint())
        for name in ("sun", "rain", "storm"):
            self.qtbot.keyClicks(self.body.name, name)
            self.qtbot.keyClick(self.body.name, Qt.Key.Key_Return)
        self.until(lambda: self.names() == ["sun", "rain", "storm"])

    def add_a_class(self) -> None:
        pads = self.body.pads
        plus = pads.place(3).center().toPoint()
        assert pads._at(plus.x(), plus.y()) == ADD
        self.click(pads, plus)
        self.until(lambda: len(self.names()) == 4 and self.body.name.isVisible())
        self.qtbot.keyClicks(self.body.name, "wind")
        self.qtbot.keyClick(self.body.name, Qt.Key.Key_Return)
        self.until(lambda: self.names()[3] == "wind" and self.session.live.targets.tolist() == [4.0])
        self.hold_pad(4)
        self.until(lambda: self.session.state.training is None)
        self.answers(4)

    def take_something_back(self) -> None:
        takes = len(self.session.state.takes)
        self.qtbot.keyClick(self.studio, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
        self.until(lambda: len(self.session.state.takes) == takes - 1)
        self.qtbot.keyClick(
            self.studio, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
        )
        self.until(lambda: len(self.session.state.takes) == takes)

    def see_it_large(self) -> None:
        self.qtbot.keyClick(self.studio, Qt.Key.Key_F11)
        self.until(lambda: self.window.stage is not None)
        stage = self.window.stage
        assert stage is not None
        QTest.keyPress(stage, Qt.Key.Key_Escape)
        self.until(lambda: self.window.stage is None)

    def write_a_sketch(self) -> None:
        bar = self.window.menuBar()
        assert bar is not None
        menu = next(found for action in bar.actions() if isinstance(found := action.menu(), HelpMenu))
        assert isinstance(menu.sketches, QMenu)
        python = next(action for action in menu.sketches.actions() if action.text() == "Python")
        python.trigger()
        sketches = Path(self.session.state.folder) / "sketches"
        self.until(lambda: any(path.suffix == ".py" for path in sketches.rglob("*")))
        text = next(sketches.rglob("*.py")).read_text(encoding="utf-8")
        assert str(self.session.state.port) in text and "storm" in text

    def close_and_go_on(self) -> None:
        folder = self.session.state.folder
        examples = self.session.state.examples
        self.window.close()
        self.window = Window(Journal())
        self.qtbot.addWidget(self.window)
        self.window.show()
        buttons = self.window.findChildren(QPushButton)
        self.click(next(button for button in buttons if button.toolTip() == folder and button.isEnabled()))
        self.until(lambda: self.window.session is not None and self.session.state.folder == folder)
        self.until(lambda: self.session.state.examples == examples)
        assert self.names() == ["sun", "rain", "storm", "wind"]


STEPS: dict[str, Callable[[Stranger], None]] = {
    "Open wekipy": Stranger.open_wekipy,
    "Begin with *Poses*": Stranger.begin_with_poses,
    "Hold the mouse": Stranger.hold_the_mouse,
    "Move": Stranger.move,
    "Record more": Stranger.record_more,
    "Name the classes": Stranger.name_the_classes,
    "Add a class": Stranger.add_a_class,
    "Take something back": Stranger.take_something_back,
    "See it large": Stranger.see_it_large,
    "Write a sketch": Stranger.write_a_sketch,
    "Close, and go on": Stranger.close_and_go_on,
}


def test_the_guide_has_the_steps_that_are_walked_and_a_picture_for_them() -> None:
    section = (
        GUIDE.read_text(encoding="utf-8").partition("## The first five minutes")[2].partition("\n## ")[0]
    )
    assert re.findall(r"^\d+\. \*\*(.+?)\.?\*\*", section, re.MULTILINE) == list(STEPS)
    pictures = re.findall(r"\(screenshots/([\w-]+\.png)\)", section)
    assert len(pictures) >= 3
    assert all((GUIDE.parent / "screenshots" / picture).is_file() for picture in pictures)


def test_a_stranger_walks_the_first_five_minutes(qtbot: QtBot, speaker: Speaker) -> None:
    stranger = Stranger(qtbot, speaker)
    for step in STEPS.values():
        step(stranger)
