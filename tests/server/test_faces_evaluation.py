"""The last evaluation, with what a confusion matrix and a plot of true against predicted need."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

from wekipy.project.problem import Problem

if TYPE_CHECKING:
    from on_stage import Stage

    MakeStage = Callable[..., Stage]


def record(s: Stage, place: float, *targets: float) -> None:
    with s.client.recording(targets):
        for n in range(8):
            s.client.take_inputs(place + n / 100)


def test_cells_of_the_matrix_open_the_takes_at_fault(stage: MakeStage) -> None:
    s = stage("--inputs", "1", "--outputs", "class:2,1")
    assert s.client.evaluation(1) is None
    for place, label, value in ((0, 1, 0.0), (0.02, 1, 0.1), (1, 2, 0.9), (1.02, 2, 1.0), (0.01, 2, 0.5)):
        record(s, place, label, value)
    s.client.evaluate()
    found = s.client.evaluation(1)
    assert found is not None
    wrong = {(c["label"], c["answer"]): c for c in found["classification"]["confusions"]}[2, 1]
    assert dict(zip(wrong["takes"], wrong["take_counts"], strict=True))[5] == 8
    assert sum(wrong["take_counts"]) == wrong["count"] == found["classification"]["matrix"][1][0]
    values = s.client.evaluation(2)
    assert values is not None
    assert (
        len(values["continuous"]["pairs"]) == len(values["continuous"]["pair_takes"]) == values["tested"] > 0
    )
    assert set(values["continuous"]["pair_takes"]) <= {1, 2, 3, 4, 5}
    with pytest.raises(Problem, match="no output 3"):
        s.client.evaluation(3)


def test_an_evaluation_knows_whether_it_still_holds(stage: MakeStage) -> None:
    s = stage("--inputs", "1", "--outputs", "class:2,class:2")
    for place, label in ((0, 1), (0.02, 1), (1, 2), (1.02, 2)):
        record(s, place, label, label)
    s.client.evaluate(1)
    s.client.move_output(1, 2)
    s.client.rename_output(2, "moved")
    found = s.client.evaluation(2)
    assert found is not None
    assert (found["number"], found["name"], found["current"]) == (2, "moved", True)
    assert s.client.state()["outputs"][1]["quality"]["current"] is True
    s.client.delete_last_take()
    assert s.client.state()["outputs"][1]["quality"]["current"] is False
    s.client.undo()
    assert s.client.evaluation(2)["current"] is True  # type: ignore[index]
