"""Recentring: a shift of the sensors is taken back from a pose that is known, and undone."""

from __future__ import annotations

import msgspec
import numpy as np
import pytest

from wekipy.engine.answers import as_arrived
from wekipy.engine.engine import Engine
from wekipy.engine.entrance import Entrance
from wekipy.engine.recentring import recentred
from wekipy.project.create import new_project
from wekipy.project.problem import Problem
from wekipy.project.schema import Input, Project

POSES = {1: np.array([0.2, 0.8, 5.0]), 2: np.array([0.8, 0.2, 5.0])}


class Clock:
    now = 100.0

    def __call__(self) -> float:
        return self.now


def shown() -> tuple[Engine, Clock]:
    clock = Clock()
    engine = Engine(new_project(3, "class:3,1"), monotonic=clock)
    for take in range(4):
        label = take % 2 + 1
        engine.set_targets([float(label), 0.5])
        engine.recording.start()
        hold(engine, clock, POSES[label], seed=take)
        engine.recording.stop()
    clock.now += 10
    return engine, clock


def recentre(engine: Engine, output: int, label: int) -> str:
    return recentred(engine.view, output, label)(engine)


def hold(engine: Engine, clock: Clock, pose: np.ndarray, seed: int = 9, frames: int = 60) -> None:
    random = np.random.default_rng(seed)
    for _ in range(frames):
        clock.now += 0.02
        engine.feed(pose + 0.01 * random.normal(size=3), clock.now)


def test_the_shift_is_taken_back_and_undone():
    engine, clock = shown()
    drifted = POSES[2] + np.array([0.5, 0.0, 0.0])
    hold(engine, clock, drifted)
    assert "shifted back are “inputs-1” by 0." in recentre(engine, 1, 2)
    shifts = [one.shift for one in engine.project.inputs]
    np.testing.assert_allclose(shifts, [0.5, 0, 0], atol=0.02)
    assert shifts[1:] == [0.0, 0.0]
    hold(engine, clock, drifted, frames=1)
    np.testing.assert_allclose(engine.inputs, POSES[2], atol=0.06)
    np.testing.assert_allclose(as_arrived(engine.project, drifted[None])[0], POSES[2], atol=0.02)
    assert recentre(engine, 1, 2).startswith("nothing has drifted")
    hold(engine, clock, drifted + np.array([0.2, 0, 0]), frames=120)
    recentre(engine, 1, 2)
    assert engine.project.inputs[0].shift == pytest.approx(0.7, abs=0.02)
    engine.undo()
    engine.undo()
    hold(engine, clock, drifted, frames=1)
    np.testing.assert_allclose(engine.inputs, drifted, atol=0.06)
    engine.redo()
    assert recentre(engine, 1, 0) == "inputs count as they come again"
    assert not any(one.shift for one in engine.project.inputs)
    assert recentre(engine, 1, 0) == "no input is shifted"


@pytest.mark.parametrize(
    ("output", "label", "words"),
    [
        (2, 1, "output 2 has no classes"),
        (1, 4, "output 1 has classes 1 to 3, got 4"),
        (1, -1, "got -1"),
        (1, 3, "class 3 of output 1 has no examples"),
        (7, 1, "output"),
    ],
)
def test_what_cannot_be_is_one_sentence(output, label, words):
    engine, clock = shown()
    hold(engine, clock, POSES[1])
    before = engine.project
    with pytest.raises(Problem, match=words):
        recentre(engine, output, label)
    assert engine.project is before


def test_without_frames_it_says_so():
    engine, _ = shown()
    with pytest.raises(Problem, match="no inputs have come for two seconds"):
        recentre(engine, 1, 1)


def test_projects_of_earlier_versions_shift_nothing():
    assert msgspec.convert({"name": "a"}, Input).shift == 0.0
    entrance, x = Entrance(), np.array([1.0, 2.0])
    assert entrance.enter(x, 0.0, (Input("a"), Input("b"))) is x
    assert list(entrance.enter(x, 0.01, (Input("a"), Input("b", shift=0.5)))) == [1.0, 1.5]
    assert list(entrance.lately(0.01)[0]) == [1.0, 2.0]
    assert isinstance(new_project(2, "1"), Project)
