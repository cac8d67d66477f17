"""Networks: the compiled predictor is scikit-learn's own answer, and the recipe learns what it should."""

from __future__ import annotations

import warnings
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from learning_jobs import SHAPES, as_model, compile_one, make_job, vectors

from wekipy.learning.algorithms import resolve
from wekipy.learning.fitting import fit
from wekipy.learning.fitting.network import NODES
from wekipy.learning.fitting.network_curvature import ByExamples, ByWeights
from wekipy.learning.fitting.network_evidence import Task, prior_for
from wekipy.learning.fitting.network_inputs import MOST_DIRECT, prepare
from wekipy.learning.fitting.network_layers import backward, initial, split
from wekipy.learning.model import Model, TrainingJob
from wekipy.learning.predictors import compile_models
from wekipy.learning.predictors.base import Placed
from wekipy.project.problem import Problem
from wekipy.project.schema import AlgorithmChoice, Kind

NETWORK = "neural-network"


def mapping(x, output):
    """The smooth mapping of the benchmark: x (n, 10) in 0 to 1, one output."""
    a, b, c, d = (x[:, (output + i) % 10] for i in range(4))
    return 0.5 + 0.25 * np.sin(3 * a) * b + 0.25 * c**2 - 0.1 * d


def job_of(X, y, kind: Kind = "continuous", **options) -> TrainingJob:
    chosen = resolve(AlgorithmChoice(NETWORK, options), kind)
    X = np.asarray(X, np.float32)
    blank = replace(
        make_job(kind, NETWORK), options=chosen, inputs=tuple(range(X.shape[1])), features=X.shape[1]
    )
    return replace(blank, X=X, y=np.asarray(y, np.float64), takes=np.ones(len(X), np.int64))


def answers(job, fitted, X):
    predictor, values = compile_one(job, fitted, slot=1), np.full(3, np.nan)
    out = []
    for x in X:
        predictor.answer(x, values)
        out.append(values[1])
    assert np.isnan(values[[0, 2]]).all()
    return np.array(out)


def check_numbers(job):
    fitted = fit(job)
    X = vectors(job)
    expected = fitted.estimator.predict(X[:, list(job.inputs)])
    np.testing.assert_allclose(answers(job, fitted, X), expected, rtol=1e-9, atol=1e-9 * np.ptp(job.y))
    np.testing.assert_array_equal(fitted.fitted, fitted.estimator.predict(job.X.astype(np.float64)))


def check_classes(job):
    fitted = fit(job)
    predictor, values = compile_one(job, fitted), np.zeros(1)
    X = vectors(job)
    own = X[:, list(job.inputs)]
    chances = np.zeros((len(X), job.classes))
    chances[:, np.unique(job.y).astype(int) - 1] = fitted.estimator.predict_proba(own)
    for x, label, expected in zip(X, fitted.estimator.predict(own), chances, strict=True):
        predictor.answer(x, values)
        assert values[0] == label
        np.testing.assert_allclose(predictor.distribution, expected, rtol=1e-9, atol=1e-12)


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("options", [{}, {"layers": 3, "nodes": 4}, {"alpha": 0.5, "layers": 2}])
def test_the_compiled_network_answers_as_scikit_learn(shape, options):
    check_numbers(make_job("continuous", NETWORK, options, shape=shape))
    check_classes(make_job("classification", NETWORK, options, shape=shape))


@settings(max_examples=25, deadline=None)
@given(
    kind=st.sampled_from(["continuous", "classification"]),
    shape=st.sampled_from(SHAPES),
    n=st.integers(8, 40),
    seed=st.integers(0, 1000),
    layers=st.integers(1, 3),
    nodes=st.one_of(st.just("inputs"), st.integers(1, 12)),
    alpha=st.one_of(st.just("auto"), st.floats(0.0, 100.0)),
)
def test_any_options_and_examples_compile_to_the_same(kind, shape, n, seed, layers, nodes, alpha):
    options = {"layers": layers, "nodes": nodes, "alpha": alpha}
    job = make_job(kind, NETWORK, options, shape=shape, n=n, seed=seed)
    if kind == "continuous":
        check_numbers(job)
    else:
        check_classes(job)


def test_networks_of_one_shape_and_inputs_are_answered_together():
    jobs = [make_job("continuous", NETWORK, seed=s) for s in range(3)]
    jobs.append(make_job("continuous", NETWORK, {"layers": 2}, seed=3))
    jobs.append(make_job("continuous", NETWORK, {"nodes": 7}, seed=4))
    jobs.append(replace(make_job("continuous", NETWORK, shape="some inputs"), inputs=(0, 1, 2, 3)))
    jobs.append(replace(jobs[0], inputs=(1, 2, 4, 6)))
    jobs.append(make_job("classification", NETWORK, seed=5))
    fits = [fit(job) for job in jobs]
    slots = [7, 2, 0, 1, 6, 3, 5, 4]
    placed = [Placed(s, as_model(j, f)) for s, j, f in zip(slots, jobs, fits, strict=True)]
    predictors = compile_models(placed, 7)
    assert len(predictors) == 5  # 4 of (0, 1, 2, 3), two layers, seven nodes, other inputs, classes
    values = np.full(9, np.nan)
    for x in np.random.default_rng(0).normal(size=(20, 7)):
        for predictor in predictors:
            predictor.answer(x, values)
        for slot, job, fitted in zip(slots, jobs, fits, strict=True):
            expected = fitted.estimator.predict(x[None, list(job.inputs)])[0]
            assert values[slot] == pytest.approx(expected, rel=1e-9)
    assert np.isnan(values[8])


@pytest.mark.parametrize("kind", ["continuous", "classification"])
def test_the_same_data_and_seed_make_the_same_network(kind):
    job = make_job(kind, NETWORK)
    one, two, other = fit(job), fit(job), fit(replace(job, seed=1))
    assert one.arrays.keys() == two.arrays.keys()
    assert all(np.array_equal(one.arrays[name], two.arrays[name]) for name in one.arrays)
    assert not np.array_equal(one.arrays["weights_0"], other.arrays["weights_0"])


@pytest.mark.parametrize(("examples", "most"), [(60, 0.012), (200, 0.004)])
def test_it_learns_the_benchmark_from_few_examples(examples, most):
    X = np.random.default_rng(1).random((examples, 10))
    held_out = np.random.default_rng(2).random((300, 10))
    squares = []
    for output in range(5):
        fitted = fit(job_of(X, mapping(X, output).astype(np.float32)))
        squares.append((fitted.estimator.predict(held_out) - mapping(held_out, output)) ** 2)
    assert np.sqrt(np.mean(squares)) < most


def test_noise_is_not_learned():
    random = np.random.default_rng(5)
    X, noise = random.random((60, 6)), random.normal(size=60)
    held_out = random.random((300, 6))
    straight = fit(job_of(X, X[:, 0] + 0.3 * noise)).estimator.predict(held_out)
    assert np.sqrt(np.mean((straight - held_out[:, 0]) ** 2)) < 0.2
    spreads = [fit(job_of(X, random.normal(size=60))).estimator.predict(held_out).std() for _ in range(5)]
    assert np.median(spreads) < 0.6


def test_between_poses_held_still_it_goes_evenly():
    random = np.random.default_rng(3)
    poses, targets = random.random((3, 5)), np.array([0.0, 0.5, 1.0])
    X = np.repeat(poses, 40, axis=0) + 0.003 * random.normal(size=(120, 5))
    predict = fit(job_of(X, np.repeat(targets, 40))).estimator.predict
    np.testing.assert_allclose(predict(poses), targets, atol=0.03)
    way = np.linspace(0, 1, 21)[:, None]
    along = predict(poses[0] * (1 - way) + poses[2] * way)
    assert np.abs(np.diff(along)).max() < 0.2


def test_classes_are_told_apart():
    random = np.random.default_rng(4)
    X = random.random((150, 3))
    labels = np.where(X[:, 0] > 0.5, np.where(X[:, 1] > 0.5, 2, 5), np.where(X[:, 1] > 0.5, 5, 2))
    fitted = fit(job_of(X, labels, "classification"))
    held_out = random.random((300, 3))
    right = np.where((held_out[:, 0] > 0.5) == (held_out[:, 1] > 0.5), 2, 5)
    assert np.mean(fitted.estimator.predict(held_out) == right) > 0.85


def test_an_input_that_never_changed_has_no_say():
    job = make_job("continuous", NETWORK, shape="constant input")
    fitted = fit(job)
    assert not fitted.arrays["weights_0"][2].any()
    moved = job.X[:5].astype(np.float64)
    moved[:, 2] = -1e6
    np.testing.assert_allclose(fitted.estimator.predict(moved), fitted.fitted[:5], rtol=1e-9)


def test_a_constant_target_is_answered_exactly():
    job = replace(make_job("continuous", NETWORK), y=np.full(60, 0.7))
    np.testing.assert_allclose(answers(job, fit(job), vectors(job)), 0.7, rtol=1e-15)


def test_two_examples_are_enough():
    fitted = fit(job_of([[0.0, 1.0], [1.0, 1.0]], [10.0, 20.0]))
    low, middle, high = fitted.estimator.predict(np.array([[0.0, 1.0], [0.5, 1.0], [1.0, 1.0]]))
    assert low < 13
    assert 14 < middle < 16
    assert high > 17
    classes = fit(job_of([[0.0], [1.0]], [2, 4], "classification"))
    np.testing.assert_array_equal(classes.fitted, [2, 4])


def test_the_same_inputs_with_different_targets_give_their_mean():
    X = np.repeat([[0.0, 0.3], [1.0, 0.6]], 20, axis=0)
    fitted = fit(job_of(X, np.tile([0.0, 1.0], 20)))
    np.testing.assert_allclose(fitted.fitted, 0.5, atol=0.02)
    shares = fit(job_of(X, np.tile([1, 3], 20), "classification")).estimator.predict_proba(X)
    np.testing.assert_allclose(shares, 0.5, atol=0.05)


def test_targets_and_inputs_of_any_size():
    random = np.random.default_rng(6)
    X = random.random((40, 2)) * [1e-30, 1e30] + [0.0, 1e31]
    signal = X[:, 0] * 1e30
    fitted = fit(job_of(X, signal * 1e35))
    assert np.sqrt(np.mean((fitted.fitted / 1e35 - signal) ** 2)) < 0.1


def test_inputs_is_as_many_nodes_within_bounds():
    random = np.random.default_rng(7)
    for width, nodes in ((1, NODES[0]), (8, 8), (130, NODES[1])):
        X = random.random((12, width))
        assert fit(job_of(X, X[:, 0])).arrays["weights_0"].shape == (width, nodes)


def test_a_larger_alpha_makes_a_flatter_answer():
    random = np.random.default_rng(8)
    X = random.random((50, 3))
    spreads = [fit(job_of(X, np.sin(6 * X[:, 0]), alpha=a)).fitted.std() for a in (0.01, 10.0, 1000.0)]
    assert spreads[0] > spreads[1] > spreads[2]


def test_more_inputs_than_are_taken_as_they_are():
    random = np.random.default_rng(9)
    latent = random.random((300, 3))
    X = np.tanh(latent @ random.normal(size=(3, MOST_DIRECT + 60))) + 0.01 * random.normal(size=(300, 260))
    job = job_of(X, latent[:, 0] * latent[:, 1])
    assert not prepare(job.X, job.y[:, None]).direct
    half = replace(job, X=job.X[:150], y=job.y[:150], takes=job.takes[:150])
    error = fit(half).estimator.predict(job.X[150:].astype(np.float64)) - job.y[150:]
    assert error.std() < 0.25 * job.y.std()
    check_numbers(half)


def test_what_is_folded_into_the_first_layer_is_what_was_trained_on():
    random = np.random.default_rng(10)
    X = (random.normal(size=(50, MOST_DIRECT + 20)) * 3 + 7).astype(np.float32)
    X[:, 4] = 2.0
    for width in (20, MOST_DIRECT + 20):
        inputs = prepare(X[:, :width], X[:, :1].astype(np.float64))
        layer = random.normal(size=(inputs.Z.shape[1] + 1, 6))
        weights, bias = inputs.fold(layer)
        folded = X[:, :width].astype(np.float64) @ weights + bias
        np.testing.assert_allclose(folded, inputs.Z @ layer[:-1] + layer[-1], atol=1e-9)


def test_many_examples_end_in_descent_and_are_learned():
    random = np.random.default_rng(11)
    X = random.random((1500, 10))
    y = mapping(X, 0)
    fitted = fit(job_of(X[:1200], y[:1200], nodes=40))
    error = fitted.estimator.predict(X[1200:]) - y[1200:]
    assert error.std() < 0.05 * y.std()


def test_both_forms_of_the_curvature_agree():
    random = np.random.default_rng(12)
    sizes = [3, 4, 2, 1]
    task = Task(random.normal(size=(25, 3)), random.normal(size=25), sizes)
    prior = prior_for(sizes, by_input=True, alpha=None)
    place = task.at(initial(sizes, random))
    curvature, slope = task.curvature(place, prior.widths)
    assert isinstance(curvature, ByExamples)
    deltas = backward(place.entering, split(place.weights, sizes), np.ones((25, 1)))
    one = curvature.factor(3.0, prior.rows())
    two = ByWeights(place.entering, deltas, prior.widths).factor(3.0, prior.rows())
    np.testing.assert_allclose(one.solve(slope), two.solve(slope), rtol=1e-8)
    np.testing.assert_allclose(one.row_traces(), two.row_traces(), rtol=1e-8)
    assert one.logdet() == pytest.approx(two.logdet())


def test_the_slope_is_that_of_the_squared_errors():
    random = np.random.default_rng(13)
    sizes = [3, 4, 1]
    task = Task(random.normal(size=(9, 3)), random.normal(size=9), sizes)
    weights = initial(sizes, random)
    _, slope = task.curvature(task.at(weights), prior_for(sizes, by_input=False, alpha=1.0).widths)
    for i in range(len(weights)):
        step = np.zeros(len(weights))
        step[i] = 1e-6
        change = (task.at(weights + step).squares - task.at(weights - step).squares) / 4e-6
        assert slope[i] == pytest.approx(change, rel=1e-5, abs=1e-7)


def test_no_warning_leaks():
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        for kind in ("continuous", "classification"):
            fit(make_job(kind, NETWORK, n=9))


DAMAGE = {
    "missing": lambda a: a.pop("weights_1"),
    "no bias": lambda a: a.pop("bias_0"),
    "none at all": lambda a: a.clear(),
    "not finite": lambda a: a.update(weights_0=a["weights_0"] * np.nan),
    "infinite": lambda a: a.update(bias_1=a["bias_1"] + np.inf),
    "huge": lambda a: a.update(weights_0=a["weights_0"] + 1e200),
    "wrong inputs": lambda a: a.update(weights_0=a["weights_0"][1:]),
    "wrong nodes": lambda a: a.update(weights_1=a["weights_1"][1:]),
    "wrong outputs": lambda a: a.update(weights_1=np.tile(a["weights_1"], 2), bias_1=np.tile(a["bias_1"], 2)),
    "no nodes": lambda a: a.update(weights_0=a["weights_0"][:, :0], bias_0=a["bias_0"][:0]),
    "wrong bias": lambda a: a.update(bias_0=a["bias_0"][:-1]),
    "flat": lambda a: a.update(weights_0=a["weights_0"].ravel()),
    "whole numbers": lambda a: a.update(weights_0=a["weights_0"].astype(np.int64)),
    "gap": lambda a: a.update(weights_2=a["weights_1"], bias_2=a["bias_1"]),
}
TRAINED = {kind: make_job(kind, NETWORK) for kind in ("continuous", "classification")}


@pytest.mark.parametrize("damage", DAMAGE)
@pytest.mark.parametrize("kind", TRAINED)
def test_a_damaged_model_is_a_problem(kind, damage):
    job = TRAINED[kind]
    model = as_model(job, fit(job))
    arrays = dict(model.arrays)
    compile_models([Placed(0, Model(model.header, arrays))], job.features)
    DAMAGE[damage](arrays)
    with pytest.raises(Problem, match="damaged"):
        compile_models([Placed(0, Model(model.header, arrays))], job.features)


@pytest.mark.parametrize("labels", [[2, 3], [2, 3, 5, 5], [2, 3, 5, 9], [0, 1, 2, 3]])
def test_damaged_labels_are_a_problem(labels):
    job = TRAINED["classification"]
    model = as_model(job, fit(job))
    damaged = Model(model.header, {**model.arrays, "labels": np.array(labels)})
    with pytest.raises(Problem, match="damaged"):
        compile_models([Placed(0, damaged)], job.features)
