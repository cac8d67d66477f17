"""Stages that keep classes from flickering; 0 is one of them."""

from __future__ import annotations

import math
from collections import Counter

import numpy as np
import pytest

from wekipy.project.schema import StageChoice
from wekipy.stages.stage import Signal
from wekipy.stages.table import STAGES, resolve_stage

CLASSES = Signal(("c",), (0.0,), (4.0,), 4)


def made(name, **options):
    return STAGES[name].make(CLASSES, resolve_stage(StageChoice(name, options), "classification"), {})


def play(stage, text, step=0.01, start=0.0):
    """What is answered to classes written one after the other, as they were written."""
    answers = [stage.step(np.array([float(c)]), start + n * step)[0] for n, c in enumerate(text)]
    return "".join(f"{int(a)}" for a in answers)


def test_debounce_waits_for_frames_in_a_row():
    assert play(made("debounce", frames=3), "1121222112001000") == "1111112222222220"
    assert play(made("debounce", frames=1), "1212") == "1212"


def test_debounce_waits_for_seconds():
    assert play(made("debounce", frames=1, seconds=0.25), "12222222", step=0.0625) == "11111222"


def test_debounce_counts_anew_for_each_class_and_after_a_gap():
    assert play(made("debounce", frames=2), "123233") == "111113"
    stage = made("debounce", frames=2)
    assert play(stage, "12") + play(stage, "22", start=2.0) == "1112"


def test_majority_is_the_mode_of_the_window():
    x = "".join(str(v) for v in np.random.default_rng(1).integers(0, 5, 400))
    answers = play(made("majority", frames=9), x)
    for n, answer in enumerate(answers):
        votes = Counter(x[max(0, n - 8) : n + 1])
        assert votes[answer] == max(votes.values())


def test_majority_keeps_the_present_class_while_it_is_among_the_most_frequent():
    assert play(made("majority", frames=4), "1122112") == "1111111"
    assert play(made("majority", frames=3), "11222") == "11122"[:3] + "22"


def test_majority_starts_anew_after_a_gap():
    stage = made("majority", frames=5)
    assert play(stage, "11111") == "11111"
    assert play(stage, "233", start=2.0) == "223"


def test_hysteresis_changes_when_the_share_of_votes_leads_by_the_margin():
    """From a clear class, another one leads by 1 − 2 exp(−t / seconds) after t seconds."""
    seconds, margin, step = 0.2, 0.4, 0.01
    answers = play(made("hysteresis", seconds=seconds, margin=margin), "1" + "3" * 60, step=step)
    expected = math.ceil(-seconds * math.log((1.0 - margin) / 2.0) / step)
    assert answers == "1" * expected + "3" * (61 - expected)
    assert made("hysteresis", seconds=seconds, margin=margin).latency == pytest.approx(
        -seconds * math.log(0.3)
    )


def test_hysteresis_does_not_flicker():
    assert set(play(made("hysteresis"), "1" + "12" * 50)) == {"1"}
    assert play(made("hysteresis"), "1" * 5 + "0" * 20).endswith("0")


def test_hysteresis_starts_anew_after_a_gap():
    stage = made("hysteresis")
    assert play(stage, "1111") == "1111"
    assert play(stage, "2", start=1.5) == "2"


def test_refractory_keeps_a_class_from_coming_back_at_once():
    assert play(made("refractory", seconds=0.25), "202000002", step=0.0625) == "200000002"
    assert play(made("refractory", seconds=0.25), "0230", step=0.0625) == "0230"


def test_nothing_may_always_come_back():
    assert play(made("refractory", seconds=5.0), "0102030") == "0102030"


def test_refractory_counts_the_time_of_a_gap():
    stage = made("refractory", seconds=3.0)
    assert play(stage, "20") == "20"
    assert play(stage, "2", start=2.0) == "0"
    assert play(stage, "2", start=3.5) == "2"


def test_hold_is_for_classes_too():
    assert play(made("hold", seconds=0.25), "123456", step=0.125) == "113355"


@pytest.mark.parametrize("name", ["debounce", "majority", "hysteresis", "refractory", "hold"])
def test_a_class_that_only_an_older_model_knows_passes(name):
    assert play(made(name), "1" * 30 + "9" * 60, step=0.05).endswith("9")
    assert play(made(name), "9" * 30 + "1" * 60, step=0.05).endswith("1")
