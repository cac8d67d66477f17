"""Suggestions on a real engine: tried on its takes, cancelled, put in place and undone."""

from __future__ import annotations

import re
from collections.abc import Callable

import numpy as np
from PyQt6.QtCore import Qt
from pytestqt.qtbot import QtBot
from studio_scene import opened, parts

from wekipy.client import Client
from wekipy.client.state import Output
from wekipy.gui.session.source import Child
from wekipy.gui.signal.panel import SignalPanel
from wekipy.gui.signal.reshaping import Reshaping
from wekipy.gui.signal.suggested import Found, Suggested, how_it_is, in_figures, what_matters
from wekipy.gui.stores.targets import targets_of

LEFT = Qt.MouseButton.LeftButton
CLASS, NUMBER = Output(1, "sound", "classification"), Output(2, "pitch", "continuous", maximum=4.0)
LONG = 60_000  # milliseconds: each way trains some models


def with_takes(engine: Client) -> None:
    """Two noisy poses that only their means tell apart; the third input says nothing."""
    rng = np.random.default_rng(3)
    for n in range(6):
        label = n % 2 + 1
        rows = np.column_stack([rng.normal(0.6 * label, 0.4, (50, 2)), rng.normal(0, 1, 50)])
        engine.add_examples(rows, [1.0, float(label)])
    engine.set_algorithm(2, "logistic-regression")
    for n, name in enumerate(("x", "y", "noise"), 1):
        engine.rename_input(n, name)


def test_a_suggestion_is_tried_cancelled_used_and_undone(qtbot: QtBot, child: Callable[..., Child]) -> None:
    window = opened(qtbot, child("--inputs", "3", "--outputs", "1,class:2"))
    session, studio, _ = parts(window)
    panel = studio.open("signal")
    assert isinstance(panel, SignalPanel)
    page = panel.suggestions
    assert isinstance(session.source, Child) and session.source.process is not None
    qtbot.waitUntil(panel.words.isVisible)
    qtbot.mouseClick(panel.suggest, LEFT)
    assert page.isVisible() and not panel.words.isVisible()
    qtbot.waitUntil(
        lambda: page.error.isVisible() and "no examples: record at least two takes" in page.error.text(),
        timeout=LONG,
    )
    assert not page.progress.isVisible()
    qtbot.mouseClick(page.back, LEFT)
    assert panel.words.isVisible() and not page.isVisible()
    with Client(port=session.source.process.control_port) as script:
        with_takes(script)
    qtbot.waitUntil(lambda: session.state.inputs == ("x", "y", "noise"))
    targets_of(session).focused = session.state.outputs[1].uid
    qtbot.mouseClick(panel.suggest, LEFT)
    assert page.output.currentText() == session.state.outputs[1].name
    assert page.busy and page.button.text() == "Cancel" and not page.output.isEnabled()
    qtbot.waitUntil(lambda: page.progress.maximum() == 100, timeout=LONG)
    qtbot.mouseClick(page.button, LEFT)
    qtbot.waitUntil(lambda: "Cancelled" in page.error.text() and page.error.isVisible(), timeout=LONG)
    assert not page.busy and page.button.text() == "Try"
    qtbot.mouseClick(page.button, LEFT)
    session.do("rename_output", 1, "while it tries")  # which delays nothing else
    qtbot.waitUntil(lambda: session.state.outputs[0].name == "while it tries")
    assert page.busy and not page.error.isVisible()
    qtbot.waitUntil(lambda: not page.busy, timeout=LONG)
    assert page.words.text().startswith("Now ") and "on 6 takes held out" in page.words.text()
    best = page.rows[0]
    assert "% right" in best.figures.text() and "on new takes" in best.figures.text()
    assert {"x", "y"} <= set(re.findall(r"\w+", page.notes[0].text()))
    assert page.notes[0].text().startswith("What matters: ")
    done: list[str] = []
    session.done.connect(done.append)
    qtbot.mouseClick(best.use, LEFT)
    qtbot.waitUntil(lambda: len(panel.cards) == 2)
    qtbot.waitUntil(lambda: not page.isVisible() and not panel.suggest.isChecked())
    assert "train again" in done[0]
    assert (studio._toast.text(), studio._toast.property("tone")) == (done[0], "good")
    session.say("This failed.")
    assert studio._toast.property("tone") == ""
    assert session.state.undo == "suggestion for output 2"
    session.do("undo")
    qtbot.waitUntil(panel.words.isVisible)


def test_figures_are_said_in_words() -> None:
    one = Suggested("the mean", {}, delay=0.1, error=0.06, gain=0.14)
    assert (
        in_figures(one, True, CLASS) == "94 % right · expect 14.0 points better on new takes · 100 ms later"
    )
    assert in_figures(one, False, NUMBER) == "1.5 % off · 3.5 points less off · 100 ms later"
    found = Found(8, 0.2, (one,), (0.3, -0.1, 0.0, 0.4))
    assert how_it_is(found, CLASS) == "Now 80 % right, on 8 takes held out."
    assert "by more than chance" in how_it_is(Found(8, 0.2), NUMBER)
    assert what_matters(found, ["a", "b", "c", "d"]) == ("What matters: d, a", "What does not: c, b")
    many = Found(features=tuple(1.0 - n / 100 for n in range(10)))
    assert what_matters(many, "abcdefghij")[0].endswith("g, h and 2 more")
    assert what_matters(Found(), ["a"]) == ("", "")


def test_short_computing_of_features_is_not_shown(qtbot: QtBot) -> None:
    line = Reshaping()
    qtbot.addWidget(line)
    line.follow(0.2)
    line.follow(None)
    assert not line._timer.isActive()
    line.follow(0.3)
    assert line.isHidden()
    line._timer.timeout.emit()  # it takes longer
    line.follow(0.4)
    assert line.isVisible() and line.words.text() == "features of the takes: 40 %" and line.bar.value() == 40
    line.follow(None)
    assert line.isHidden()
