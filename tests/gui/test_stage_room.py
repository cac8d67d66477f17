"""The stage uses its room: every output in a form that is read there, nothing printed over, nothing cut."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from itertools import combinations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PyQt6.QtCore import QEvent, QObject, QRect, QRectF, Qt
from PyQt6.QtGui import QColor, QFont, QPaintEvent, QRegion
from PyQt6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from wekipy.child import free_port
from wekipy.client import Live
from wekipy.client.state import Gesture, Model, Output, State
from wekipy.gui.actions import Actions
from wekipy.gui.outputs.pad_painting import ink_on
from wekipy.gui.session.session import Session
from wekipy.gui.session.source import Child, Source
from wekipy.gui.stage import lettering
from wekipy.gui.stage.arrangement import Need, arranged, is_upright
from wekipy.gui.stage.face import Face, Scene, face_of
from wekipy.gui.stage.pad_picture import blended
from wekipy.gui.stage.screen import StageScreen
from wekipy.gui.stage.tile import Form, Tile
from wekipy.gui.stores.recognitions import Recognised
from wekipy.gui.theme.palette import DARK, class_colour
from wekipy.gui.theme.theme import stage_palette, theme
from wekipy.gui.wire.hearing import hearing_of
from wekipy.rehearsal.link import Link

Open = Callable[[Source], Session]

NEED = st.one_of(
    st.just(Need("continuous")),
    st.builds(Need, st.just("classification"), st.integers(1, 40), st.floats(1, 9)),
    st.builds(Need, st.just("gesture"), st.integers(1, 12), st.floats(1, 9)),
)
STAGE = (972, 414)  # what tiles have of a screen of 1024 by 768


@given(st.lists(NEED, min_size=1, max_size=60), st.integers(300, 2500), st.integers(120, 1200))
def test_places_lie_within_the_room_and_never_over_each_other(
    needs: list[Need], width: int, height: int
) -> None:
    places = arranged(needs, width, height)
    room = QRectF(-0.01, -0.01, width + 0.02, height + 0.02)
    assert 1 <= len(places) <= len(needs)
    assert all(room.contains(place) and place.width() > 20 and place.height() > 8 for place in places)
    for one, other in combinations(places, 2):
        over = one.intersected(other)
        assert over.width() < 0.01 or over.height() < 0.01


def test_numbers_are_tall_tracks_side_by_side_as_many_as_fit() -> None:
    for count, rows in ((2, 1), (5, 1), (10, 1), (20, 2)):
        places = arranged([Need("continuous")] * count, *STAGE)
        assert len(places) == count and len({place.top() for place in places}) == rows
        assert all(is_upright(place.width(), place.height()) for place in places)
    lying = arranged([Need("continuous")] * 60, *STAGE)
    assert len(lying) == 60 and not any(is_upright(place.width(), place.height()) for place in lying)


def test_two_hundred_numbers_are_all_there_and_of_a_thousand_as_many_as_can_be_read() -> None:
    assert len(arranged([Need("continuous")] * 200, *STAGE)) == 200
    shown = arranged([Need("continuous")] * 1000, *STAGE)
    assert 180 <= len(shown) < 1000 and min(place.height() for place in shown) >= 14


def test_what_has_more_classes_gets_more_room_and_numbers_no_more_than_they_use() -> None:
    twelve, three, number = arranged(
        [Need("classification", 12), Need("classification", 3), Need("continuous")], 2500, 1000
    )
    assert twelve.width() * twelve.height() > three.width() * three.height()
    assert number.width() <= 0.62 * number.height()


PROJECTS = {
    "five numbers": ("5", {Form.TRACK}),
    "twelve classes": ("class:12", {Form.PADS}),
    "classes and numbers": ("class:3,class:4,class:2,2", {Form.PADS, Form.TRACK}),
    "gestures": ("gesture:3", {Form.ROWS}),
    "all kinds": ("gesture:4,class:4,3", {Form.ROWS, Form.PADS, Form.TRACK}),
    "twenty numbers": ("20", {Form.TRACK}),
    "many classifiers": (",".join(["class:3"] * 12), {Form.WORDS}),
}
SIZES = ((1024, 768), (1280, 720), (2560, 1440))


@pytest.fixture
def cuts(monkeypatch: pytest.MonkeyPatch) -> set[str]:
    """The texts that were cut."""
    found: set[str] = set()
    real = lettering._elided

    def elided(text: str, font: QFont, width: float, mode: Qt.TextElideMode) -> str:
        shown = real(text, font, width, mode)
        if shown != text:
            found.add(text)
        return shown

    monkeypatch.setattr(lettering, "_elided", elided)
    return found


@pytest.fixture
def any_text(qapp: QApplication) -> Iterator[None]:
    yield
    theme().choose_text_size(100)


def stage_of(qtbot: QtBot, session: Session) -> StageScreen:
    around = QWidget()
    made = StageScreen(session, Actions(session, around))
    for widget in (around, made):
        qtbot.addWidget(widget)
    return made


def laid_out(stage: StageScreen) -> None:
    """Nothing that is shown lies over anything else, or outside."""
    parts: list[QWidget] = [stage.header, stage.banner, *stage.tiles.tiles, stage.record, stage.leave]
    parts += [*stage.buttons.values(), stage.take_back]
    places = [QRect(part.mapTo(stage, part.rect().topLeft()), part.size()) for part in parts]
    for part, place in zip(parts, places, strict=True):
        assert stage.rect().contains(place), part.accessibleName()
    for (one, place), (other, beside) in combinations(zip(parts, places, strict=True), 2):
        assert not place.intersects(beside), (one.accessibleName(), other.accessibleName())


def hears(session: Session) -> bool:
    """Send a vector; whether the window knows that something arrives."""
    assert isinstance(session.source, Child) and session.source.process is not None
    with Link(session.source.process.port, free_port()) as link:
        link.inputs([0.5, 0.5])
    return not hearing_of(session).sense.silent


@pytest.mark.parametrize("project", PROJECTS)
def test_every_project_fits_every_screen_in_every_size_of_text(
    qtbot: QtBot,
    child: Callable[..., Child],
    open_session: Open,
    project: str,
    cuts: set[str],
    any_text: None,
) -> None:
    outputs, forms = PROJECTS[project]
    session = open_session(child("--inputs", "2", "--outputs", outputs))
    stage = stage_of(qtbot, session)
    for text in (85, 100, 200):
        theme().choose_text_size(text)
        for width, height in SIZES:
            stage.resize(width, height)
            stage.show()
            qtbot.waitUntil(lambda size=(width, height): (stage.width(), stage.height()) == size)
            qtbot.waitUntil(lambda: all(tile.accessibleName() for tile in stage.tiles.tiles))
            QApplication.processEvents()
            cuts.clear()  # those of sizes on the way to this one
            stage.grab()
            assert not cuts, (text, width)
            laid_out(stage)
            assert not stage.tiles.more
            if (text, height) == (100, 768):
                # Without inputs a row with ways out takes some of the height after a while.
                qtbot.waitUntil(lambda: hears(session))
                qtbot.waitUntil(lambda: {tile.form for tile in stage.tiles.tiles} == forms)


def test_of_a_thousand_outputs_those_that_fit_are_shown_and_the_others_counted(
    qtbot: QtBot, child: Callable[..., Child], open_session: Open
) -> None:
    session = open_session(child("--inputs", "1", "--outputs", "1000"))
    stage = stage_of(qtbot, session)
    stage.resize(1024, 768)
    stage.show()

    def visible() -> list[Tile]:
        return [tile for tile in stage.tiles.tiles if tile.isVisible()]

    qtbot.waitUntil(lambda: all(tile.accessibleName() for tile in visible()))  # some in each frame
    shown = visible()
    assert stage.tiles.more == f"{1000 - len(shown)} more" and len(shown) > 100
    assert {tile.form for tile in shown} == {Form.LINE}


# The picture of a tile, without an engine.

POSE = Output(
    1, "pose", "classification", classes=3, class_names=("storm", "calm", "rain"), model=Model(state="ready"),
    target=0,
)  # fmt: skip
HANDS = Output(
    1, "hands", "gesture", gestures=(Gesture("wave", 1), Gesture("stamp", 2)), model=Model(state="ready")
)
KNOB = Output(1, "knob", "continuous", model=Model(state="ready"), target=0)


def pose(chances: tuple[float, ...], answer: float, target: float = 1.0, recording: bool = False) -> Face:
    live = Live(outputs=np.array([answer]), distributions=np.array(chances), targets=np.array([target]))
    state = State(running=True, recording=1 if recording else None)
    return face_of(POSE, Scene(state, live, lambda _: target), Recognised(), 0.0)


def tile_of(qtbot: QtBot, output: Output, width: int = 900, height: int = 400) -> Tile:
    made = Tile(output)
    qtbot.addWidget(made)
    made.resize(width, height)
    made.show()
    return made


def colour_in(tile: Tile, index: int, across: float, down: float) -> str:
    """Of a pad, at shares of its width and height."""
    place = tile.pads.place(index)
    x, y = place.left() + across * place.width(), place.top() + down * place.height()
    return tile.pads.grab().toImage().pixelColor(round(x), round(y)).name()


def test_pads_are_filled_as_likely_as_their_classes_and_the_answer_is_lit(qtbot: QtBot) -> None:
    tile = tile_of(qtbot, POSE)
    tile.show_face("pose", pose((0.25, 0.7, 0.05), 2), True, False)
    assert tile.form is Form.PADS
    calm = class_colour(2, DARK)
    assert colour_in(tile, 1, 0.06, 0.9) == calm
    assert colour_in(tile, 1, 0.06, 0.35) == calm
    shade = colour_in(tile, 1, 0.06, 0.2)  # above its 70 per cent
    assert shade not in (calm, stage_palette().raised)
    assert colour_in(tile, 0, 0.06, 0.85) == blended(DARK.raised, class_colour(1, DARK), 0.36).name()
    assert colour_in(tile, 0, 0.06, 0.6) == DARK.raised
    assert colour_in(tile, 0, 0.5, 0.01) == DARK.target  # the frame of the target
    assert colour_in(tile, 2, 0.06, 0.85) == DARK.raised


def test_without_input_no_pad_is_filled_or_lit(qtbot: QtBot) -> None:
    tile = tile_of(qtbot, POSE)
    live = Live(outputs=np.array([2.0]), distributions=np.array([0.1, 0.8, 0.1]), targets=np.array([1.0]))
    scene = Scene(State(running=True), live, lambda _: 1.0, silent=True)
    tile.show_face("pose", face_of(POSE, scene, Recognised(), 0.0), True, False)
    assert all(colour_in(tile, n, 0.06, 0.9) == DARK.raised for n in range(3))
    assert tile.accessibleName() == "pose: calm"


def test_while_recording_the_pad_that_is_taught_is_lit_and_not_the_answer(qtbot: QtBot) -> None:
    tile = tile_of(qtbot, POSE)
    tile.show_face("pose", pose((0.1, 0.8, 0.1), 2, target=1, recording=True), True, False)
    assert colour_in(tile, 0, 0.06, 0.94) == class_colour(1, DARK)
    assert colour_in(tile, 1, 0.06, 0.9) == blended(DARK.raised, class_colour(2, DARK), 0.36).name()


def luminance(colour: QColor) -> float:
    parts = (colour.redF(), colour.greenF(), colour.blueF())
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast_of(one: QColor, other: QColor) -> float:
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def test_the_words_of_pads_are_read_on_every_level() -> None:
    for number in range(61):
        colour = class_colour(number, DARK)
        assert contrast_of(QColor(DARK.text), blended(DARK.raised, colour, 0.36)) >= 4.5
        for ground in (QColor(colour), blended(DARK.raised, colour, 0.82)):
            assert contrast_of(ink_on(QColor(colour)), ground) >= 3  # they are large


class Paints(QObject):
    """Notes what is drawn of widgets."""

    def __init__(self, *widgets: QWidget) -> None:
        super().__init__()
        self.places: list[QRegion] = []
        for widget in widgets:
            widget.installEventFilter(self)

    def eventFilter(self, watched: QObject | None, event: QEvent | None) -> bool:  # noqa: N802
        if isinstance(event, QPaintEvent):
            self.places.append(event.region())
        return False


def test_only_the_pad_that_has_changed_is_drawn_again(qtbot: QtBot) -> None:
    tile = tile_of(qtbot, POSE)
    tile.show_face("pose", pose((0.1, 0.8, 0.1), 2), True, False)
    QApplication.processEvents()
    paints, own = Paints(tile.pads), Paints(tile)
    tile.show_face("pose", pose((0.1001, 0.8, 0.1), 2), True, False)
    QApplication.processEvents()
    assert paints.places == [] and own.places == []  # less than a per cent is not seen
    tile.show_face("pose", pose((0.15, 0.8, 0.05), 2), True, False)
    QApplication.processEvents()
    between = tile.pads.place(1).toAlignedRect()
    assert paints.places and not any(
        place.intersects(between.adjusted(3, 3, -3, -3)) for place in paints.places
    )


def hands(seen: Recognised, now: float, progress: float = 0.0) -> Face:
    live = Live(courses=np.array([progress, 1, 0, 0, 1, 0]))
    return face_of(HANDS, Scene(State(running=True), live, lambda _: math.nan), seen, now)


def test_a_recognised_gesture_leaves_a_mark_that_moves_left_for_a_minute(qtbot: QtBot) -> None:
    tile, seen = tile_of(qtbot, HANDS), Recognised()
    seen.see([0, 0], 99.0)
    seen.see([0, 1], 100.0)
    places = []
    for now in (100.0, 115.0, 130.0, 159.0):
        tile.show_face("hands", hands(seen, now), True, False, now)
        ((gesture, x),) = tile.pads.marks  # type: ignore[attr-defined]
        assert gesture == 2
        places.append(x)
    strip = tile.pads.strip(1)  # type: ignore[attr-defined]
    assert places[0] == pytest.approx(strip.right(), abs=4)
    assert places[2] == pytest.approx(strip.center().x(), abs=4)
    assert places[3] == pytest.approx(strip.left(), abs=strip.width() * 0.03)
    assert places == sorted(places, reverse=True)
    seen.see([0, 1], 161.0)
    tile.show_face("hands", hands(seen, 161.0), True, False, 161.0)
    assert tile.pads.marks == ()  # type: ignore[attr-defined]


def test_the_row_of_a_gesture_lights_up_and_its_progress_fills_it(qtbot: QtBot) -> None:
    tile, seen = tile_of(qtbot, HANDS), Recognised()
    seen.see([0, 0], 99.0)
    seen.see([0, 1], 100.0)
    tile.show_face("hands", hands(seen, 100.0), True, False, 100.0)
    assert tile.form is Form.ROWS
    assert colour_in(tile, 1, 0.02, 0.5) == class_colour(2, DARK)
    assert colour_in(tile, 0, 0.02, 0.5) == DARK.raised
    tile.show_face("hands", hands(seen, 110.0, progress=0.6), True, False, 110.0)
    assert colour_in(tile, 1, 0.02, 0.5) == DARK.raised
    assert colour_in(tile, 0, 0.02, 0.8) == blended(DARK.raised, class_colour(1, DARK), 0.36).name()


def test_a_mark_that_moves_draws_its_strip_only_and_time_alone_draws_nothing(qtbot: QtBot) -> None:
    tile, seen = tile_of(qtbot, HANDS), Recognised()
    seen.see([0, 0], 99.0)
    seen.see([0, 1], 100.0)
    for now in (110.0, 110.0):
        tile.show_face("hands", hands(seen, now), True, False, now)
        QApplication.processEvents()
    paints = Paints(tile.pads)
    tile.show_face("hands", hands(seen, 110.001), True, False, 110.001)
    QApplication.processEvents()
    assert paints.places == []
    tile.show_face("hands", hands(seen, 111.0), True, False, 111.0)
    QApplication.processEvents()
    strip = tile.pads.strip(1).toAlignedRect()  # type: ignore[attr-defined]
    assert paints.places and all(
        strip.adjusted(-1, -1, 1, 1).contains(place.boundingRect()) for place in paints.places
    )


def test_a_track_stands_where_there_is_height_and_lies_where_there_is_none(qtbot: QtBot) -> None:
    live = Live(outputs=np.array([0.25]), targets=np.array([0.75]))
    face = face_of(KNOB, Scene(State(running=True), live, lambda _: 0.75), Recognised(), 0.0)
    for (width, height), form in (
        ((180, 400), Form.TRACK),
        ((500, 400), Form.TRACK),
        ((900, 400), Form.WORDS),
        ((300, 100), Form.WORDS),
        ((120, 24), Form.LINE),
    ):
        tile = tile_of(qtbot, KNOB, width, height)
        tile.show_face("knob", face, False, False)
        assert tile.form is form
        picture = tile.grab().toImage()
        found = {picture.pixelColor(x, y).name() for x in range(0, width, 2) for y in range(0, height, 2)}
        assert DARK.target in found  # the mark of the target
        assert form is Form.LINE or DARK.accent in found  # the level
