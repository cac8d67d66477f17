"""A window that only waits draws what is new, and nothing else."""

from __future__ import annotations

from types import SimpleNamespace
from typing import cast

import numpy as np
from PyQt6.QtGui import QFont

from wekipy.client import Live
from wekipy.client.state import State
from wekipy.gui.session.session import Session
from wekipy.gui.session.stillness import Stillness, is_busy
from wekipy.gui.theme import scale
from wekipy.gui.theme.theme import theme


def shown(state: State, *outputs: float) -> Session:
    return cast("Session", SimpleNamespace(state=state, live=Live(outputs=np.array(outputs))))


def test_frames_with_nothing_new_are_left_out_but_not_for_ever() -> None:
    state, stillness = State(), Stillness()
    assert not stillness.passes(shown(state, 0.5), False)
    left_out = [stillness.passes(shown(state, 0.5), False) for _ in range(40)]
    assert left_out.count(False) == 3  # what changes with time alone is drawn now and then


def test_anything_new_is_drawn_at_once() -> None:
    state, stillness = State(), Stillness()
    assert not stillness.passes(shown(state, 0.5), False)
    assert not stillness.passes(shown(state, 0.25), False)
    assert not stillness.passes(shown(state, 0.25), True)
    assert not stillness.passes(shown(State(running=True), 0.25), True)
    assert stillness.passes(shown(state, 0.25), True) is False  # the state before is another one again


def test_who_plays_or_records_is_busy() -> None:
    assert not is_busy(State())
    assert all(
        map(is_busy, (State(running=True), State(recording=3), State(playing=2), State(playing_map=True)))
    )


def test_fonts_are_copies_that_may_be_changed_and_follow_the_size_of_text() -> None:
    theme()
    changed = scale.font()
    changed.setPixelSize(99)
    assert scale.font().pixelSize() == scale.BODY
    assert scale.font(scale.SMALL, QFont.Weight.Bold).weight() == QFont.Weight.Bold
    try:
        theme().choose_text_size(200)
        assert scale.font().pixelSize() == 2 * scale.BODY
    finally:
        theme().choose_text_size(100)
