"""Why nothing arrives is said where the eye is, with what can be done about it; rest is not silence."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Literal

import pytest
from msgspec import structs
from PyQt6.QtCore import Qt
from pytestqt.qtbot import QtBot
from studio_scene import opened

from wekipy.child import free_port
from wekipy.client.health import Health as Figures
from wekipy.client.state import Output, Project, State, Take
from wekipy.gui.inputs.panel import InputsPanel
from wekipy.gui.session.event_log import Journal
from wekipy.gui.session.health import health_of
from wekipy.gui.session.source import Child
from wekipy.gui.studio.window import Window
from wekipy.gui.transport.bar import doing
from wekipy.gui.wire.heard import Heard
from wekipy.gui.wire.hearing import Sense, hearing_of, sense_of
from wekipy.rehearsal.link import Link

STATE = State(
    inputs=("a", "b", "c"),
    outputs=(Output(1, "o", "continuous"),),
    input_address="/in",
    port=8000,
    receive_port=8000,
)
Use = Literal["inputs", "control", "refused", "unknown"]


def heard(use: Use, address: str = "/in", arguments: int = 3, since: float = 0.1) -> Heard:
    return Heard(address, arguments, "f" * arguments, 50, 100, "127.0.0.1:5", since, use=use)


def deeds(sense: Sense) -> list[str]:
    return [fix.deed for fix in sense.fixes]


def test_what_arrives_is_told_from_what_does_not() -> None:
    assert sense_of([heard("inputs")], STATE) == Sense(ever=True)
    nothing = sense_of([], STATE)
    assert (nothing.silent, nothing.ever, nothing.why) == (True, False, "Nothing arrives at port 8000.")
    assert deeds(nothing) == [] and deeds(sense_of([], STATE, elsewhere=True)) == ["listen"]
    usual = structs.replace(STATE, port=6448, receive_port=6448)
    assert deeds(sense_of([], usual, elsewhere=True)) == []
    (own,) = sense_of([], structs.replace(STATE, port=50_000), elsewhere=True).fixes
    assert own.words(STATE) == "Listen at 8000"  # the project's, which was taken at the start
    over = sense_of([heard("inputs", since=4)], STATE)
    assert (over.silent, over.ever) == (True, True)


def test_a_wrong_count_is_said_with_ways_out() -> None:
    more = sense_of([heard("refused", arguments=5)], STATE)
    assert more.why == "5 numbers arrive, 3 inputs expected."
    assert [fix.words(STATE) for fix in more.fixes] == ["Use the first 3", "Make it 5 inputs", "New project"]
    fewer = sense_of([heard("refused", arguments=1)], structs.replace(STATE, takes=(Take(1),)))
    assert fewer.why == "1 number arrives, 3 inputs expected."
    assert deeds(fewer) == ["inputs", "new"]
    recorded = structs.replace(STATE, takes=(Take(1),))
    wider = sense_of([heard("refused", arguments=5)], recorded)
    assert deeds(wider) == ["first", "inputs", "filled", "new"]
    assert wider.fixes[2].words(recorded) == "5 inputs, 0 in older takes"
    assert sense_of([heard("refused", arguments=5, since=9)], STATE).why.startswith("Nothing arrives")
    assert sense_of([heard("inputs"), heard("refused", arguments=5)], STATE).why == ""


def test_another_address_is_said_with_ways_out() -> None:
    sense = sense_of([heard("unknown", "/accxyz"), heard("control", "/wekinator/control/x", 1)], STATE)
    assert sense.why == "/accxyz arrives, /in is expected."
    assert [fix.words(STATE) for fix in sense.fixes] == ["Listen to /accxyz", "New project"]
    assert deeds(sense_of([heard("unknown", "/face", 136)], STATE)) == ["inputs", "new"]
    assert sense_of([heard("unknown", "/hello", 0)], STATE).why.startswith("Nothing arrives")


def test_recording_while_nothing_arrives_says_so() -> None:
    assert "nothing arrives" in doing(structs.replace(STATE, recording=1), 2.0, silent=True)
    assert "nothing arrives" not in doing(structs.replace(STATE, recording=1), 2.0)
    assert "no input" in doing(structs.replace(STATE, running=True), silent=True)


class Piece:
    def __init__(self, qtbot: QtBot, window: Window, link: Link) -> None:
        assert window.session is not None and window.studio is not None
        self.qtbot, self.window, self.link = qtbot, window, link
        self.session, self.studio = window.session, window.studio

    def until(self, true: Callable[[], object]) -> None:
        self.qtbot.waitUntil(lambda: bool(true()), timeout=20_000)

    def send_until(
        self, values: list[float], true: Callable[[], object], address: str = "/wek/inputs"
    ) -> None:
        """Send all the time, as a sensor does."""

        def told() -> bool:
            self.link.inputs(values, address)
            return bool(true())

        self.qtbot.waitUntil(told, timeout=20_000)

    def offers(self, text: str) -> bool:
        return self.studio.notice.isVisible() and text in [b.text() for b in self.studio.notice.buttons]

    def press(self, text: str) -> None:
        notice = self.studio.notice
        self.until(lambda: any(button.text() == text for button in notice.buttons))  # it may be on its way
        next(button for button in notice.buttons if button.text() == text).click()

    def sense(self) -> Sense:
        return hearing_of(self.session).sense


@pytest.fixture
def piece(qtbot: QtBot, child: Callable[..., Child]) -> Iterator[Piece]:
    source = child("--inputs", "3", "--outputs", "class:2")
    window = opened(qtbot, source)
    assert source.process is not None
    with Link(source.process.port, free_port()) as link:
        yield Piece(qtbot, window, link)


def test_the_first_numbers_are_used_when_asked(piece: Piece) -> None:
    five = [0.1, 0.2, 0.3, 0.4, 0.5]
    piece.send_until(five, lambda: piece.studio.notice.words.text() == "5 numbers arrive, 3 inputs expected.")
    assert piece.studio.notice.isVisible()
    piece.press("Use the first 3")
    piece.send_until(five, lambda: not piece.sense().silent)
    assert piece.session.live.inputs.tolist() == pytest.approx(five[:3])
    piece.send_until(five, lambda: not piece.studio.notice.isVisible())
    piece.session.do("undo")
    piece.send_until(five, lambda: piece.offers("Use the first 3"))


def test_the_count_is_changed_when_asked(piece: Piece) -> None:
    piece.send_until([0.1, 0.2], lambda: piece.offers("Make it 2 inputs"))
    piece.press("Make it 2 inputs")
    piece.send_until([0.1, 0.2], lambda: len(piece.session.state.inputs) == 2 and not piece.sense().silent)


@pytest.mark.parametrize(("press", "learned"), [("Make it 5 inputs", 0), ("5 inputs, 0 in older takes", 1)])
def test_the_count_is_changed_after_something_was_recorded(piece: Piece, press: str, learned: int) -> None:
    session, five = piece.session, [0.1, 0.2, 0.3, 0.4, 0.5]
    session.do("add_examples", [[0.1, 0.2, 0.3]], [[1]])
    piece.send_until(five, lambda: piece.offers(press))
    piece.press(press)
    piece.send_until(five, lambda: len(session.state.inputs) == 5 and not piece.sense().silent)
    piece.until(lambda: session.state.outputs[0].examples == learned)
    assert session.state.fills == ({4: 0.0, 5: 0.0} if learned else {})
    assert session.state.lacks(session.state.takes[0]) == (not learned)
    session.do("undo")
    piece.until(lambda: len(session.state.inputs) == 3 and session.state.outputs[0].examples == 1)


def test_another_address_is_listened_to_when_asked(piece: Piece) -> None:
    three = [0.1, 0.2, 0.3]
    piece.send_until(three, lambda: "/accxyz" in piece.studio.notice.words.text(), "/accxyz")
    piece.press("Listen to /accxyz")
    piece.send_until(three, lambda: not piece.sense().silent, "/accxyz")
    assert piece.session.state.input_address == "/accxyz"


def test_a_new_project_is_made_of_what_arrives_when_asked(piece: Piece) -> None:
    five = [0.1, 0.2, 0.3, 0.4, 0.5]
    piece.send_until(five, lambda: piece.offers("New project"), "/hands")
    piece.press("New project")
    piece.send_until(five, lambda: piece.session.state.name.startswith("piece with 5 inputs"), "/hands")
    assert [output.kind for output in piece.session.state.outputs] == ["classification"]
    piece.send_until(five, lambda: not piece.sense().silent, "/hands")


def test_a_sensor_at_rest_is_not_silence(piece: Piece, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("wekipy.gui.inputs.trace.STILL_AFTER", 0.3)
    panel = piece.studio.panels["inputs"]
    assert isinstance(panel, InputsPanel)
    still = [0.5, 0.5, 0.5]
    piece.send_until(still, lambda: panel._heading.text() == "Inputs · 3 · at rest")
    assert panel._heading.property("tone") != "warning"
    least = panel.minimumSizeHint().width()
    piece.until(lambda: panel._heading.text() == "Nothing arrives")
    assert panel._heading.property("tone") == "warning"
    assert panel.minimumSizeHint().width() == least  # else everything beside it would move


def test_without_input_no_class_is_likely_in_the_studio_or_on_stage(piece: Piece) -> None:
    session = piece.session
    for number in (1, 2):
        session.do("set_targets", float(number))
        session.do("start_recording")
        for n in range(9):
            session.do("take_inputs", float(number), n / 9, 0.0)
        session.do("stop_recording")
    session.do("train")
    piece.until(lambda: session.state.outputs[0].model.state == "ready")
    session.do("start_running")
    card = piece.studio.panels["outputs"].cards[0]  # type: ignore[attr-defined]
    piece.send_until([2.0, 0.5, 0.0], lambda: "%" in card.value.text())
    piece.until(lambda: card.value.text() == "–")
    session.do("performance_mode", True)
    piece.until(lambda: piece.window.stage is not None and piece.window.stage.isVisible())
    stage = piece.window.stage
    assert stage is not None
    piece.until(lambda: stage.banner.status.words == "NO INPUT")
    face = stage.tiles.tiles[0].face
    assert face.dim and not face.note and not any(pad.lit for pad in face.pads)
    piece.send_until([2.0, 0.5, 0.0], lambda: stage.banner.status.words == "RUNNING")
    piece.send_until([2.0, 0.5, 0.0], lambda: "%" in stage.tiles.tiles[0].face.note)


def test_a_port_that_is_taken_is_said_and_can_be_tried_again(
    piece: Piece, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    usual = free_port()
    monkeypatch.setattr("wekipy.gui.wire.hearing.INPUT_PORT", usual)
    piece.until(piece.studio.notice.isVisible)
    assert piece.studio.notice.words.text() == f"Nothing arrives at port {piece.session.state.port}."
    with Link(free_port(), usual), qtbot.waitSignal(piece.session.problem) as told:
        piece.press(f"Listen at {usual}")
    assert "another program has it" in told.args[0] and piece.session.connected
    session = piece.session
    piece.press(f"Listen at {usual}")
    piece.until(lambda: session.state.port == usual)
    assert (session.connected, session.state.receive_port) == (True, usual)


def test_saving_that_fails_is_said_with_a_way_out(piece: Piece) -> None:
    health_of(piece.session).reported.emit(Figures(saving="the project folder is gone"))
    assert piece.studio.notice.words.text() == "Saving fails: the project folder is gone"
    piece.press("Save a copy …")
    piece.until(lambda: any("A copy is at" in entry.text for entry in piece.session.journal.entries))


def test_a_read_only_project_plays_and_says_why_it_does_not_record(piece: Piece) -> None:
    session = piece.session
    told = structs.replace(
        session.state, project=Project("piece", "/x", "/", "The folder cannot be written.")
    )
    session._become(told)
    record = piece.studio.keys["record"]
    assert not record.isEnabled() and "cannot be written" in record.toolTip()
    assert piece.studio.keys["run"].isEnabled()
    hearing_of(session)._become(Sense(ever=True))
    piece.studio.notice.follow()
    assert piece.studio.notice.words.text() == "The folder cannot be written."
    piece.press("Continue with a copy")
    piece.until(lambda: session.state.name.startswith("piece – "))


def test_a_call_that_fails_as_nobody_expected_says_so_and_the_next_one_works(
    piece: Piece, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    faults: list[BaseException] = []
    monkeypatch.setattr("sys.excepthook", lambda _kind, error, _trace: faults.append(error))
    session = piece.session
    with qtbot.waitSignal(session.problem) as told:
        session.do("no_such_operation")
    assert "mistake" in told.args[0] and len(faults) == 1
    refused: list[str] = []
    session.do("no_such_operation", refused=refused.append)
    piece.until(lambda: refused)  # whoever waits for it waits no longer

    def wrong(_: object) -> None:
        raise ZeroDivisionError

    with qtbot.waitSignal(session.problem):
        session.do("values", then=wrong)
    found: list[object] = []
    session.do("values", then=found.append)
    piece.until(lambda: found)


def test_an_engine_that_does_not_start_is_said_with_its_reason(qtbot: QtBot, tmp_path: Path) -> None:
    folder = tmp_path / "broken.wekipy"
    folder.mkdir()
    (folder / "project.json").write_text("{")
    window = Window(Journal())
    qtbot.addWidget(window)
    window.show()
    window.open(Child((str(folder), "--port", str(free_port()))))
    session, studio = window.session, window.studio
    assert session is not None and studio is not None
    assert session.absence == "Starting the engine …"
    qtbot.waitUntil(studio.notice.isVisible, timeout=30_000)
    assert studio.notice.words.text().startswith("The engine does not start: ")
    assert [button.text() for button in studio.notice.buttons] == ["Other project …"]
    studio.notice.buttons[0].click()
    assert window.start is not None
    window.close()


def test_on_stage_a_way_out_is_held_so_that_no_click_restarts_anything(piece: Piece, qtbot: QtBot) -> None:
    session, five = piece.session, [0.1, 0.2, 0.3, 0.4, 0.5]
    session.do("performance_mode", True)
    piece.until(lambda: piece.window.stage is not None and piece.window.stage.isVisible())
    stage = piece.window.stage
    assert stage is not None

    def offered() -> bool:
        return "Hold: Use the first 3" in [button.text() for button in stage.ways.buttons]

    piece.send_until(five, offered)
    piece.send_until(five, lambda: stage.banner.status.detail == "5 numbers arrive, 3 inputs expected.")
    way = stage.ways.buttons[0]
    qtbot.mouseClick(way, Qt.MouseButton.LeftButton)
    piece.send_until(five, offered)
    qtbot.mousePress(stage.ways.buttons[0], Qt.MouseButton.LeftButton)
    piece.send_until(five, lambda: not piece.sense().silent)
    piece.send_until(five, lambda: not stage.ways.isVisible())
