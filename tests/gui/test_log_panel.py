"""The log in swarms of lines: all are there, laid out a few times a second."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PyQt6.QtCore import Qt
from pytestqt.qtbot import QtBot
from studio_scene import opened

from wekipy.gui.log.panel import LogPanel
from wekipy.gui.session.event_log import Entry
from wekipy.gui.session.source import Child


def texts(panel: LogPanel) -> list[str]:
    items = [panel.list.item(n) for n in range(panel.list.count())]
    return [item.text().partition("   ")[2] for item in items if item is not None]


def test_lines_that_come_in_swarms_are_laid_out_together(
    qtbot: QtBot, child: Callable[..., Child], monkeypatch: pytest.MonkeyPatch
) -> None:
    window = opened(qtbot, child("--inputs", "2", "--outputs", "1"))
    assert window.studio is not None and window.session is not None
    panel = window.studio.open("log")
    assert isinstance(panel, LogPanel)
    scrolled: list[int] = []
    scroll = panel.list.scrollToBottom
    monkeypatch.setattr(panel.list, "scrollToBottom", lambda: (scrolled.append(panel.list.count()), scroll()))
    most = window.session.journal.entries.maxlen
    assert most is not None
    for n in range(most + 500):
        window.session.journal.put(Entry("notice", f"line {n}"))
    qtbot.waitUntil(lambda: texts(panel)[-1:] == [f"line {most + 499}"])
    assert len(texts(panel)) == most
    assert len(scrolled) < 20
    bar = panel.list.verticalScrollBar()
    assert bar is not None and bar.value() == bar.maximum()
    panel.search.setText("line 2499")
    assert texts(panel) == ["line 2499"]
    qtbot.mouseClick(panel.filters["trouble"], Qt.MouseButton.LeftButton)
    assert len(texts(panel)) == 1  # a notice is about what arrived wrongly
