"""Panels can be hidden, moved and put side by side, and are where they were left."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from PyQt6 import sip
from PyQt6.QtCore import QSettings, Qt
from PyQt6.QtWidgets import QMenu, QTabBar
from pytestqt.qtbot import QtBot

from wekipy.gui.session.session import Session
from wekipy.gui.session.source import Child, Source
from wekipy.gui.studio.docks import Docks
from wekipy.gui.studio.panels import PANELS
from wekipy.gui.studio.plans import NARROW, SMALL, WIDE, plan_for
from wekipy.gui.studio.studio import Studio
from wekipy.gui.theme.theme import theme

Make = Callable[..., Child]
Open = Callable[[Source], Session]


@pytest.fixture
def session(child: Make, open_session: Open) -> Session:
    return open_session(child("--inputs", "3", "--outputs", "2,class:3"))


@pytest.fixture
def show(session: Session) -> Iterator[Callable[..., Studio]]:
    made: list[Studio] = []

    def show(width: int = 1300, height: int = 800) -> Studio:
        studio = Studio(session)
        made.append(studio)
        studio.resize(width, height)
        studio.show()
        return studio

    yield show
    for studio in made:
        sip.delete(studio)  # now: else its plots are collected while they are drawn


@pytest.fixture
def studio(qtbot: QtBot, show: Callable[..., Studio]) -> Studio:
    made = show()
    qtbot.waitUntil(lambda: made.docks.docks["takes"].seen)
    return made


def seen(docks: Docks) -> set[str]:
    return {name for name, dock in docks.docks.items() if dock.seen}


def test_every_panel_but_the_outputs_has_a_dock_and_a_place_in_every_plan() -> None:
    wanted = sorted(panel.id for panel in PANELS if panel.area != "centre")
    for plan in (SMALL, NARROW, WIDE):
        assert sorted(name for place in plan.places for name in place.panels) == wanted


def test_a_wide_window_shows_takes_map_and_evaluation_at_once_and_a_narrow_one_in_tabs(
    qtbot: QtBot, studio: Studio
) -> None:
    qtbot.waitUntil(lambda: seen(studio.docks) == {"inputs", "takes"})
    studio.resize(2560, 1440)
    qtbot.waitUntil(lambda: seen(studio.docks) == {"inputs", "takes", "map", "evaluation"})
    assert all(studio.docks.docks[name].made is not None for name in ("map", "evaluation"))
    studio.resize(1300, 800)
    qtbot.waitUntil(lambda: seen(studio.docks) == {"inputs", "takes"})


def test_larger_text_needs_a_larger_window_for_the_wide_plan() -> None:
    assert plan_for(2000, 1200) is WIDE and plan_for(1800, 1200) is NARROW
    try:
        theme().choose_text_size(150)
        assert plan_for(2000, 1200) is NARROW and plan_for(1300, 1200) is SMALL
    finally:
        theme().choose_text_size(100)


def test_the_monitor_is_closed_until_it_is_asked_for(qtbot: QtBot, studio: Studio) -> None:
    assert studio.docks.docks["monitor"].made is None
    studio.open("monitor")
    qtbot.waitUntil(lambda: "monitor" in seen(studio.docks))
    studio.docks.toggle("monitor")
    qtbot.waitUntil(lambda: "monitor" not in seen(studio.docks))


def test_what_a_person_has_arranged_is_there_again_in_the_next_window(
    qtbot: QtBot, studio: Studio, show: Callable[..., Studio]
) -> None:
    docks = studio.docks
    docks.hide_panel("takes")
    docks.addDockWidget(Qt.DockWidgetArea.BottomDockWidgetArea, docks.docks["map"])
    docks.open("map")
    docks.open("log")
    qtbot.waitUntil(lambda: {"map", "log"} <= seen(docks))
    studio.keep_sizes()
    again = show(2560, 1440)  # no size arranges anew what a person has arranged
    qtbot.waitUntil(lambda: {"map", "log"} <= seen(again.docks))
    assert "takes" not in seen(again.docks)
    assert again.docks.dockWidgetArea(again.docks.docks["map"]) == Qt.DockWidgetArea.BottomDockWidgetArea
    again.docks.arrange()
    qtbot.waitUntil(lambda: seen(again.docks) == {"inputs", "takes", "map", "evaluation"})
    assert QSettings().value("window/docks") is None


def test_a_kept_layout_that_makes_no_sense_is_none(qtbot: QtBot, show: Callable[..., Studio]) -> None:
    QSettings().setValue("window/docks", b"no layout")
    studio = show()
    qtbot.waitUntil(lambda: seen(studio.docks) == {"inputs", "takes"})


def test_a_panel_can_be_taken_out_into_a_window_of_its_own_and_back(qtbot: QtBot, studio: Studio) -> None:
    dock = studio.docks.docks["inputs"]
    out, shut = dock.title.buttons
    qtbot.mouseClick(out, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(dock.isFloating)
    qtbot.mouseClick(out, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: not dock.isFloating())
    qtbot.mouseClick(shut, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: "inputs" not in seen(studio.docks))


def test_the_menu_of_panels_checks_what_is_seen_and_brings_back_what_is_not(
    qtbot: QtBot, studio: Studio
) -> None:
    menu = studio.transport.panels.menu()
    assert isinstance(menu, QMenu)
    qtbot.waitUntil(lambda: seen(studio.docks) == {"inputs", "takes"})
    menu.aboutToShow.emit()
    listed = {action.text(): action for action in menu.actions() if action.isCheckable()}
    assert len(listed) == len(studio.docks.docks)
    assert {text for text, action in listed.items() if action.isChecked()} == {"Inputs", "Takes"}
    listed["Evaluation"].trigger()
    qtbot.waitUntil(lambda: "evaluation" in seen(studio.docks))
    listed["Inputs"].trigger()
    qtbot.waitUntil(lambda: "inputs" not in seen(studio.docks))


def test_titles_are_shown_where_no_tab_shows_them_and_tabs_are_reached_by_keys(
    qtbot: QtBot, studio: Studio
) -> None:
    docks = studio.docks
    title = docks.docks["takes"].title
    qtbot.waitUntil(lambda: title.height() == 0 or title.isHidden())
    bars = docks.findChildren(QTabBar, options=Qt.FindChildOption.FindDirectChildrenOnly)
    bar = next(bar for bar in bars if bar.isVisible())
    assert bar.focusPolicy() & Qt.FocusPolicy.TabFocus and bar.accessibleName()
    bar.setFocus()
    qtbot.keyClick(bar, Qt.Key.Key_Right)
    qtbot.waitUntil(lambda: "map" in seen(docks))
    for name in ("map", "table", "signal", "connections", "evaluation", "trial"):
        docks.hide_panel(name)
    docks.open("takes")
    qtbot.waitUntil(title.isVisible)
    assert title.height() > 10


def test_a_panel_behind_a_tab_is_hidden_and_draws_nothing(qtbot: QtBot, studio: Studio) -> None:
    takes = studio.open("takes")
    qtbot.waitUntil(takes.isVisible)
    studio.open("signal")
    qtbot.waitUntil(lambda: not takes.isVisible())
    studio.open("takes")
    qtbot.waitUntil(takes.isVisible)


def test_a_panel_that_was_opened_before_the_window_has_its_size_stays_in_front(
    qtbot: QtBot, show: Callable[..., Studio]
) -> None:
    studio = show(900, 700)
    studio.open("trial")
    studio.resize(1400, 900)
    qtbot.waitUntil(lambda: studio.docks._plan is NARROW)
    qtbot.waitUntil(lambda: "trial" in seen(studio.docks) and "takes" not in seen(studio.docks))
