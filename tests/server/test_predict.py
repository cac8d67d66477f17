"""`predict` answers rows as the engine itself does when it runs, to the bit, and leaves what runs alone."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
import pytest
from answered import F64, answered, performance, poses, show_gestures, wandering
from learning_jobs import as_model, make_job
from on_stage import EngineInGivenTime, Hall, Stage

from wekipy.engine.engine import Engine
from wekipy.learning.fitting import fit
from wekipy.osc.tables import packed, unpacked
from wekipy.project.create import new_project
from wekipy.project.problem import Problem
from wekipy.server.groups import running
from wekipy.server.groups.running import RunningOperations

MakeStage = Callable[..., Stage]


@pytest.fixture(scope="module")
def hall(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Hall]:
    """The engine that the tests of this module share."""
    made = Hall(tmp_path_factory.getbasetemp(), EngineInGivenTime)
    yield made
    made.close()


def ask(stage: Stage, rows: Any, *step: float) -> dict[str, Any]:
    return stage.client.ask("predict", json.dumps(packed(np.asarray(rows, np.float64))), *step)  # type: ignore[no-any-return]


def predicted(stage: Stage, rows: Any, *step: float) -> F64:
    return unpacked(ask(stage, rows, *step)["values"])


def taught(make: MakeStage) -> Stage:
    stage = make("--inputs", "2", "--outputs", "2,class:3")
    rows, classes, numbers = poses(1, 90)
    stage.client.add_examples(rows, np.stack([numbers, 200 - numbers, classes], 1))
    return stage


def test_every_answer_is_that_of_the_running_engine(stage: MakeStage) -> None:
    s = taught(stage)
    s.client.train()
    rows = wandering(2, 120)
    expected = answered(s, rows)
    found = predicted(s, rows)
    assert found.dtype == np.float64
    np.testing.assert_array_equal(found, expected)
    assert len(np.unique(found[:, 2])) == 3  # all classes
    np.testing.assert_array_equal(predicted(s, rows[:1]), expected[:1])


def test_limits_rounding_connections_and_switches(stage: MakeStage) -> None:
    s = taught(stage)
    s.client.configure_output(1, minimum=10, maximum=60, limits="hard")
    s.client.configure_output(2, integer=True)
    s.client.connect(2, [2])
    s.client.train()
    rows = wandering(3, 100)
    expected = answered(s, rows)
    assert {10.0, 60.0} <= set(expected[:, 0])
    assert np.array_equal(expected[:, 1], np.rint(expected[:, 1]))
    np.testing.assert_array_equal(predicted(s, rows), expected)
    s.client.disable_running(1)
    found = predicted(s, rows)
    assert len(set(found[:, 0])) == 1  # its default
    np.testing.assert_array_equal(found[:, 1:], expected[:, 1:])


def test_none_of_these_is_held_as_the_engine_holds_it(stage: MakeStage) -> None:
    s = taught(stage)
    s.client.configure_output(3, nothing=True)
    s.client.train()
    rows = np.repeat(wandering(5, 60), [1, 2, 3, 4] * 15, axis=0)  # some stay long enough, some do not
    for step in (0.02, 0.007, 0.1):
        expected = answered(s, rows, step)
        np.testing.assert_array_equal(predicted(s, rows, step), expected)
        assert 0.0 in expected[:, 2] and len(np.unique(expected[:, 2])) > 2
    assert not np.array_equal(predicted(s, rows, 0.1), predicted(s, rows))  # it is held for 0.05 s


def test_gestures_frame_by_frame_with_their_triggers(stage: MakeStage) -> None:
    s = stage("--inputs", "2", "--outputs", "gesture:3")
    show_gestures(s)
    rows = performance()
    reply = ask(s, rows)
    np.testing.assert_array_equal(unpacked(reply["values"]), answered(s, rows, 0.01))
    assert [address for _, address in reply["triggers"]] == [f"/output_{n}" for n in (1, 3, 2, 2)]
    places = [row for row, _ in reply["triggers"]]
    assert places == sorted(places) and places[-1] <= len(rows) + 1
    assert ask(s, rows, 0.01) == reply  # as they were recorded
    assert ask(s, rows, 0.05) != reply


def test_what_runs_goes_on_undisturbed(stage: MakeStage) -> None:
    s = taught(stage)
    s.client.train()
    s.client.start_running()
    mark = len(s.link.got)
    with s.client.recording([1, 2, 3]) as number:
        answer = s.client.take_inputs(0.3, 0.3)
        before = s.client.values()
        predicted(s, wandering(6, 500))
        assert s.client.values() == before
    assert s.client.state()["running"]
    takes = {take["number"]: take["examples"] for take in s.client.state()["takes"]}
    assert takes == {1: 90, number: 1}  # nothing was recorded with it
    assert len(s.link.collect("/wek/outputs", 2, mark, timeout=0.2)) == 1
    assert s.client.take_inputs(0.3, 0.3) == answer


def test_ten_thousand_rows_in_one_call(stage: MakeStage) -> None:
    s = taught(stage)
    s.client.train()
    rows = wandering(7, 10_000)
    found = predicted(s, rows)
    assert found.shape == (10_000, 3)
    np.testing.assert_array_equal(
        found[::1000], np.concatenate([predicted(s, [row]) for row in rows[::1000]])
    )


def test_what_cannot_be_answered_is_refused_in_a_sentence(stage: MakeStage) -> None:
    s = taught(stage)
    with pytest.raises(Problem, match="no output has a model yet: record examples and train first"):
        predicted(s, [[0.1, 0.2]])
    s.client.train()
    for rows, words in (
        ([[0.1, 0.2], [0.1, float("nan")]], "row 2, input 2 is nan: expected a finite number"),
        ([[float("-inf"), 0.2]], "row 1, input 1 is -inf: expected"),
        ([[1e39, 0.2]], "row 1, input 1 is 1e\\+39: expected"),
        ([[0.1, 0.2, 0.3]], "rows of 3 numbers arrived, expected 2: one for each input"),
        (np.zeros((0, 2)), "no row arrived"),
        (np.zeros((100_001, 2)), "100,001 rows arrived, expected at most 100,000 for 3 output values"),
    ):
        with pytest.raises(Problem, match=words):
            predicted(s, rows)
    with pytest.raises(Problem, match=r"-1 s from row to row; expected 0 \(as recorded\) to 86400"):
        predicted(s, [[0.1, 0.2]], -1.0)


def test_more_numbers_than_inputs_where_the_project_takes_the_first(stage: MakeStage) -> None:
    s = taught(stage)
    s.client.train()
    rows = wandering(8, 5)
    s.client.use_first_numbers(True)
    np.testing.assert_array_equal(predicted(s, np.hstack([rows, rows])), predicted(s, rows))


def test_rows_that_take_too_long_are_given_up_with_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    """So that nobody waits for longer than a client does; the limit is none here."""
    job = make_job("continuous", "linear")
    engine = Engine(new_project(4, "1"), models={"o1": as_model(job, fit(job))})
    nothing: Any = None  # predict uses the engine alone
    operations = RunningOperations(engine, nothing, nothing, nothing, nothing)
    assert unpacked(operations.predict(np.zeros((10, 4)), 0.0)["values"]).shape == (10, 1)
    monkeypatch.setattr(running, "LONGEST", -1.0)
    with pytest.raises(Problem, match="10 rows take longer than -1 s here; ask for fewer in one call"):
        operations.predict(np.zeros((10, 4)), 0.0)
