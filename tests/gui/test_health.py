"""The engine's health in the studio: a line that is quiet while all is well, and marks on failed sensors."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from pytestqt.qtbot import QtBot
from studio_scene import opened

from wekipy.child import free_port
from wekipy.client.health import Health as Figures
from wekipy.client.health import Times
from wekipy.gui.inputs.panel import InputsPanel
from wekipy.gui.session.health import health_of
from wekipy.gui.session.source import Child
from wekipy.gui.transport.health_line import details_of, line_of, trouble_of
from wekipy.rehearsal.link import Link

ANSWERS = Times(0.2, 0.6)


def test_health_is_shown_and_failed_sensors_are_marked(qtbot: QtBot, child: Callable[..., Child]) -> None:
    source = child("--inputs", "2", "--outputs", "1")
    window = opened(qtbot, source)
    session, studio = window.session, window.studio
    assert source.process is not None and session is not None and studio is not None
    line, panel = studio.transport.health.badge, studio.panels["inputs"]
    assert isinstance(panel, InputsPanel)
    with Link(source.process.port, free_port()) as link:
        link.inputs([0.25, 0.5])
        qtbot.waitUntil(lambda: session.live.inputs.tolist() == [0.25, 0.5])
    qtbot.waitUntil(lambda: "MB" in line.text() and line.isVisible(), timeout=20_000)
    assert line.property("tone") == ""
    before = panel.rows.grab().toImage()
    health_of(session).reported.emit(Figures(stuck=(2,), drifting=(1,)))  # the engine finds it after a minute
    assert line.text() == "Input 2 stands still"
    assert line.property("tone") == "warning"
    assert panel.rows.grab().toImage() != before
    with qtbot.waitSignal(health_of(session).reported, timeout=10_000):
        pass
    assert "MB" in line.text()


@pytest.mark.parametrize(
    ("figures", "words"),
    [
        (Figures(rate=99.6, answer_ms=ANSWERS, memory=120_000_000), ""),
        (Figures(saving="no space", stuck=(1,)), "Saving fails: no space"),
        (Figures(stuck=tuple(range(1, 9))), "Inputs 1, 2, 3, 4, 5 … stand still"),
        (Figures(drifting=(3,)), "Input 3 no longer returns to where it was"),
        (
            Figures(drifting=(3,), drift_rejects=(1,)),
            "Output 1 answers nothing because input 3 has drifted: recentre",
        ),
        (Figures(answer_ms=Times(1.0, 30.4)), "Slow: 30 ms"),
    ],
)  # fmt: skip
def test_the_most_important_trouble_is_told(figures: Figures, words: str) -> None:
    assert trouble_of(figures) == words
    assert (words in details_of(figures)) == bool(words)


def test_all_is_well_in_a_line_and_more_in_detail() -> None:
    figures = Figures(rate=99.6, answer_ms=ANSWERS, memory=120_000_000, restarts=2, silent=True, uptime=5400)
    assert line_of(figures) == "100 per second · 0.6 ms · 120 MB"
    told = "\n".join(details_of(figures))
    for words in ("99 of 100 at most 0.60 ms", "1.5 h", "Restarted 2", "No inputs", "from this machine only"):
        assert words in told


def test_an_alarm_ends_with_the_project_that_it_was_about(qtbot: QtBot, child: Callable[..., Child]) -> None:
    window = opened(qtbot, child("--inputs", "9", "--outputs", "1"))
    session, studio = window.session, window.studio
    assert session is not None and studio is not None
    line = studio.transport.health.badge
    health_of(session).reported.emit(Figures(drifting=(3, 9)))
    assert line.text() == "Inputs 3, 9 no longer return to where they were"
    told: list[Figures] = []
    health_of(session).reported.connect(told.append)
    session.do("new_project", "another", 3, "1", "")
    qtbot.waitUntil(lambda: session.state.name == "another" and Figures() in told, timeout=30_000)
    assert "return" not in line.text()
