"""Nothing is answered when it should be, without flicker, and classes come back."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from wekipy.stages.reject_option import NOTHING, RejectOption
from wekipy.stages.thresholds import Thresholds

LIMITS = Thresholds(0.6, 0.5)
KNOWN, NOVEL, UNSURE = (0.9, 0.1), (0.9, 0.9), (0.2, 0.1)  # confidence, novelty
BETWEEN = (0.9, 0.58)  # within the threshold, but not far enough to come back


def play(stage, frames, step=0.02, start=0.0):
    """Answers to (class, (confidence, novelty)) frames at a steady rate."""
    return [stage.apply(c, *what, start + i * step) for i, (c, what) in enumerate(frames)]


def test_the_first_frame_decides_at_once():
    assert play(RejectOption(LIMITS), [(2.0, KNOWN)]) == [2.0]
    assert play(RejectOption(LIMITS), [(2.0, NOVEL)]) == [NOTHING]
    assert play(RejectOption(LIMITS), [(2.0, UNSURE)]) == [NOTHING]


@pytest.mark.parametrize("beyond", [NOVEL, UNSURE, (math.nan, 0.1), (0.9, math.nan)])
def test_it_leaves_and_comes_back_after_the_hold(beyond):
    frames = [(1.0, KNOWN)] * 3 + [(2.0, beyond)] * 5 + [(3.0, KNOWN)] * 5
    answers = play(RejectOption(LIMITS, hold=0.05), frames)
    assert answers == [1.0] * 3 + [1.0] * 3 + [0.0] * 2 + [0.0] * 3 + [3.0] * 2


def test_single_frames_do_not_flicker():
    frames = [(1.0, KNOWN), (2.0, NOVEL)] * 20
    assert set(play(RejectOption(LIMITS), frames)) == {1.0}
    frames = [(1.0, NOVEL), (2.0, KNOWN)] * 20
    assert set(play(RejectOption(LIMITS), frames)) == {0.0}


def test_between_the_thresholds_it_stays_what_it_is():
    assert play(RejectOption(LIMITS), [(1.0, KNOWN)] + [(2.0, BETWEEN)] * 50)[-1] == 2.0
    assert play(RejectOption(LIMITS), [(1.0, NOVEL)] + [(2.0, BETWEEN)] * 50)[-1] == 0.0


def test_classes_change_at_once():
    assert play(RejectOption(LIMITS), [(1.0, KNOWN), (2.0, KNOWN), (1.0, KNOWN)]) == [1.0, 2.0, 1.0]


def test_without_hold_it_changes_at_once():
    stage = RejectOption(LIMITS, hold=0.0)
    assert play(stage, [(1.0, KNOWN), (1.0, NOVEL), (2.0, KNOWN)]) == [1.0, 0.0, 2.0]


def test_at_a_slow_rate_two_frames_decide():
    stage = RejectOption(LIMITS, hold=0.05)
    assert play(stage, [(1.0, KNOWN), (1.0, NOVEL), (1.0, NOVEL)], step=1.0) == [1.0, 1.0, 0.0]


def test_a_clock_that_runs_back_starts_the_wait_again():
    stage = RejectOption(LIMITS, hold=0.05)
    assert play(stage, [(1.0, KNOWN), (1.0, NOVEL)], start=100.0) == [1.0, 1.0]
    assert play(stage, [(1.0, NOVEL)] * 4, start=0.0) == [1.0, 1.0, 1.0, 0.0]


def test_thresholds_change_live():
    stage = RejectOption(LIMITS)
    assert play(stage, [(1.0, NOVEL)] * 9) == [0.0] * 9
    stage.set_thresholds(LIMITS.at(1.0))
    assert play(stage, [(1.0, NOVEL)] * 9, start=1.0)[-1] == 1.0
    stage.set_thresholds(LIMITS.at(0.0))
    assert play(stage, [(1.0, KNOWN)] * 9, start=2.0)[-1] == 0.0


def test_reset_forgets():
    stage = RejectOption(LIMITS)
    play(stage, [(1.0, KNOWN)] * 3)
    stage.reset()
    assert play(stage, [(1.0, NOVEL)], start=5.0) == [0.0]


@given(st.lists(st.tuples(st.integers(1, 4), st.floats(0, 1), st.floats(0, 1)), max_size=60))
def test_open_thresholds_let_everything_pass(frames):
    stage = RejectOption(Thresholds())
    for i, (answer, confidence, novelty) in enumerate(frames):
        assert stage.apply(float(answer), confidence, novelty, i * 0.01) == answer


class Performing(RuleBasedStateMachine):
    """Any frames at any rate: it changes only after a whole hold of frames that speak for it."""

    def __init__(self):
        super().__init__()
        self.stage = RejectOption(LIMITS, hold=0.1)
        self.now, self.answer = 0.0, None
        self.novel_since = self.known_since = None
        self.changed = False

    @rule(
        step=st.floats(0.001, 0.3),
        answer=st.integers(1, 3),
        confidence=st.floats(0, 1),
        novelty=st.one_of(st.floats(0, 1), st.sampled_from([0.0, 1.0])),
    )
    def frame(self, step, answer, confidence, novelty):
        self.now += step
        inside = novelty <= 0.6 and confidence >= 0.5
        self.novel_since = None if inside else self.now if self.novel_since is None else self.novel_since
        self.known_since = None if not inside else self.now if self.known_since is None else self.known_since
        before, self.answer = self.answer, self.stage.apply(float(answer), confidence, novelty, self.now)
        if before is None:
            assert self.answer == (answer if inside else NOTHING)
        elif before and not self.answer:
            assert self.novel_since is not None
            assert self.now - self.novel_since >= 0.1
        elif self.answer and not before:
            assert self.known_since is not None
            assert self.now - self.known_since >= 0.1
            assert self.answer == answer
        elif self.answer != before:
            assert inside
            assert self.answer == answer

    @invariant()
    def a_class_or_nothing(self):
        assert self.answer in (None, 0.0, 1.0, 2.0, 3.0)


TestPerforming = Performing.TestCase
