"""Polynomials: powers with and without products, and a ridge that is chosen on takes left out."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from learning_jobs import compile_one, make_job

from wekipy.learning.fitting import fit
from wekipy.learning.fitting.ridge import RIDGES
from wekipy.project.problem import Problem


def answers(job, X):
    predictor, values = compile_one(job, fit(job)), np.zeros(1)
    found = []
    for x in X:
        predictor.answer(x, values)
        found.append(values[0])
    return np.array(found)


def curve_job(options, f, n=200, takes=8, noise=0.0):
    random = np.random.default_rng(5)
    X = random.uniform(-1, 1, (n, 2)).astype(np.float32)
    job = make_job("continuous", "polynomial", options, n=n)
    y = f(X.astype(float)) + noise * random.normal(size=n)
    return replace(job, X=X, y=y, inputs=(0, 1), features=2, takes=np.arange(n) * takes // n + 1)


def test_powers_alone_have_no_products():
    product = lambda X: X[:, 0] * X[:, 1]  # noqa: E731
    with_them = curve_job({"degree": 2, "ridge": 0.0}, product)
    without = curve_job({"degree": 2, "ridge": 0.0, "products": False}, product)
    assert fit(without).arrays["weights"].shape == (4,)
    assert np.abs(fit(with_them).fitted - with_them.y).max() < 1e-9
    assert np.abs(fit(without).fitted - without.y).std() > 0.1


@pytest.mark.parametrize("degree", [10, 20])
def test_high_degrees_answer_soundly(degree):
    """Between the examples the curve stays near them; far outside the answer is a number, if a wild one."""
    wave = lambda X: np.sin(4 * X[:, 0]) + X[:, 1] ** 3  # noqa: E731
    job = curve_job({"degree": degree, "ridge": "auto", "products": False}, wave, noise=0.02)
    between = np.random.default_rng(6).uniform(-0.95, 0.95, (500, 2)).astype(np.float32).astype(float)
    found = answers(job, between)
    assert np.sqrt(np.mean((found - wave(between)) ** 2)) < 0.03
    assert np.isfinite(answers(job, np.array([[1e9, -1e9], [3e38, 3e38]]))).all()


def test_the_ridge_is_chosen_on_takes_left_out():
    """Takes that hold still, each with an error: within them any curve is right, across them a calm one."""
    random = np.random.default_rng(2)
    places = np.linspace(-1, 1, 12)
    X = np.repeat(places, 20)[:, None] + 1e-3 * random.normal(size=(240, 1))
    y = np.repeat(places + 0.3 * random.normal(size=12), 20)
    job = make_job("continuous", "polynomial", {"degree": 11, "ridge": "auto"}, n=240)
    job = replace(
        job, X=X.astype(np.float32), y=y, inputs=(0,), features=1, takes=np.repeat(np.arange(1, 13), 20)
    )
    by_takes = fit(job).note
    shuffled = fit(replace(job, takes=np.arange(240) % 12 + 1)).note
    ridge = lambda note: float(note.split()[1].rstrip(","))  # noqa: E731
    assert by_takes.startswith("ridge ")
    assert ridge(by_takes) > 10 * ridge(shuffled)
    assert RIDGES.min() <= ridge(by_takes) <= RIDGES.max()


def test_few_examples_and_one_take_are_enough():
    for n in (2, 3, 7):
        job = make_job("continuous", "polynomial", {"degree": 20, "ridge": "auto", "products": False}, n=n)
        assert np.isfinite(fit(replace(job, takes=np.ones(n, np.int64))).fitted).all()


def test_too_many_terms_are_told_with_what_to_do():
    job = make_job("continuous", "polynomial", {"degree": 20})
    with pytest.raises(Problem, match=r"degree 20 over 4 inputs has 10,625 terms, .* switch products off"):
        fit(job)
    assert len(fit(replace(job, options={**job.options, "products": False})).arrays["weights"]) == 80
