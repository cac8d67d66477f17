"""The window says what an output has learned, and what the inputs are like."""

from __future__ import annotations

from collections.abc import Callable

from pytestqt.qtbot import QtBot
from studio_scene import opened, parts, record

from wekipy.gui.outputs.learned import Learned
from wekipy.gui.session.source import Child


def test_rules_weights_and_the_nearest_examples_are_shown(qtbot: QtBot, child: Callable[..., Child]) -> None:
    window = opened(qtbot, child("--inputs", "2", "--outputs", "class:3,1"))
    record(qtbot, window, (1, 1), (2, 2))
    session, studio, _ = parts(window)
    output = session.state.outputs[0]
    dialog = Learned(session, output, studio)
    qtbot.waitUntil(lambda: "output 1 has no model yet" in dialog.text.toPlainText())
    session.do("set_algorithm", 1, "decision-tree")
    session.do("train", 1)
    qtbot.waitUntil(lambda: session.state.outputs[0].model.state == "ready", timeout=30_000)
    dialog = Learned(session, session.state.outputs[0], studio)
    qtbot.waitUntil(lambda: "class 2" in dialog.text.toPlainText(), timeout=30_000)
    dialog.button.click()
    qtbot.waitUntil(lambda: dialog.like.text().startswith("take "), timeout=30_000)
    assert "distance" in dialog.like.text()
