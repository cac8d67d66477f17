"""Windows without a screen, with settings of their own."""

from __future__ import annotations

import os

os.environ["QT_QPA_PLATFORM"] = "offscreen"  # before Qt is imported

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from loudspeaker import Speaker
from PyQt6.QtCore import QCoreApplication, QEvent, QSettings
from pytestqt.qtbot import QtBot

from wekipy.child import free_port
from wekipy.gui.session.event_log import Journal
from wekipy.gui.session.session import Session
from wekipy.gui.session.source import Child, Source
from wekipy.gui.sound import player
from wekipy.gui.theme.theme import theme


@pytest.fixture(autouse=True)
def settings(tmp_path: Path, qapp: QCoreApplication, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Settings and a data folder of this test only, a port that nobody has, and the default theme.

    Windows that have closed are deleted after the test, as the loop of a window does it; left to Python's
    garbage collector, their parts go in any order, while Qt still draws some of them.
    """
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    QSettings.setDefaultFormat(QSettings.Format.IniFormat)
    QSettings.setPath(QSettings.Format.IniFormat, QSettings.Scope.UserScope, str(tmp_path / "settings"))
    QCoreApplication.setOrganizationName("wekipy")
    QCoreApplication.setApplicationName("wekipy")
    QSettings().setValue("theme", "dark")
    QSettings().setValue("listen/port", free_port())
    theme()
    yield
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)


@pytest.fixture
def child(tmp_path: Path) -> Callable[..., Child]:
    """Makes engines of a window's own: `child("--inputs", "2")`, each on a project in the test's folder."""

    def make(*arguments: str) -> Child:
        project = str(tmp_path / "piece.wekipy")
        return Child((project, *arguments, "--port", str(free_port()), "--workers", "1"))

    return make


@pytest.fixture
def open_session(qtbot: QtBot) -> Iterator[Callable[[Source], Session]]:
    """Opens sessions and waits until their state is there; they end with the test."""
    opened: list[Session] = []

    def make(source: Source) -> Session:
        session = Session(source, Journal())
        opened.append(session)
        session.start()
        qtbot.waitUntil(lambda: session.connected and bool(session.state.folder), timeout=30_000)
        return session

    yield make
    for session in opened:
        session.close()


@pytest.fixture
def speaker(monkeypatch: pytest.MonkeyPatch) -> Speaker:
    """What the window plays to."""
    made = Speaker()
    monkeypatch.setattr(player, "open_device", lambda _parent: made)
    return made
