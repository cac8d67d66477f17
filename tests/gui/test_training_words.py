"""How far a training is, in the window: no percent where nobody knows, and the time left."""

from __future__ import annotations

import math

import pytest

from wekipy.client.state import Model, Output, State, TrainingOutlook
from wekipy.gui.stage.face import _training
from wekipy.gui.stage.status import Recorded, status_of
from wekipy.gui.transport.bar import doing
from wekipy.gui.wire.hearing import Sense
from wekipy.gui.wording.output_words import left_words, state_words, training_words

LEFT_OUT = "training takes about 20 seconds; output 1 (svm) learns from 7,900 of 100,000 examples"


def training(share: float | None, left: float | None = None, text: str = "") -> State:
    output = Output(1, "o", "continuous", model=Model(state="training"))
    outlook = TrainingOutlook(text=text, seconds=20.0, left=left)
    return State(outputs=(output,), training={1: share}, training_outlook=outlook)


@pytest.mark.parametrize(
    ("share", "left", "words"),
    [
        (None, None, "training"),
        (0.4, None, "training 40 %"),
        (None, 18.2, "training, about 20 s left"),
        (0.0, 3.1, "training 0 %, about 4 s left"),
        (0.5, 150.0, "training 50 %, about 2 min left"),
    ],
)
def test_a_training_is_said_as_far_as_it_is_known(share, left, words) -> None:
    assert training_words(share, left) == words


def test_a_minute_is_not_said_as_sixty_seconds() -> None:
    assert left_words(57.0) == "about 55 s left"
    assert left_words(58.0) == "about 1 min left"


def test_the_line_of_the_window_says_what_is_left_out() -> None:
    line = doing(training(None, 12.0, LEFT_OUT))
    assert line.startswith(f"training, about 10 s left  ·  {LEFT_OUT}")
    assert doing(training(0.4)).startswith("training 40 %")
    assert "%" not in doing(training(None))


def test_badge_stage_and_tile_say_no_percent_that_nobody_knows() -> None:
    unknown, known = training(None, 12.0), training(0.4, 12.0)
    hears = Sense(ever=True)
    assert state_words(unknown.outputs[0], unknown) == ("training", "accent")
    assert state_words(known.outputs[0], known) == ("training 40 %", "accent")
    assert status_of(unknown, Recorded(), hears).detail == "about 10 s left"
    assert status_of(known, Recorded(), hears).detail == "40% · about 10 s left"
    assert _training(None).words == "training" and math.isnan(_training(None).level)
    assert (_training(0.4).words, _training(0.4).level) == ("40%", 0.4)
