"""A window opens where all of it can be seen, on any screen, wherever it was last."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from PyQt6.QtCore import QPoint, QRect, QSettings, QSize
from pytestqt.qtbot import QtBot

from wekipy.gui.session.event_log import Journal
from wekipy.gui.studio.placing import fitted
from wekipy.gui.studio.window import Window

LEAST = QSize(860, 560)
PLACES = st.builds(
    QRect, st.integers(-4000, 4000), st.integers(-4000, 4000), st.integers(860, 6000), st.integers(560, 4000)
)
ROOMS = st.builds(
    QRect, st.integers(-2000, 2000), st.integers(-100, 100), st.integers(1024, 5120), st.integers(740, 2880)
)


@given(PLACES, ROOMS)
def test_a_window_lies_in_the_free_area_of_its_screen(wanted: QRect, room: QRect) -> None:
    place = fitted(wanted, room, LEAST)
    assert room.contains(place)
    if room.contains(wanted) and wanted.height() + 40 <= room.height() and wanted.width() + 2 <= room.width():
        assert place == wanted


def test_on_a_screen_that_is_too_small_a_window_begins_at_its_corner() -> None:
    assert fitted(QRect(500, 500, 1280, 820), QRect(0, 20, 800, 460), LEAST) == QRect(QPoint(0, 20), LEAST)


def test_a_window_that_was_beyond_the_screen_comes_back(qtbot: QtBot) -> None:
    first = Window(Journal())
    qtbot.addWidget(first)
    first.setGeometry(9000, 9000, 900, 600)
    first.show()
    first.close()
    assert QSettings().contains("window/geometry")
    again = Window(Journal())
    qtbot.addWidget(again)
    screen = again.screen()
    assert screen is not None
    room = screen.availableGeometry()
    assert room.contains(again.geometry().topLeft())
    again.close()
