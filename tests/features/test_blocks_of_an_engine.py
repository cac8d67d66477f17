"""Blocks over the wire: made, trained through, undone, kept over a restart, and suggested."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest

from wekipy import load
from wekipy.project.problem import Problem
from wekipy.storage.folder import open_folder


def noisy(target: float, count: int, seed: int) -> np.ndarray:
    rng = np.random.default_rng(seed)
    return rng.normal(target, 0.4, (count, 2)).astype(np.float32)


def record(stage, targets, rows) -> None:
    stage.client.set_targets(targets)
    with stage.client.recording():
        for row in rows:
            stage.client.take_inputs(*row.tolist())


def features_of(stage):
    return stage.client.features()


def test_blocks_are_made_trained_through_and_undone(stage) -> None:
    s = stage("--inputs", "2", "--outputs", "1")
    w = s.client
    w.set_block("all", "average:frames=4")
    w.set_block("first", "difference", inputs=["inputs-1"])
    state = w.state()
    assert state.features == ("inputs-1", "inputs-2", "inputs-1.difference")
    assert [(b.name, b.inputs, b.features) for b in state.blocks] == [("all", (1, 2), 2), ("first", (1,), 1)]
    record(s, [0.0], noisy(0.0, 30, 1))
    record(s, [1.0], noisy(1.0, 30, 2))
    w.train(wait=True)
    assert w.state().outputs[0].model.state == "ready"
    w.start_running()
    answers = [w.take_inputs(*row)[0] for row in noisy(1.0, 20, 3).tolist()]
    seen = features_of(s)["values"]
    assert seen[:2] == pytest.approx(np.mean(noisy(1.0, 20, 3)[-4:], axis=0).tolist())
    w.remove_block("first")
    assert w.state().outputs[0].model.state == "changed"
    assert w.take_inputs(1.0, 1.0)  # with its own blocks
    assert w.undo() == "remove block “first”"
    assert w.state().outputs[0].model.state == "ready"
    assert np.std(answers[5:]) < 0.3
    evaluation = w.evaluate(1)[0]
    assert evaluation.examples == 60


def test_the_folder_holds_blocks_models_and_states(stage, tmp_path) -> None:
    s = stage("--inputs", "2", "--outputs", "1")
    w = s.client
    w.set_block("slow", "low-pass:cutoff=1")
    for row in noisy(0.5, 20, 1).tolist():
        w.take_inputs(*row)
    record(s, [0.0], noisy(0.0, 30, 1))
    record(s, [1.0], noisy(1.0, 30, 2))
    w.train(wait=True)
    w.save()
    folder = Path(w.state().folder)
    opened = open_folder(folder)
    states = [opened.data[n].state for n in (1, 2)]
    assert states[0].plan == states[1].plan
    assert states[0].data != states[1].data
    rows = noisy(0.8, 25, 7)
    project = load(folder)
    assert project.outputs[0].inputs == ("inputs-1", "inputs-2")
    assert w.predict(rows).tolist() == project.predict(rows).tolist()  # both start anew


def test_what_is_wrong_is_said_and_nothing_changes(stage) -> None:
    w = stage("--inputs", "2", "--outputs", "1").client
    before = w.state().blocks
    for call, words in [
        (lambda: w.set_block("a", "nonsense"), "no stage for inputs is called “nonsense”"),
        (lambda: w.set_block("a", inputs=[3]), "there is no input 3"),
        (lambda: w.set_block("a", inputs=[1, 1]), "named twice"),
        (lambda: w.set_block("a", inputs=[]), "block “a” has no input"),
        (lambda: w.set_block("", "median"), "a block is an object"),
        (lambda: w.remove_block("nobody"), "no block is called “nobody”"),
        (lambda: w.set_block("a", 'expression:formula="inputs-1 +"'), "see ▶ in “inputs-1 [+]▶”"),
        (lambda: w.set_block("a", "buffer:frames=10000", inputs=[1, 2]), "buffer"),
        (lambda: w.learn_stages("nobody"), "no block is called"),
        (lambda: w.suggest(7), "no output 7"),
        (lambda: w.apply_suggestion(1, {"stages": ["nonsense"]}), "nonsense"),
    ]:
        with pytest.raises(Problem, match=words):
            call()
    assert w.state().blocks == before


def test_stages_learn_from_takes_and_that_is_undone(stage) -> None:
    s = stage("--inputs", "2", "--outputs", "1")
    w = s.client
    w.set_block("scaled", "median", "range")
    with pytest.raises(Problem, match="no take is switched on"):
        w.learn_stages("scaled")
    record(s, [0.5], np.array([[n / 50.0, -n / 25.0] for n in range(101)]))
    assert w.learn_stages("scaled") == "range of “scaled” learned from the takes"
    assert w.state().blocks[0].stages[1].learned
    for _ in range(5):
        w.take_inputs(1.0, -2.0)
    assert features_of(s)["values"] == pytest.approx([0.5, 0.5], abs=0.05)
    w.set_block("scaled", "median:frames=3", "range")  # what it learned stays
    assert w.state().blocks[0].stages[1].learned
    assert w.undo() == "block “scaled”"
    assert w.undo() == "learn stages of “scaled”"
    assert not w.state().blocks[0].stages[1].learned


def test_a_suggestion_helps_is_applied_and_undone_in_one_step(stage) -> None:
    s = stage("--inputs", "2", "--outputs", "class:2,1")
    w = s.client
    for n in range(8):
        label = n % 2 + 1
        record(s, [float(label), 0.0], noisy(0.3 * label, 60, 40 + n))
    with w.again() as other, ThreadPoolExecutor(1) as beside:
        suggesting = beside.submit(other.suggest, 1)
        w.wait_until(lambda state: bool(state.suggesting))  # some have been tried
        told = suggesting.result()
        w.wait_until(lambda state: state.suggesting is None)
    assert told["suggestions"], told
    best = told["suggestions"][0]
    assert best["error"] < told["present"]
    assert len(told["features"]) == 2
    w.apply_suggestion(1, best["block"])
    state = w.state()
    assert state.blocks[0].name == "inputs"
    assert state.outputs[0].inputs == tuple(range(3, 3 + best["features"]))
    assert state.outputs[1].inputs == (1, 2)
    assert w.undo() == "suggestion for output 1"
    assert w.state().blocks == ()


def test_a_division_by_zero_is_told_once(stage) -> None:
    s = stage("--inputs", "1", "--outputs", "1")
    w = s.client
    w.set_block("bad", 'expression:formula="y = 1 / #1"')
    for value in (2.0, 0.0, 0.0, 4.0):
        w.take_inputs(value)
    assert features_of(s)["values"] == [0.25]
    s.engine.wait_for("a stage gave no finite number")


def test_stages_are_calibrated_with_what_comes_now(stage) -> None:
    s = stage("--inputs", "2", "--outputs", "1")
    w = s.client
    w.set_block("scaled", "range")
    with pytest.raises(Problem, match="nothing is being calibrated"):
        w.end_calibration()
    assert "move to the ends" in w.calibrate("scaled")
    assert w.state().calibrating == "scaled"
    with pytest.raises(Problem, match="no inputs arrived while calibrating"):
        w.end_calibration()
    assert w.state().calibrating is None
    w.calibrate("scaled")
    for n in range(101):
        w.take_inputs(n / 10.0, 5.0 - n / 20.0)
    assert w.end_calibration() == "range of “scaled” learned from what came meanwhile"
    w.take_inputs(5.0, 2.5)
    assert features_of(s)["values"] == pytest.approx([0.5, 0.5], abs=0.05)
    assert w.state().takes == ()
    assert w.undo() == "learn stages of “scaled”"
