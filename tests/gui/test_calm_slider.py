"""The slider “smooth ↔ fast” of a number, on a real engine."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PyQt6.QtCore import QCoreApplication, QPoint, QPointF, Qt
from PyQt6.QtGui import QWheelEvent
from pytestqt.qtbot import QtBot

from wekipy.client.state import StageChoice
from wekipy.gui.outputs.calm import CalmSlider
from wekipy.gui.outputs.panel import OutputsPanel
from wekipy.gui.session.session import Session
from wekipy.gui.session.source import Child
from wekipy.gui.wording.calmness import QUICK, place_of, stages_at
from wekipy.project.schema import StageChoice as SavedStage
from wekipy.stages.table import STAGES, resolve_stage


@pytest.fixture
def shown(
    qtbot: QtBot, child: Callable[..., Child], open_session: Callable[[Child], Session]
) -> tuple[Session, OutputsPanel]:
    session = open_session(child("--inputs", "2", "--outputs", "2,class:2,gesture:1"))
    panel = OutputsPanel(session)
    qtbot.addWidget(panel)
    panel.resize(420, 800)
    panel.show()
    qtbot.waitUntil(lambda: len(panel.cards) == 4)
    return session, panel


def test_the_slider_sets_the_filter_and_shows_its_delay(
    qtbot: QtBot, shown: tuple[Session, OutputsPanel]
) -> None:
    session, panel = shown
    first, second = (panel.cards[n].findChildren(CalmSlider)[0] for n in (0, 1))
    assert first.slider.value() == QUICK and first.delay.text() == "0 ms"
    first.slider.setFocus()
    for _ in range(5):
        before = first.slider.value()
        qtbot.keyClick(first.slider, Qt.Key.Key_PageDown)
        qtbot.waitUntil(lambda before=before: place_of(session.state.outputs[0].after) == before - 10)
    assert [(s.name, s.options) for s in session.state.outputs[0].after] == [
        ("one-euro", {"min_cutoff": 0.3, "beta": 0.5})
    ]
    qtbot.waitUntil(lambda: first.delay.text() == "26 ms")
    assert second.slider.value() == QUICK and session.state.outputs[1].after == ()
    session.do("undo")
    qtbot.waitUntil(lambda: first.slider.value() == 60)


def test_the_wheel_scrolls_the_list_and_leaves_the_slider(
    qtbot: QtBot, shown: tuple[Session, OutputsPanel]
) -> None:
    _, panel = shown
    slider = panel.cards[0].findChildren(CalmSlider)[0].slider
    middle = QPointF(slider.rect().center())
    event = QWheelEvent(
        middle,
        slider.mapToGlobal(middle),
        QPoint(),
        QPoint(0, -240),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QCoreApplication.sendEvent(slider, event)
    assert slider.value() == QUICK


def test_the_slider_is_for_numbers_and_keeps_other_stages(
    qtbot: QtBot, shown: tuple[Session, OutputsPanel]
) -> None:
    session, panel = shown
    assert [len(card.findChildren(CalmSlider)) for card in panel.cards] == [1, 1, 0, 0]
    slider = panel.cards[0].findChildren(CalmSlider)[0].slider
    session.do("set_after", 1, "quantise:steps=5", "one-euro:beta=0.05,d_cutoff=2")
    qtbot.waitUntil(lambda: slider.value() == 0)
    slider.setFocus()
    qtbot.keyClick(slider, Qt.Key.Key_End)
    qtbot.waitUntil(lambda: [s.name for s in session.state.outputs[0].after] == ["quantise"])


@pytest.mark.parametrize("place", range(0, QUICK, 7))
def test_each_place_is_found_again_and_the_engine_takes_it(place: int) -> None:
    others = (StageChoice("slew"), StageChoice("one-euro", {"d_cutoff": 2.0}), StageChoice("hold"))
    for before in ((), others):
        stages = stages_at(place, before)
        read = [StageChoice(str(s["name"]), s["options"]) for s in stages]  # type: ignore[arg-type]
        assert place_of(read) == place
        for stage in read:
            resolve_stage(SavedStage(stage.name, dict(stage.options)), "continuous")
    assert [s["name"] for s in stages_at(place, others)] == ["slew", "one-euro", "hold"]
    assert stages_at(place, others)[1]["options"]["d_cutoff"] == 2.0  # type: ignore[index]


def test_the_middle_is_the_filter_as_it_is_set_at_first() -> None:
    middle = stages_at(QUICK // 2, ())[0]["options"]
    defaults = {o.name: o.default for o in STAGES["one-euro"].options}
    assert middle == {name: defaults[name] for name in ("min_cutoff", "beta")}
