"""Wild frames over real OSC: named in the state and in the evaluation, left out by a switch."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import numpy as np
import pytest

from wekipy.project.problem import Problem

if TYPE_CHECKING:
    from on_stage import Stage

    MakeStage = Callable[..., Stage]


def test_of_examples_that_are_all_wild_no_model_is_made_and_the_old_one_goes_on(stage: MakeStage) -> None:
    s = stage("--inputs", "2", "--outputs", "class:2")
    w = s.client
    for label in (1.0, 2.0):
        with w.recording([label]):
            for frame in range(10):
                w.take_inputs(label, label + frame / 50)
    (output,) = w.train()["outputs"]
    earlier = output["model"]
    w.delete_takes(1, 2)
    random = np.random.default_rng(0)
    for label in (1.0, 2.0):
        with w.recording([label]):
            for vector in random.standard_cauchy((40, 2)) * 10.0 ** random.uniform(-6, 20, (40, 2)):
                w.take_inputs(*vector)
    with pytest.raises(Problem, match="output 1 cannot learn from such numbers: its examples go from "):
        w.train()
    (output,) = w.state()["outputs"]
    assert output["model"]["number"] == earlier["number"]
    with pytest.raises(Problem, match="no input has a usual range"):
        w.evaluate()
    assert w.predict([[1.0, 1.1], [2.0, 2.1]])[:, 0].tolist() == [1.0, 2.0]


def test_they_are_named_and_the_switch_is_undoable(stage: MakeStage) -> None:
    s = stage("--inputs", "2", "--outputs", "class:2")
    w = s.client
    for take in range(4):
        label = take % 2
        with w.recording([label + 1.0]):
            for frame in range(10):
                wild = 100.0 if (take, frame) in ((2, 3), (2, 4)) else 1.0
                w.take_inputs(wild * (1.0 + label), wild * (2.0 + frame / 50 + take / 100))
    (output,) = w.train()["outputs"]
    assert output["model"]["examples"] == 38
    assert output["model"]["note"].startswith("2 frames of take 3 are ")
    (found,) = w.evaluate()
    assert any(finding.takes == (3,) and "left out" in finding.sentence for finding in found.findings)
    w.configure_output(1, leave_out_wild=False)
    assert w.state()["outputs"][0]["model"]["state"] == "changed"
    (output,) = w.train()["outputs"]
    assert output["model"]["examples"] == 40
    assert "learned all the same" in output["model"]["note"]
    w.undo()
    assert w.state()["outputs"][0]["leave_out_wild"] is True
