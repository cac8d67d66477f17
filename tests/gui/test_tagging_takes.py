"""Who performed takes, and where, written in the window."""

from __future__ import annotations

from collections.abc import Callable

from PyQt6.QtCore import Qt
from pytestqt.qtbot import QtBot
from studio_scene import numbers, opened, parts, record

from wekipy.gui.session.source import Child


def test_takes_are_tagged_in_the_window_and_undone(qtbot: QtBot, child: Callable[..., Child]) -> None:
    window = opened(qtbot, child("--inputs", "2", "--outputs", "class:3,1"))
    record(qtbot, window, (1, 1), (2, 2))
    session, _, panel = parts(window)
    qtbot.waitUntil(lambda: numbers(panel) == [2, 1])
    panel.view.selectAll()
    who, where = panel.details.tags.fields["who"], panel.details.tags.fields["where"]
    qtbot.keyClicks(who, " Ana ")
    qtbot.keyClick(who, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: [take.who for take in session.state.takes] == ["Ana", "Ana"])
    panel.view.setCurrentIndex(panel.model.place(1))
    qtbot.waitUntil(lambda: who.text() == "Ana")
    qtbot.keyClicks(where, "studio")
    qtbot.keyClick(where, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: [take.where for take in session.state.takes] == ["studio", ""])
    assert "Ana · studio" in panel.model.rows[panel.model.place(1).row()].state
    panel.view.selectAll()
    qtbot.waitUntil(lambda: (who.text(), where.text()) == ("Ana", ""))  # they differ
    panel.search.setText("studio")
    qtbot.waitUntil(lambda: numbers(panel) == [1])
    panel.search.clear()
    session.do("undo")
    qtbot.waitUntil(lambda: session.state.takes[0].where == "")
