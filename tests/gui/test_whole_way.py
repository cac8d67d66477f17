"""The whole way with a sensor, from the start screen to a class that is heard, by OSC, clicks and keys."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from PyQt6.QtCore import Qt
from PyQt6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot
from studio_scene import parts

from wekipy.child import free_port
from wekipy.client.sensor import Sensor
from wekipy.gui.editors.algorithm import AlgorithmEditor
from wekipy.gui.editors.editor_table import open_editor
from wekipy.gui.evaluation.panel import EvaluationPanel
from wekipy.gui.outputs.panel import OutputsPanel
from wekipy.gui.session.event_log import Journal
from wekipy.gui.session.session import Session
from wekipy.gui.session.source import Child
from wekipy.gui.start.listener import wanted_port
from wekipy.gui.studio.studio import Studio
from wekipy.gui.studio.window import Window
from wekipy.osc.codec import decode
from wekipy.rehearsal.link import Link
from wekipy.storage.take_file import read_take, take_name

LONG = 30_000
ADDRESS, POSES = "/accxyz", {1: (0.1, 0.1, 0.9), 2: (0.9, 0.2, 0.1), 3: (0.2, 0.9, 0.5)}
VECTORS = 15


class Evening:
    """A window, a sensor that sends to the port it listens at, and what comes back."""

    def __init__(self, qtbot: QtBot) -> None:
        self.qtbot = qtbot
        self.window = Window(Journal())
        qtbot.addWidget(self.window)
        self.window.show()
        self.sensor = Sensor("127.0.0.1", wanted_port())
        self.out_port = free_port()
        self.back = Link(wanted_port(), self.out_port)

    @property
    def session(self) -> Session:
        assert self.window.session is not None
        return self.window.session

    @property
    def studio(self) -> Studio:
        assert self.window.studio is not None
        return self.window.studio

    @property
    def outputs(self) -> OutputsPanel:
        panel = self.studio.panels["outputs"]
        assert isinstance(panel, OutputsPanel)
        return panel

    @property
    def source(self) -> Child:
        assert isinstance(self.session.source, Child) and self.session.source.process is not None
        return self.session.source

    def move(self, pose: int, vectors: int = VECTORS) -> None:
        """Hold a pose, each vector of it seen by the engine before the next one is sent."""
        for n in range(vectors):
            x = np.array(POSES[pose]) + n / 300
            self.sensor.send(ADDRESS, x)
            self.qtbot.waitUntil(lambda x=x: self.session.live.inputs.tolist() == pytest.approx(x.tolist()))

    def key(self, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        self.qtbot.keyClick(self.studio, key, modifier)

    def record(self, pose: int) -> None:
        before = self.session.state.examples
        self.key(Qt.Key(Qt.Key.Key_0 + pose))
        self.qtbot.waitUntil(lambda: self.session.live.targets.tolist() == [pose])
        self.key(Qt.Key.Key_R)
        self.qtbot.waitUntil(lambda: self.session.state.recording is not None)
        self.move(pose)
        self.key(Qt.Key.Key_R)
        self.qtbot.waitUntil(lambda: self.session.state.examples == before + VECTORS)

    def heard(self) -> list[float]:
        """The last output message that came back."""
        self.back.drain()
        return [float(v) for v in decode(self.back.got[-1][1])[0].args] if self.back.got else []

    def begin(self) -> None:
        """A project from the address that is heard, with one click on it and one on what it shall become."""
        assert self.window.start is not None
        listening = self.window.start.listening

        def arrives() -> bool:
            self.sensor.send(ADDRESS, np.array(POSES[1]))
            return (ADDRESS, 3) in listening.rows

        self.qtbot.waitUntil(arrives, timeout=LONG)
        self.click(listening.rows[ADDRESS, 3])
        self.click(self.window.start.cards["poses"])
        self.qtbot.waitUntil(lambda: self.window.session is not None, timeout=LONG)
        self.session.do("set_destinations", f"127.0.0.1:{self.out_port}")

    def click(self, widget: QWidget) -> None:
        self.qtbot.mouseClick(widget, Qt.MouseButton.LeftButton)


@pytest.fixture
def evening(qtbot: QtBot) -> Iterator[Evening]:
    made = Evening(qtbot)
    yield made
    made.sensor.close()
    made.back.close()
    made.window.close()


def test_from_an_address_to_a_class_that_is_heard_and_all_that_follows(evening: Evening) -> None:
    wait = evening.qtbot.waitUntil
    evening.begin()
    session, card = evening.session, evening.outputs.cards[0]
    for pose in (1, 2, 3, 1, 2, 3):
        evening.record(pose)
    evening.key(Qt.Key.Key_T)
    wait(lambda: session.state.outputs[0].model.state == "ready", timeout=LONG)
    evening.key(Qt.Key.Key_P)
    wait(lambda: session.state.running)
    for pose in (3, 1, 2):
        evening.move(pose, 1)
        wait(lambda pose=pose: card.value.text().startswith(f"class {pose}"))
        wait(lambda pose=pose: evening.heard() == [pose])
    session.do("rename_output", 1, "scene")
    wait(lambda: card.name.text() == "scene")
    session.do("delete_takes", 6)
    wait(lambda: len(session.state.takes) == 5)
    evening.key(Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    wait(lambda: len(session.state.takes) == 6)
    evening.key(Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    wait(lambda: card.name.text() != "scene")
    editor = open_editor("algorithm", session, session.state.outputs[0].uid, evening.studio)
    assert isinstance(editor, AlgorithmEditor)
    wait(lambda: bool(editor.choices))
    editor.choices["knn"].button.click()
    wait(lambda: session.state.outputs[0].algorithm == "knn")
    editor.close_sheet()
    evening.key(Qt.Key.Key_T)
    wait(lambda: session.state.outputs[0].model.algorithm == "knn", timeout=LONG)
    evaluation = evening.studio.open("evaluation")
    assert isinstance(evaluation, EvaluationPanel)
    evening.click(evaluation.button)
    wait(lambda: evaluation.report.isVisible() and not evaluation.busy, timeout=LONG)
    matrix = evaluation.report.matrix
    evening.qtbot.mouseClick(matrix, Qt.MouseButton.LeftButton, pos=matrix.area(1, 1).center())
    _, _, takes = parts(evening.window)
    assert sorted(row.take.number for row in takes.selected()) == [2, 5]


def test_an_engine_that_is_killed_loses_nothing_though_nobody_saved(evening: Evening) -> None:
    evening.begin()
    session, wait = evening.session, evening.qtbot.waitUntil
    evening.record(1)
    evening.key(Qt.Key.Key_2)
    wait(lambda: session.live.targets.tolist() == [2])
    evening.key(Qt.Key.Key_R)
    wait(lambda: session.state.recording is not None)
    evening.move(2)
    file = Path(session.state.folder) / "examples" / take_name(2)
    wait(lambda: file.exists() and len(read_take(file)) == VECTORS)  # by itself, within a tenth of a second
    killed = evening.source.process
    assert killed is not None
    with evening.qtbot.waitSignals([session.lost, session.restored], timeout=LONG, order="strict"):
        os.kill(killed.process.pid, signal.SIGKILL)
    wait(lambda: session.state.examples == 2 * VECTORS)
    assert [take.targets for take in session.state.takes] == [{1: 1.0}, {1: 2.0}]
    assert session.state.input_address == ADDRESS
    evening.record(3)  # at the same port
    assert evening.source.process is not killed
