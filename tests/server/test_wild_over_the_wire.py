"""Wild frames over real OSC: named in the state and in the evaluation, left out by a switch."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from on_stage import Stage

    MakeStage = Callable[..., Stage]


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
