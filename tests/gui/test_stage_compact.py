"""The compact stage with a real engine: by keys, clicks and foot switches, and back to the studio."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PyQt6.QtCore import QMargins, QRect, QSettings, QSize, Qt
from PyQt6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot
from studio_scene import opened

from wekipy.child import free_port
from wekipy.gui.session.session import Session
from wekipy.gui.session.source import Child
from wekipy.gui.stage.compact import CompactStage
from wekipy.gui.stage.place import corner, inside, keep_place, kept_place, last_screen
from wekipy.gui.stage.tile import Form
from wekipy.gui.stage.view import StageView
from wekipy.gui.studio.window import Window
from wekipy.gui.theme.theme import TEXT_SIZES, theme
from wekipy.rehearsal.link import Link

SHIFT = Qt.KeyboardModifier.ShiftModifier


class Beside:
    """A window on an engine with three classes and a number, and a sketch."""

    def __init__(self, qtbot: QtBot, window: Window, link: Link) -> None:
        assert window.session is not None and window.studio is not None
        self.qtbot, self.window, self.link = qtbot, window, link
        self.session: Session = window.session
        self.action = window.studio.keys["compact-stage"]

    @property
    def compact(self) -> CompactStage:
        assert self.window.compact_stage is not None
        return self.window.compact_stage

    def until(self, true: Callable[[], object]) -> None:
        self.qtbot.waitUntil(lambda: bool(true()), timeout=30_000)

    def open(self) -> CompactStage:
        self.until(self.window.isActiveWindow)
        self.qtbot.keyClick(self.window.studio, Qt.Key.Key_F11, SHIFT)
        self.until(lambda: self.window.compact_stage is not None and self.compact.isActiveWindow())
        return self.compact

    def close(self) -> None:
        self.qtbot.keyClick(self.compact, Qt.Key.Key_F11, SHIFT)
        self.until(lambda: self.window.compact_stage is None)

    def send(self, x: float, true: Callable[[], object]) -> None:
        """Inputs until something is so."""

        def so() -> bool:
            self.link.inputs([x, 0.5])
            return bool(true())

        self.until(so)


@pytest.fixture
def beside(qtbot: QtBot, child: Callable[..., Child]) -> Iterator[Beside]:
    source = child("--inputs", "2", "--outputs", "class:3,1")
    window = opened(qtbot, source)
    assert source.process is not None
    with Link(source.process.port, free_port()) as link:
        yield Beside(qtbot, window, link)
    theme().choose_text_size(100)


def test_its_key_puts_a_small_window_on_top_and_leads_back(beside: Beside) -> None:
    assert beside.action.isCheckable() and not beside.action.isChecked()
    compact = beside.open()
    assert compact.isWindow() and compact.windowFlags() & Qt.WindowType.WindowStaysOnTopHint
    assert compact.windowFlags() & Qt.WindowType.WindowType_Mask == Qt.WindowType.Window  # no tool: see there
    assert compact.size() == QSize(320, 240) and compact.windowTitle() == "piece – wekipy"
    assert not beside.window.isVisible() and beside.action.isChecked()
    beside.close()
    assert beside.window.isVisible() and not beside.action.isChecked()
    beside.action.trigger()  # from the menu
    assert beside.compact.isVisible() and beside.action.isChecked()
    asked: list[dict[str, object]] = []
    beside.session.do("state", then=asked.append)
    beside.until(lambda: asked)
    assert asked[0]["performance_mode"] is False and not asked[0]["undo"]  # no engine is told


def test_esc_held_and_the_button_of_its_title_lead_back_and_all_goes_on(beside: Beside) -> None:
    beside.session.do("start_running")
    compact = beside.open()
    beside.qtbot.keyPress(compact, Qt.Key.Key_Escape)
    beside.until(lambda: beside.window.compact_stage is None)
    compact = beside.open()
    compact.close()
    assert beside.window.compact_stage is None and beside.window.isVisible()
    assert not beside.window.closed and beside.session.connected and beside.session.state.running


def test_takes_are_recorded_trained_answered_and_frozen_from_the_compact_stage(beside: Beside) -> None:
    compact = beside.open()
    for number, x in ((1, 0.1), (2, 0.9)):
        beside.qtbot.keyClick(compact, Qt.Key(Qt.Key.Key_0 + number))
        beside.until(lambda n=number: compact.tiles.tiles[0].face.aside == f"teaches: class {n}")
        if number == 1:
            beside.qtbot.keyClick(compact, Qt.Key.Key_R)
        else:
            beside.qtbot.mouseClick(compact.record, Qt.MouseButton.LeftButton)
        beside.until(lambda: beside.session.state.recording is not None)
        beside.send(x, lambda n=number: compact.banner.status.words.startswith(f"RECORDING class {n}"))
        beside.send(x, lambda: "nothing" not in compact.banner.status.detail)
        beside.qtbot.mouseClick(compact.record, Qt.MouseButton.LeftButton)
        beside.until(lambda: beside.session.state.recording is None)
    assert [take.targets[1] for take in beside.session.state.takes] == [1, 2]
    beside.qtbot.keyClick(compact, Qt.Key.Key_T)
    beside.until(lambda: {o.model.state for o in beside.session.state.outputs} == {"ready"})
    beside.qtbot.mouseClick(compact.buttons["run"], Qt.MouseButton.LeftButton)
    beside.until(lambda: beside.session.state.running and compact.buttons["run"].isChecked())
    tile = compact.tiles.tiles[0]
    assert tile.form in (Form.PADS, Form.WORDS) and not tile.pads.isHidden()
    beside.send(0.9, lambda: tile.face.words == "class 2" and "%" in tile.face.note)
    beside.send(0.9, lambda: compact.banner.status.words == "RUNNING")
    assert [pad.number for pad in tile.face.pads if pad.lit] == [2]
    beside.qtbot.mouseClick(compact.buttons["hold"], Qt.MouseButton.LeftButton)
    beside.until(lambda: not beside.session.state.running)
    beside.send(0.9, lambda: compact.banner.status.icon == "hold")
    beside.qtbot.keyClick(compact, Qt.Key.Key_H)
    beside.until(lambda: beside.session.state.running)
    beside.until(lambda: compact.banner.status.words == "NO INPUT")
    assert not any(pad.lit for pad in tile.face.pads)


def test_a_pad_of_the_compact_stage_is_pressed_to_teach_its_class(beside: Beside) -> None:
    compact = beside.open()
    tile = compact.tiles.tiles[0]
    beside.until(lambda: len(tile.pads.pads) == 3)
    spot = tile.pads.place(2).center().toPoint()
    beside.qtbot.mouseClick(tile.pads, Qt.MouseButton.LeftButton, pos=spot)
    beside.until(lambda: tile.face.aside == "teaches: class 3")


def test_performance_mode_from_a_foot_switch_takes_over(beside: Beside) -> None:
    beside.open()
    beside.link.control("enablePerformanceMode")
    beside.until(lambda: beside.window.stage is not None and beside.window.isVisible())
    assert beside.window.compact_stage is None and not beside.action.isChecked()
    beside.link.control("disablePerformanceMode")
    beside.until(lambda: beside.window.stage is None)


def test_the_next_project_comes_and_the_compact_stage_stays(beside: Beside) -> None:
    beside.session.do("copy_project", "second")
    compact = beside.open()
    beside.qtbot.keyClick(compact, Qt.Key.Key_PageDown)
    beside.until(lambda: beside.session.state.name == "second")
    beside.until(lambda: compact.windowTitle() == "second – wekipy")
    assert beside.compact is compact and compact.isVisible()


def test_a_window_that_closes_meanwhile_takes_the_compact_stage_along(beside: Beside) -> None:
    compact = beside.open()
    beside.window.close()
    assert beside.window.closed and beside.window.compact_stage is None
    assert not compact.isVisible() and not beside.window.isVisible()


def test_it_comes_back_where_it_was_and_within_the_screen(beside: Beside) -> None:
    compact = beside.open()
    screen = compact.screen()
    assert screen is not None
    room = screen.availableGeometry()
    assert room.contains(compact.frameGeometry())
    wanted = QRect(room.left() + 90, room.top() + 120, 400, 260)
    compact.setGeometry(wanted)
    beside.until(lambda: compact.geometry() == wanted)
    beside.close()
    compact = beside.open()
    assert compact.geometry() == wanted
    beside.close()
    keep_place("compact", QRect(room.right() + 300, room.bottom() + 300, 5000, 300), screen)
    assert room.contains(beside.open().frameGeometry())  # of a screen that was larger


def test_places_are_kept_per_screen_and_what_is_no_place_is_none(qtbot: QtBot) -> None:
    screen = QApplication.primaryScreen()
    assert screen is not None and kept_place("small", screen) is None and last_screen("small") is None
    keep_place("small", QRect(10, 20, 300, 200), screen)
    QSettings().sync()
    assert kept_place("small", screen) == QRect(10, 20, 300, 200)
    last = last_screen("small")
    assert last is not None and last.name() == screen.name()
    for key in QSettings().allKeys():
        if key.startswith("small/screen"):
            QSettings().setValue(key, "anything")
    assert kept_place("small", screen) is None
    QSettings().setValue("small/last", "a projector that is not there")
    assert last_screen("small") is None


SPAN = st.integers(-4000, 4000)


@given(SPAN, SPAN, st.integers(1, 5000), st.integers(1, 5000), st.integers(-3000, 3000))
def test_a_window_with_its_frame_is_within_the_free_area_wherever_it_was(
    left: int, top: int, width: int, height: int, at: int
) -> None:
    room, frame = QRect(at, 40, 1024, 700), QMargins(2, 30, 2, 4)
    place = inside(QRect(left, top, width, height), room, frame)
    assert room.contains(place.marginsAdded(frame))
    assert place.width() == min(width, 1020) and place.height() == min(height, 666)
    assert inside(place, room, frame) == place
    assert room.contains(corner(QSize(320, 240), room))


def parts_of(stage: StageView) -> list[QWidget]:
    return [stage.banner, *stage.tiles.tiles, stage.record, *stage.buttons.values(), stage.leave]


@pytest.mark.parametrize("text", [min(TEXT_SIZES), 100, max(TEXT_SIZES)])
def test_nothing_of_the_compact_stage_is_over_anything_else(beside: Beside, text: int) -> None:
    theme().choose_text_size(text)
    compact = beside.open()
    for size in (QSize(320, 240), QSize(260, 400), QSize(600, 200), compact.minimumSize()):
        compact.resize(size)
        beside.until(lambda size=size: compact.size() == size)
        QApplication.processEvents()
        places = [
            QRect(part.mapTo(compact, part.rect().topLeft()), part.size()) for part in parts_of(compact)
        ]
        assert all(compact.rect().contains(place) for place in places), (size, places)
        assert not any(one.intersects(other) for one, other in combinations(places, 2)), (size, places)
        assert all(tile.height() >= 16 for tile in compact.tiles.tiles), size


def test_the_compact_stage_has_names_and_tab_reaches_its_buttons(beside: Beside) -> None:
    compact = beside.open()
    beside.until(lambda: all(part.accessibleName() for part in parts_of(compact)))
    reached = set()
    for _ in range(12):
        compact.focusNextPrevChild(True)
        reached.add(QApplication.focusWidget())
    assert {compact.record, compact.leave, *compact.buttons.values()} <= reached
