"""Inputs from other machines: switched on the start screen, offered where the test input does not arrive."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PyQt6.QtCore import Qt
from pytestqt.qtbot import QtBot

from wekipy.client.sensor import Sensor
from wekipy.gui.session.event_log import Journal
from wekipy.gui.session.session import Session
from wekipy.gui.session.source import Attached, Source
from wekipy.gui.start.listener import wanted_port
from wekipy.gui.studio.window import Window
from wekipy.gui.theme.theme import theme
from wekipy.gui.trial.panel import TrialPanel
from wekipy.gui.wire.network import is_near, own_address
from wekipy.gui.wire.waiting import Waiting
from wekipy.rehearsal.engine_process import EngineProcess

OUTSIDE = own_address()
TOKEN = "a token for the tests"
needs_network = pytest.mark.skipif(not OUTSIDE, reason="this machine has no address but loopback")


@needs_network
def test_a_phone_is_heard_once_the_switch_is_on_also_at_another_port(qtbot: QtBot) -> None:
    window = Window(Journal())
    qtbot.addWidget(window)
    window.show()
    listener, listening = window._listener, window.start.listening if window.start is not None else None
    assert listener is not None and listening is not None
    qtbot.waitUntil(lambda: listener.session is not None and listener.session.connected, timeout=30_000)
    waiting = listening.findChild(Waiting)
    assert waiting is not None and waiting.isVisible() and waiting.moves
    theme().choose_calm(True)
    assert not waiting.moves
    qtbot.mouseClick(listening.network, Qt.MouseButton.LeftButton, pos=listening.network.rect().center())
    assert listening.network.isChecked()
    assert OUTSIDE in listening._address.text() and str(wanted_port()) in listening._address.text()

    def arrives() -> bool:
        phone = Sensor(OUTSIDE, wanted_port())
        phone.send("/tilt", np.array([0.5, 0.25]))
        phone.close()
        return ("/tilt", 2) in listening.rows

    qtbot.waitUntil(arrives, timeout=30_000)
    assert not waiting.isVisible()
    before = listener.session
    listening.port_chosen.emit(wanted_port() + 7)
    qtbot.waitUntil(
        lambda: (
            listener.session is not None and listener.session is not before and listener.session.connected
        ),
        timeout=30_000,
    )
    assert listener.port == wanted_port()
    qtbot.waitUntil(arrives, timeout=30_000)
    assert listening.network.isChecked()
    window.close()


@needs_network
def test_a_test_input_that_is_not_heard_says_so_and_can_be_let_in(
    qtbot: QtBot, tmp_path: Path, open_session: Callable[[Source], Session]
) -> None:
    arguments = ("--inputs", "2", "--outputs", "1", "--allow-control", OUTSIDE, "--token", TOKEN)
    with EngineProcess((str(tmp_path / "far.wekipy"), *arguments)) as engine:
        session = open_session(Attached(OUTSIDE, engine.control_port, TOKEN))
        panel = TrialPanel(session)
        qtbot.addWidget(panel)
        panel.resize(400, 500)
        panel.show()
        qtbot.mouseClick(panel.buttons["hand"], Qt.MouseButton.LeftButton)
        qtbot.waitUntil(panel.far.isVisible, timeout=10_000)
        assert session.live.inputs.tolist() == [0.0, 0.0]
        qtbot.mouseClick(panel.far.button, Qt.MouseButton.LeftButton)
        qtbot.waitUntil(lambda: session.live.inputs.tolist() != [0.0, 0.0])
        qtbot.waitUntil(panel.far.isHidden)
        session.close()


@pytest.mark.parametrize(
    ("host", "near"),
    [("127.0.0.1", True), ("127.0.0.2", True), ("localhost", True), ("::1", True), ("192.0.2.7", False),
     ("gallery.local", False)],
)  # fmt: skip
def test_which_engines_are_on_this_machine(host: str, near: bool) -> None:
    assert is_near(host) == near
