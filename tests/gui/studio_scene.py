"""A studio on a real engine, with takes of poses recorded over real OSC."""

from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot

from wekipy.child import free_port
from wekipy.gui.session.event_log import Journal
from wekipy.gui.session.session import Session
from wekipy.gui.session.source import Child
from wekipy.gui.studio.studio import Studio
from wekipy.gui.studio.window import Window
from wekipy.gui.takes.panel import TakesPanel
from wekipy.rehearsal.link import Link

POSES = {1: (0.1, 0.1), 2: (0.9, 0.9), 3: (0.1, 0.9)}
VECTORS = 12  # of each take


def opened(qtbot: QtBot, source: Child) -> Window:
    """A window with an open project."""
    made = Window(Journal())
    qtbot.addWidget(made)
    made.resize(1400, 900)
    made.show()
    made.open(source)
    session = made.session
    assert session is not None
    qtbot.waitUntil(lambda: session.connected and bool(session.state.folder), timeout=30_000)
    return made


def parts(window: Window) -> tuple[Session, Studio, TakesPanel]:
    """The session, the studio, and its panel of takes, which is shown."""
    assert window.session is not None and window.studio is not None
    panel = window.studio.open("takes")
    assert isinstance(panel, TakesPanel)
    return window.session, window.studio, panel


def record(qtbot: QtBot, window: Window, *shown: tuple[int, int]) -> None:
    """Takes of poses, each with a label, over real OSC."""
    session = window.session
    assert session is not None and isinstance(session.source, Child) and session.source.process is not None
    with Link(session.source.process.port, free_port()) as link:
        for pose, label in shown:
            before = session.state.examples
            session.do("set_targets", label, pose / 4)
            session.do("start_recording")
            qtbot.waitUntil(lambda: session.state.recording is not None)
            for n in range(VECTORS):
                x = [POSES[pose][0] + n / 200, POSES[pose][1] - n / 300]
                link.inputs(x)
                qtbot.waitUntil(lambda x=x: session.live.inputs.tolist() == pytest.approx(x), timeout=9_000)
            session.do("stop_recording")
            qtbot.waitUntil(lambda before=before: session.state.examples == before + VECTORS)


def numbers(panel: TakesPanel) -> list[int]:
    """The takes that are shown, in their order."""
    return [row.take.number for row in panel.model.rows]
