"""Pads of classes: named, recorded by holding, added, and what they say was shown; scenes likewise."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np
import pytest
from PyQt6.QtCore import QPoint, Qt
from pytestqt.qtbot import QtBot

from wekipy.child import free_port
from wekipy.client.state import Output, State, Take
from wekipy.gui.outputs.class_body import ClassBody
from wekipy.gui.outputs.pads import ADD
from wekipy.gui.outputs.panel import OutputsPanel
from wekipy.gui.session.session import Session
from wekipy.gui.session.source import Child, Source
from wekipy.gui.stores.class_courses import courses, shown_of
from wekipy.gui.studio.studio import Studio
from wekipy.gui.takes.lanes import Curves
from wekipy.gui.theme.theme import theme
from wekipy.rehearsal.link import Link

Make = Callable[..., Child]
Open = Callable[[Source], Session]


class Scene:
    """A studio on an engine, with somebody who sends inputs while it waits."""

    def __init__(self, qtbot: QtBot, session: Session) -> None:
        self.qtbot, self.session = qtbot, session
        self.studio = Studio(session)
        qtbot.addWidget(self.studio)
        self.studio.resize(1500, 950)
        self.studio.show()
        panel = self.studio.panels["outputs"]
        assert isinstance(panel, OutputsPanel)
        self.panel = panel
        assert isinstance(session.source, Child) and session.source.process is not None
        self.link = Link(session.source.process.port, free_port())
        self.value = 0.1

    @property
    def body(self) -> ClassBody:
        found = next(card.body for card in self.panel.cards if isinstance(card.body, ClassBody))
        self.until(found.isVisible)
        return found

    @property
    def output(self) -> Output:
        return next(output for output in self.session.state.outputs if output.kind == "classification")

    def until(self, true: Callable[[], object]) -> None:
        def sent() -> bool:
            self.link.inputs([self.value, 1 - self.value])
            return bool(true())

        self.qtbot.waitUntil(sent, timeout=20_000)

    def spot(self, number: int, name: bool = False) -> QPoint:
        pads = self.body.pads
        if name:
            return pads.name_place(number).center().toPoint()
        place = pads.place(number - 1 if number != ADD else self.output.classes)
        return place.toRect().center() + QPoint(0, place.toRect().height() // 3)

    def click(self, number: int, name: bool = False) -> None:
        self.qtbot.mouseClick(self.body.pads, Qt.MouseButton.LeftButton, pos=self.spot(number, name))

    def hold(self, number: int) -> None:
        """Hold a pad for a take."""
        pads, takes = self.body.pads, len(self.session.state.takes)
        self.qtbot.mousePress(pads, Qt.MouseButton.LeftButton, pos=self.spot(number))
        self.until(lambda: self.session.state.recording is not None)
        for _ in range(8):
            x = self.value = self.value + 0.001
            self.until(lambda x=x: abs(self.session.live.inputs[0] - x) < 1e-5)
        self.qtbot.mouseRelease(pads, Qt.MouseButton.LeftButton, pos=self.spot(number))
        self.until(
            lambda: len(self.session.state.takes) == takes + 1 and self.session.state.recording is None
        )

    def names(self) -> list[str]:
        return [self.output.class_name(n) for n in range(1, self.output.classes + 1)]


@pytest.fixture
def make(qtbot: QtBot, child: Make, open_session: Open) -> Iterator[Callable[[str], Scene]]:
    made: list[Scene] = []

    def make(outputs: str) -> Scene:
        made.append(Scene(qtbot, open_session(child("--inputs", "2", "--outputs", outputs))))
        return made[-1]

    yield make
    for scene in made:
        scene.link.close()


def test_a_pad_that_is_held_records_its_class_and_says_so(make: Callable[[str], Scene]) -> None:
    scene = make("class:3")
    for number, value in ((2, 0.2), (3, 0.8), (2, 0.25)):
        scene.value = value
        scene.hold(number)
    takes = scene.session.state.takes
    assert [take.targets[1] for take in sorted(takes, key=lambda take: take.number)] == [2.0, 3.0, 2.0]
    notes = scene.body.pads._notes
    second = sum(take.examples for take in takes if take.targets[1] == 2.0)
    assert notes.words[2] == f"{second} examples" and notes.words[1] == "0 examples"
    scene.until(lambda: set(scene.body.pads._notes.courses) == {2, 3})
    low, high = (scene.body.pads._notes.courses[n][:, 0].mean() for n in (2, 3))
    assert low < 0.2 and high > 0.8  # the first input of the last take of each, within its range


def test_a_short_press_chooses_and_records_nothing(make: Callable[[str], Scene]) -> None:
    scene = make("class:3")
    scene.click(3)
    scene.until(lambda: scene.session.live.targets.tolist() == [3.0])
    assert scene.session.state.recording is None and not scene.session.state.takes


def test_space_held_on_the_pads_records_the_target(make: Callable[[str], Scene]) -> None:
    scene = make("class:3")
    scene.click(2)
    pads = scene.body.pads
    pads.setFocus()
    scene.qtbot.keyPress(pads, Qt.Key.Key_Space)
    scene.until(lambda: scene.session.state.recording is not None and scene.session.state.recording)
    scene.value = 0.4
    scene.until(lambda: abs(scene.session.live.inputs[0] - 0.4) < 1e-5)
    scene.qtbot.keyRelease(pads, Qt.Key.Key_Space)
    scene.until(lambda: [take.targets.get(1) for take in scene.session.state.takes] == [2.0])


def test_a_click_on_a_name_changes_it_and_enter_goes_on_with_the_next(make: Callable[[str], Scene]) -> None:
    scene = make("class:3")
    scene.click(1, name=True)
    for name in ("rest", "left", "right"):
        field = scene.body.name
        assert field.isVisible()
        scene.qtbot.keyClicks(field, name)
        scene.qtbot.keyClick(field, Qt.Key.Key_Return)
    scene.until(lambda: scene.names() == ["rest", "left", "right"])
    assert not scene.body.name.isVisible()
    scene.click(2, name=True)
    scene.qtbot.keyClicks(scene.body.name, "wrong")
    scene.qtbot.keyClick(scene.body.name, Qt.Key.Key_Escape)
    scene.until(lambda: not scene.body.name.isVisible())
    assert scene.names() == ["rest", "left", "right"]


def test_the_last_pad_adds_a_class_and_names_it_and_examples_stay(make: Callable[[str], Scene]) -> None:
    scene = make("class:2")
    scene.hold(2)
    scene.click(ADD)
    scene.until(lambda: scene.output.classes == 3 and scene.body.name.isVisible())
    scene.qtbot.keyClicks(scene.body.name, "storm")
    scene.qtbot.keyClick(scene.body.name, Qt.Key.Key_Return)
    scene.until(lambda: scene.names() == ["", "", "storm"])
    assert scene.output.examples == scene.session.state.examples > 0
    scene.until(lambda: scene.session.live.targets.tolist() == [3.0])  # ready to be recorded
    scene.session.do("undo")
    scene.session.do("undo")
    scene.until(lambda: scene.output.classes == 2)


def test_very_many_classes_have_small_pads_that_a_double_click_names(make: Callable[[str], Scene]) -> None:
    scene = make("class:40")
    assert not scene.body.pads.full
    spot = scene.body.pads.place(29).center().toPoint()
    scene.qtbot.mouseDClick(scene.body.pads, Qt.MouseButton.LeftButton, pos=spot)
    scene.qtbot.keyClicks(scene.body.name, "thirty")
    scene.qtbot.keyClick(scene.body.name, Qt.Key.Key_Return)
    scene.until(lambda: scene.names()[29] == "thirty")


@pytest.mark.parametrize("size", [100, 200])
def test_pads_lie_beside_each_other_and_inside_the_card_at_any_width(
    make: Callable[[str], Scene], size: int
) -> None:
    scene = make("class:5")
    try:
        theme().choose_text_size(size)
        pads = scene.body.pads
        for width in (120, 260, 400, 900):
            pads.resize(width, pads.height())
            places = [pads.place(n) for n in range(6)]
            assert all(
                place.right() <= width + 0.01 and place.bottom() <= pads.height() + 0.01 for place in places
            )
            assert not any(a.intersects(b) for n, a in enumerate(places) for b in places[n + 1 :])
    finally:
        theme().choose_text_size(100)


def test_takes_of_several_classes_are_counted_with_none_and_those_switched_off_not_at_all() -> None:
    takes = (
        Take(number=1, examples=10, outputs={1: 10}, targets={1: 2.0}),
        Take(number=2, examples=5, outputs={1: 5}, targets={1: None}),
        Take(number=3, examples=7, outputs={1: 7}, targets={1: 2.0}, on=False),
        Take(number=4, examples=4, outputs={1: 4}, targets={1: 2.0}),
        Take(number=5, examples=4, outputs={2: 4}, targets={2: 1.0}),
    )
    shown = shown_of(State(takes=takes), Output(number=1, name="pose", kind="classification", classes=3))
    assert (shown.examples, shown.last, shown.mixed) == ({2: 14}, {2: 4}, True)


def test_courses_share_the_range_of_each_input() -> None:
    low = Curves(1, np.arange(3.0), np.array([[0.0, 5], [1, 5], [2, 5]]))
    high = Curves(2, np.arange(2.0), np.array([[4.0, 5], [2, 5]]))
    first, second = courses([low, high])
    assert first[:, 0].tolist() == [0.0, 0.25, 0.5] and second[:, 0].tolist() == [1.0, 0.5]
    assert first[:, 1].tolist() == [0.0, 0.0, 0.0]
    assert courses([]) == []


def test_five_named_poses_of_two_takes_each_run_after_at_most_twenty_presses(
    make: Callable[[str], Scene],
) -> None:
    """Presses of the mouse, and keys that are no letters of a name; the template is the first of them."""
    scene, presses = make("class:3"), 1
    scene.click(1, name=True)
    presses += 1
    for name in ("one", "two"):
        scene.qtbot.keyClicks(scene.body.name, name)
        scene.qtbot.keyClick(scene.body.name, Qt.Key.Key_Return)
        presses += 1
    scene.qtbot.keyClicks(scene.body.name, "three")
    for name, classes in (("four", 4), ("five", 5)):
        scene.click(ADD)  # which takes the name before it, too
        presses += 1
        scene.until(lambda classes=classes: scene.output.classes == classes and scene.body.name.isVisible())
        scene.qtbot.keyClicks(scene.body.name, name)
    for number in (1, 2, 3, 4, 5) * 2:
        scene.value = number / 6
        scene.hold(number)
        presses += 1
    scene.qtbot.keyClick(scene.studio, Qt.Key.Key_T)
    scene.until(lambda: scene.output.model.state == "ready")
    scene.qtbot.keyClick(scene.studio, Qt.Key.Key_P)
    presses += 2
    for number in (1, 4, 5):
        scene.value = number / 6
        scene.until(lambda number=number: scene.session.live.outputs.tolist() == [float(number)])
    assert scene.names() == ["one", "two", "three", "four", "five"]
    assert len(scene.session.state.takes) == 10
    assert presses <= 20


def test_scenes_are_stored_recalled_with_a_press_or_a_key_and_recorded_by_holding(
    make: Callable[[str], Scene],
) -> None:
    scene = make("2")
    session, row = scene.session, scene.panel.scenes
    assert not row.isVisible() and row.store.isVisible()
    for values in ((0.25, 0.5), (0.75, 1.0)):
        session.do("set_targets", *values)
        scene.until(lambda values=values: session.live.targets.tolist() == list(values))
        before = len(row.chips)
        scene.qtbot.mouseClick(row.store, Qt.MouseButton.LeftButton)
        scene.until(lambda before=before: len(row.chips) == before + 1)
    scene.until(row.isVisible)
    scene.qtbot.mouseClick(row.chips[0], Qt.MouseButton.LeftButton)
    scene.until(lambda: session.live.targets.tolist() == [0.25, 0.5])
    assert not session.state.takes
    scene.qtbot.keyClick(scene.studio, Qt.Key.Key_2, Qt.KeyboardModifier.AltModifier)
    scene.until(lambda: session.live.targets.tolist() == [0.75, 1.0])
    scene.qtbot.mousePress(row.chips[0], Qt.MouseButton.LeftButton)
    scene.until(lambda: session.state.recording is not None)
    scene.value = 0.7
    scene.until(lambda: abs(session.live.inputs[0] - 0.7) < 1e-5)
    scene.qtbot.mouseRelease(row.chips[0], Qt.MouseButton.LeftButton)
    scene.until(lambda: [take.targets for take in session.state.takes] == [{1: 0.25, 2: 0.5}])


def test_a_scene_is_renamed_where_it_stands(make: Callable[[str], Scene]) -> None:
    scene = make("1")
    row = scene.panel.scenes
    scene.session.do("store_scene")
    scene.until(lambda: bool(row.chips) and row.isVisible())
    row.edit_name(1)
    scene.qtbot.keyClicks(row.name, "dusk")
    scene.qtbot.keyClick(row.name, Qt.Key.Key_Return)
    scene.until(lambda: row.chips[0].text() == "1  dusk")
    scene.session.do("delete_scene", 1)
    scene.until(lambda: not row.chips and not row.isVisible())


def test_the_card_names_the_algorithm_and_what_it_chose_as_people_do(make: Callable[[str], Scene]) -> None:
    scene = make("class:3")
    card = scene.panel.cards[0]
    scene.until(lambda: card.algorithm.text() == "Automatic")
    for number in (1, 2):
        scene.value = number / 3
        scene.hold(number)
    height = card.height()
    scene.session.do("train")
    scene.until(lambda: scene.output.model.state == "ready")
    scene.until(lambda: "chose Support vector machine" in card.examples.text())
    assert card.height() == height  # a note pushes nothing about


def test_few_cards_share_the_room_of_a_high_window_and_are_low_in_a_low_one(
    make: Callable[[str], Scene],
) -> None:
    scene = make("1,class:2")
    cards = scene.panel.cards
    scene.studio.resize(1500, 640)
    needed = [card.minimumSizeHint().height() for card in cards]
    scene.until(lambda: all(card.height() <= least + 8 for card, least in zip(cards, needed, strict=True)))
    low = [card.height() for card in cards]
    scene.studio.resize(1500, 1500)
    scene.until(lambda: all(card.height() > least + 20 for card, least in zip(cards, low, strict=True)))
    scene.studio.resize(1500, 640)
    scene.until(lambda: [card.height() for card in cards] == low)
