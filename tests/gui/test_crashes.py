"""What crashes does not take the other with it; and an engine on another machine is as good as one here."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from wekipy.child import free_port
from wekipy.client import Client
from wekipy.gui.session.event_log import Journal
from wekipy.gui.session.session import Session
from wekipy.gui.session.source import Attached, Source
from wekipy.gui.studio.window import Window
from wekipy.gui.wire.network import own_address
from wekipy.osc.codec import encode
from wekipy.rehearsal.engine_process import EngineProcess
from wekipy.rehearsal.link import Link

TOKEN = "a token for the tests"
OUTSIDE = own_address()
needs_network = pytest.mark.skipif(not OUTSIDE, reason="this machine has no address but loopback")

# A window that says when it draws what its engine, a child of its own, tells it.
_WINDOW = """
import sys
from PyQt6.QtCore import QSettings
QSettings.setDefaultFormat(QSettings.Format.IniFormat)
from wekipy.gui.app import make_application
from wekipy.gui.session.event_log import Journal
from wekipy.gui.session.source import Child
from wekipy.gui.studio.window import Window
from wekipy.gui.wire.network import own_address
app = make_application(['wekipy'])
window = Window(Journal(app))
window.show()
source = Child(tuple(sys.argv[1:]))
window.open(source)
def draw(state):
    if state.folder and state.performance_mode and window.stage is not None:
        print('on stage', source.process.control_port, flush=True)
window.session.changed.connect(draw)
app.exec()
"""


def teach(client: Client) -> None:
    for x, target in ((0.1, 0.0), (0.9, 1.0)):
        client.set_targets(target)
        client.start_recording()
        for n in range(10):
            client.take_inputs(x, n / 10)
        client.stop_recording()
    client.train()
    client.start_running()


def test_a_killed_window_costs_not_one_answer(tmp_path: Path) -> None:
    project, port, out_port = tmp_path / "piece.wekipy", free_port(), free_port()
    arguments = ("--inputs", "2", "--outputs", "1", "--send", f"127.0.0.1:{out_port}")
    with EngineProcess((str(project), *arguments)) as engine, Client(port=engine.control_port) as client:
        teach(client)
        client.performance_mode(True)
        client.set_destinations(f"127.0.0.1:{out_port}")
        client.save()
    env = {**os.environ, "XDG_CONFIG_HOME": str(tmp_path), "QT_QPA_PLATFORM": "offscreen"}
    window = subprocess.Popen(
        [sys.executable, "-c", _WINDOW, str(project), "--port", str(port), "--run", "--answer-all"],
        env=env, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    assert window.stdout is not None
    said = window.stdout.readline()
    assert said.startswith("on stage"), said
    packets = [encode("/wek/inputs", 0.5, n / 400) for n in range(400)]
    with Client(port=int(said.split()[2])) as client, Link(port, out_port) as link:
        killer = threading.Timer(0.5, window.kill)
        killer.start()
        try:
            _, lost = link.stream(packets, 400)
            killer.join()
            window.wait()
            window.stdout.close()
            assert lost == 0
            assert client.state()["running"]
        finally:
            client.shut_down()


def test_an_engine_at_another_address_is_shown_and_outlives_the_window(qtbot: QtBot, tmp_path: Path) -> None:
    with EngineProcess(
        (str(tmp_path / "far.wekipy"), "--inputs", "2", "--outputs", "1", "--host", "127.0.0.2")
    ) as engine:
        ready = next(line for line in engine.lines if "ready:" in line)
        found = re.search(r"control at ([\d.]+):(\d+)", ready)
        assert found is not None
        source = Attached(found[1], int(found[2]))
        window = Window(Journal())
        qtbot.addWidget(window)
        window.show()
        window.open(source)
        session = window.session
        assert session is not None
        qtbot.waitUntil(lambda: session.connected and session.state.name == "far", timeout=10_000)
        session.do("start_recording")
        session.do("take_inputs", 0.25, 0.5)
        session.do("stop_recording")
        qtbot.waitUntil(lambda: session.state.examples == 1)
        window.close()
        with Client(found[1], int(found[2])) as client:
            assert client.state()["examples"] == 1


@needs_network
def test_an_engine_of_the_network_is_shown_to_who_knows_its_token(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    arguments = ("--inputs", "2", "--outputs", "1,class:2", "--allow-control", OUTSIDE, "--token", TOKEN)
    with EngineProcess((str(tmp_path / "far.wekipy"), *arguments)) as engine:
        window = Window(Journal())
        qtbot.addWidget(window)
        window.show()
        window.open(Attached(OUTSIDE, engine.control_port))
        session = window.session
        assert session is not None
        with qtbot.waitSignal(session.problem, timeout=10_000) as told:
            pass
        assert "the token" in told.args[0] and not session.connected
        window.open(Attached(OUTSIDE, engine.control_port, TOKEN))
        session = window.session
        assert session is not None
        qtbot.waitUntil(lambda: session.connected and session.state.name == "far", timeout=10_000)
        found: list[object] = []
        for target in (0.0, 1.0, 0.0, 1.0):
            session.do("set_targets", target, 1 + target)
            session.do("start_recording")
            for n in range(10):
                session.do("take_inputs", target, n / 10)
            session.do("stop_recording")
        session.do("evaluate", then=found.append)  # over a connection of its own
        qtbot.waitUntil(lambda: bool(found), timeout=30_000)
        monkeypatch.setenv("WEKIPY_TOKEN", TOKEN)
        window.open(Attached(OUTSIDE, engine.control_port))
        session = window.session
        assert session is not None
        qtbot.waitUntil(lambda: session.connected and session.state.examples == 40, timeout=10_000)
        window.close()


def test_an_engine_elsewhere_that_dies_is_found_again_when_it_is_back(
    qtbot: QtBot, open_session: Callable[[Source], Session], tmp_path: Path
) -> None:
    project, port, control = str(tmp_path / "far.wekipy"), free_port(), free_port()
    places = ("--control-port", str(control))
    engine = EngineProcess((project, "--inputs", "2", "--outputs", "1", *places), port=port)
    session = open_session(Attached(port=control))
    session.do("start_recording")
    for n in range(5):
        session.do("take_inputs", n / 5, 0.5)
    session.do("save")
    values: list[dict[str, int]] = []
    session.do("values", then=values.append)
    qtbot.waitUntil(lambda: bool(values) and values[0]["recorded"] == 5)
    with qtbot.waitSignal(session.lost, timeout=10_000):
        engine.kill()
    assert not session.connected
    with EngineProcess((project, *places), port=port):
        qtbot.waitUntil(lambda: session.connected and session.state.examples == 5, timeout=30_000)
        session.close()
