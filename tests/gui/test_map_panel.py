"""The map of the examples on a real engine."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from PyQt6.QtCore import QEvent, QPoint, QPointF, Qt
from PyQt6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from studio_scene import POSES, opened, parts, record

from wekipy.client import Client
from wekipy.client.state import Output
from wekipy.gui.map.chart import unbroken
from wekipy.gui.map.colours import colours_of, legend_of
from wekipy.gui.map.panel import MapPanel
from wekipy.gui.session.source import Child
from wekipy.gui.studio.window import Window
from wekipy.gui.takes.panel import TakesPanel
from wekipy.gui.theme.palette import DARK, class_colour


@pytest.fixture
def window(qtbot: QtBot, child: Callable[..., Child]) -> Window:
    return opened(qtbot, child("--inputs", "2", "--outputs", "class:3,1"))


def test_points_lead_to_takes_and_the_input_moves_among_them(qtbot: QtBot, window: Window) -> None:
    session, studio, _ = parts(window)
    panel = studio.open("map")
    assert isinstance(panel, MapPanel)
    qtbot.waitUntil(panel.words.isVisible)
    record(qtbot, window, (1, 1), (2, 2))
    qtbot.waitUntil(lambda: panel._shown is not None and len(panel._shown.points) == 24, timeout=20_000)
    first = panel._shown
    assert first is not None
    chart = panel.chart
    qtbot.waitUntil(lambda: len(chart._trail) > 0)
    here = chart._trail[-1]
    session.do("take_inputs", 0.1, 0.1)
    qtbot.waitUntil(lambda: chart._trail[-1] != here)
    assert chart._trail[-1] == pytest.approx(first.place([0.1, 0.1]).tolist())
    chart.picked.emit(2, False)
    takes = studio.open("takes")
    assert isinstance(takes, TakesPanel)
    assert takes.view.selected() == (2,)
    studio.open("map")
    chart.picked.emit(1, True)
    studio.open("takes")
    assert set(takes.view.selected()) == {1, 2}
    studio.open("map")
    session.do("delete_takes", 2)
    qtbot.waitUntil(lambda: panel._shown is not None and len(panel._shown.points) == 12, timeout=20_000)


def test_another_way_to_make_it_is_chosen(qtbot: QtBot, window: Window) -> None:
    record(qtbot, window, (1, 1), (2, 2), (3, 3))
    _, studio, _ = parts(window)
    panel = studio.open("map")
    assert isinstance(panel, MapPanel)
    qtbot.waitUntil(lambda: panel._shown is not None, timeout=20_000)
    at = panel.method.findData("tsne")
    assert at > 0
    panel.method.setCurrentIndex(at)
    qtbot.waitUntil(lambda: panel._shown is not None and panel._shown.method == "tsne", timeout=50_000)
    record(qtbot, window, (1, 2))
    qtbot.waitUntil(panel.again.isVisible)  # slow ones are made anew when asked for


def control_port(window: Window) -> int:
    """Of the engine of a window."""
    assert window.session is not None and isinstance(window.session.source, Child)
    assert window.session.source.process is not None
    return window.session.source.process.control_port


def place_in(panel: MapPanel, point: int) -> QPoint:
    """Where a point of the map is in the widget of its plot."""
    plot, found = panel.chart._plot, panel._shown
    assert plot is not None and found is not None
    return plot.mapFromScene(plot.getPlotItem().vb.mapViewToScene(QPointF(*found.points[point])))


def drag(qtbot: QtBot, panel: MapPanel, point: int) -> None:
    """The mouse over a point of the map."""
    assert panel.chart._plot is not None
    qtbot.mouseMove(panel.chart._plot.viewport(), place_in(panel, point))


def test_the_mouse_over_the_map_plays_what_is_there(qtbot: QtBot, window: Window) -> None:
    session, studio, _ = parts(window)
    record(qtbot, window, (1, 1), (2, 2))
    panel = studio.open("map")
    assert isinstance(panel, MapPanel)
    qtbot.waitUntil(lambda: panel._shown is not None and panel.play.isEnabled(), timeout=20_000)
    drag(qtbot, panel, 3)
    assert panel.chart.cursor().shape() != Qt.CursorShape.CrossCursor
    qtbot.keyClick(studio, Qt.Key.Key_M)
    assert panel.play.isChecked()
    assert not session.state.playing_map  # the mouse has not moved yet
    for point in (3, 18):
        drag(qtbot, panel, point)
        pose = POSES[1 if point < 12 else 2]
        here = [pose[0] + point % 12 / 200, pose[1] - point % 12 / 300]
        qtbot.waitUntil(lambda here=here: session.live.inputs.tolist() == pytest.approx(here, abs=0.02))
    qtbot.waitUntil(lambda: session.state.playing_map)
    assert "playing the map" in studio.transport._doing.text()
    assert "Press Run" in panel.hint.text()
    session.do("start_running")
    qtbot.waitUntil(lambda: "lies between" in panel.hint.text())
    QApplication.sendEvent(panel.chart, QEvent(QEvent.Type.Leave))
    qtbot.waitUntil(lambda: not session.state.playing_map)
    assert panel.play.isChecked()  # as soon as the mouse is back it plays again
    drag(qtbot, panel, 4)
    qtbot.waitUntil(lambda: session.state.playing_map)
    studio.open("evaluation")
    qtbot.waitUntil(lambda: not session.state.playing_map)
    studio.open("map")
    never_into_a_take(qtbot, window, panel)


def never_into_a_take(qtbot: QtBot, window: Window, panel: MapPanel) -> None:
    """A take that begins, by the window or by a foot switch, ends the playing, which is on."""
    session, studio = window.session, window.studio
    assert session is not None and studio is not None
    problems: list[str] = []
    session.problem.connect(problems.append)
    drag(qtbot, panel, 3)
    qtbot.waitUntil(lambda: session.state.playing_map)
    studio.keys["record"].trigger()
    qtbot.waitUntil(lambda: session.state.recording is not None)
    assert not panel.play.isChecked()
    assert not panel.play.isEnabled()
    drag(qtbot, panel, 5)
    with Client(port=control_port(window)) as foot_switch:
        foot_switch.stop_recording()
        qtbot.waitUntil(lambda: session.state.recording is None and panel.play.isEnabled())
        qtbot.mouseClick(panel.play, Qt.MouseButton.LeftButton)
        drag(qtbot, panel, 3)
        qtbot.waitUntil(lambda: session.state.playing_map)
        foot_switch.start_recording()
    qtbot.waitUntil(lambda: session.state.recording is not None and not panel.play.isChecked())
    qtbot.waitUntil(lambda: not session.state.playing_map)
    assert all("a take is being recorded" in problem for problem in problems)


def test_the_trail_is_broken_where_the_input_jumps() -> None:
    trail = np.array([[0.0, 0.0], [0.1, 0.0], [0.9, 0.9], [0.95, 0.9]])
    assert unbroken(trail, np.array([1.0, 1.0])).tolist() == [1, 0, 1, 1]
    assert unbroken(trail, np.array([9.0, 1.0])).tolist() == [1, 0, 1, 1]
    assert unbroken(trail, np.array([9.0, 9.0])).tolist() == [1, 1, 1, 1]


def test_colours_are_those_of_classes_or_one_scale_of_values() -> None:
    pose = Output(1, "pose", "classification", classes=3)
    assert colours_of(np.array([1.0, 3.0, np.nan]), pose, DARK) == [
        class_colour(1, DARK), class_colour(3, DARK), DARK.strong,
    ]  # fmt: skip
    level = Output(2, "level", "continuous", minimum=0.0, maximum=10.0)
    low, middle, high, beyond = colours_of(np.array([0.0, 5.0, 10.0, 99.0]), level, DARK)
    assert len({low, middle, high}) == 3
    assert high == beyond
    assert [colour for _, colour in legend_of(level, DARK)][::4] == [low, high]
