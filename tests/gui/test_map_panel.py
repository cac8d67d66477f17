"""The map of the examples on a real engine."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from pytestqt.qtbot import QtBot
from studio_scene import opened, parts, record

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
