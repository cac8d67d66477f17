"""A loaded project answers to the bit what a running engine answers over its socket."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import hypothesis.extra.numpy as arrays
import numpy as np
import pytest
from answered import STEP, answered, performance, poses, show_gestures, wandering
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from on_stage import EngineInGivenTime, Hall, Stage

import wekipy
from wekipy.learning.algorithms import algorithms_for
from wekipy.trained import TrainedProject

MakeStage = Callable[..., Stage]
ALL = {kind: [a.name for a in algorithms_for(kind)] for kind in ("continuous", "classification")}


@pytest.fixture(scope="module")
def hall(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Hall]:
    """The engine that the tests of this module share."""
    made = Hall(tmp_path_factory.getbasetemp(), EngineInGivenTime)
    yield made
    made.close()


def loaded(stage: Stage) -> TrainedProject:
    stage.client.save()
    return wekipy.load(Path(stage.client.state()["project"]["folder"]))


def everything(make: MakeStage) -> Stage:
    """An output of each algorithm and kind, trained."""
    numbers, classes = ALL["continuous"], ALL["classification"]
    outputs = ",".join(["1"] * len(numbers) + ["class:3"] * len(classes))
    stage = make("--inputs", "3", "--outputs", outputs)
    rows, which, near = poses(1, 90, 3)
    targets = np.array([[*[value + n for n in range(len(numbers))], *[pose] * len(classes)]
                        for pose, value in zip(which, near, strict=True)])  # fmt: skip
    stage.client.add_examples(rows, targets)
    for number, algorithm in enumerate([*numbers, *classes], 1):
        stage.client.set_algorithm(number, algorithm)
    stage.client.train()
    states = [output["model"]["state"] for output in stage.client.state()["outputs"]]
    assert states == ["ready"] * len(states)
    return stage


def test_every_algorithm_for_all_kinds_of_rows(stage: MakeStage) -> None:
    s = everything(stage)
    piece = loaded(s)
    asked = [*ALL["continuous"], *ALL["classification"]]
    found = [output.algorithm for output in piece.outputs]  # what “auto” has chosen, where it has
    assert [name for name, wanted in zip(found, asked, strict=True) if wanted != "auto"] == [
        name for name in asked if name != "auto"
    ]
    assert "auto" not in found
    rows = wandering(2, 120, 3)
    expected = answered(s, rows)
    assert all(len(np.unique(column)) > 1 for column in expected.T)
    np.testing.assert_array_equal(piece.predict(rows), expected)

    numbers = st.floats(width=32, allow_nan=False, allow_infinity=False) | st.floats(-1, 2, width=32)

    @settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
    @given(arrays.arrays(np.float64, st.tuples(st.integers(1, 6), st.just(3)), elements=numbers))
    def any_rows(X: np.ndarray) -> None:
        np.testing.assert_array_equal(piece.predict(X), answered(s, X))

    any_rows()


def test_limits_rounding_none_of_these_connections_and_switches(stage: MakeStage) -> None:
    s = stage("--inputs", "2", "--outputs", "4,class:3,class:3")
    rows, which, near = poses(3, 90)
    s.client.add_examples(rows, np.stack([near, 200 - near, near / 10, near, which, which], 1))
    s.client.configure_output(1, minimum=30, maximum=60, limits="hard")
    s.client.configure_output(2, integer=True)
    s.client.configure_output(3, minimum=4, maximum=5)  # soft: may be beyond
    s.client.configure_output(5, nothing=True)
    s.client.configure_output(6, nothing=True, sensitivity=0.7)
    s.client.connect(2, [2])
    s.client.connect(6, [1])
    s.client.disable_running(4)
    s.client.train()
    s.client.train(4)
    piece = loaded(s)
    asked = np.repeat(wandering(5, 60), [1, 2, 3, 4] * 15, axis=0)
    for step in (STEP, 0.007, 0.1):
        expected = answered(s, asked, step)
        np.testing.assert_array_equal(piece.predict(asked, step=step), expected)
    assert {30.0, 60.0} <= set(expected[:, 0]) and expected[:, 2].max() > 5
    assert 0.0 in expected[:, 4] and len(np.unique(expected[:, 3])) == 1
    np.testing.assert_array_equal(piece.predict(asked[7]), answered(s, [asked[7]])[0])


def test_gestures_frame_by_frame(stage: MakeStage) -> None:
    s = stage("--inputs", "2", "--outputs", "1,gesture:3")
    s.client.add_examples([[0.1, 0.2], [0.3, 0.4]], [[1.0], [2.0]])
    s.client.train(1)
    show_gestures(s)
    s.client.rename_output(2, "moves")
    s.client.rename_gestures("circle", "line", "wave")
    piece, rows = loaded(s), performance()
    mark = len(s.link.got)
    expected = answered(s, rows, 0.01)
    np.testing.assert_array_equal(piece.predict(rows), expected)
    followed = piece.distances(rows)
    np.testing.assert_array_equal(followed.distances, expected[:, 1:])
    assert [trigger.name for trigger in followed.triggers] == ["circle", "wave", "line", "line"]
    while_moving = [trigger.address for trigger in followed.triggers if trigger.frame < len(rows)]
    assert sent_gestures(s, mark, len(rows)) == while_moving and len(while_moving) >= 3
    timed = piece.distances(rows, "moves", times=100.0 + 0.01 * np.arange(len(rows)))
    np.testing.assert_array_equal(timed.distances, followed.distances)
    assert timed.triggers == followed.triggers


def sent_gestures(stage: Stage, since: int, frames: int) -> list[str]:
    """The addresses of the gestures that were sent before the answer to the last of so many frames."""
    stage.link.collect("/wek/outputs", frames, since)
    packets = [packet for _, packet in stage.link.got[since:] if packet.startswith(b"/output_")]
    return [packet.split(b"\0")[0].decode() for packet in packets]


def test_probabilities_are_those_that_the_engine_sends(stage: MakeStage) -> None:
    s = stage("--inputs", "2", "--outputs", "class:4")
    rows, which, _ = poses(3, 60)
    s.client.add_examples(rows, which[:, None])
    s.client.configure_output(1, send_distribution=True)
    s.client.train()
    piece, asked = loaded(s), wandering(8, 30)
    found = piece.predict_proba(asked)
    assert found.shape == (30, 4) and not found[:, 3].any()
    np.testing.assert_allclose(found.sum(axis=1), 1)
    mark = len(s.link.got)
    answered(s, asked)
    sent = s.link.collect(f"/{piece.outputs[0].name}", len(asked), mark)
    np.testing.assert_array_equal(found.astype(np.float32), np.array(sent, np.float32))
    np.testing.assert_array_equal(piece.predict_proba(asked[3]), found[3])
