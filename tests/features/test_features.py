"""Features: computed live and from takes alike, changed afterwards, and kept by running models."""

from __future__ import annotations

import zlib

import msgspec
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from input_stages import input_choices, pauses

from wekipy.engine.engine import Engine
from wekipy.engine.training_jobs import jobs_of
from wekipy.learning.output_training import teach
from wekipy.learning.worker import WorkItem, work
from wekipy.project.create import new_project
from wekipy.project.problem import Problem
from wekipy.project.schema import Block, Input, Plan, StageChoice
from wekipy.server.means import Cancelled, Means
from wekipy.server.reshaping import Reshaper
from wekipy.stages.choosing_blocks import choose_blocks, names_of
from wekipy.stages.features import FeatureRun, checked_block, on_grid, rows_to_features
from wekipy.storage.take_file import TakeWriter, read_take

CALM = StageChoice("low-pass", {"cutoff": 3.0})
LATE = StageChoice("median", {"frames": 5})
SLOW = StageChoice("average", {"frames": 8})


class Inline:
    """Does in this thread what a pool has its workers do."""

    workers = 1

    def __init__(self):
        self.runs = 0

    def run(self, task, jobs, orders, lanes=None, room=None, polite=False):
        for job in jobs:
            if orders.cancelled():
                return False
            self.runs += 1
            (result,) = work(task, [WorkItem(job, "", 0, None)], lambda *_: None)
            orders.done(job.output, result)
        return True


def block(name, inputs, *stages):
    return Block(name, inputs, len(inputs), stages)


def engine_with(*blocks, inputs=3, outputs="2", clock=None):
    clock = clock or [100.0]
    engine = Engine(new_project(inputs, outputs), monotonic=lambda: clock[0])
    if blocks:
        engine.edit("blocks", choose_blocks(engine.project, blocks))
    return engine, clock


def play(engine, clock, rows, steps):
    seen = []
    for row, dt in zip(rows, steps, strict=True):
        clock[0] += dt
        engine.feed(np.asarray(row, np.float32).astype(np.float64), clock[0])
        seen.append(engine.features.present.out.astype(np.float32).copy() if engine.features.present else row)
    return np.array(seen)


def walk(count, inputs=3, seed=0):
    rng = np.random.default_rng(seed)
    return np.cumsum(rng.normal(0.0, 0.3, (count, inputs)), axis=0)


def reshaped(engine, pool=None, reshaper=None, models=()):
    return (reshaper or Reshaper()).view(engine.view, Means(pool or Inline()), models)


def train(engine, reshaper=None):
    number = engine.models.train()
    failures: dict[str, str] = {}
    models = [teach(job) for job in jobs_of(reshaped(engine, reshaper=reshaper), failures)]
    assert not failures
    engine.models.install(number, models, {})


def taught(*blocks):
    engine, clock = engine_with(*blocks)
    for target in (0.1, 0.9):
        engine.set_targets([target, 1 - target])
        engine.recording.start()
        play(engine, clock, walk(40, seed=int(10 * target)) + target, [0.01] * 40)
        engine.recording.stop()
    train(engine)
    return engine, clock


@settings(max_examples=40, deadline=None)
@given(
    st.lists(st.floats(0.0, 3.0), min_size=30, max_size=30),
    st.integers(0, 20),
    st.integers(0, 2**16),
    st.lists(st.sampled_from([CALM, LATE, SLOW]), max_size=3),
)
def test_features_of_a_take_are_those_computed_live(steps, before, seed, stages) -> None:
    # Soon after the clock began: later, differences of times are exact for takes of any length that counts.
    engine, clock = engine_with(block("a", (2, 0), *stages), block("b", (1,), CALM), clock=[1 / 3])
    rows = walk(30, seed=seed)
    play(engine, clock, rows[:before], steps[:before])
    engine.set_targets([0.5, 0.5])
    engine.recording.start()
    live = play(engine, clock, rows[before:], steps[before:])
    engine.recording.stop()
    data = engine.view.data[1]
    run = FeatureRun(engine.project.plan())
    found = [part for _, part in rows_to_features(run, data.blocks[0]["inputs"], data.times(), data.state)]
    assert np.concatenate(found).tobytes() == live.tobytes()
    # What they remember, in double precision, is the same as well: features hide the last bits of a time.
    remembered = [zlib.decompress(one.state(0.0).data) for one in (run, engine.features.present)]
    assert remembered[0] == remembered[1]


NAMES = ("x", "y", "z", "left hand", "inputs-5", "inputs-6")  # as the options in `input_stages` name them


def any_block(draw, name):
    """A block of all inputs with random stages; those that do not fit what they are given are left out."""
    made = Block(name, tuple(range(6)), 6)
    for choice in draw(st.lists(input_choices(), max_size=3)):
        try:
            made = checked_block(NAMES, msgspec.structs.replace(made, stages=(*made.stages, choice)))
        except Problem:
            continue
    return made if made.features <= 2_000 else Block(name, (0,), 1)


@settings(max_examples=60, deadline=None)
@given(st.data(), pauses, pauses, st.integers(0, 2**16))
def test_any_take_of_any_blocks_is_replayed_to_the_bit(data, before, during, seed) -> None:
    blocks = [any_block(data.draw, "a"), any_block(data.draw, "b")]
    project = new_project(6, "1")
    inputs = tuple(Input(name) for name in NAMES)
    clock = [data.draw(st.floats(0.0, 1e7))]
    engine = Engine(msgspec.structs.replace(project, inputs=inputs), monotonic=lambda: clock[0])
    engine.edit("blocks", choose_blocks(engine.project, blocks))
    rows = walk(len(before) + len(during), inputs=6, seed=seed)
    with np.errstate(all="ignore"):  # as in the engine's thread
        play(engine, clock, rows[: len(before)], before)
        engine.recording.start()
        live = play(engine, clock, rows[len(before) :], during)
    engine.recording.stop()
    assert reshaped(engine).data[1].blocks[0]["inputs"].tobytes() == live.tobytes()


def test_they_are_the_same_from_the_file_and_in_a_flat_view(tmp_path) -> None:
    engine, clock = engine_with(block("a", (0, 1, 2), CALM, LATE))
    play(engine, clock, walk(25), [0.013] * 25)
    engine.set_targets([0.5, 0.5])
    engine.recording.start()
    live = play(engine, clock, walk(50, seed=4), [0.0071] * 50)
    engine.recording.stop()
    data = engine.view.data[1]
    writer = TakeWriter(tmp_path, 1, 3, data.outputs, data.started, data.made_of, data.state)
    writer.append(data.blocks)
    writer.close()
    again = read_take(tmp_path / "take-0001.rows")
    assert again.state == data.state
    flat = reshaped(engine)
    assert flat.data[1].blocks[0]["inputs"].tobytes() == live.tobytes()
    assert [one.name for one in flat.project.inputs] == list(names_of(engine.project))
    anew = FeatureRun(engine.project.plan())
    first = np.concatenate(
        [p for _, p in rows_to_features(anew, data.blocks[0]["inputs"], data.times(), None)]
    )
    assert (first != live).any()  # the state matters


def test_double_precision_inputs_are_rounded_as_they_are_recorded() -> None:
    engine, clock = engine_with(block("a", (0,), CALM))
    engine.set_targets([0.5, 0.5])
    engine.recording.start()
    live = []
    for n in range(10):
        clock[0] += 0.01
        engine.feed(np.array([0.1 * n, 0.0, 0.0]), clock[0])  # not a float32
        live.append(engine.features.present.out.astype(np.float32).copy())
    engine.recording.stop()
    assert reshaped(engine).data[1].blocks[0]["inputs"].tobytes() == np.array(live).tobytes()


def test_a_running_model_goes_on_with_its_own_blocks_until_the_next_training() -> None:
    engine, clock = taught(block("a", (0, 1, 2), CALM))
    other, clock2 = taught(block("a", (0, 1, 2), CALM))
    for one in (engine, other):
        one.running.start()
    rows = walk(30, seed=9)
    play(engine, clock, rows[:10], [0.01] * 10)
    play(other, clock2, rows[:10], [0.01] * 10)
    engine.edit("blocks", choose_blocks(engine.project, [block("a", (0, 1), SLOW, LATE)]))
    engine.running.refresh()
    for row in rows[10:]:
        play(engine, clock, [row], [0.01])
        play(other, clock2, [row], [0.01])
        assert engine.values.tolist() == other.values.tolist()
    assert engine.models.answering["o1"].header.plan.blocks[0].stages == (CALM,)
    train(engine)
    assert engine.models.answering["o1"].header.plan.blocks[0].stages == (SLOW, LATE)
    play(engine, clock, rows[:1], [0.01])
    assert np.isfinite(engine.values).all()


def test_models_from_before_there_were_blocks_go_on_with_inputs() -> None:
    engine, clock = engine_with()
    for target in (0.1, 0.9):
        engine.set_targets([target, target])
        engine.recording.start()
        play(engine, clock, walk(30) + target, [0.01] * 30)
        engine.recording.stop()
    train(engine)
    engine.running.start()
    play(engine, clock, [[0.2, 0.3, 0.4]], [0.01])
    before = engine.values.tolist()
    engine.edit("blocks", choose_blocks(engine.project, [block("a", (0,), CALM)]))
    play(engine, clock, [[0.2, 0.3, 0.4]], [0.01])
    assert engine.values.tolist() == before
    engine.undo()
    assert engine.project.blocks == ()


def test_blocks_decide_whether_a_model_is_up_to_date_and_other_blocks_do_not() -> None:
    from wekipy.engine.describe import describe

    engine, _ = engine_with(block("a", (0,), CALM), block("b", (1, 2)))
    project = engine.project
    outputs = (
        msgspec.structs.replace(project.outputs[0], inputs=(0,)),
        msgspec.structs.replace(project.outputs[1], inputs=(1, 2)),
    )
    engine.edit("connect", msgspec.structs.replace(project, outputs=outputs))
    engine.set_targets([0.5, 0.5])
    clock = [100.0]
    for seed in (1, 2):
        engine.recording.start()
        play(engine, clock, walk(20, seed=seed), [0.01] * 20)
        engine.recording.stop()
    train(engine)

    def states():
        return [one["model"]["state"] for one in describe(engine.view)["outputs"]]

    assert states() == ["ready", "ready"]
    engine.edit("x", choose_blocks(engine.project, [block("a", (0,), SLOW), block("b", (1, 2))]))
    assert states() == ["changed", "ready"]
    engine.undo()
    assert states() == ["ready", "ready"]


def test_takes_are_reshaped_once_and_parts_of_a_take_are_those_of_the_whole() -> None:
    engine, clock = engine_with(block("a", (0, 1, 2), CALM), outputs="gesture:1")
    play(engine, clock, walk(12), [0.01] * 12)
    engine.recording.start_gesture(1)
    live = play(engine, clock, walk(60, seed=3), [0.01] * 60)
    engine.recording.stop()
    pool, reshaper = Inline(), Reshaper()
    reshaped(engine, pool, reshaper)
    assert pool.runs == 1
    from wekipy.engine.take_splitting import split_gesture

    parts = split_gesture(engine.project, engine.view.data, 1, [0.2, 0.4])
    engine.add_takes(*parts)
    flat = reshaped(engine, pool, reshaper)
    assert pool.runs == 1
    for number in (2, 3):
        times = engine.view.data[number].times()
        first = int(np.searchsorted(engine.view.data[1].times(), times[0]))
        got = flat.data[number].blocks[0]["inputs"]
        assert got.tobytes() == live[first : first + len(times)].tobytes()


def test_features_of_edited_takes_are_those_of_the_movement_that_they_are_part_of() -> None:
    from wekipy.engine import row_work, take_work

    engine, clock = engine_with(block("a", (0, 1, 2), CALM))
    engine.set_targets([0.2, 0.4])
    play(engine, clock, walk(12), [0.01] * 12)
    engine.recording.start()
    live = play(engine, clock, walk(60, seed=3), [0.01] * 60)
    engine.recording.stop()
    row_work.delete_row_ranges(engine.view, np.array([[1.0, 11, 20]]))(engine)
    got = np.concatenate([b["inputs"] for b in reshaped(engine).data[1].blocks])
    assert got.tobytes() == np.delete(live, slice(10, 20), 0).tobytes()
    row_work.edit_examples(engine.view, np.array([[1.0, 31, 1, 9.0]]))(engine)
    got = np.concatenate([b["inputs"] for b in reshaped(engine).data[1].blocks])
    assert got[:20].tobytes() == np.delete(live, slice(10, 20), 0)[:20].tobytes()
    assert got[20, 0] > live[30, 0] + 1
    assert got[21, 0] > live[31, 0]  # the filter remembers it
    first, second = take_work.split(engine.view, 1, [0.395])(engine)
    whole = got
    row_work.edit_examples(engine.view, np.array([[second, 5.0, 2, -9.0]]))(engine)
    flat = reshaped(engine)
    got = np.concatenate(
        [flat.data[n].blocks[k]["inputs"] for n in (first, second) for k in range(len(flat.data[n].blocks))]
    )
    assert got[:34].tobytes() == whole[:34].tobytes()  # the second part goes on from the first
    assert got[34, 1] < whole[34, 1] - 1


def test_a_take_without_an_input_teaches_only_outputs_whose_blocks_have_theirs() -> None:
    from wekipy.project.structure import set_inputs

    engine, clock = engine_with(block("a", (0, 1, 2), CALM))
    engine.set_targets([0.2, 0.4])
    engine.recording.start()
    play(engine, clock, walk(10), [0.01] * 10)
    engine.recording.stop()
    engine.edit("inputs", set_inputs(engine.project, 4))
    assert [b.name for b in engine.project.blocks] == ["a", "more"]
    outputs = (msgspec.structs.replace(engine.project.outputs[0], inputs=(0, 1)), engine.project.outputs[1])
    engine.edit("connect", msgspec.structs.replace(engine.project, outputs=outputs))
    flat = reshaped(engine)
    failures: dict[str, str] = {}
    engine.models.train()
    jobs = {job.output: job for job in jobs_of(reshaped(engine), failures)}
    assert len(jobs["o1"].y) == 10
    assert len(jobs["o2"].y) == 0
    assert flat.data[1].blocks[0]["inputs"].shape == (10, 4)


def test_edits_of_blocks_keep_connections_by_name() -> None:
    engine, _ = engine_with(block("a", (0, 1), CALM), block("b", (2,)))
    outputs = (
        msgspec.structs.replace(engine.project.outputs[0], inputs=(1,)),
        msgspec.structs.replace(engine.project.outputs[1], inputs=(2,)),
    )
    engine.edit("connect", msgspec.structs.replace(engine.project, outputs=outputs))
    now = choose_blocks(engine.project, [block("b", (2,)), block("a", (0, 1), CALM, LATE)])
    assert [output.inputs for output in now.outputs] == [(2,), (0,)]
    gone = choose_blocks(
        engine.project, [block("b", (2,)), block("a", (0, 1), StageChoice("buffer", {"frames": 2}))]
    )
    assert gone.outputs[0].inputs == (1, 2, 3, 4)  # all of its block
    none = choose_blocks(engine.project, [])
    assert [output.inputs for output in none.outputs] == [(1,), (2,)]


def test_inputs_that_a_stage_works_on_cannot_go() -> None:
    from wekipy.project.structure import set_inputs

    engine, _ = engine_with(block("a", (0, 1, 2), CALM))
    with pytest.raises(Problem, match="block “a” works on input 3: take what goes out"):
        set_inputs(engine.project, 2)
    engine, _ = engine_with(block("a", (0,), CALM), block("b", (2, 1)))
    fewer = set_inputs(engine.project, 2)
    assert fewer.blocks[1].inputs == (1,)
    more = set_inputs(engine.project, 5)
    assert more.blocks[1].inputs == (2, 1, 3, 4)


@pytest.mark.parametrize(
    ("stages", "words"),
    [
        ((StageChoice("nonsense"),), "no stage for inputs is called “nonsense”"),
        ((StageChoice("buffer", {"frames": 100_000}),), "frames"),
    ],
)
def test_what_is_wrong_with_a_block_is_said(stages, words) -> None:
    engine, _ = engine_with()
    with pytest.raises(Problem, match=f"block “a”: .*{words}"):
        choose_blocks(engine.project, [block("a", (0, 1), *stages)])


def test_an_input_that_a_formula_names_keeps_its_name() -> None:
    from wekipy.project.structure import rename_input

    engine, _ = engine_with(block("a", (0, 1), StageChoice("expression", {"formula": "inputs-1 - inputs-2"})))
    with pytest.raises(Problem, match="that does not go with the blocks: block “a”: expression: "):
        engine.edit("rename", rename_input(engine.project, 1, "breath"))
    engine.edit("rename", rename_input(engine.project, 3, "breath"))
    assert engine.project.inputs[0].name == "inputs-1"


def test_too_many_features_and_too_much_memory_are_refused() -> None:
    names = tuple(f"x{n}" for n in range(1_000))
    wide = StageChoice("buffer", {"frames": 10})
    one = checked_block(names, block("a", tuple(range(1_000)), wide))
    two = msgspec.structs.replace(one, name="b")
    with pytest.raises(Problem, match="would make 20,000 features or more, at most 16,384"):
        FeatureRun(Plan(names, (one, two)))


def test_a_damaged_state_starts_anew() -> None:
    engine, clock = engine_with(block("a", (0,), CALM))
    play(engine, clock, walk(5), [0.01] * 5)
    run = FeatureRun(engine.project.plan())
    saved = engine.features.state(100.0)
    assert run.restore(saved) == 100.0
    for data in (b"", b"x", saved.data[:-3]):
        assert run.restore(msgspec.structs.replace(saved, data=data)) == 0.0
    assert run.restore(msgspec.structs.replace(saved, plan="other")) == 0.0


def test_a_project_of_a_newer_version_opens_and_says_what_it_lacks() -> None:
    engine, clock = engine_with(block("a", (0,), CALM))
    newer = msgspec.structs.replace(
        engine.project, blocks=(Block("a", (0, 1), 7, (StageChoice("of-tomorrow"),)),)
    )
    engine = Engine(newer, monotonic=lambda: clock[0])
    assert "of-tomorrow" in engine.features.problem
    engine.feed(np.zeros(3), 1.0)
    with pytest.raises(Problem, match="of-tomorrow"):
        engine.models.train()
        reshaped(engine)
    outputs = (msgspec.structs.replace(newer.outputs[0], inputs=(1,)), newer.outputs[1])
    connected = msgspec.structs.replace(newer, outputs=outputs)
    again = choose_blocks(connected, [block("a", (0, 1), CALM), block("b", (2,))])
    assert again.outputs[0].inputs == (0, 1)  # what takes its place
    engine.edit("no blocks", choose_blocks(newer, []))
    assert engine.features.problem == "" and engine.project.blocks == ()


def test_cancelling_ends_the_reshaping() -> None:
    engine, clock = engine_with(block("a", (0,), CALM))
    engine.recording.start()
    play(engine, clock, walk(5), [0.01] * 5)
    engine.recording.stop()
    with pytest.raises(Cancelled):
        Reshaper().view(engine.view, Means(Inline(), cancelled=lambda: True))


def test_the_times_of_a_take_are_those_that_the_stages_were_given() -> None:
    engine, clock = engine_with(block("a", (0,), CALM), clock=[0.1])
    engine.recording.start()
    given_times = []
    for dt in np.random.default_rng(3).uniform(0.0, 0.1, 300).tolist():
        play(engine, clock, [[0.0, 0.0, 0.0]], [dt])
        given_times.append(clock[0])
    engine.recording.stop()
    data = engine.view.data[1]
    assert (data.state.began + data.times()).tolist() == given_times


@given(st.floats(0.0, 1e8), st.floats(-1.0, 1e6))
def test_a_time_comes_back_from_what_a_take_on_the_grid_has_of_it(began, since) -> None:
    began = on_grid(began)
    now = began + since
    assert began + (now - began) == now
