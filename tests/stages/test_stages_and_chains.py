"""What holds for every stage and every chain: to the bit from any state, finite, no growing memory."""

from __future__ import annotations

import math
import tracemalloc

import msgspec
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wekipy.project.create import new_project
from wekipy.project.option import Option
from wekipy.project.problem import Problem
from wekipy.project.schema import Kind, StageChoice
from wekipy.stages.limits import LARGEST
from wekipy.stages.output_chain import check_stages, make_stage, output_chain, signal_of
from wekipy.stages.stage import Chain
from wekipy.stages.table import STAGES, in_words, parse_stage, read_stages, resolve_stage, stages_for

NUMBER, CLASSES, GESTURES = new_project(1, "1,class:3,gesture:2").outputs
OUTPUTS = {"continuous": NUMBER, "classification": CLASSES}
EACH = [(kind, stage.name) for kind in OUTPUTS for stage in stages_for(kind)]


def option_values(option: Option) -> st.SearchStrategy:
    if option.kind == "bool":
        return st.booleans()
    if option.kind == "choice":
        return st.sampled_from(option.choices)
    if option.kind == "int":
        return st.integers(int(option.minimum), min(int(option.maximum), 40))
    numbers = st.floats(option.minimum, option.maximum)
    return numbers | st.sampled_from(option.words) if option.words else numbers


@st.composite
def choices(draw, kind: Kind, name: str = "") -> StageChoice:
    stage = STAGES[name] if name else draw(st.sampled_from(stages_for(kind)))
    options = {o.name: draw(option_values(o)) for o in stage.options if draw(st.booleans())}
    choice = StageChoice(stage.name, options)
    try:
        make_stage(choice, OUTPUTS[kind])
    except Problem:  # the ends of a range that are the same
        return StageChoice(stage.name)
    return choice


times = st.lists(
    st.sampled_from([0.0, 0.0, 0.01, 0.016, 0.02, 0.3, 1.0, 1.5, 1e4, 1e-12, -0.5]) | st.floats(0.0, 0.1),
    min_size=1, max_size=40,
)  # fmt: skip


@st.composite
def plays(draw) -> tuple[Kind, tuple[StageChoice, ...], list[float], list[float]]:
    kind = draw(st.sampled_from(list(OUTPUTS)))
    chosen = tuple(draw(st.lists(choices(kind), max_size=5)))
    steps = draw(times)
    numbers = st.floats(-LARGEST, LARGEST) | st.floats(-1.0, 2.0)
    values = numbers if kind == "continuous" else st.integers(0, 3).map(float)
    xs = draw(st.lists(values, min_size=len(steps), max_size=len(steps)))
    return kind, chosen, xs, (1_000.0 + np.cumsum(steps)).tolist()


def chain_of(kind: Kind, chosen) -> Chain:
    chain, problems = output_chain(msgspec.structs.replace(OUTPUTS[kind], after=tuple(chosen)))
    assert not problems
    return chain


def run(chain: Chain, xs, times) -> list[float]:
    with np.errstate(all="ignore"):  # as in the engine's thread
        return [float(chain.step(np.array([x]), t)[0]) for x, t in zip(xs, times, strict=True)]


@settings(max_examples=400, deadline=None)
@given(plays(), st.data())
def test_a_chain_goes_on_from_a_saved_state_to_the_bit(play, data):
    kind, chosen, xs, times = play
    cut = data.draw(st.integers(0, len(xs)))
    whole = run(chain_of(kind, chosen), xs, times)
    before, after = chain_of(kind, chosen), chain_of(kind, chosen)
    first = run(before, xs[:cut], times[:cut])
    saved = before.state()
    run(before, xs[cut:], times[cut:])  # what happens to the other one does not matter
    after.restore(saved)
    assert first + run(after, xs[cut:], times[cut:]) == whole
    assert len(saved) == len(chain_of(kind, chosen).state())


@settings(max_examples=400, deadline=None)
@given(plays())
def test_finite_numbers_come_out_finite_and_start_forgets_everything(play):
    kind, chosen, xs, times = play
    chain = chain_of(kind, chosen)
    first = run(chain, xs, times)
    assert all(math.isfinite(y) and abs(y) <= LARGEST for y in first)
    chain.start()
    assert run(chain, xs, times) == first


@pytest.mark.parametrize(("kind", "name"), EACH)
@settings(max_examples=60, deadline=None)
@given(st.data())
def test_each_stage_alone_is_finite_and_goes_on_to_the_bit(kind, name, data):
    choice = data.draw(choices(kind, name))
    steps = data.draw(times)
    xs = data.draw(st.lists(st.floats(-LARGEST, LARGEST), min_size=len(steps), max_size=len(steps)))
    moments = np.cumsum(steps).tolist()
    one, other = make_stage(choice, OUTPUTS[kind]), make_stage(choice, OUTPUTS[kind])
    with np.errstate(all="ignore"):
        for x, now in zip(xs, moments, strict=True):
            other.restore(one.state())
            came = one.step(np.array([x]), now)
            assert np.isfinite(came).all()
            assert other.step(np.array([x]), now).tobytes() == came.tobytes()


@pytest.mark.parametrize("bad", [math.nan, math.inf, -math.inf])
@pytest.mark.parametrize(("kind", "name"), EACH)
def test_the_last_number_stands_in_for_one_that_is_not_finite(kind, name, bad):
    given = [2.0, 2.0, 1.0, 1.0, 2.0]
    spoilt = [2.0, bad, 1.0, bad, 2.0]
    now = [n * 0.01 for n in range(5)]
    assert run(chain_of(kind, [StageChoice(name)]), spoilt, now) == run(
        chain_of(kind, [StageChoice(name)]), given, now
    )
    first = run(chain_of(kind, [StageChoice(name)]), [bad, 2.0], now[:2])
    assert math.isnan(first[0]) and first[1:] == run(chain_of(kind, [StageChoice(name)]), [2.0], now[:1])


@pytest.mark.parametrize(("kind", "name"), EACH)
def test_a_step_does_not_write_into_what_it_is_given(kind, name):
    x = np.array([1.0])
    x.flags.writeable = False
    stage = make_stage(StageChoice(name), OUTPUTS[kind])
    stage.step(x, 0.0)
    stage.step(x, 0.01)


def test_steps_keep_no_memory():
    chain = chain_of("continuous", [StageChoice(stage.name) for stage in stages_for("continuous")])
    classes = chain_of("classification", [StageChoice(stage.name) for stage in stages_for("classification")])
    xs, now = [0.1, 2.0, 1.0] * 200, [n * 0.01 for n in range(600)]
    run(chain, xs, now), run(classes, xs, now)
    tracemalloc.start()
    before = tracemalloc.get_traced_memory()[0]
    for n in range(3):
        run(chain, xs, [t + 10 * n for t in now])
        run(classes, xs, [t + 10 * n for t in now])
    grown = tracemalloc.get_traced_memory()[0] - before
    tracemalloc.stop()
    assert grown < 20_000


def test_a_state_of_other_stages_is_refused():
    chain = chain_of("continuous", [StageChoice("one-euro")])
    with pytest.raises(Problem, match="saved by other stages"):
        chain.restore(chain_of("continuous", [StageChoice("low-pass")]).state())
    with pytest.raises(Problem, match="saved by other stages"):
        make_stage(StageChoice("spring"), NUMBER).restore(b"123")
    with pytest.raises(Problem, match="remembers nothing"):
        make_stage(StageChoice("curve"), NUMBER).restore(b"123")


def test_the_latency_of_a_chain_is_that_of_all_its_stages():
    chain = chain_of(
        "continuous", [StageChoice("hold", {"seconds": 0.5}), StageChoice("slew", {"rise": 5.0})]
    )
    assert chain.latency == pytest.approx(0.5 + 0.25)
    assert chain_of("continuous", []).latency == 0.0


@pytest.mark.parametrize("stage", STAGES.values(), ids=list(STAGES))
def test_every_row_says_what_a_person_needs_to_know(stage):
    paragraphs = [part.partition(":")[0] for part in stage.text.split("\n\n")[1:]]
    assert paragraphs == ["Formula", "Gap", "Latency", "Source"]
    for option in stage.options:
        assert option.check(option.default) == option.default
    assert stage.place == "output" and not stage.fit
    assert all(
        stage.make(signal_of(OUTPUTS[k]), resolve_stage(StageChoice(stage.name), k), {}) for k in stage.kinds
    )


def test_stages_are_written_and_read_the_same():
    texts = [
        "one-euro:min_cutoff=1,beta=0.01",
        "range:to_low=maximum,clip=no",
        " hold : seconds = 2 ",
        "curve",
    ]
    read = read_stages(texts, "continuous")
    assert [(one.name, one.options) for one in read] == [
        ("one-euro", {"min_cutoff": 1.0, "beta": 0.01}),
        ("range", {"to_low": "maximum", "clip": False}),
        ("hold", {"seconds": 2.0}),
        ("curve", {}),
    ]
    assert read_stages([{"name": one.name, "options": one.options} for one in read], "continuous") == read
    assert read_stages(in_words(read).split(", "), "continuous") == read


@pytest.mark.parametrize(
    ("given", "kind", "sentence"),
    [
        ("one-euro", "continuous", "expected a JSON list"),
        ([3], "continuous", "a stage is a text such as"),
        ([{"options": {}}], "continuous", "a stage is a text such as"),
        ([{"name": "hold", "options": [1]}], "continuous", "a stage is a text such as"),
        ([{"name": "hold", "seconds": 1}], "continuous", "“seconds” arrived as well"),
        (["one-uero"], "continuous", "did you mean “one-euro”?"),
        (["majority"], "continuous", "majority is no stage for continuous outputs"),
        (["spring"], "classification", "spring is no stage for classification outputs"),
        (["spring:dampening=1"], "continuous", "did you mean “damping”?"),
        (["spring:damping=9"], "continuous", "spring: option “damping” must be a number from 0.05 to 5"),
        (["spring:damping"], "continuous", "an option is written name=value, got “damping”"),
        (["scale:root=H"], "continuous", "must be one of C, C#"),
        (["hold"] * 17, "continuous", "at most 16"),
        (["hold"], "gesture", "gesture outputs have no stages"),
    ],
)
def test_what_is_wrong_is_said_in_one_sentence(given, kind, sentence):
    with pytest.raises(Problem) as caught:
        read_stages(given, kind)
    assert sentence in str(caught.value)


def test_options_that_contradict_each_other_are_refused():
    with pytest.raises(Problem, match="choose two ends"):
        check_stages(NUMBER, [parse_stage("range:from_low=1,from_high=1", "continuous")])
    with pytest.raises(Problem, match="gesture outputs have no stages"):
        check_stages(GESTURES, [StageChoice("hold")])


def test_a_stage_that_cannot_be_built_is_left_out_and_named():
    wrong = msgspec.structs.replace(NUMBER, after=(StageChoice("from-the-future"), StageChoice("slew")))
    chain, problems = output_chain(wrong)
    assert len(chain.stages) == 1
    assert problems[0].startswith(f"a stage of output “{NUMBER.name}” is left out: no stage is called")
