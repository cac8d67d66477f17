"""The stages of outputs in a running engine: their place, their clock, and what becomes of their state."""

from __future__ import annotations

import math

import msgspec
import numpy as np
import pytest
from test_engine import demonstrate, machine, taught, train_now

from wekipy.engine.describe import describe
from wekipy.engine.engine import Engine
from wekipy.engine.training_jobs import jobs_of
from wekipy.learning.output_training import teach
from wekipy.project import editing
from wekipy.project.schema import StageChoice
from wekipy.stages.output_chain import output_chain

CALM = (StageChoice("one-euro"), StageChoice("quantise", {"steps": 5}))
STEADY = (StageChoice("debounce", {"frames": 3}),)


def shaped(engine: Engine, number: int, *stages: StageChoice) -> None:
    engine.edit("stages", editing.set_after(engine.project, number, stages))


def fed(engine: Engine, rows, start=0.0, step=0.01) -> np.ndarray:
    answers = []
    for n, row in enumerate(rows):
        assert engine.feed(np.array(row), start + n * step) is not None
        answers.append(engine.values.copy())
    return np.array(answers)


def wandering(count: int) -> np.ndarray:
    return np.cumsum(np.random.default_rng(2).normal(0.0, 0.1, (count, 2)), axis=0)


def test_stages_shape_the_answers_at_the_times_of_the_frames() -> None:
    rows = wandering(60)
    engine, _ = taught()
    engine.running.start()
    raw = fed(engine, rows)
    engine.running.stop()
    shaped(engine, 1, *CALM)
    shaped(engine, 2, *STEADY)
    engine.running.start()
    got = fed(engine, rows)
    for column in (0, 1):
        chain, _ = output_chain(engine.project.outputs[column])
        expected = [chain.step(raw[n, column : column + 1], n * 0.01)[0] for n in range(60)]
        assert got[:, column].tolist() == expected
    assert (got != raw).any(axis=0).all()


def test_limits_come_after_the_stages() -> None:
    engine, _ = taught()
    output = msgspec.structs.replace(engine.project.outputs[0], limits="hard")
    engine.edit("hard", msgspec.structs.replace(engine.project, outputs=(output, engine.project.outputs[1])))
    shaped(engine, 1, StageChoice("range", {"to_low": 5.0, "to_high": 7.0}))
    engine.running.start()
    assert fed(engine, [[0.5, 0.0]])[0, 0] == 1.0


def test_nothing_goes_through_the_stages_of_classes() -> None:
    engine, _ = machine(2, "class:2")
    output = msgspec.structs.replace(engine.project.outputs[0], nothing=True)
    engine.edit("nothing", msgspec.structs.replace(engine.project, outputs=(output,)))
    for pose, target in (([0.0, 0.0], 1.0), ([1.0, 0.0], 2.0)):
        demonstrate(engine, pose, [target], 30)
    number = engine.models.train()
    engine.models.install(number, [teach(job) for job in jobs_of(engine.view, {})], {})  # with novelty
    shaped(engine, 1, StageChoice("debounce", {"frames": 4}))
    engine.running.start()
    near, far = [[0.01, 0.01]] * 30, [[60.0, -60.0]] * 30
    answers = fed(engine, [*near, *far, *near])[:, 0]
    engine.running.stop()
    shaped(engine, 1)
    engine.running.start()
    without = fed(engine, [*near, *far, *near])[:, 0]
    assert without.tolist().count(0.0) == answers.tolist().count(0.0) > 20
    assert answers.tolist() == [answers[0]] * 3 + without[:-3].tolist()


def test_a_number_that_is_not_finite_is_replaced_by_the_last() -> None:
    engine, _ = taught()
    shaped(engine, 1, StageChoice("low-pass"))
    engine.running.start()
    before = fed(engine, wandering(5))[-1, 0]
    runtime = engine.running.runtime
    assert runtime is not None
    values = engine.values.copy()
    values[0] = math.nan
    runtime.shapings[0].apply(values, 0.05)
    assert math.isfinite(values[0]) and abs(values[0] - before) < 1.0


def test_the_state_survives_what_does_not_concern_it() -> None:
    """Another output's edit, a live setting and a new training of the same output change no answer."""
    rows = wandering(60)
    expected = running_with_stages()
    alone = fed(expected, rows)[:, 0]
    engine = running_with_stages()
    parts = [fed(engine, rows[:20])]
    shaped(engine, 2, *STEADY)
    switch_another(engine)
    parts.append(fed(engine, rows[20:40], start=0.2))
    train_now(engine)  # of the same examples: the model answers the same
    parts.append(fed(engine, rows[40:], start=0.4))
    np.testing.assert_allclose(np.concatenate(parts)[:, 0], alone, rtol=1e-9)


def running_with_stages() -> Engine:
    engine, _ = taught()
    shaped(engine, 1, StageChoice("one-euro"))
    engine.running.start()
    return engine


def switch_another(engine: Engine) -> None:
    engine.edit("switch", editing.set_switch(engine.project, [2], "record", False))


@pytest.mark.parametrize("restart", [True, False], ids=["running starts", "its stages change"])
def test_the_state_starts_anew(restart: bool) -> None:
    rows = wandering(40)
    engine, fresh = running_with_stages(), running_with_stages()
    fed(engine, rows[:20])
    if restart:
        engine.running.stop()
        engine.running.start()
    else:
        shaped(engine, 1, StageChoice("one-euro", {"beta": 0.5}))
    assert (fed(engine, rows[20:], start=0.2)[:, 0] == fed(fresh, rows[20:], start=0.2)[:, 0]).all()


def test_an_output_without_a_running_model_keeps_its_value() -> None:
    engine, _ = taught()
    shaped(engine, 1, StageChoice("curve"))
    engine.edit("off", editing.set_switch(engine.project, [1], "run", False))
    engine.values[0] = 0.5
    engine.running.start()
    assert (fed(engine, wandering(5))[:, 0] == 0.5).all()


def test_models_stay_up_to_date_and_the_edit_is_undone() -> None:
    engine, _ = taught()
    before = engine.project
    shaped(engine, 1, *CALM)
    assert engine.project.outputs[0].after == CALM
    told = describe(engine.view)["outputs"][0]
    assert told["model"]["state"] == "ready"
    assert list(told["after"]) == [
        {"name": "one-euro", "options": {}},
        {"name": "quantise", "options": {"steps": 5}},
    ]
    engine.undo()
    assert engine.project == before


def test_a_stage_of_another_version_is_left_out_and_reported() -> None:
    engine, events = taught()
    output = msgspec.structs.replace(engine.project.outputs[0], after=(StageChoice("tomorrow"),))
    engine.edit(
        "by hand", msgspec.structs.replace(engine.project, outputs=(output, engine.project.outputs[1]))
    )
    engine.running.start()
    said = next(event.text for event in events if event.kind == "running")
    assert "is left out: no stage is called “tomorrow”" in said
    fed(engine, wandering(3))
