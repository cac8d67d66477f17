"""A small screen, and large text: nothing is printed over anything else, and everything can be reached."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import pairwise

import pytest
from PyQt6.QtCore import QPoint
from PyQt6.QtWidgets import QApplication, QLabel, QToolButton, QWidget
from pytestqt.qtbot import QtBot

from wekipy.child import free_port
from wekipy.gui.outputs.gesture_rows import GestureBody, GestureRow
from wekipy.gui.session.session import Session
from wekipy.gui.session.source import Child, Source
from wekipy.gui.start.screen import StartScreen
from wekipy.gui.stores.take_selection import selection_of
from wekipy.gui.studio.studio import Studio
from wekipy.gui.theme import scale
from wekipy.gui.theme.parts import grow_icon
from wekipy.gui.theme.theme import theme
from wekipy.gui.wire.list import HeardList

Make = Callable[..., Child]
Open = Callable[[Source], Session]


@pytest.fixture(params=[100, 175])
def size(request: pytest.FixtureRequest, qapp: QApplication) -> Iterator[float]:
    theme().choose_text_size(request.param)
    yield request.param / 100
    theme().choose_text_size(100)


def test_a_selected_take_is_scrolled_where_there_is_no_room_for_it(
    qtbot: QtBot, child: Make, open_session: Open, size: float
) -> None:
    session = open_session(child("--inputs", "4", "--outputs", "class:5,class:5"))
    studio = Studio(session)
    qtbot.addWidget(studio)
    studio.resize(1020, 690)
    studio.show()
    session.do("add_examples", [[n / 20] * 4 for n in range(20)], [[1, 2]] * 20)
    qtbot.waitUntil(lambda: session.state.examples == 20)
    panel = studio.open("takes")
    selection_of(session).choose((1,))
    details: QWidget = panel.details  # type: ignore[attr-defined]
    qtbot.waitUntil(details.isVisible)
    least = details.minimumSizeHint()
    qtbot.waitUntil(lambda: details.height() >= least.height() and details.width() >= least.width())
    tools: QWidget = panel.tools  # type: ignore[attr-defined]
    assert tools.mapTo(panel, QPoint(0, tools.height())).y() <= details.mapTo(panel, QPoint(0, 0)).y()


def test_the_row_of_a_gesture_always_shows_its_bar_and_its_buttons(
    qtbot: QtBot, child: Make, open_session: Open, size: float
) -> None:
    session = open_session(child("--inputs", "2", "--outputs", "gesture:2"))
    qtbot.waitUntil(lambda: bool(session.state.outputs))
    outside = QWidget()
    qtbot.addWidget(outside)
    body = GestureBody(session, outside)
    body.follow(session.state.outputs[0])
    outside.resize(900, 300)
    outside.show()
    row = body.rows[0]
    for width in (int(330 * size), int(420 * size), int(700 * size)):
        body.resize(width, body.sizeHint().height())
        qtbot.waitUntil(lambda width=width: row.width() == width)
        qtbot.waitUntil(lambda: _laid_out(row))
        shown = [one for one in _parts(row) if one.isVisible()]
        assert row.bar in shown and row.example in shown and row.missed in shown
        assert shown[-1].geometry().right() < width and row.bar.width() > 12
    assert row.count.isVisible()


def test_the_start_screen_cuts_nothing_but_is_scrolled(qtbot: QtBot, size: float) -> None:
    screen = StartScreen(free_port(), lambda _folder: False)
    qtbot.addWidget(screen)
    screen.resize(1020, 690)
    screen.show()
    for card in screen.cards.values():
        for words in card.findChildren(QLabel):
            qtbot.waitUntil(lambda words=words: words.height() >= words.heightForWidth(words.width()))
    heard = screen.listening.findChild(HeardList)
    assert heard is not None and heard.minimumSizeHint().height() >= 50 * size


def _parts(row: GestureRow) -> tuple[QWidget, ...]:
    return row.on, row.name, row.bar, row.count, row.example, row.missed


def _laid_out(row: GestureRow) -> bool:
    """Whether nothing in it lies over anything else."""
    places = [one.geometry() for one in _parts(row) if one.isVisible()]
    return all(one.right() < other.left() for one, other in pairwise(places))


def test_icons_grow_with_the_text_when_that_is_chosen_and_shrink_again(qtbot: QtBot) -> None:
    button = QToolButton()
    qtbot.addWidget(button)
    grow_icon(button)
    assert button.iconSize().width() == scale.ICON
    try:
        theme().choose_text_size(175)
        assert button.iconSize().width() == round(1.75 * scale.ICON)
    finally:
        theme().choose_text_size(100)
    assert button.iconSize().width() == scale.ICON
