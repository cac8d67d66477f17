"""No way of recording stores another target than the one on screen: all ways, with a real engine."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator

import pytest
from PyQt6.QtCore import QPoint, Qt
from pytestqt.qtbot import QtBot
from studio_scene import opened

from wekipy.child import free_port
from wekipy.client.state import Take
from wekipy.gui.outputs.card import OutputCard
from wekipy.gui.outputs.class_body import ClassBody
from wekipy.gui.outputs.gesture_rows import GestureBody
from wekipy.gui.outputs.panel import OutputsPanel
from wekipy.gui.session.session import Session
from wekipy.gui.session.source import Child
from wekipy.gui.stage.screen import StageScreen
from wekipy.gui.stage.tile import Tile
from wekipy.gui.stores.recording import recording_of
from wekipy.gui.studio.studio import Studio
from wekipy.gui.studio.window import Window
from wekipy.gui.trial.panel import TrialPanel
from wekipy.osc.codec import encode
from wekipy.rehearsal.link import Link

NAMES = ("rest", "left arm", "right arm")
Do = Callable[["Piece"], None]


class Piece:
    """A window on an engine with a number, three classes and, if wanted, gestures; and a sketch."""

    def __init__(self, qtbot: QtBot, window: Window, link: Link) -> None:
        assert window.session is not None
        self.qtbot, self.window, self.link = qtbot, window, link
        self.session: Session = window.session

    @property
    def studio(self) -> Studio:
        assert self.window.studio is not None
        return self.window.studio

    @property
    def stage(self) -> StageScreen:
        assert self.window.stage is not None
        return self.window.stage

    def until(self, true: Callable[[], object]) -> None:
        self.qtbot.waitUntil(lambda: bool(true()), timeout=20_000)

    def tile(self, number: int) -> Tile:
        return self.stage.tiles.tiles[number - 1]

    def card(self, number: int) -> OutputCard:
        panel = self.studio.panels["outputs"]
        assert isinstance(panel, OutputsPanel)
        return panel.cards[number - 1]

    def press_pad(self, number: int, pad: int) -> None:
        pads = self.tile(number).pads
        index = next(n for n, found in enumerate(pads.pads) if found.number == pad)
        self.qtbot.mouseClick(pads, Qt.MouseButton.LeftButton, pos=pads.place(index).center().toPoint())

    def arrive(self) -> None:
        before = self.session.live.inputs.tolist()
        wanted = [0.25, 0.75] if before != [0.25, 0.75] else [0.75, 0.25]
        self.link.inputs(wanted)
        self.until(lambda: self.session.live.inputs.tolist() == wanted)

    def stored(self, start: Do, stop: Do) -> Take:
        """The take that comes of it, of at least one vector."""
        before = {take.number for take in self.session.state.takes}
        start(self)
        self.until(lambda: self.session.state.recording is not None)
        self.arrive()
        stop(self)
        self.until(lambda: self.session.state.recording is None)
        self.until(lambda: {take.number for take in self.session.state.takes} - before)
        return self.session.state.takes[-1]


@pytest.fixture
def make(qtbot: QtBot, child: Callable[..., Child]) -> Iterator[Callable[[str], Piece]]:
    links: list[Link] = []

    def made(outputs: str) -> Piece:
        source = child("--inputs", "2", "--outputs", outputs)
        window = opened(qtbot, source)
        assert source.process is not None
        links.append(Link(source.process.port, free_port()))
        return Piece(qtbot, window, links[-1])

    yield made
    for link in links:
        link.close()


def key(key: Qt.Key) -> Do:
    return lambda piece: piece.qtbot.keyClick(piece.window.stage or piece.studio, key)


def press(piece: Piece) -> None:
    piece.qtbot.keyPress(piece.stage, Qt.Key.Key_R)


def release(piece: Piece) -> None:
    piece.qtbot.keyRelease(piece.stage, Qt.Key.Key_R)


def click_stage(piece: Piece) -> None:
    piece.qtbot.mouseClick(piece.stage.record, Qt.MouseButton.LeftButton)


def click_studio(piece: Piece) -> None:
    piece.qtbot.mouseClick(piece.studio.transport.buttons["record"], Qt.MouseButton.LeftButton)


def hold_studio(piece: Piece) -> None:
    piece.qtbot.mousePress(piece.studio.transport.buttons["record"], Qt.MouseButton.LeftButton)


def let_go_studio(piece: Piece) -> None:
    piece.qtbot.mouseRelease(piece.studio.transport.buttons["record"], Qt.MouseButton.LeftButton)


def foot(name: str) -> Do:
    return lambda piece: piece.link.control(name)


def pad_down(piece: Piece) -> None:
    piece.qtbot.mousePress(_trial(piece).pad, Qt.MouseButton.LeftButton, pos=QPoint(30, 30))


def pad_up(piece: Piece) -> None:
    piece.qtbot.mouseRelease(_trial(piece).pad, Qt.MouseButton.LeftButton, pos=QPoint(30, 30))


def _trial(piece: Piece) -> TrialPanel:
    panel = piece.studio.open("trial")
    assert isinstance(panel, TrialPanel)
    panel.teach(True)
    panel.teacher.goes_on = False
    return panel


def asked(operation: str) -> Do:
    return lambda piece: piece.session.do(operation)


ON_STAGE: dict[str, tuple[Do, Do]] = {
    "key": (key(Qt.Key.Key_R), key(Qt.Key.Key_R)),
    "key held": (press, release),
    "click": (click_stage, click_stage),
    "foot switch": (foot("startRecording"), foot("stopRecording")),
    "protocol": (asked("start_recording"), asked("stop_recording")),
}
IN_STUDIO: dict[str, tuple[Do, Do]] = {
    "key": (key(Qt.Key.Key_R), key(Qt.Key.Key_R)),
    "click": (click_studio, click_studio),
    "held": (hold_studio, let_go_studio),
    "foot switch": (foot("startRecording"), foot("stopRecording")),
    "trial": (pad_down, pad_up),
}


def go_on_stage(piece: Piece) -> None:
    piece.session.do("name_classes", 2, *NAMES)
    piece.link.control("enablePerformanceMode")
    piece.until(lambda: piece.window.stage is not None and piece.window.stage.isVisible())
    piece.until(lambda: "rest" in piece.tile(2).face.aside)


def choose(piece: Piece, way: str, wanted: int) -> None:
    """Choose a class of output 2 on stage."""
    if way == "pad":
        piece.press_pad(2, wanted)
    elif way == "digit":
        piece.qtbot.keyClick(piece.stage, Qt.Key(Qt.Key.Key_0 + wanted))
    elif way == "message":
        piece.link.control("outputs", 0.5, float(wanted))
    else:
        operation = "/wekipy/next_class"
        for _ in range((wanted - round(float(piece.session.live.targets[1]))) % 3):
            piece.link.send(encode(operation))


def test_every_way_of_recording_stores_the_target_that_the_stage_shows(
    make: Callable[[str], Piece], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("wekipy.gui.stage.latch.LONG", 0.05)
    piece = make("1,class:3")
    go_on_stage(piece)
    wanted = itertools.cycle((2, 3, 1))
    for recording, (start, stop) in ON_STAGE.items():
        for choosing in ("pad", "digit", "message", "foot switch"):
            number = next(wanted)
            choose(piece, choosing, number)
            told = f"teaches: {NAMES[number - 1]}"
            piece.until(lambda told=told: piece.tile(2).face.aside == told)
            assert [pad.number for pad in piece.tile(2).face.pads if pad.taught] == [number]
            if recording == "key held":
                monkeypatch.setattr("wekipy.gui.stage.latch.LONG", 0.0)

            def begin(piece: Piece, number: int = number, start: Do = start) -> None:
                start(piece)
                piece.until(lambda: piece.tile(2).face.teaching)
                assert piece.tile(2).face.words == NAMES[number - 1]
                piece.until(lambda: NAMES[number - 1] in piece.stage.banner.status.words)

            take = piece.stored(begin, stop)
            assert take.targets[2] == number, (recording, choosing)
            monkeypatch.setattr("wekipy.gui.stage.latch.LONG", 60.0)


def test_every_way_of_recording_stores_the_target_that_the_studio_shows(make: Callable[[str], Piece]) -> None:
    piece = make("1,class:3")
    piece.session.do("name_classes", 2, *NAMES)
    wanted = itertools.cycle((2, 3, 1))
    body = piece.card(2).body
    assert isinstance(body, ClassBody)
    for way, (start, stop) in IN_STUDIO.items():
        number = next(wanted)
        body.pads.choose(number)
        piece.until(lambda n=number: piece.card(2).teaches.text() == f"teaches: {NAMES[n - 1]}")

        def begin(piece: Piece, number: int = number, start: Do = start) -> None:
            start(piece)
            piece.until(lambda: piece.card(2).value.text() == NAMES[number - 1])

        def end(piece: Piece, way: str = way, stop: Do = stop) -> None:
            if way == "held":
                piece.qtbot.wait(400)  # shorter is a click
            stop(piece)

        assert piece.stored(begin, end).targets[2] == number, way


def test_a_target_that_was_chosen_an_instant_before_is_the_one_that_is_stored(
    make: Callable[[str], Piece],
) -> None:
    piece = make("1,class:3")
    go_on_stage(piece)
    for number in (3, 2, 1):
        for digit in (1, 2, 3, number):  # more than can have reached the engine yet
            piece.qtbot.keyClick(piece.stage, Qt.Key(Qt.Key.Key_0 + digit))

        def begin(piece: Piece) -> None:
            piece.qtbot.keyClick(piece.stage, Qt.Key.Key_R)
            piece.session.do("take_inputs", 0.1, 0.2)  # a vector that is there at once

        take = piece.stored(begin, key(Qt.Key.Key_R))
        assert take.examples == 2 and take.targets[2] == number


def test_what_is_answered_is_never_what_is_stored_while_another_target_is_shown(
    make: Callable[[str], Piece],
) -> None:
    piece = make("1,class:3")
    go_on_stage(piece)
    for number in (2, 3):
        piece.press_pad(2, number)
        piece.stored(click_stage, click_stage)
    piece.press_pad(2, 1)
    piece.session.do("train", 2)
    piece.until(lambda: piece.session.state.output(2).model.state == "ready")
    piece.session.do("start_running")
    piece.until(lambda: piece.session.state.running)
    piece.arrive()
    piece.until(lambda: piece.tile(2).face.words.endswith("arm"))  # it has learned nothing else
    assert piece.tile(2).face.aside == "teaches: rest"

    def begin(piece: Piece) -> None:
        click_stage(piece)
        piece.until(lambda: piece.tile(2).face.words == "rest")
        piece.arrive()
        piece.until(
            lambda: piece.tile(2).face.aside.startswith("answers:") and "arm" in piece.tile(2).face.aside
        )

    assert piece.stored(begin, click_stage).targets[2] == 1


def test_record_on_stage_shows_the_gesture_that_is_chosen(make: Callable[[str], Piece]) -> None:
    piece = make("gesture:3")
    piece.session.do("rename_gestures", "wave", "stamp", "turn")
    piece.link.control("enablePerformanceMode")
    piece.until(lambda: piece.window.stage is not None and piece.window.stage.isVisible())
    piece.until(lambda: piece.tile(1).face.aside == "teaches: wave")
    ways: list[tuple[str, int, Do]] = [
        ("stamp", 2, lambda p: p.press_pad(1, 2)),
        ("turn", 3, lambda p: p.qtbot.keyClick(p.stage, Qt.Key.Key_3)),
        ("wave", 1, lambda p: p.link.send(encode("/wekipy/next_class"))),
        ("turn", 3, lambda p: p.qtbot.keyClick(p.stage, Qt.Key.Key_Comma)),
    ]
    for (name, number, choosing), (start, stop) in zip(ways, ON_STAGE.values(), strict=False):
        choosing(piece)
        piece.until(lambda name=name: piece.tile(1).face.aside == f"teaches: {name}")

        def begin(piece: Piece, name: str = name, start: Do = start) -> None:
            start(piece)
            piece.until(lambda: piece.tile(1).face.words == name and piece.tile(1).face.teaching)

        take = piece.stored(begin, key(Qt.Key.Key_R) if start is press else stop)
        assert take.gesture == number


def test_in_a_project_of_both_only_what_is_said_to_be_taught_is_stored(make: Callable[[str], Piece]) -> None:
    piece = make("1,class:3,gesture:2")
    go_on_stage(piece)
    assert piece.tile(3).face.aside == ""
    piece.press_pad(3, 2)
    piece.until(lambda: piece.tile(3).face.aside == "teaches: gesture 2" or piece.session.state.teaches == 2)
    piece.until(lambda: piece.tile(2).face.aside == "")  # not at the same time
    for start, stop in ON_STAGE.values():
        if start is not press:
            take = piece.stored(start, stop)
            assert take.gesture == 2 and take.targets.get(2) is None
    piece.press_pad(2, 3)
    piece.until(lambda: piece.tile(2).face.aside == "teaches: right arm" and piece.tile(3).face.aside == "")
    take = piece.stored(foot("startRecording"), foot("stopRecording"))
    assert take.gesture is None and take.targets[2] == 3
    piece.press_pad(3, 1)
    piece.until(lambda: piece.session.state.teaches == 1)
    piece.press_pad(3, 1)  # once more: not any longer
    piece.until(lambda: piece.session.state.teaches is None)
    piece.session.do("start_gesture_recording", 2)  # by name, as Wekinator's message does
    piece.until(lambda: piece.tile(3).face.teaching and not piece.tile(2).face.teaching)
    piece.session.do("stop_recording")
    piece.until(lambda: piece.session.state.recording is None and piece.session.state.teaches is None)


def test_the_button_of_a_gesture_records_that_gesture_whatever_is_chosen(
    make: Callable[[str], Piece],
) -> None:
    piece = make("gesture:3")
    body = piece.card(1).body
    assert isinstance(body, GestureBody)
    for number in (2, 3):
        row = body.rows[number - 1]

        def turn(piece: Piece, row: object = row) -> None:
            piece.qtbot.mouseClick(row.example, Qt.MouseButton.LeftButton)  # type: ignore[attr-defined]

        take = piece.stored(turn, turn)
        assert take.gesture == number


def test_an_output_that_is_not_recorded_says_so_and_has_no_target(make: Callable[[str], Piece]) -> None:
    piece = make("class:2,class:3")
    piece.session.do("disable_recording", 1)
    piece.link.control("enablePerformanceMode")
    piece.until(lambda: piece.window.stage is not None and piece.window.stage.isVisible())
    piece.until(lambda: piece.tile(1).face.aside == "not recorded")
    piece.qtbot.keyClick(piece.stage, Qt.Key.Key_3)  # keys are for the one that is
    piece.until(lambda: piece.tile(2).face.aside == "teaches: class 3")
    take = piece.stored(click_stage, click_stage)
    assert take.targets == {1: None, 2: 3}
    piece.link.control("disablePerformanceMode")
    piece.until(lambda: piece.card(1).teaches.text() == "not recorded")
    assert piece.card(2).teaches.text() == "teaches: class 3"


def test_keys_go_from_one_output_to_the_next_and_it_is_seen_which_has_them(
    make: Callable[[str], Piece],
) -> None:
    piece = make("class:2,1,class:3")
    piece.link.control("enablePerformanceMode")
    piece.until(lambda: piece.window.stage is not None and piece.window.stage.isVisible())
    piece.until(lambda: piece.tile(1).face.aside == "teaches: class 1")
    first, third = piece.tile(1).grab().toImage(), piece.tile(3).grab().toImage()
    piece.qtbot.keyClick(piece.stage, Qt.Key.Key_Down)
    piece.until(lambda: piece.tile(3).grab().toImage() != third and piece.tile(1).grab().toImage() != first)
    piece.qtbot.keyClick(piece.stage, Qt.Key.Key_2)
    piece.until(lambda: piece.tile(3).face.aside == "teaches: class 2")
    piece.qtbot.keyClick(piece.stage, Qt.Key.Key_Period)
    piece.until(lambda: piece.tile(3).face.aside == "teaches: class 3")
    assert piece.tile(1).face.aside == "teaches: class 1"


def test_a_target_chosen_during_the_count_is_the_one_that_is_stored(make: Callable[[str], Piece]) -> None:
    piece = make("1,class:3")
    recording_of(piece.session).choose(count_in=1)
    body = piece.card(2).body
    assert isinstance(body, ClassBody)
    body.pads.choose(2)

    def begin(piece: Piece) -> None:
        with piece.qtbot.waitSignal(recording_of(piece.session).counting):
            piece.qtbot.keyClick(piece.studio, Qt.Key.Key_R)
        body.pads.choose(3)
        piece.until(lambda: piece.card(2).teaches.text() == "teaches: class 3")

    assert piece.stored(begin, key(Qt.Key.Key_R)).targets[2] == 3
