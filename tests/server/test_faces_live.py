"""What a window draws besides values: how likely each class is, and how gestures go."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest
from waiting import until

from wekipy.engine.certainty import distributions, gesture_progress
from wekipy.engine.engine import Engine
from wekipy.project.create import new_project

if TYPE_CHECKING:
    from conftest import Stage

    MakeStage = Callable[..., Stage]


def test_nothing_is_told_where_nothing_runs() -> None:
    engine = Engine(new_project(2, "1,class:3,gesture:2,class:2"))
    assert np.isnan(distributions(engine)).tolist() == [True] * 5
    assert gesture_progress(engine).tolist() == [[0, 0, 0]] * 2
    assert not len(distributions(Engine(new_project(2, "1"))))
    assert not len(gesture_progress(Engine(new_project(2, "1"))))


def test_class_probabilities_are_live_without_being_sent(stage: MakeStage) -> None:
    s = stage("--inputs", "2", "--outputs", "1,class:3,class:2")
    for target in (1, 2):
        s.client.set_targets(0.5, target, 1)
        s.client.start_recording()
        for n in range(10):
            s.client.take_inputs(target, n / 10)
        s.client.stop_recording()
    s.client.train(2)
    s.client.start_running()
    s.client.subscribe(100)
    s.client.take_inputs(2, 0.5)
    until(lambda: bool((s.client.live.distributions[1:2] > 0.5).any()))
    assert s.client.live.distributions[:3].sum() == pytest.approx(1)
    assert np.isnan(s.client.live.distributions[3:]).tolist() == [True, True]
    assert {output["uid"] for output in s.client.state()["outputs"]} == {"o1", "o2", "o3"}


def test_features_are_live_where_there_are_blocks(stage: MakeStage) -> None:
    s = stage("--inputs", "3", "--outputs", "1")
    s.client.subscribe(100)
    s.client.take_inputs(1, 2, 3)
    until(lambda: s.client.live.inputs.tolist() == [1, 2, 3])
    assert not len(s.client.live.features)
    turned = "range:from_low=0,from_high=10,to_low=1,to_high=0"
    s.client.set_blocks(
        [{"name": "last", "inputs": [3], "stages": [turned]}, {"name": "first", "inputs": [1]}]
    )
    s.client.take_inputs(4, 5, 2)
    until(lambda: s.client.live.features.tolist() == pytest.approx([0.8, 4]))
    s.client.set_block("last", turned, inputs=[2, 3])
    s.client.take_inputs(4, 5, 2)
    until(lambda: s.client.live.features.tolist() == pytest.approx([0.5, 0.8, 4]))
    learns = {row["name"]: row["learns"] for row in s.client.stages() if row["place"] == "input"}
    assert learns["range"] and not learns["median"]
    assert not any(row["learns"] for row in s.client.stages() if row["place"] == "output")


def test_a_block_that_cannot_be_used_is_told_with_the_reason(stage: MakeStage) -> None:
    s = stage("--inputs", "2", "--outputs", "1")
    s.client.rename_input(2, "breath")
    s.client.set_block("b", "expression:formula=breath * 2", inputs=[2])
    s.client.take_inputs(1, 3)
    found = s.client.features()
    assert (found["values"], found["problem"]) == ([6.0], "")
    made = Path(s.client.copy_project("newer")) / "project.json"
    text = made.read_text(encoding="utf-8")
    made.write_text(text.replace('"expression"', '"of-tomorrow"'), encoding="utf-8")
    s.client.open_project(str(made.parent))
    found = s.client.features()
    assert "no stage for inputs is called “of-tomorrow”" in found["problem"]
    assert (found["names"], found["values"]) == (["feature-1"], [])
    assert s.client.state().blocks[0].delay is None
