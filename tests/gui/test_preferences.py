"""Preferences take effect at once, and the engine notices nothing."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator

import pytest
from PyQt6.QtCore import Qt
from PyQt6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from wekipy.gui.preferences.view import PreferencesView
from wekipy.gui.session.event_log import Journal
from wekipy.gui.session.source import Child
from wekipy.gui.studio.window import Window
from wekipy.gui.theme import scale
from wekipy.gui.theme.palette import ACCENTS, LIGHT
from wekipy.gui.theme.theme import palette, theme
from wekipy.gui.translation.language import language
from wekipy.gui.translation.translator import texts


@pytest.fixture
def window(qtbot: QtBot) -> Iterator[Window]:
    made = Window(Journal())
    qtbot.addWidget(made)
    made.show()
    yield made
    made.close()
    theme().choose_text_size(100)
    theme().choose_accent("teal")
    language().choose("en")


def choose(qtbot: QtBot, window: Window, what: str, value: str) -> None:
    if window.sheets.shown != "preferences":
        window.sheets.toggle("preferences")
    view = window.sheets.view
    assert isinstance(view, PreferencesView)
    qtbot.mouseClick(view.buttons[what, value], Qt.MouseButton.LeftButton)


def test_theme_colour_and_movement(qtbot: QtBot, window: Window) -> None:
    choose(qtbot, window, "theme", "light")
    assert palette().background == LIGHT.background
    choose(qtbot, window, "accent", "violet")
    assert palette().accent == ACCENTS["violet"][2]
    view = window.sheets.view
    assert isinstance(view, PreferencesView)
    view.calm.setFocus()
    qtbot.keyClick(view.calm, Qt.Key.Key_Space)
    assert theme().calm


def test_text_grows_everywhere(qtbot: QtBot, window: Window) -> None:
    shown = next(label for label in window.findChildren(QLabel) if label.text() == "wekipy")
    before = shown.sizeHint().height()
    choose(qtbot, window, "text", "150")
    assert scale.font(scale.BODY).pixelSize() == 21
    assert shown.sizeHint().height() > 1.3 * before


def test_another_language_is_there_at_once_and_the_stream_goes_on(
    qtbot: QtBot, window: Window, child: Callable[..., Child]
) -> None:
    source = child("--inputs", "2", "--outputs", "1")
    window.open(source)
    session = window.session
    assert session is not None
    qtbot.waitUntil(lambda: session.connected and bool(session.state.folder), timeout=30_000)
    assert source.process is not None
    engine = source.process.process.pid
    session.do("set_targets", 0.25)
    choose(qtbot, window, "language", "zh")
    qtbot.waitUntil(lambda: window.session is not session and window.session is not None, timeout=10_000)
    again = window.session
    assert again is not None
    qtbot.waitUntil(lambda: again.connected and bool(again.state.folder), timeout=10_000)
    assert window.studio is not None
    assert window.studio.keys["record"].iconText() == texts("zh")["Record"]
    assert source.process.process.pid == engine and source.process.process.poll() is None
    qtbot.waitUntil(lambda: len(again.live.targets) == 1 and again.live.targets[0] == 0.25)
    assert window.sheets.shown == "preferences"
    choose(qtbot, window, "language", "en")
    qtbot.waitUntil(lambda: window.session is not again and window.session is not None, timeout=10_000)
    assert window.studio.keys["record"].iconText() == "Record"


def test_a_language_that_is_chosen_after_the_window_has_closed_starts_no_engine(
    qtbot: QtBot, window: Window
) -> None:
    window.close()
    language().choose("zh")
    QApplication.processEvents()
    assert window.start is None
    assert window._listener is None


def test_the_start_screen_has_preferences_too(qtbot: QtBot, window: Window) -> None:
    window.activateWindow()
    qtbot.keyClick(window, Qt.Key.Key_Comma, Qt.KeyboardModifier.ControlModifier)
    assert isinstance(window.sheets.view, PreferencesView)
    view = window.sheets.view
    qtbot.keyClick(view, Qt.Key.Key_Escape)
    assert window.sheets.view is None


def test_it_is_sharp_on_screens_with_many_pixels() -> None:
    code = (
        "from PyQt6.QtCore import QSettings\n"
        "QSettings.setDefaultFormat(QSettings.Format.IniFormat)\n"
        "from wekipy.gui.app import make_application\n"
        "from wekipy.gui.session.event_log import Journal\n"
        "from wekipy.gui.studio.window import Window\n"
        "app = make_application(['wekipy'])\n"
        "window = Window(Journal(app))\n"
        "window.resize(1000, 700)\n"
        "window.show()\n"
        "picture = window.grab()\n"
        "print(picture.devicePixelRatio(), picture.width(), picture.height())\n"
        "print(window.width(), window.height())\n"
        "window.close()\n"
        "app.processEvents()\n"
    )
    env = {"QT_SCALE_FACTOR": "2", "QT_QPA_PLATFORM": "offscreen"}
    done = subprocess.run(
        [sys.executable, "-c", code], env={**os.environ, **env}, capture_output=True, text=True, timeout=60
    )
    ratio, *sizes = done.stdout.split()
    width, height, inner_width, inner_height = map(int, sizes)
    assert float(ratio) == 2.0, done.stderr
    assert (width, height) == (2 * inner_width, 2 * inner_height)
