"""The start screen with a real engine behind it: what is heard, what becomes of it, what is in the way."""

from __future__ import annotations

import os
import socket
import threading
import time
from pathlib import Path

import numpy as np
import pytest
from loudspeaker import Speaker
from PyQt6.QtCore import QPoint, QSettings, Qt
from PyQt6.QtTest import QTest
from PyQt6.QtWidgets import QApplication, QToolButton, QWidget
from pytestqt.qtbot import QtBot

from wekipy.client import Client
from wekipy.client.sensor import Sensor
from wekipy.gui.session.event_log import Journal
from wekipy.gui.session.source import Child
from wekipy.gui.start.known import ProjectRow
from wekipy.gui.start.listener import wanted_port
from wekipy.gui.start.recent import projects_folder, recent, remember
from wekipy.gui.start.screen import StartScreen
from wekipy.gui.start.temporary import CLAIM, is_temporary, listening_folder, sweep
from wekipy.gui.studio.window import Window
from wekipy.gui.trial.panel import TrialPanel
from wekipy.project.create import new_project
from wekipy.rehearsal.engine_process import EngineProcess
from wekipy.storage.folder import create

LONG = 30_000


@pytest.fixture
def window(qtbot: QtBot) -> Window:
    made = Window(Journal())
    qtbot.addWidget(made)
    made.show()
    return made


def screen(window: Window) -> StartScreen:
    assert window.start is not None
    return window.start


def wait_for_listening(qtbot: QtBot, window: Window) -> None:
    listener = window._listener
    assert listener is not None
    qtbot.waitUntil(lambda: listener.session is not None and listener.session.connected, timeout=LONG)


def click(qtbot: QtBot, widget: QWidget) -> None:
    qtbot.mouseClick(widget, Qt.MouseButton.LeftButton)


def test_a_project_from_an_address_that_is_heard_in_the_same_engine(qtbot: QtBot, window: Window) -> None:
    wait_for_listening(qtbot, window)
    listener = window._listener
    assert listener is not None and listener.session is not None
    source = listener.session.source
    assert isinstance(source, Child) and source.process is not None
    listening, temporary = source.process.process.pid, source.process.folder
    sensor = Sensor("127.0.0.1", wanted_port())
    rows = screen(window).listening.rows
    assert not rows
    sensor.send("/accxyz", np.array([0.1, 0.2, 0.3]))
    qtbot.waitUntil(lambda: ("/accxyz", 3) in screen(window).listening.rows)
    row = screen(window).listening.rows["/accxyz", 3]
    assert "3 numbers" in row.accessibleName()
    click(qtbot, row)
    click(qtbot, screen(window).cards["poses"])
    qtbot.waitUntil(lambda: window.session is not None, timeout=LONG)
    session = window.session
    assert session is not None
    assert session.state.inputs == ("accxyz-x", "accxyz-y", "accxyz-z")
    assert session.state.input_address == "/accxyz"
    assert session.state.outputs[0].classes == 3
    assert source.process.process.pid == listening
    assert session.state.port == wanted_port()
    sensor.send("/accxyz", np.array([0.5, 0.25, 1.0]))
    qtbot.waitUntil(lambda: session.live.inputs.tolist() == [0.5, 0.25, 1.0])
    sensor.close()
    folder = Path(session.state.folder)
    assert recent() == [folder]
    window.close()
    assert folder.exists()
    assert not temporary.exists()


def test_from_the_start_to_a_mouse_that_plays_a_sound_it_takes_five_presses_at_most(
    qtbot: QtBot, window: Window, speaker: Speaker
) -> None:
    presses = 0

    def press(widget: QWidget) -> None:
        nonlocal presses
        presses += 1
        click(qtbot, widget)

    press(screen(window).listening.trials["mouse"])
    press(screen(window).cards["knobs"])
    qtbot.waitUntil(lambda: window.session is not None and window.session.state.running, timeout=LONG)
    session, studio = window.session, window.studio
    assert session is not None and studio is not None
    panel = studio.open("trial")
    assert isinstance(panel, TrialPanel)
    pad = panel.pad
    bar = window.menuBar()
    assert bar is not None
    titles = [action.text() for action in bar.actions()]
    assert len(set(titles)) == len(titles)  # those of the start screen have gone

    def show(across: float, up: float) -> None:
        nonlocal presses
        presses += 1
        takes = len(session.state.takes)
        at = QPoint(round(across * pad.width()), round((1 - up) * pad.height()))
        QTest.mousePress(pad, Qt.MouseButton.LeftButton, pos=at)
        qtbot.waitUntil(lambda: session.state.recording is not None)
        arrived = session.live.inputs
        for n in range(1, 20):
            QTest.mouseMove(pad, at + QPoint(n % 5, n % 3))
            QTest.qWait(20)
        assert session.live.inputs.tolist() != arrived.tolist()
        QTest.mouseRelease(pad, Qt.MouseButton.LeftButton, pos=at)
        qtbot.waitUntil(lambda: len(session.state.takes) == takes + 1)

    show(0.2, 0.2)
    show(0.8, 0.7)
    qtbot.waitUntil(lambda: {o.model.state for o in session.state.outputs} == {"ready"}, timeout=LONG)

    def played(across: float) -> np.ndarray:
        place = QPoint(round(across * pad.width()), round(0.5 * pad.height()))
        QTest.mouseMove(pad, place)
        qtbot.waitUntil(lambda: abs(session.live.inputs[0] - across) < 0.02)
        qtbot.waitUntil(
            lambda: np.allclose(panel.picture.shares, np.clip(session.live.outputs, 0, 1), atol=0.01)
        )
        return session.live.outputs

    # Inputs and outputs arrive in messages of their own: the first look can see the answer before.
    qtbot.waitUntil(lambda: np.abs(played(0.2) - played(0.8)).max() > 0.05)
    speaker.take()
    qtbot.waitUntil(lambda: np.abs(speaker.take()).max() > 0.001)
    assert presses <= 5


def test_a_port_of_another_engine_is_told_and_that_engine_can_be_shown(qtbot: QtBot) -> None:
    other = Child(("--port", str(wanted_port()), "--workers", "1"))
    other.connect().close()
    window = Window(Journal())  # after it: else its own engine would have the port
    qtbot.addWidget(window)
    window.show()
    try:
        wait_for_listening(qtbot, window)
        button = screen(window).listening.attach_button
        qtbot.waitUntil(button.isVisible, timeout=LONG)
        click(qtbot, button)
        session = window.session
        assert session is not None
        qtbot.waitUntil(lambda: session.state.port == wanted_port(), timeout=LONG)
        assert not session.source.own
    finally:
        window.close()
        other.close()


def test_a_port_of_another_program_is_told_and_another_can_be_chosen(qtbot: QtBot, window: Window) -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as other:
        other.bind(("127.0.0.1", 0))
        taken = other.getsockname()[1]
        screen(window).listening.port_chosen.emit(taken)
        wait_for_listening(qtbot, window)
        note = screen(window).listening._note
        qtbot.waitUntil(lambda: "Another program" in note.text(), timeout=LONG)
        assert str(taken) in note.text()
    listener = window._listener
    assert listener is not None
    before = listener.session
    screen(window).listening.port_chosen.emit(taken)
    qtbot.waitUntil(lambda: listener.session is not before and listener.port == taken, timeout=LONG)
    wait_for_listening(qtbot, window)
    assert not note.text()
    assert QSettings().value("listen/port") == taken


def test_an_answer_that_was_on_its_way_when_the_window_closed_starts_no_engine(qtbot: QtBot) -> None:
    answered = threading.Event()
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as other:
        other.bind(("127.0.0.1", 0))
        QSettings().setValue("listen/port", other.getsockname()[1])
        window = Window(Journal())
        qtbot.addWidget(window)
        listener = window._listener
        assert listener is not None
        listener._start()  # asks who has the port
        listener._calls.add(answered.set)
        assert answered.wait(30)
        window.close()
        QApplication.processEvents()
    assert listener.session is None


def test_projects_are_listed_with_what_they_are_and_open_in_the_listening_engine(
    qtbot: QtBot, window: Window, tmp_path: Path
) -> None:
    click(qtbot, screen(window).cards["mixed"])
    qtbot.waitUntil(lambda: window.session is not None, timeout=LONG)
    session = window.session
    assert session is not None
    folder = Path(session.state.folder)
    for n in range(3):
        session.do("start_recording") if not n else None
        session.do("take_inputs", n, n)
    session.do("stop_recording")
    qtbot.waitUntil(lambda: session.state.examples == 3)
    window.show_start()
    remember(str(tmp_path / "gone.wekipy"))
    screen(window).known.fill()
    gone, there = screen(window).known.findChildren(ProjectRow)
    assert not gone.isEnabled() and "not there" in gone.accessibleName()
    assert "2 inputs → 2 continuous, 3 classes" in there.accessibleName()
    assert "3 examples" in there.accessibleName()
    click(qtbot, screen(window).known.findChildren(QToolButton)[0])
    assert recent() == [folder]
    wait_for_listening(qtbot, window)
    (there,) = (row for row in screen(window).known.findChildren(ProjectRow) if row.isEnabled())
    click(qtbot, there)
    qtbot.waitUntil(lambda: window.session is not None, timeout=LONG)
    assert window.session is not None
    assert window.session.state.folder == str(folder)
    assert folder.is_relative_to(projects_folder())


def test_what_a_start_screen_listens_with_is_in_no_list_and_gone_with_its_engine(qtbot: QtBot) -> None:
    window = Window(Journal())
    qtbot.addWidget(window)
    window.show()
    listener = window._listener
    assert listener is not None
    qtbot.waitUntil(lambda: listener.session is not None and listener.session.connected, timeout=30_000)
    session = listener.session
    assert session is not None
    qtbot.waitUntil(lambda: bool(session.state.folder), timeout=10_000)
    temporary = Path(session.state.folder)
    assert is_temporary(temporary) and temporary.is_dir()
    assert session.state.project.library == str(projects_folder())
    found: list[list[dict[str, object]]] = []
    session.do("projects", then=found.append)
    qtbot.waitUntil(lambda: bool(found))
    assert found[0] == []  # so no set list has it
    assert window.start is not None
    window.start.cards["poses"].click()
    qtbot.waitUntil(lambda: window.session is not None, timeout=10_000)
    qtbot.waitUntil(lambda: not temporary.exists(), timeout=10_000)
    assert [folder.parent for folder in recent()] == [projects_folder()]
    window.close()
    assert list(listening_folder().iterdir()) == []


def test_what_crashed_start_screens_have_left_is_cleared_but_nothing_recorded() -> None:
    projects_folder().mkdir(parents=True)
    old = time.time() - 3_600
    for place in (listening_folder() / "empty.wekipy", projects_folder() / "earlier.wekipy"):
        create(place, new_project(2, "1"))
        (place / CLAIM).touch()
        os.utime(place, (old, old))
    create(projects_folder() / "mine.wekipy", new_project(2, "1"))
    with EngineProcess(
        (str(listening_folder() / "used.wekipy"), "--inputs", "1", "--outputs", "1")
    ) as engine:
        with Client(port=engine.control_port) as client, client.recording():
            client.take_inputs(0.5)
        os.utime(engine.folder, (old, old))
        sweep()
        assert engine.folder.exists()  # its engine lives
    os.utime(listening_folder() / "used.wekipy", (old, old))
    sweep()
    assert list(listening_folder().iterdir()) == []
    names = sorted(folder.name for folder in projects_folder().iterdir())
    assert (
        len(names) == 2 and names[1] == "mine.wekipy" and names[0].startswith("Recorded on the start screen")
    )


def test_several_addresses_become_one_project(qtbot: QtBot, window: Window) -> None:
    wait_for_listening(qtbot, window)
    sensor, listening = Sensor("127.0.0.1", wanted_port()), screen(window).listening

    def send(x: float) -> None:
        sensor.send("/gyro", np.array([x, 0.0, 0.0]))
        for n in (1, 2):
            sensor.send(f"/fader/{n}", np.array([x + n]))

    assert listening.several.isHidden()
    send(0.0)
    qtbot.waitUntil(lambda: len(listening.rows) == 3)
    click(qtbot, listening.trials["mouse"])
    listening.several.click()
    for row in listening.rows.values():
        click(qtbot, row)
    assert not listening.trials["mouse"].isChecked()
    assert len(listening.heard) == 3
    click(qtbot, screen(window).cards["poses"])
    qtbot.waitUntil(lambda: window.session is not None, timeout=LONG)
    session = window.session
    assert session is not None
    sources = [(source.address, source.inputs) for source in session.state.sources]
    assert sorted(sources) == [("/fader/{n}", 2), ("/gyro", 3)]
    send(0.5)
    names = session.state.inputs
    qtbot.waitUntil(lambda: len(session.live.inputs) == 5)
    wanted = {"gyro-x": 0.5, "gyro-y": 0.0, "gyro-z": 0.0, "fader-1": 1.5, "fader-2": 2.5}
    qtbot.waitUntil(lambda: dict(zip(names, session.live.inputs.tolist(), strict=True)) == wanted)
    sensor.close()
    window.close()


def test_one_of_several_is_chosen_once_they_are_not_taken_together(qtbot: QtBot, window: Window) -> None:
    wait_for_listening(qtbot, window)
    sensor, listening = Sensor("127.0.0.1", wanted_port()), screen(window).listening
    for address in ("/a", "/b"):
        sensor.send(address, np.array([1.0, 2.0]))
    qtbot.waitUntil(lambda: len(listening.rows) == 2)
    listening.several.click()
    for row in listening.rows.values():
        click(qtbot, row)
    listening.several.click()
    assert len(listening.heard) == 1
    click(qtbot, listening.rows["/b", 2])
    assert [heard.address for heard in listening.heard] == ["/b"]
    assert [row.isChecked() for row in listening.rows.values()] == [False, True]
    sensor.close()
