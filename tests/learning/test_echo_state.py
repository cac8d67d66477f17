"""Echo state networks: answers that depend on what came before."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from learning_jobs import as_model

from wekipy.engine.features import Features
from wekipy.engine.runtime import Runtime
from wekipy.learning.algorithms import resolve
from wekipy.learning.comparing.answers import errors_of
from wekipy.learning.evaluation.evaluate import evaluate
from wekipy.learning.fitting import fit
from wekipy.learning.model import Model, TrainingJob
from wekipy.learning.output_training import teach
from wekipy.project.create import new_project
from wekipy.project.schema import AlgorithmChoice, Kind, Project
from wekipy.rehearsal.circling import RATE, Circler

SECONDS = 2.0


def circles(kind: Kind, takes: int = 8, seed: int = 0) -> TrainingJob:
    """Takes of a hand that circles left (1) or right (2), one after the other."""
    count = int(SECONDS * RATE)
    ways = np.arange(takes) % 2
    hands = [Circler(seed + n) for n in range(takes)]
    X = [[hand.step(way) for _ in range(count)] for hand, way in zip(hands, ways.tolist(), strict=True)]
    name = "echo-state"
    return TrainingJob(
        output="o1",
        number=1,
        name="way",
        kind=kind,
        algorithm=name,
        options=resolve(AlgorithmChoice(name, {"units": 50}), kind),
        inputs=(0, 1),
        features=2,
        X=np.concatenate([np.array(take) for take in X]).astype(np.float32),
        y=np.repeat(ways + 1.0, count),
        takes=np.repeat(np.arange(takes) + 1, count),
        fingerprint="f",
        classes=2 if kind == "classification" else 0,
        times=np.concatenate([100.0 * n + np.arange(count) / RATE for n in range(takes)]),
    )


@pytest.fixture(scope="module")
def learned() -> tuple[Model, Model]:
    """Two outputs that learned the way: a number and a class."""
    found = []
    for n, kind in enumerate(("continuous", "classification"), 1):
        job = replace(circles(kind), output=f"o{n}")
        found.append(as_model(job, fit(job)))
    return found[0], found[1]


def running(learned: tuple[Model, Model]) -> tuple[Runtime, np.ndarray]:
    project, models = piece(learned)
    runtime, values, features = Runtime(project, models), np.zeros(2), Features()
    features.follow(project, models.values())
    runtime.begin(values, (), features)
    return runtime, values


def piece(learned: tuple[Model, Model]) -> tuple[Project, dict[str, Model]]:
    project = new_project(2, "1,class:2")
    by_uid = {o.uid: m for o, m in zip(project.outputs, learned, strict=True)}
    return project, by_uid


def answers(runtime: Runtime, values: np.ndarray, X: np.ndarray, start: float) -> np.ndarray:
    told = []
    for n, x in enumerate(X.astype(np.float64)):
        runtime.answer(x, values, start + n / RATE)
        told.append(values.copy())
    return np.array(told)


def test_the_way_of_new_circles_is_answered_where_no_place_can_say_it(learned):
    new = circles("classification", seed=50)
    runtime, values = running(learned)
    told = answers(runtime, values, new.X[: len(new.X) // 4], 0.0)
    way = new.y[: len(new.X) // 4]
    assert np.mean(told[:, 1] == way) > 0.9
    assert 1.0 - np.mean((told[:, 0] - way) ** 2) / np.var(way) > 0.75
    frame_by_frame = replace(new, algorithm="knn", options=resolve(AlgorithmChoice("knn"), "classification"))
    own = circles("classification")
    blind = fit(replace(frame_by_frame, X=own.X, y=own.y, takes=own.takes)).estimator.predict(new.X)
    assert np.mean(blind == new.y) < 0.7


def test_it_forgets_when_running_starts_and_after_a_gap_and_not_when_another_output_is_changed(learned):
    X = circles("classification").X[:40]
    runtime, values = running(learned)
    first = answers(runtime, values, X, 0.0)
    runtime.start(values)
    np.testing.assert_array_equal(answers(runtime, values, X, 1.0), first)
    gone_on = answers(runtime, values, X, 1.7)
    assert not np.array_equal(gone_on, first)
    np.testing.assert_array_equal(answers(runtime, values, X, 60.0), first)
    again, _ = running(learned)
    again.keep_stages(runtime)
    runtime.answer(X[0].astype(float), values, 60.7)
    other = np.zeros(2)
    again.answer(X[0].astype(float), other, 60.7)
    np.testing.assert_array_equal(other, values)


@pytest.mark.parametrize("kind", ["continuous", "classification"])
def test_an_evaluation_asks_whole_takes_in_their_order(kind):
    job = circles(kind)
    found = evaluate(job, lambda _: None)
    assert found.method == "takes"
    if kind == "classification":
        assert found.classification.accuracy > 0.85
    else:
        assert found.continuous.rmse < 0.35
    # The places are the same both ways, so no example contradicts another.
    assert not [one for one in found.findings if one.kind in ("take", "contradiction", "outlier")]


def test_a_model_is_asked_about_takes_as_it_answers_them_live():
    job = circles("classification")
    model = teach(replace(job, nothing=False))
    project = new_project(2, "class:2")
    errors = errors_of(model, job, project.outputs[0])
    assert set(errors) == set(range(1, 9))
    assert max(errors.values()) < 0.2
    np.testing.assert_allclose(float(model.arrays["calibration"][1]), 1.0, atol=20)
    assert 0.0 <= model.header.training_error < 0.1


def test_what_it_holds_back_at_a_gap_depends_on_how_fast_frames_come():
    job = circles("continuous")
    assert float(fit(job).arrays["gap"]) == 1.0
    slow = replace(job, times=job.times * 60.0)
    assert float(fit(slow).arrays["gap"]) == pytest.approx(10.0)
