"""What is checked before training, and what a model says of itself."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timezone

import numpy as np
import pytest
from learning_jobs import make_job

from wekipy.learning.algorithms import ALGORITHMS, algorithms_for
from wekipy.learning.fitting import fit, fitter_for, train
from wekipy.project.problem import Problem

EVERY = [
    (kind, algorithm.name) for kind in ("continuous", "classification") for algorithm in algorithms_for(kind)
]


def test_every_algorithm_of_the_table_can_be_trained():
    assert {name for name, row in ALGORITHMS.items() if not row.fitter} == {"dtw"}  # see learning.gestures
    assert all(callable(fitter_for(name)) for name in ALGORITHMS if name != "dtw")


def _with(job, **changes):
    changes.setdefault("takes", job.takes[: len(changes.get("y", job.y))])
    return replace(job, **changes)


def test_no_examples():
    job = make_job("continuous", "linear")
    with pytest.raises(Problem, match=r"^output 1 has no examples: record some$"):
        train(_with(job, X=job.X[:0], y=job.y[:0]))


def test_no_connected_inputs():
    job = make_job("continuous", "linear")
    with pytest.raises(Problem, match=r"^output 1 has no connected inputs: connect at least one$"):
        train(_with(job, inputs=(), X=job.X[:, :0]))


def test_one_example_where_that_is_too_few():
    job = make_job("continuous", "svm")
    with pytest.raises(Problem, match=r"^output 1 has one example only, too few for svm: record at least"):
        train(_with(job, X=job.X[:1], y=job.y[:1]))


def test_one_example_where_that_is_enough():
    job = make_job("continuous", "knn")
    assert train(_with(job, X=job.X[:1], y=job.y[:1])).arrays["offset"] == job.y[0]


@pytest.mark.parametrize("name", [name for kind, name in EVERY if kind == "classification"])
def test_one_class(name):
    job = make_job("classification", name)
    with pytest.raises(Problem, match=r"^output 1 has examples of class 3 only: record another class$"):
        train(_with(job, y=np.full_like(job.y, 3.0)))


def test_a_class_that_was_not_declared():
    job = make_job("classification", "knn")
    with pytest.raises(Problem, match=r"^output 1 has an example of class 6, but its classes are 1 to 5"):
        train(_with(job, classes=5))


@pytest.mark.parametrize("label", [0.0, 2.5])
def test_a_class_that_is_none(label):
    job = make_job("classification", "knn")
    job.y[3] = label
    with pytest.raises(Problem, match=rf"^output 1 has an example of class {label:g}; classes are whole"):
        train(job)


def test_values_that_are_no_numbers():
    job = make_job("continuous", "linear")
    job.X[25, 2] = np.inf
    with pytest.raises(Problem, match=r"^output 1: take 3 holds inf among its inputs"):
        train(job)
    job = make_job("continuous", "linear")
    job.y[0] = np.nan
    with pytest.raises(Problem, match=r"^output 1: take 1 holds nan among its targets"):
        train(job)


def test_too_many_terms_of_a_polynomial():
    job = make_job("continuous", "polynomial", {"degree": 9})
    wide = _with(job, X=np.random.default_rng(0).normal(size=(60, 20)).astype(np.float32))
    with pytest.raises(
        Problem, match=r"^output 1: a polynomial of degree 9 over 20 inputs has 10,015,004 terms"
    ):
        train(replace(wide, inputs=tuple(range(20)), features=20))


def test_adaboost_that_cannot_tell_classes_apart():
    job = make_job("classification", "adaboost", {"base": "stump"}, n=8)
    corners = np.array([[0, 0], [0, 1], [1, 0], [1, 1]] * 2, np.float32)
    with pytest.raises(Problem, match=r"^output 1: the stumps of adaboost cannot tell these classes apart"):
        train(
            replace(job, X=corners, y=np.array([2.0, 3.0, 3.0, 2.0] * 2), takes=job.takes[:8], inputs=(0, 1))
        )


@pytest.mark.parametrize(("kind", "name"), EVERY)
def test_the_same_examples_give_the_same_model(kind, name):
    job = make_job(kind, name)
    first, second = fit(job).arrays, fit(job).arrays
    assert first.keys() == second.keys()
    for key in first:
        np.testing.assert_array_equal(first[key], second[key])


@pytest.mark.parametrize(("kind", "name"), EVERY)
def test_models_are_of_types_that_can_be_saved(kind, name):
    for key, array in fit(make_job(kind, name)).arrays.items():
        assert isinstance(array, np.ndarray), key
        assert array.dtype in (np.float64, np.float32, np.int64), key


def test_a_model_says_what_it_is():
    job = make_job("classification", "decision-stump", shape="some inputs")
    before = datetime.now(timezone.utc)
    header = train(job).header
    wrong = np.mean(fit(job).estimator.predict(job.X) != job.y)
    assert (header.output, header.kind, header.algorithm) == ("o1", "classification", "decision-stump")
    assert (header.inputs, header.fingerprint, header.examples, header.classes) == ((1, 3, 4, 6), "f", 60, 7)
    assert header.training_error == wrong
    assert wrong > 0
    assert header.seconds > 0
    assert abs((datetime.fromisoformat(header.trained) - before).total_seconds()) < 100


def test_the_error_of_a_number_is_in_its_own_units():
    job = make_job("continuous", "linear")
    answers = fit(job).estimator.predict(job.X.astype(np.float64))
    expected = np.sqrt(np.mean((answers - job.y) ** 2))
    assert train(job).header.training_error == pytest.approx(expected)


def test_many_examples_of_nearest_neighbours_are_tried_in_part(monkeypatch):
    monkeypatch.setattr("wekipy.learning.fitting.neighbours.EXACT", 100)
    monkeypatch.setattr("wekipy.learning.fitting.neighbours.ASKED", 20)
    fitted = fit(make_job("classification", "knn"))
    assert len(fitted.fitted) == 20
    assert train(make_job("classification", "knn", {"k": 1})).header.training_error == 0.0
    assert fitted.arrays["examples"].dtype == np.float32


@pytest.mark.parametrize("kind", ["continuous", "classification"])
def test_many_examples_of_a_gaussian_process_are_tried_in_part(kind, monkeypatch):
    """Of each example that is tried, all kernels are made: of 100,000 that took 4.8 GB."""
    whole = fit(make_job(kind, "gaussian-process"))
    assert whole.step == 1
    monkeypatch.setattr("wekipy.learning.fitting.gaussian.ASKED", 20)
    part = fit(make_job(kind, "gaussian-process"))
    assert len(part.fitted) <= 20
    np.testing.assert_allclose(part.fitted, whole.fitted[:: part.step])


def test_a_gaussian_process_finds_what_there_is_in_noisy_targets():
    from sklearn.datasets import load_diabetes

    X, y = load_diabetes(return_X_y=True)
    job = make_job("continuous", "gaussian-process")
    features = X.shape[1]
    demonstrated = {"X": X[:300].astype(np.float32), "y": y[:300], "takes": np.ones(300, np.int64)}
    learned = replace(job, **demonstrated, inputs=tuple(range(features)), features=features)
    told = fit(learned).estimator.predict(X[300:].astype(np.float32).astype(np.float64))
    assert np.sqrt(np.mean((told - y[300:]) ** 2)) < 0.8 * np.std(y[300:])
