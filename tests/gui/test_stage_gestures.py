"""Gestures on stage with a real engine: performed over OSC, seen, and there still when the stage is left."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np
import pytest
from pytestqt.qtbot import QtBot
from studio_scene import opened

from wekipy.child import free_port
from wekipy.gui.session.session import Session
from wekipy.gui.session.source import Child
from wekipy.gui.stage.gesture_rows import GestureRows
from wekipy.gui.stage.screen import StageScreen
from wekipy.gui.stage.tile import Form, Tile
from wekipy.gui.stores.recognitions import recognitions_of
from wekipy.gui.studio.window import Window
from wekipy.rehearsal.gesturing import path
from wekipy.rehearsal.link import Link

FRAMES = 60


class Hands:
    """A window with two gestures that are learned and run, and hands that perform them."""

    def __init__(self, qtbot: QtBot, window: Window, link: Link) -> None:
        assert window.session is not None
        self.qtbot, self.window, self.link = qtbot, window, link
        self.session: Session = window.session
        self._rng = np.random.default_rng(3)

    def until(self, true: Callable[[], object]) -> None:
        self.qtbot.waitUntil(lambda: bool(true()), timeout=30_000)

    def move(self, gesture: int, frames: int = FRAMES) -> None:
        """A gesture (from 1), or the beginning of it."""
        for x in path(gesture - 1, FRAMES, self._rng)[:frames]:
            self.link.inputs(x)
            self.until(lambda x=x: self.session.live.inputs.tolist() == pytest.approx(x.tolist(), abs=1e-6))

    def rest(self) -> None:
        for x in 0.1 + 0.01 * self._rng.normal(size=(10, 2)):
            self.link.inputs(x)

    def learn(self) -> None:
        for gesture in (1, 2):
            for _ in range(2):
                takes = len(self.session.state.takes)
                self.session.do("start_gesture_recording", gesture)
                self.until(lambda: self.session.state.recording is not None)
                self.move(gesture)
                self.session.do("stop_recording")
                self.until(lambda takes=takes: len(self.session.state.takes) > takes)
        self.session.do("train")
        self.until(lambda: self.session.state.outputs[0].model.state == "ready")
        self.session.do("start_running")
        self.until(lambda: self.session.state.running)

    def perform(self, gesture: int) -> None:
        seen = recognitions_of(self.session).of(self.session.state.outputs[0])
        before = len(seen.marks)
        self.rest()
        self.move(gesture)
        self.rest()
        self.until(lambda: len(seen.marks) > before)
        assert seen.marks[-1][0] == gesture

    def go_on_stage(self) -> Tile:
        self.session.do("performance_mode", True)
        self.until(lambda: self.window.stage is not None and self.window.stage.isVisible())
        stage = self.window.stage
        assert isinstance(stage, StageScreen)
        return stage.tiles.tiles[0]

    def leave(self) -> None:
        self.session.do("performance_mode", False)
        self.until(lambda: self.window.stage is None)


@pytest.fixture
def performing(qtbot: QtBot, child: Callable[..., Child]) -> Iterator[Hands]:
    source = child("--inputs", "2", "--outputs", "gesture:2")
    window = opened(qtbot, source)
    assert source.process is not None
    with Link(source.process.port, free_port()) as link:
        made = Hands(qtbot, window, link)
        made.learn()
        yield made


def test_what_was_recognised_when_is_seen_and_survives_leaving_the_stage(performing: Hands) -> None:
    performing.perform(1)  # in the studio, before there was a stage
    tile = performing.go_on_stage()
    performing.until(lambda: tile.form is Form.ROWS)
    rows = tile.pads
    assert isinstance(rows, GestureRows)
    performing.until(lambda: [gesture for gesture, _ in rows.marks] == [1])
    performing.perform(2)
    performing.until(lambda: rows.pads[1].lit and rows.pads[1].shine > 0)
    performing.until(lambda: [gesture for gesture, _ in rows.marks] == [1, 2])
    placed = rows.marks
    performing.until(lambda: all(x < was for (_, x), (_, was) in zip(rows.marks, placed, strict=True)))
    performing.until(lambda: not rows.pads[1].lit)
    assert tile.face.note == "2 times"
    times = recognitions_of(performing.session).of(performing.session.state.outputs[0]).marks
    performing.leave()
    again = performing.go_on_stage()
    performing.until(lambda: again.face.marks == times)
    performing.until(lambda: [gesture for gesture, _ in again.pads.marks] == [1, 2])  # type: ignore[attr-defined]


def test_a_gesture_under_way_fills_its_row(performing: Hands) -> None:
    tile = performing.go_on_stage()
    performing.rest()
    performing.move(1, FRAMES // 2)
    performing.until(lambda: tile.pads.pads and tile.pads.pads[0].share > 0.2)
    assert not any(pad.lit for pad in tile.pads.pads)


def test_stopping_and_running_again_is_no_recognition(performing: Hands) -> None:
    performing.perform(1)
    performing.session.do("stop_running")
    performing.until(lambda: not performing.session.state.running)

    def counted() -> int:
        return round(float(performing.session.live.courses[2::3].sum()))

    performing.until(lambda: counted() == 0)
    seen = recognitions_of(performing.session).of(performing.session.state.outputs[0])
    marks = seen.marks
    performing.session.do("start_running")
    performing.until(lambda: performing.session.state.running)
    performing.perform(2)
    assert seen.marks[: len(marks)] == marks
    performing.until(lambda: len(seen.marks) == len(marks) + counted())
