"""Windows and engines that lose each other: crashes, vanished machines, other projects in the meantime."""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PyQt6.QtCore import QLockFile
from pytestqt.qtbot import QtBot

from wekipy.child import ServeProcess
from wekipy.client import Client
from wekipy.gui.session import session as session_module
from wekipy.gui.session.claims import mark_of
from wekipy.gui.session.event_log import Journal
from wekipy.gui.session.session import Session
from wekipy.gui.session.source import Attached, Child, Source
from wekipy.gui.start.listener import wanted_port
from wekipy.gui.start.neighbour import end_left_behind
from wekipy.gui.start.temporary import listening_folder
from wekipy.gui.studio.window import Window
from wekipy.rehearsal.engine_process import EngineProcess

ARGUMENTS = ("--inputs", "2", "--outputs", "1")
Make = Callable[..., Child]
Open = Callable[[Source], Session]


def crashed_with(source: Child) -> ServeProcess:
    """The engine of a window that has crashed: its mark is there, and nobody holds it."""
    source.connect().close()
    assert source.process is not None and source._mark is not None
    source._mark.unlock()
    pid = source.process.process.pid
    crash = f"import os; from wekipy.gui.session.claims import claim; kept = claim({pid}); os._exit(0)"
    subprocess.run([sys.executable, "-c", crash], check=True)
    assert mark_of(pid).exists()
    return source.process


def test_a_window_opened_after_a_crash_has_its_engine_as_its_own(
    child: Make, open_session: Open, tmp_path: Path
) -> None:
    engine = crashed_with(child(*ARGUMENTS))
    again = Child((str(tmp_path / "piece.wekipy"),))
    session = open_session(again)
    assert again.process is None and again.own
    assert session.state.port == engine.port
    session.close()
    engine.process.wait(20)  # it ended with the window
    assert not mark_of(engine.process.pid).exists()
    assert engine.end() == 0


def test_the_engine_of_a_crashed_window_is_started_again_when_it_dies(
    qtbot: QtBot, child: Make, open_session: Open, tmp_path: Path
) -> None:
    engine = crashed_with(child(*ARGUMENTS))
    again = Child((str(tmp_path / "piece.wekipy"),))
    session = open_session(again)
    said: list[str] = []
    session.lost.connect(lambda: said.append(session.absence))
    with qtbot.waitSignals([session.lost, session.restored], timeout=30_000, order="strict"):
        engine.kill()
    assert said == ["The engine has gone. It is being started again."]
    assert again.own and again.process is not None and again.process.port == engine.port
    qtbot.waitUntil(lambda: session.state.name == "piece")


def test_an_engine_that_somebody_else_has_started_is_started_again_only_when_asked(
    qtbot: QtBot, child: Make, tmp_path: Path
) -> None:
    theirs = child(*ARGUMENTS)
    theirs.connect().close()
    assert theirs.process is not None
    window = Window(Journal())
    qtbot.addWidget(window)
    window.show()
    window.open(Child((str(tmp_path / "piece.wekipy"),)))
    session = window.session
    assert session is not None
    qtbot.waitUntil(lambda: session.connected and session.state.name == "piece", timeout=30_000)
    assert not session.source.own
    assert any("goes on" in entry.text for entry in session.journal.entries)
    with qtbot.waitSignal(session.lost, timeout=30_000):
        theirs.process.kill()
    assert session.absence == "That engine has ended."
    assert window.studio is not None and window.studio.notice.isVisible()
    again = window.studio.notice.buttons[0]
    assert again.text() == "Start it again"
    qtbot.wait(1_500)  # what must not happen: that it is started unasked
    assert not session.connected
    again.click()
    qtbot.waitUntil(lambda: window.session is not None and window.session is not session, timeout=10_000)
    new = window.session
    assert new is not None
    qtbot.waitUntil(lambda: new.connected and new.state.name == "piece", timeout=30_000)
    assert new.source.own and new.state.port == theirs.process.port
    window.close()


def test_closing_a_window_leaves_an_engine_that_somebody_else_has_started(
    child: Make, open_session: Open, tmp_path: Path
) -> None:
    theirs = child(*ARGUMENTS)
    theirs.connect().close()
    assert theirs.process is not None
    session = open_session(Child((str(tmp_path / "piece.wekipy"),)))
    session.close()
    with Client(port=theirs.process.control_port) as client:
        assert client.state()["project"]["name"] == "piece"
    theirs.close()


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


def test_an_engine_left_behind_by_a_start_screen_is_no_stranger(qtbot: QtBot, tmp_path: Path) -> None:
    port = wanted_port()
    env = {**os.environ, "XDG_CONFIG_HOME": str(tmp_path), "XDG_DATA_HOME": str(tmp_path / "data")}
    crashed = subprocess.Popen([sys.executable, "-m", "wekipy", "gui", "--port", str(port)], env=env)
    marks = tmp_path / "data"
    qtbot.waitUntil(lambda: bool(list(marks.rglob("start-screen.lock"))), timeout=30_000)
    crashed.kill()
    crashed.wait()
    with Client(port=port + 1) as client:
        left = Path(client.state()["project"]["folder"])
    window = Window(Journal())
    qtbot.addWidget(window)
    window.show()
    listener = window._listener
    assert listener is not None
    qtbot.waitUntil(lambda: listener.session is not None and listener.session.connected, timeout=30_000)
    assert listener.port == port
    assert left.parent == listening_folder()
    assert not left.exists()
    assert window.start is not None and not window.start.listening.attach_button.isVisible()
    source = listener.session.source if listener.session is not None else None
    assert isinstance(source, Child) and source.process is not None
    assert not end_left_behind(port)  # this window lives
    with Client(port=port + 1) as client:
        assert client.state()["port"] == port
        (source.process.folder / "start-screen.lock").unlink()
        assert not end_left_behind(port)  # nobody's start screen: somebody has started it for a purpose
    window.close()


def test_an_engine_left_behind_with_something_recorded_is_left_alone(tmp_path: Path) -> None:
    with EngineProcess((str(tmp_path / "a.wekipy"), "--inputs", "1", "--outputs", "1")) as engine:
        mark = QLockFile(str(engine.folder / "start-screen.lock"))
        assert mark.tryLock(0)
        mark.unlock()
        (engine.folder / "start-screen.lock").touch()
        with Client(port=engine.control_port) as client, client.recording():
            client.take_inputs(0.5)
        assert engine.control_port == engine.port + 1
        assert not end_left_behind(engine.port)
        with Client(port=engine.control_port) as client:
            assert client.state()["examples"] == 1
            client.delete_all_examples()
            assert not end_left_behind(engine.port)
            assert [take["number"] for take in client.state()["deleted"]] == [1]


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
