"""What holds for every stage before the models: to the bit from any state, finite, names, limits."""

from __future__ import annotations

import tracemalloc
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from input_stages import SUITS_SIX, TEXTS, input_choices, pauses, play

from wekipy.learning.algorithm import load
from wekipy.project.problem import Problem
from wekipy.project.schema import MOST_INPUTS, StageChoice
from wekipy.stages.input_chain import input_chain, make_input_stage
from wekipy.stages.limits import LARGEST
from wekipy.stages.stage import Signal
from wekipy.stages.table import (
    INPUT_STAGES,
    in_words,
    parse_input_stage,
    read_input_stages,
    resolve_input_stage,
)

SIX = ("x", "y", "z", "inputs-4", "left hand", "pi")
EACH = list(INPUT_STAGES)
FITS = {name: load(row.fit) for name, row in INPUT_STAGES.items() if row.fit}


def suits_six(name):
    return StageChoice(name, SUITS_SIX.get(name, {}))


@st.composite
def learned_numbers(draw, choice, names, rows=None):
    """What a stage over these names may have learned: nothing, or what it learns from random rows."""
    if choice.name not in FITS or draw(st.booleans()):
        return {}
    rng = np.random.default_rng(draw(st.integers(0, 9)))
    rows = rng.normal(size=(draw(st.integers(1, 30)), len(names))) * 10.0 ** draw(st.integers(-3, 3))
    try:
        return FITS[choice.name](rows, resolve_input_stage(choice))
    except Problem:  # more components than inputs
        return {}


@st.composite
def chains(draw, most=4):
    """Stages in a row that can be built, each with what it has learned."""
    names, chosen = SIX, []
    for choice in draw(st.lists(input_choices(), max_size=most)):
        learned = draw(learned_numbers(choice, names))
        try:
            stage = make_input_stage(choice, names, learned)
        except Problem:
            continue
        if len(stage.names) <= 2_000:
            chosen, names = [*chosen, (choice, learned)], stage.names
    return chosen


numbers = st.floats(-LARGEST, LARGEST) | st.floats(-1.0, 2.0) | st.sampled_from([0.0, 1.0, -0.0])


@st.composite
def frames(draw):
    """Rows (n, 6) and their times, uneven, standing still, or going back."""
    moments = 1_000.0 + np.cumsum(draw(pauses))
    if draw(st.booleans()):
        rng = np.random.default_rng(draw(st.integers(0, 99)))
        return rng.normal(size=(len(moments), len(SIX))), moments
    one = st.lists(numbers, min_size=len(SIX), max_size=len(SIX))
    return np.array(draw(st.lists(one, min_size=len(moments), max_size=len(moments)))), moments


@settings(max_examples=150, deadline=None)
@given(chains(), frames(), st.data())
def test_features_go_on_from_a_saved_state_to_the_bit(chosen, given_frames, data):
    rows, times = given_frames
    cut = data.draw(st.integers(0, len(rows)))
    whole = play(input_chain(SIX, chosen), rows, times=times)
    before, after = input_chain(SIX, chosen), input_chain(SIX, chosen)
    first = play(before, rows[:cut], times=times[:cut])
    saved = before.state()
    play(before, rows[cut:], times=times[cut:])  # what happens to the other one does not matter
    after.restore(saved)
    rest = play(after, rows[cut:], times=times[cut:])
    assert b"".join(map(bytes, [*first, *rest])) == b"".join(map(bytes, whole))
    assert len(saved) == len(input_chain(SIX, chosen).state())
    assert np.isfinite(whole).all() and (np.abs(whole) <= LARGEST).all()
    before.start()
    assert before.state() == input_chain(SIX, chosen).state()
    assert play(before, rows, times=times).tobytes() == whole.tobytes()


@pytest.mark.parametrize("name", EACH)
@settings(max_examples=30, deadline=None)
@given(st.data())
def test_each_input_stage_is_finite_and_goes_on_to_the_bit(name, data):
    choice = data.draw(input_choices(name))
    learned = data.draw(learned_numbers(choice, SIX))
    try:
        one, other = (make_input_stage(choice, SIX, learned) for _ in range(2))
    except Problem:  # options that contradict each other
        return
    assert len(set(one.names)) == len(one.names) and max(map(len, one.names)) <= 200
    assert one.latency >= 0.0
    rows, times = data.draw(frames())
    with np.errstate(all="ignore"):
        for x, now in zip(rows, times, strict=True):
            x.flags.writeable = False
            other.restore(one.state())
            came = one.step(x, float(now)).copy()
            assert came.shape == (len(one.names),)
            assert np.isfinite(came).all() and (np.abs(came) <= LARGEST).all()
            assert other.step(x, float(now)).tobytes() == came.tobytes()


@pytest.mark.parametrize("name", EACH)
def test_input_stages_refuse_the_state_of_others_and_no_inputs_at_all(name):
    with pytest.raises(Problem, match=r"start anew|remembers nothing"):
        make_input_stage(suits_six(name), SIX, {}).restore(b"1" * 24_001)
    with pytest.raises(Problem, match=f"{name}: no number comes in"):
        make_input_stage(StageChoice(name), (), {})
    with pytest.raises(Problem, match="no number comes in"):
        INPUT_STAGES[name].make(Signal((), (), ()), resolve_input_stage(StageChoice(name)), {})


def taught(name):
    """A stage over six inputs that has learned from random frames, if it can."""
    choice, rows = suits_six(name), np.random.default_rng(2).normal(size=(60, len(SIX)))
    learned = FITS[name](rows, resolve_input_stage(choice)) if name in FITS else {}
    return make_input_stage(choice, SIX, learned)


@pytest.mark.parametrize("name", EACH)
def test_it_does_not_matter_where_in_memory_a_frame_lies(name):
    rows = np.random.default_rng(3).normal(size=(50, len(SIX)))
    padded = np.zeros((50, 3 * len(SIX) + 1))
    padded[:, 1::3] = rows  # strided, and at other distances from the borders of the cache's lines
    live, replayed = (taught(name) for _ in range(2))
    assert play(live, rows).tobytes() == play(replayed, padded[:, 1::3]).tobytes()


@pytest.mark.parametrize("shift", [1_000_000.0, -3.0])
def test_only_differences_of_times_matter(shift):
    """With steps that floating point has exactly."""
    rows = np.random.default_rng(4).normal(size=(40, len(SIX)))
    times = np.cumsum(np.random.default_rng(5).choice([0.0, 1 / 128, 1 / 64, 0.25, 2.0], 40))
    for name in EACH:
        one, other = (taught(name) for _ in range(2))
        assert play(one, rows, times=times).tobytes() == play(other, rows, times=times + shift).tobytes()


def test_steps_of_input_stages_keep_no_memory():
    stages = [taught(name) for name in EACH]
    rows = np.random.default_rng(6).normal(size=(300, len(SIX)))

    def step_all(begin):
        for n, x in enumerate(rows):
            for stage in stages:
                stage.step(x, begin + n * 0.01)

    step_all(0.0)
    tracemalloc.start()
    step_all(3.0)
    before = tracemalloc.get_traced_memory()[0]
    step_all(6.0)
    grown = tracemalloc.get_traced_memory()[0] - before
    tracemalloc.stop()
    assert grown < 20_000


@pytest.mark.parametrize("name", ["average", "history", "expression", "conditional-buffer"])
def test_a_damaged_state_is_refused_or_at_least_finite_again_after_a_gap(name):
    good = make_input_stage(StageChoice(name), SIX, {})
    play(good, np.ones((3, 6)))
    size = len(good.state()) // 8
    for at, value in [(n, value) for n in range(min(size, 40)) for value in (np.nan, np.inf, -1e300, 0.5)]:
        numbers = np.frombuffer(good.state(), np.float64).copy()
        numbers[at] = value
        stage = make_input_stage(StageChoice(name), SIX, {})
        try:
            stage.restore(numbers.tobytes())
        except Problem as e:
            assert "damaged: it counts frames that cannot be; start anew" in str(e)
            continue
        assert np.isfinite(play(stage, np.ones((3, 6)), times=[5.0, 7.0, 9.0])[-1]).all()


@pytest.mark.parametrize("name", EACH)
def test_results_of_very_long_names_have_names_of_their_own(name):
    names = tuple("n" * 199 + sign for sign in "abcdef")
    stage = make_input_stage(suits_six(name), names, {})
    assert len(set(stage.names)) == len(stage.names) and max(map(len, stage.names)) <= 200


@pytest.mark.parametrize("row", INPUT_STAGES.values(), ids=EACH)
def test_every_input_row_says_what_a_person_needs_to_know(row):
    paragraphs = [part.partition(":")[0] for part in row.text.split("\n\n")[1:]]
    assert paragraphs == ["Formula", "Gap", "Latency", "Source"]
    assert row.place == "input" and row.kinds == ()
    for option in row.options:
        assert option.check(option.default) == option.default
    for choice, option in TEXTS:
        assert INPUT_STAGES[choice].by_name[option].kind == "text"


@pytest.mark.parametrize("name", [*FITS])
def test_what_was_learned_for_other_inputs_is_refused(name):
    options = resolve_input_stage(StageChoice(name))
    learned = FITS[name](np.random.default_rng(1).normal(size=(50, 6)), options)
    assert all(array.ndim == 1 and array.dtype == np.float64 for array in learned.values())
    make_input_stage(StageChoice(name), SIX, learned)
    with pytest.raises(Problem, match="let it learn again"):
        make_input_stage(StageChoice(name), SIX[:5], learned)
    wrong = {key: np.full_like(array, np.nan) for key, array in learned.items()}
    with pytest.raises(Problem, match="not finite; let it learn again"):
        make_input_stage(StageChoice(name), SIX, wrong)
    with pytest.raises(Problem, match="no frame to learn from"):
        FITS[name](np.empty((0, 6)), options)
    with pytest.raises(Problem, match="not finite"):
        FITS[name](np.full((3, 6), np.inf), options)


@settings(max_examples=200, deadline=None)
@given(input_choices())
def test_input_stages_are_written_as_they_are_read(choice):
    row = INPUT_STAGES[choice.name]
    checked = StageChoice(row.name, {k: row.by_name[k].check(v) for k, v in choice.options.items()})
    assert parse_input_stage(in_words([checked])) == checked
    assert read_input_stages([in_words([checked])]) == (checked,)
    assert read_input_stages([{"name": row.name, "options": choice.options}]) == (checked,)


def test_the_stages_written_in_the_documents_can_be_built():
    page = (Path(__file__).parents[2] / "docs" / "signal.md").read_text(encoding="utf-8")
    written = page.partition("## How they are written")[2].partition("```text\n")[2].partition("```")[0]
    hand = ("x", *(f"i{n}" for n in range(62)))
    built = [make_input_stage(parse_input_stage(line), hand, {}) for line in written.splitlines()]
    assert [len(stage.names) for stage in built] == [2, 189, 189, 63]


def test_what_is_wrong_with_input_stages_is_said_in_one_sentence():
    with pytest.raises(Problem, match="no stage for inputs is called “one-uero”; did you mean “one-euro”"):
        read_input_stages(["one-uero"])
    with pytest.raises(Problem, match="no stage for inputs is called “spring”"):
        read_input_stages(["spring"])
    with pytest.raises(Problem, match="17 stages arrived; a block has at most 16"):
        read_input_stages(["original"] * 17)


def test_a_chain_of_a_block_names_the_stage_that_cannot_be_built():
    good, wrong = StageChoice("average"), StageChoice("clip", {"low": 2.0, "high": 1.0})
    with pytest.raises(Problem, match=r"clip: low 2\.0 is above high 1\.0"):
        input_chain(SIX, [(good, {}), (wrong, {})])
    assert input_chain(SIX, []).names == SIX


def test_windows_that_would_remember_too_much_are_refused():
    many = tuple(f"i{n}" for n in range(1_000))
    with pytest.raises(Problem, match="average: would remember 525,000 numbers, at most 524,288 may be"):
        make_input_stage(StageChoice("average", {"frames": 525}), many, {})
    with pytest.raises(Problem, match="choose a shorter time, or fewer inputs"):
        make_input_stage(StageChoice("average", {"seconds": 6.0}), many, {})
    most = tuple(f"i{n}" for n in range(MOST_INPUTS))
    assert len(make_input_stage(StageChoice("median", {"frames": 32}), most, {}).names) == MOST_INPUTS
