"""Editors at the side: what they change is changed at once, and what is refused is told in its place."""

from __future__ import annotations

import socket
from collections.abc import Callable

import pytest
from PyQt6.QtCore import Qt
from PyQt6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from wekipy.child import free_port
from wekipy.gui.editors.algorithm import AlgorithmEditor
from wekipy.gui.editors.editor_table import open_editor
from wekipy.gui.editors.fields import ChoiceField, SwitchField, TextField
from wekipy.gui.editors.gesture_editor import GestureEditor
from wekipy.gui.editors.output import OutputEditor
from wekipy.gui.editors.sheet import Sheet
from wekipy.gui.inputs.count import count_menu
from wekipy.gui.session.session import Session
from wekipy.gui.session.source import Child


@pytest.fixture
def over(qtbot: QtBot) -> QWidget:
    made = QWidget()
    made.setObjectName("ground")
    made.resize(900, 700)
    qtbot.addWidget(made)
    made.show()
    return made


OpenSession = Callable[[Child], Session]
MakeChild = Callable[..., Child]


def put(qtbot: QtBot, field: object, text: str) -> None:
    assert isinstance(field, TextField)
    field.edit.setText(text)
    qtbot.keyClick(field.edit, Qt.Key.Key_Return)


def test_the_output_editor_applies_at_once_and_refuses_in_place(
    qtbot: QtBot, over: QWidget, child: MakeChild, open_session: OpenSession
) -> None:
    session = open_session(child("--inputs", "2", "--outputs", "1,class:2"))
    editor = open_editor("output", session, "o1", over)
    assert isinstance(editor, OutputEditor) and editor.settings is not None
    fields = editor.settings.fields
    put(qtbot, fields["maximum"], "127")
    qtbot.waitUntil(lambda: session.state.output(1).maximum == 127)
    minimum = fields["minimum"]
    put(qtbot, minimum, "200")
    qtbot.waitUntil(minimum.error.isVisible)
    assert "must be below" in minimum.error.text()
    assert session.state.output(1).minimum == 0
    put(qtbot, minimum, "-5")
    qtbot.waitUntil(lambda: session.state.output(1).minimum == -5)
    qtbot.waitUntil(lambda: not minimum.error.isVisible())
    put(qtbot, minimum, "five")
    assert "no number" in minimum.error.text()
    whole = fields["integer"]
    assert isinstance(whole, SwitchField)
    whole.box.click()
    qtbot.waitUntil(lambda: session.state.output(1).integer)
    session.do("undo")
    qtbot.waitUntil(lambda: not whole.box.isChecked())
    put(qtbot, editor.sending["destinations"], "127.0.0.1:9001, 127.0.0.1:9002")
    qtbot.waitUntil(lambda: session.state.destinations == ("127.0.0.1:9001", "127.0.0.1:9002"))
    put(qtbot, editor.sending["destinations"], "nowhere")
    qtbot.waitUntil(lambda: "HOST:PORT" in editor.sending["destinations"].error.text())
    put(qtbot, editor.sending["destinations"], "[::1]:9001, 127.0.0.1:9002")
    qtbot.waitUntil(lambda: session.state.destinations == ("[::1]:9001", "127.0.0.1:9002"))
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as receiver:
        receiver.bind(("127.0.0.1", 0))
        receiver.settimeout(20)
        here, nobody = receiver.getsockname()[1], free_port()
        put(qtbot, editor.sending["destinations"], f"127.0.0.1:{here}, 127.0.0.1:{nobody}")
        qtbot.waitUntil(lambda: session.state.destinations[0] == f"127.0.0.1:{here}")
        editor.test.click()
        assert receiver.recv(1_000).startswith(b"/wek/outputs\0")
        qtbot.waitUntil(lambda: not editor.tested.isHidden())
        assert editor.tested.text().splitlines() == [
            f"Sent to 127.0.0.1:{here}: /wek/outputs.",
            f"no program listens at 127.0.0.1:{nobody}",
        ]
        assert editor.test.isEnabled()
    session.do("undo")
    session.do("undo")
    port = free_port()
    put(qtbot, editor.sending["receive_port"], str(port))
    qtbot.waitUntil(lambda: (session.state.port, session.state.receive_port) == (port, port))
    put(qtbot, editor.sending["receive_port"], "70000")
    qtbot.waitUntil(lambda: "1 to 65535" in editor.sending["receive_port"].error.text())
    editor.kind.want("class:3")
    qtbot.waitUntil(lambda: len(editor.class_names) == 3)
    put(qtbot, editor.class_names[1], "wave")
    qtbot.waitUntil(lambda: session.state.output(1).class_names[:2] == ("", "wave"))
    thresholds = editor.settings.fields["thresholds"]
    put(qtbot, thresholds, "0.5 0.25")
    qtbot.waitUntil(lambda: session.state.output(1).settings["thresholds"] == [0.5, 0.25])
    put(qtbot, thresholds, "0.5")
    assert "two numbers" in thresholds.error.text()
    put(qtbot, thresholds, "")
    qtbot.waitUntil(lambda: session.state.output(1).settings["thresholds"] is None)
    for _ in range(4):
        session.do("undo")
    qtbot.waitUntil(lambda: editor.settings is not None and "maximum" in editor.settings.fields)


def test_what_happens_in_silence_is_set_beside_where_all_is_sent(
    qtbot: QtBot, over: QWidget, child: MakeChild, open_session: OpenSession
) -> None:
    session = open_session(child("--inputs", "2", "--outputs", "1,class:2"))
    editor = open_editor("output", session, "o1", over)
    assert isinstance(editor, OutputEditor)
    fields = editor.silence.fields
    assert fields["seconds"].isHidden() and fields["rest"].isHidden()
    fields["action"].want("fade")
    qtbot.waitUntil(lambda: session.state.silence.action == "fade")
    qtbot.waitUntil(lambda: not fields["rest"].isHidden())
    put(qtbot, fields["seconds"], "0.25")
    qtbot.waitUntil(lambda: session.state.silence.seconds == 0.25)
    put(qtbot, fields["rest"], "0.75")
    qtbot.waitUntil(lambda: session.state.silence.rest == {1: 0.75, 2: 1.0})
    put(qtbot, fields["fade"], "-1")
    qtbot.waitUntil(lambda: not fields["fade"].error.isHidden())
    for _ in range(3):
        session.do("undo")
    qtbot.waitUntil(lambda: session.state.silence.action == "off" and fields["seconds"].isHidden())


def test_an_editor_follows_its_output_and_closes_with_it(
    qtbot: QtBot, over: QWidget, child: MakeChild, open_session: OpenSession
) -> None:
    session = open_session(child("--inputs", "2", "--outputs", "1,class:2"))
    open_editor("output", session, "o1", over)
    editor = open_editor("algorithm", session, "o2", over)
    assert [sheet for sheet in over.findChildren(Sheet) if sheet.isVisible()] == [editor]
    session.do("move_output", 2, 1)
    session.do("rename_output", 1, "mood")
    qtbot.waitUntil(lambda: "mood" in editor.title.text())
    session.do("remove_output", 1)
    qtbot.waitUntil(lambda: not over.findChildren(Sheet))
    other = open_editor("output", session, "o1", over)
    qtbot.keyClick(other, Qt.Key.Key_Escape)
    assert not other.isVisible()


def test_algorithms_come_from_the_engine_with_their_options(
    qtbot: QtBot, over: QWidget, child: MakeChild, open_session: OpenSession
) -> None:
    session = open_session(child("--inputs", "2", "--outputs", "1,class:2"))
    editor = open_editor("algorithm", session, "o1", over)
    assert isinstance(editor, AlgorithmEditor)
    qtbot.waitUntil(lambda: bool(editor.choices))
    assert "naive-bayes" not in editor.choices and "auto" in editor.choices
    editor.choices["knn"].button.click()
    qtbot.waitUntil(lambda: set(editor.fields) == {"k", "weights", "scale"})
    put(qtbot, editor.fields["k"], "7")
    qtbot.waitUntil(lambda: session.state.output(1).options == {"k": 7})
    weights = editor.fields["weights"]
    assert isinstance(weights, ChoiceField)
    weights.want("even")
    qtbot.waitUntil(lambda: session.state.output(1).options == {"k": 7, "weights": "even"})
    put(qtbot, editor.fields["k"], "100000")
    qtbot.waitUntil(lambda: "1 to 1000" in editor.fields["k"].error.text())
    editor._apply({}, session.say)
    qtbot.waitUntil(lambda: session.state.output(1).options == {})
    qtbot.waitUntil(editor.fields["k"].error.isHidden)


def test_gestures_show_their_examples_and_are_set(
    qtbot: QtBot, over: QWidget, child: MakeChild, open_session: OpenSession
) -> None:
    session = open_session(child("--inputs", "2", "--outputs", "gesture:2"))
    editor = open_editor("gestures", session, "o1", over)
    assert isinstance(editor, GestureEditor)
    session.do("start_gesture_recording", 1)
    for n in range(30):
        session.do("take_inputs", n / 30, (n / 30) ** 2)
    session.do("stop_recording")
    card = editor.cards[0]
    qtbot.waitUntil(lambda: len(card.curves._examples) == 1, timeout=20_000)
    assert card.curves._examples[0][1].shape[1] == 2
    card.sensitivity.want(0.75)
    qtbot.waitUntil(lambda: session.state.output(1).gestures[0].sensitivity == 0.75)
    put(qtbot, card.address, "/jump")
    qtbot.waitUntil(lambda: session.state.output(1).gestures[0].address == "/jump")
    put(qtbot, editor.cards[1].address, "/jump")
    qtbot.waitUntil(lambda: "twice" in editor.cards[1].address.error.text())
    put(qtbot, editor.count, "3")
    qtbot.waitUntil(lambda: len(editor.cards) == 3)
    card.delete.click()
    qtbot.waitUntil(lambda: not session.state.takes)
    qtbot.waitUntil(card.none.isVisible)


def test_what_is_set_in_quick_succession_all_stays(
    qtbot: QtBot, over: QWidget, child: MakeChild, open_session: OpenSession
) -> None:
    session = open_session(child("--inputs", "2", "--outputs", "1,class:2"))
    editor = open_editor("output", session, "o1", over)
    assert isinstance(editor, OutputEditor)
    # The window draws nothing between: it knows no state but the first.
    put(qtbot, editor.rule.fields["at_most"], "25")
    put(qtbot, editor.rule.fields["every"], "2")
    put(qtbot, editor.rule.fields["condition"], "inputs-2 > 0.5")
    learner = open_editor("algorithm", session, "o2", over)
    session.do("set_algorithm", 2, "svm")
    qtbot.waitUntil(lambda: isinstance(learner, AlgorithmEditor) and "C" in learner.fields)
    assert isinstance(learner, AlgorithmEditor)
    put(qtbot, learner.fields["C"], "3")
    put(qtbot, learner.fields["gamma"], "0.25")
    qtbot.waitUntil(lambda: {"C": 3.0, "gamma": 0.25}.items() <= session.state.output(2).options.items())
    sending = session.state.sending
    assert (sending.at_most, sending.every, sending.condition is not None) == (25.0, 2, True)


def test_names_and_addresses_of_gestures_set_in_quick_succession_all_stay(
    qtbot: QtBot, over: QWidget, child: MakeChild, open_session: OpenSession
) -> None:
    session = open_session(child("--inputs", "2", "--outputs", "gesture:2"))
    editor = open_editor("gestures", session, "o1", over)
    assert isinstance(editor, GestureEditor)
    qtbot.waitUntil(lambda: len(editor.cards) == 2)
    for place, card in enumerate(editor.cards):
        put(qtbot, card.address, f"/of/{place}")
        card._put("name", "rename_gestures", f"wave {place}", session.say)
    count_menu(session, over).actions()[0].trigger()
    count_menu(session, over).actions()[0].trigger()
    qtbot.waitUntil(lambda: len(session.state.inputs) == 4)
    gestures = session.state.output(1).gestures
    assert [(g.name, g.address) for g in gestures] == [("wave 0", "/of/0"), ("wave 1", "/of/1")]


def test_when_outputs_are_sent_is_set_in_the_editor(
    qtbot: QtBot, over: QWidget, child: MakeChild, open_session: OpenSession
) -> None:
    session = open_session(child("--inputs", "2", "--outputs", "1"))
    editor = open_editor("output", session, "o1", over)
    assert isinstance(editor, OutputEditor)
    fields = editor.rule.fields
    when, once = fields["when"], fields["once"]
    assert isinstance(when, ChoiceField) and isinstance(once, SwitchField)
    assert fields["rate"].isHidden() and once.isHidden()
    when.want("rate")
    qtbot.waitUntil(lambda: session.state.sending.when == "rate" and not fields["rate"].isHidden())
    when.want("changes")
    qtbot.waitUntil(lambda: session.state.sending.when == "changes")
    put(qtbot, fields["at_most"], "25")
    put(qtbot, fields["condition"], "inputs-3 > 0.5")
    qtbot.waitUntil(lambda: "no output or input is called" in fields["condition"].error.text())
    put(qtbot, fields["condition"], "inputs-2 > 0.5")
    qtbot.waitUntil(lambda: session.state.sending.condition is not None and not once.isHidden())
    once.box.click()
    qtbot.waitUntil(lambda: session.state.sending.condition.once)
    put(qtbot, fields["condition"], "")
    qtbot.waitUntil(lambda: session.state.sending.condition is None)
    assert (session.state.sending.when, session.state.sending.at_most) == ("changes", 25)
