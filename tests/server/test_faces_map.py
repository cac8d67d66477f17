"""A map of all examples, in which the live input has its place."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import numpy as np
import pytest

from wekipy.engine.engine import Engine
from wekipy.engine.sampling import sample
from wekipy.project.create import new_project
from wekipy.project.editing import erase_output
from wekipy.project.problem import Problem

if TYPE_CHECKING:
    from on_stage import Stage

    MakeStage = Callable[..., Stage]

POSES = ((0.0, 0.0, 0.0), (5.0, 0.0, 1.0), (0.0, 5.0, 2.0))


def poses(stage: MakeStage) -> Stage:
    s = stage("--inputs", "3", "--outputs", "class:3,1")
    s.client.disable_recording(2)
    for label, place in enumerate(POSES, 1):
        with s.client.recording([label, 0.5]):
            for n in range(12):
                s.client.take_inputs(*(x + n / 100 for x in place))
    return s


def test_the_principal_map_has_the_live_input(stage: MakeStage) -> None:
    s = poses(stage)
    found = s.client.embed()
    assert found.method == "pca"
    assert {"pca", "tsne"} <= set(found.methods)
    assert found.points.shape == (36, 2)
    assert found.takes.tolist() == [1] * 12 + [2] * 12 + [3] * 12
    assert found.rows.tolist() == [*range(1, 13)] * 3
    assert found.targets[1].tolist() == found.takes.tolist()
    assert np.isnan(found.targets[2]).all()
    for number, place in enumerate(POSES):
        assert found.place(place) == pytest.approx(found.points[12 * number], abs=1e-4)


def test_neighbours_stay_neighbours_in_a_map_of_a_worker(stage: MakeStage) -> None:
    s = poses(stage)
    found = s.client.embed("tsne")
    assert found.points.shape == (36, 2)
    apart = np.linalg.norm(found.points[:, None] - found.points[None], axis=2)
    np.fill_diagonal(apart, np.inf)
    assert np.array_equal(found.takes[apart.argmin(axis=1)], found.takes)
    for number, place in enumerate(POSES):
        assert found.place(place) == pytest.approx(found.points[12 * number])
        s.client.play_map(*found.points[12 * number], found.number)
        assert s.client.values()["inputs"] == pytest.approx(place)
    assert s.client.train(1)["outputs"][0]["model"]["state"] == "ready"


def test_what_cannot_be_mapped_is_said(stage: MakeStage) -> None:
    s = stage("--inputs", "1", "--outputs", "1")
    with pytest.raises(Problem, match="record a take first"):
        s.client.embed()
    with pytest.raises(Problem, match="there are: pca, tsne"):
        s.client.embed("globe")
    with s.client.recording([0.5]):
        s.client.take_inputs(1)
    assert s.client.embed().points.tolist() == [[0, 0]]
    assert s.client.embed("tsne").points.tolist() == [[0, 0]]


def test_only_what_is_learned_from_is_on_the_map(stage: MakeStage) -> None:
    s = poses(stage)
    seconds = s.client.state()["takes"][1]["seconds"]
    s.client.switch_takes(False, 1)
    s.client.trim_take(2, start=seconds / 2)
    s.client.relabel_take(3, {1: 1.0})
    found = s.client.embed()
    assert 1 not in found.takes
    rows = found.rows[found.takes == 2]
    assert 0 < len(rows) < 12
    assert rows[0] == 13 - len(rows)
    assert found.targets[1][found.takes == 3].tolist() == [1.0] * 12


def test_examples_are_thinned_evenly() -> None:
    engine = Engine(new_project(2, "2"))
    for take in range(3):
        engine.recording.start()
        for n in range(1_000):
            engine.feed(np.array([take, n], np.float64), engine.monotonic())
        engine.recording.stop()
    engine.edit("erase", erase_output(engine.project, 2))
    found = sample(engine.view, 300)
    assert len(found.X) == 300
    assert np.array_equal(found.X[:, 0] + 1, found.takes)
    assert np.array_equal(found.X[:, 1] + 1, found.rows)
    assert np.bincount(found.takes)[1:].tolist() == pytest.approx([100, 100, 100], abs=1)
    assert np.ptp(np.diff(found.rows[found.takes == 2])) <= 1
    assert np.isnan(found.targets[2]).all()
    assert len(sample(Engine(new_project(2, "2")).view, 300).X) == 0
