"""Whoever uses no mouse, or no eyes, reaches everything and is told what it is."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from PyQt6.QtCore import Qt
from PyQt6.QtWidgets import (
    QAbstractButton,
    QAbstractScrollArea,
    QApplication,
    QComboBox,
    QLabel,
    QLineEdit,
    QTabBar,
    QTabWidget,
    QWidget,
)
from pytestqt.qtbot import QtBot

from wekipy.gui.session.event_log import Journal
from wekipy.gui.session.source import Child
from wekipy.gui.studio.panels import PANELS
from wekipy.gui.studio.side_views import SHEETS
from wekipy.gui.studio.window import Window
from wekipy.gui.theme.theme import theme

_MOST_TABS = 400


@pytest.fixture(params=[(100, 1400, 900), (175, 1024, 768)], ids=["usual text", "175 %"])
def window(qtbot: QtBot, request: pytest.FixtureRequest) -> Iterator[Window]:
    size, width, height = request.param
    theme().choose_text_size(size)
    made = Window(Journal())
    qtbot.addWidget(made)
    made.resize(width, height)
    made.show()
    yield made
    theme().choose_text_size(100)


@pytest.fixture
def opened(qtbot: QtBot, window: Window, child: Callable[..., Child]) -> Window:
    window.open(child("--inputs", "3", "--outputs", "1,class:3,gesture:2"))
    session = window.session
    assert session is not None
    qtbot.waitUntil(lambda: session.connected and bool(session.state.folder), timeout=30_000)
    for target in (1, 2):
        session.do("set_targets", target / 2, target)
        session.do("start_recording")
        for n in range(5):
            session.do("take_inputs", target, n / 5, 0.5)
        session.do("stop_recording")
    qtbot.waitUntil(lambda: len(session.state.takes) == 2)
    return window


def named(widget: QWidget) -> bool:
    """Whether a screen reader has something to say for it."""
    if widget.accessibleName():
        return True
    if isinstance(widget, QAbstractButton):
        return bool(widget.text())
    if isinstance(widget, QLabel):
        return bool(widget.text())
    if isinstance(widget, QTabBar):
        return all(widget.tabText(n) for n in range(widget.count()))
    buddies = {label.buddy() for label in widget.window().findChildren(QLabel)}
    return widget in buddies


def focusable(within: QWidget) -> list[QWidget]:
    """All that the Tab key should come to now."""
    return [
        widget
        for widget in within.findChildren(QWidget)
        if widget.isVisible()
        and widget.isEnabled()
        and widget.focusProxy() is None
        and widget.focusPolicy() & Qt.FocusPolicy.TabFocus == Qt.FocusPolicy.TabFocus
    ]


def describe(widget: QWidget) -> str:
    line: list[str] = []
    at: QWidget | None = widget
    while at is not None and len(line) < 5:
        line.append(type(at).__name__)
        at = at.parentWidget()
    return " in ".join(line)


def is_inner(widget: QWidget) -> bool:
    """What is part of another control, and spoken with it."""
    parent = widget.parentWidget()
    inside = isinstance(parent, (QComboBox, QAbstractScrollArea)) or parent is None
    page = isinstance(widget, QTabWidget)
    field = isinstance(widget, QLineEdit) and parent is not None and "Spin" in type(parent).__name__
    plain_scroll = type(widget).__name__ in ("QScrollArea", "Rows")
    return (inside and not isinstance(widget, QAbstractButton)) or page or field or plain_scroll


def unnamed(within: QWidget) -> list[str]:
    return [describe(w) for w in focusable(within) if not is_inner(w) and not named(w)]


def walk(qtbot: QtBot, window: QWidget) -> list[QWidget]:
    """Where the Tab key leads, until it comes round."""
    seen: list[QWidget] = []
    for _ in range(_MOST_TABS):
        window.focusNextPrevChild(True)
        at = QApplication.focusWidget()
        if at is None or at in seen:
            break
        seen.append(at)
    return seen


def test_the_start_screen_speaks_and_tab_reaches_all(qtbot: QtBot, window: Window) -> None:
    assert unnamed(window) == []
    window.activateWindow()
    reached = walk(qtbot, window)
    missed = [describe(w) for w in focusable(window) if w not in reached and not is_inner(w)]
    assert missed == []
    assert len(reached) > 4


def in_group(widget: QWidget) -> bool:
    """Of buttons that exclude each other, Tab comes to one; the arrows lead to the others."""
    return isinstance(widget, QAbstractButton) and (widget.group() is not None or widget.autoExclusive())


def test_every_panel_speaks_and_tab_reaches_all(qtbot: QtBot, opened: Window) -> None:
    assert opened.studio is not None
    faults: dict[str, list[str]] = {}
    for panel in PANELS:
        opened.studio.open(panel.id)
        QApplication.processEvents()
        reached = walk(qtbot, opened)
        wanted = [w for w in focusable(opened) if not is_inner(w) and not in_group(w)]
        missed = [f"not reached: {describe(w)}" for w in wanted if w not in reached]
        faults[panel.id] = unnamed(opened) + missed
    assert {panel: found for panel, found in faults.items() if found} == {}


def test_every_sheet_speaks_and_esc_gives_the_focus_back(qtbot: QtBot, opened: Window) -> None:
    assert opened.studio is not None
    before = opened.studio.transport.buttons["record"]
    for sheet in SHEETS:
        before.setFocus()
        opened.sheets.toggle(sheet.id)
        view = opened.sheets.view
        assert view is not None
        assert unnamed(opened) == [], sheet.id
        inside = QApplication.focusWidget()
        assert inside is view or (inside is not None and view.isAncestorOf(inside)), sheet.id
        qtbot.keyClick(inside, Qt.Key.Key_Escape)
        assert opened.sheets.view is None, sheet.id
        assert QApplication.focusWidget() is before, sheet.id


def test_the_stage_speaks_and_tab_reaches_all(qtbot: QtBot, opened: Window) -> None:
    session = opened.session
    assert session is not None
    session.do("performance_mode", True)
    qtbot.waitUntil(lambda: opened.stage is not None)
    stage = opened.stage
    assert stage is not None
    qtbot.waitUntil(lambda: bool(stage.banner.accessibleName()))
    assert unnamed(stage) == []
    assert all(tile.accessibleName() for tile in stage.tiles.tiles)
    reached = walk(qtbot, opened)
    missed = [w.accessibleName() for w in focusable(stage) if w not in reached]
    assert missed == []
