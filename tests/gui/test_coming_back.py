"""Windows and engines that lose each other: crashes, vanished machines, other projects in the meantime."""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from wekipy.client import Client
from wekipy.gui.session import session as session_module
from wekipy.gui.session.session import Session
from wekipy.gui.session.source import Attached, Child, Source

ARGUMENTS = ("--inputs", "2", "--outputs", "1")
Make = Callable[..., Child]
Open = Callable[[Source], Session]


def test_a_window_opened_after_a_crash_finds_the_engine_that_goes_on(
    qtbot: QtBot, child: Make, open_session: Open, tmp_path: Path
) -> None:
    crashed = child(*ARGUMENTS)
    crashed.connect().close()  # and the window that did so is no more
    assert crashed.process is not None
    again = Child((str(tmp_path / "piece.wekipy"),))
    session = open_session(again)
    assert again.process is None
    assert not again.own
    assert "goes on" in session.journal.entries[-1].text
    assert session.state.port == crashed.process.port
    session.close()
    with Client(port=crashed.process.control_port) as client:
        assert client.state()["project"]["name"] == "piece"
    crashed.close()


def test_when_the_found_engine_dies_one_of_our_own_goes_on_with_its_project(
    qtbot: QtBot, child: Make, open_session: Open, tmp_path: Path
) -> None:
    crashed = child(*ARGUMENTS)
    crashed.connect().close()
    assert crashed.process is not None
    again = Child((str(tmp_path / "piece.wekipy"), "--port", str(crashed.process.port)))
    session = open_session(again)
    with qtbot.waitSignals([session.lost, session.restored], timeout=30_000, order="strict"):
        crashed.process.kill()
    assert again.own and again.process is not None
    qtbot.waitUntil(lambda: session.state.name == "piece")


def test_an_engine_that_dies_is_started_again_on_the_project_it_had_open_last(
    qtbot: QtBot, child: Make, open_session: Open
) -> None:
    source = child(*ARGUMENTS)
    session = open_session(source)
    session.do("new_project", "another", 3, "2", "/there")
    qtbot.waitUntil(lambda: session.state.name == "another")
    assert source.process is not None
    with qtbot.waitSignals([session.lost, session.restored], timeout=30_000, order="strict"):
        os.kill(source.process.process.pid, signal.SIGKILL)
    qtbot.waitUntil(lambda: session.state.name == "another" and len(session.state.inputs) == 3)


class Cable:
    """A connection to a port that can be cut so that neither side is told."""

    def __init__(self, port: int) -> None:
        self._to, self._cut = port, threading.Event()
        self._ends: list[socket.socket] = []
        self._listening = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listening.getsockname()[1]
        threading.Thread(target=self._accept, daemon=True).start()

    def _accept(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                near, _ = self._listening.accept()
                far = socket.create_connection(("127.0.0.1", self._to))
                self._ends += [near, far]
                for one, other in ((near, far), (far, near)):
                    threading.Thread(target=self._carry, args=(one, other), daemon=True).start()

    def _carry(self, one: socket.socket, other: socket.socket) -> None:
        with contextlib.suppress(OSError):
            while data := one.recv(1 << 16):
                if not self._cut.is_set():
                    other.sendall(data)

    def cut(self) -> None:
        self._cut.set()

    def mend(self) -> None:
        self._cut.clear()

    def close(self) -> None:
        for end in (self._listening, *self._ends):
            with contextlib.suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)
            end.close()


@pytest.fixture
def cable(child: Make) -> Iterator[Cable]:
    source = child(*ARGUMENTS)
    source.connect().close()
    assert source.process is not None
    made = Cable(source.process.control_port)
    yield made
    made.close()
    source.close()


def test_a_machine_that_vanishes_is_noticed_and_found_again(
    qtbot: QtBot, cable: Cable, open_session: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(session_module, "_SILENT", 1.0)
    session = open_session(Attached(port=cable.port))
    with qtbot.waitSignal(session.lost, timeout=10_000):
        cable.cut()
    assert str(cable.port) in session.journal.entries[-1].text
    with qtbot.waitSignal(session.restored, timeout=45_000):
        cable.mend()
    assert session.state.name == "piece"
