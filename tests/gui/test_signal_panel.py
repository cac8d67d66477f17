"""The signal on a real engine: blocks and stages, made and changed by hand, with their curves."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from PyQt6.QtCore import QPoint, Qt
from pytestqt.qtbot import QtBot
from studio_scene import opened, parts, record

from wekipy.child import free_port
from wekipy.client import Client
from wekipy.gui.inputs.trace import Trace
from wekipy.gui.session.source import Child
from wekipy.gui.signal.block_card import BlockCard
from wekipy.gui.signal.curves import MOST_LINES, Curves
from wekipy.gui.signal.panel import SignalPanel
from wekipy.gui.studio.window import Window
from wekipy.gui.theme.reorder import Handle
from wekipy.rehearsal.link import Link

LEFT = Qt.MouseButton.LeftButton


def signal(qtbot: QtBot, child: Callable[..., Child], inputs: int = 4) -> tuple[Window, SignalPanel]:
    window = opened(qtbot, child("--inputs", str(inputs), "--outputs", "class:3,1"))
    _, studio, _ = parts(window)
    panel = studio.open("signal")
    assert isinstance(panel, SignalPanel)
    qtbot.waitUntil(panel.words.isVisible)
    return window, panel


def process_of(window: Window) -> Child:
    assert window.session is not None and isinstance(window.session.source, Child)
    return window.session.source


def set_blocks(
    qtbot: QtBot, window: Window, panel: SignalPanel, *blocks: dict[str, object]
) -> list[BlockCard]:
    assert window.session is not None
    window.session.do("set_blocks", [{"stages": [], **block} for block in blocks])
    names = [block["name"] for block in blocks]
    qtbot.waitUntil(lambda: [card.block.name for card in panel.cards] == names)
    return panel.cards


def pull(qtbot: QtBot, handle: Handle, to: QPoint) -> None:
    """Drag a handle to a place on the screen."""
    qtbot.mousePress(handle, LEFT)
    for share in (0.5, 1.0):
        way = handle.mapFromGlobal(to) * share
        qtbot.mouseMove(handle, way)
    qtbot.mouseRelease(handle, LEFT, pos=handle.mapFromGlobal(to))


def test_a_block_is_made_and_given_stages(qtbot: QtBot, child: Callable[..., Child]) -> None:
    window, panel = signal(qtbot, child)
    session = window.session
    assert session is not None
    qtbot.mouseClick(panel.add, LEFT)
    qtbot.waitUntil(lambda: len(panel.cards) == 1)
    card = panel.cards[0]
    assert not panel.words.isVisible()
    assert card.block.inputs == (1, 2, 3, 4)
    card.inputs.setFocus()
    card.inputs.setText("1-2, 4")
    qtbot.keyClick(card.inputs, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: card.block.inputs == (1, 2, 4))
    assert "3 inputs → 3 features" in card.counts.text()
    qtbot.mouseClick(panel.add, LEFT)
    qtbot.waitUntil(lambda: [c.block.inputs for c in panel.cards] == [(1, 2, 4), (3,)])
    qtbot.mouseClick(card.add, LEFT)
    assert card.picker is not None
    qtbot.keyClicks(card.picker.search, "wild")  # a word of the sentence of the median
    shown = [entry.row["name"] for entry in card.picker.entries if entry.isVisibleTo(card.picker)]
    assert shown == ["median"]
    qtbot.keyClick(card.picker.search, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: [row.choice.name for row in card.stages] == ["median"])
    assert card.picker is None
    row = card.stages[0]
    qtbot.mouseClick(row.title, LEFT)
    row.fields["frames"].want(7)
    qtbot.waitUntil(lambda: row.choice.options == {"frames": 7})
    assert row.summary.text() == "frames 7"
    row.fields["frames"].want(5)  # the default
    qtbot.waitUntil(lambda: row.choice.options == {})
    qtbot.mouseClick(row.remove, LEFT)
    qtbot.waitUntil(lambda: card.stages == [])
    session.do("undo")
    qtbot.waitUntil(lambda: len(card.stages) == 1)
    qtbot.mouseClick(card.remove, LEFT)
    qtbot.waitUntil(lambda: [c.block.inputs for c in panel.cards] == [(3,)])


def test_the_curves_show_what_comes_and_what_is_made_of_it(qtbot: QtBot, child: Callable[..., Child]) -> None:
    window, panel = signal(qtbot, child)
    cards = set_blocks(
        qtbot, window, panel,
        {"name": "turned", "inputs": [3], "stages": ["range:from_low=0,from_high=1,to_low=10,to_high=0"]},
        {"name": "same", "inputs": [1, 2]},
    )  # fmt: skip
    session = window.session
    assert session is not None and process_of(window).process is not None
    with Link(process_of(window).process.port, free_port()) as link:
        for x in ([0.1, 0.2, 0.3, 0.4], [0.5, 0.6, 0.75, 0.8]):
            link.inputs(x)
            qtbot.waitUntil(lambda x=x: session.live.inputs.tolist() == pytest.approx(x))
    qtbot.waitUntil(lambda: session.live.features.tolist() == pytest.approx([2.5, 0.5, 0.6]))
    before, after = cards[0].before, cards[0].after
    qtbot.waitUntil(lambda: after._trace.values.tolist() == pytest.approx([2.5, 0.5, 0.6]))
    assert before._places.tolist() == [2]
    assert after._places.tolist() == [0]
    assert cards[1].after._places.tolist() == [1, 2]
    assert before._trace.curve(2)[-1] == pytest.approx(1.0)  # it rises
    assert after._trace.curve(0)[-1] == pytest.approx(0.0)  # and what is made of it falls
    assert before.toolTip() == session.state.inputs[2]
    assert not before.grab().toImage().isNull()


def test_thousands_of_features_are_drawn_as_one_picture(qtbot: QtBot) -> None:
    curves, trace = Curves(), Trace(600)
    qtbot.addWidget(curves)
    curves.resize(200, 40)
    for values in (np.arange(600.0), np.full(600, 300.0)):
        trace.add(values, 0.0)
    curves.show_numbers(trace, range(100, 600), [f"n-{n}" for n in range(500)])
    assert len(curves.lines) == MOST_LINES
    assert {100, 599} <= set(curves.lines.tolist())
    picture = curves.grab().toImage()
    top = [picture.pixel(x, 8) for x in range(8, 192)]  # the smallest were exceeded, the largest not reached
    assert top[0] != top[-1]


def test_stages_and_blocks_are_dragged_and_others_change_them(
    qtbot: QtBot, child: Callable[..., Child]
) -> None:
    window, panel = signal(qtbot, child)
    cards = set_blocks(
        qtbot, window, panel,
        {"name": "first", "inputs": [1], "stages": ["median", "high-pass:cutoff=2", "average"]},
        {"name": "second", "inputs": [2]},
    )  # fmt: skip
    card = cards[0]
    rows = {row.choice.name: row for row in card.stages}
    qtbot.waitUntil(lambda: rows["average"].y() > rows["median"].y())
    rows["high-pass"].unfold()
    below = rows["average"].mapToGlobal(rows["average"].rect().bottomLeft())
    pull(qtbot, rows["median"].handle, below)
    qtbot.waitUntil(lambda: [r.choice.name for r in card.stages] == ["high-pass", "average", "median"])
    assert card.stages[0] is rows["high-pass"]
    assert card.stages[0].choice.options == {"cutoff": 2.0}
    assert card.stages[0].title.isChecked()  # it stays unfolded
    qtbot.keyClick(rows["median"].handle, Qt.Key.Key_Up)
    qtbot.waitUntil(lambda: [r.choice.name for r in card.stages] == ["high-pass", "median", "average"])
    pull(qtbot, rows["median"].handle, rows["median"].handle.mapToGlobal(QPoint(3, 3)))
    qtbot.keyClick(cards[0].handle, Qt.Key.Key_Down)
    qtbot.waitUntil(lambda: [c.block.name for c in panel.cards] == ["second", "first"])
    assert panel.cards[1] is card
    assert [r.choice.name for r in card.stages] == ["high-pass", "median", "average"]
    process = process_of(window).process
    assert process is not None
    with Client(port=process.control_port) as script:
        script.set_block("first", "high-pass:cutoff=3")
        qtbot.waitUntil(lambda: [r.summary.text() for r in card.stages] == ["cutoff 3"])
        script.set_blocks([])
        qtbot.waitUntil(panel.words.isVisible)


def test_what_is_wrong_is_said_where_it_is(qtbot: QtBot, child: Callable[..., Child]) -> None:
    window, panel = signal(qtbot, child)
    (card, other) = set_blocks(
        qtbot, window, panel, {"name": "a", "inputs": [1], "stages": ["median"]}, {"name": "b", "inputs": [2]}
    )
    card.inputs.setText("1, 9")
    card.inputs.editingFinished.emit()
    assert "There is no input “9”" in card.error.text()
    assert card.inputs.property("tone") == "bad"
    card.stages[0].unfold()
    card.stages[0].fields["frames"].want(-3)
    qtbot.waitUntil(lambda: "frames" in card.stages[0].fields["frames"].error.text())
    card.name.edit()
    card.name.setText("b")
    qtbot.keyClick(card.name, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: card.name.property("tone") == "bad")
    assert [c.block.name for c in panel.cards] == ["a", "b"]
    qtbot.keyClick(card.handle, Qt.Key.Key_F2)
    assert card.name.hasFocus()
    card.name.setText("hand")
    qtbot.keyClick(card.name, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: [c.block.name for c in panel.cards] == ["hand", "b"])
    assert panel.cards == [card, other]
    session = window.session
    assert session is not None
    session.do("rename_input", 2, "breath")
    session.do("set_block", "b", "expression:formula=breath * 2")
    qtbot.waitUntil(lambda: len(other.stages) == 1)
    failed: list[str] = []
    session.problem.connect(failed.append)
    session.do("rename_input", 2, "air")
    qtbot.waitUntil(lambda: bool(failed))
    assert "that does not go with the blocks" in failed[0] and session.state.inputs[1] == "breath"
    assert panel.problem.isHidden() and other.delay.text() == ""


def test_stages_are_calibrated_from_the_takes_and_by_moving(
    qtbot: QtBot, child: Callable[..., Child]
) -> None:
    window, panel = signal(qtbot, child, inputs=2)
    card, other, plain = set_blocks(
        qtbot, window, panel,
        {"name": "all", "inputs": None, "stages": ["range", "median:frames=1"]},
        {"name": "second", "inputs": [2], "stages": ["median", "range"]},
        {"name": "plain", "inputs": [2], "stages": ["median"]},
    )  # fmt: skip
    row, median = card.stages
    assert "not calibrated" in row.summary.text()
    assert not median.learn.isVisibleTo(card)
    assert plain.calibration.isHidden()
    session, calibration = window.session, card.calibration
    assert session is not None
    qtbot.mouseClick(row.learn, LEFT)
    qtbot.waitUntil(lambda: "record one" in card.error.text())
    record(qtbot, window, (1, 1))
    done: list[str] = []
    session.done.connect(done.append)
    qtbot.mouseClick(calibration.takes, LEFT)
    assert not calibration.takes.isEnabled() and not row.learn.isEnabled()
    session.do("rename_input", 1, "while it learns")  # which delays nothing else
    qtbot.waitUntil(lambda: session.state.inputs[0] == "while it learns")
    qtbot.waitUntil(lambda: "not calibrated" not in row.summary.text(), timeout=30_000)
    qtbot.waitUntil(calibration.takes.isEnabled)
    assert card.block.stages[0].learned
    qtbot.waitUntil(lambda: done == ["range of “all” learned from the takes"])

    assert not calibration.words.isVisible()
    assert calibration.move_now.toolButtonStyle() == Qt.ToolButtonStyle.ToolButtonTextBesideIcon
    qtbot.mouseClick(calibration.move_now, LEFT)
    qtbot.waitUntil(lambda: calibration.move_now.text() == "Stop")
    assert calibration.words.isVisible()
    assert not other.calibration.move_now.isEnabled()
    assert "“all”" in other.calibration.move_now.toolTip()
    qtbot.mouseClick(calibration.move_now, LEFT)
    qtbot.waitUntil(lambda: "no inputs arrived" in card.error.text() and card.error.isVisible())
    qtbot.waitUntil(lambda: calibration.move_now.text() == "Move now")
    qtbot.mouseClick(calibration.move_now, LEFT)
    qtbot.waitUntil(lambda: calibration.moving)
    assert not card.error.isVisible()
    assert process_of(window).process is not None
    with Link(process_of(window).process.port, free_port()) as link:
        for n in range(41):
            link.inputs([5 + n / 4, n / 40])
        qtbot.waitUntil(lambda: session.live.inputs.tolist() == pytest.approx([15.0, 1.0]))
        qtbot.mouseClick(calibration.move_now, LEFT)
        assert not calibration.move_now.isEnabled()
        qtbot.waitUntil(lambda: len(done) == 2, timeout=30_000)
        link.inputs([10.0, 0.5])
        qtbot.waitUntil(lambda: session.live.features[:2].tolist() == pytest.approx([0.5, 0.5], abs=0.05))
    assert done[1] == "range of “all” learned from what came meanwhile"
    assert calibration.move_now.isEnabled() and calibration.move_now.text() == "Move now"
    assert other.calibration.move_now.isEnabled()
    session.do("undo")
    qtbot.waitUntil(lambda: session.state.undo == "learn stages of “all”")
