"""Gaussian process classification leaves out what cannot change the class."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from learning_jobs import as_model, compile_one, make_job, vectors

from wekipy.learning.fitting import fit
from wekipy.learning.predictors import compile_models, gaussian
from wekipy.learning.predictors.base import Placed
from wekipy.learning.predictors.sigmoid import LEAST_VARIANCE, MARGIN, Reach, averaged_sigmoid
from wekipy.project.problem import Problem
from wekipy.project.schema import OptionValue


def test_what_stands_for_the_logistic_is_never_further_off_than_the_margin_allows() -> None:
    for x in np.linspace(-60, 60, 24_001):
        assert abs(averaged_sigmoid(x, 0.0) - 1 / (1 + np.exp(-x))) < MARGIN / 4


HEADS = st.lists(
    st.tuples(st.floats(-30, 30), st.floats(0, 1e4), st.floats(0, 1)), min_size=3, max_size=6
)  # mean, amplitude, and which share of it the variance is


@given(HEADS)
def test_the_largest_with_all_variances_is_among_the_contenders(heads) -> None:
    means, amplitudes, shares = zip(*heads, strict=True)
    contenders = Reach(amplitudes).contenders(means)
    found = [
        averaged_sigmoid(mean, max(amplitude * share, LEAST_VARIANCE))
        for mean, amplitude, share in zip(means, amplitudes, shares, strict=True)
    ]
    at = int(np.argmax(found))
    assert at in [head for _, head in contenders]
    assert all(found[head] <= most for most, head in contenders)


@pytest.mark.parametrize(
    ("means", "amplitude", "contenders"),
    [
        ([5.0, -5.0, -5.0], 1.0, [0]),
        ([-5.0, 5.0, -5.0], 100.0, [1]),
        ([2.0, 1.0, -5.0], 100.0, [0, 1]),
        ([0.0, 0.0, 0.0], 1.0, [0, 1, 2]),
    ],
)
def test_only_classes_that_a_variance_decides_between_contend(means, amplitude, contenders) -> None:
    assert sorted(head for _, head in Reach([amplitude] * 3).contenders(means)) == contenders


@pytest.mark.parametrize("shape", ["plain", "two classes"])
def test_most_answers_are_clear_and_all_agree_with_the_share(
    shape: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    job = make_job("classification", "gaussian-process", n=200)
    if shape == "two classes":
        job.y[:] = np.where(job.y == job.y.min(), job.y.min(), job.y.max())
    predictor, values = compile_one(job, fit(job)), np.zeros(1)
    made = []
    whole = gaussian.GaussianClasses._share
    monkeypatch.setattr(gaussian.GaussianClasses, "_share", lambda *args: made.append(1) or whole(*args))
    X = vectors(job, 400)
    classes = [predictor.answer(x, values) or values[0] for x in X]
    assert len(made) < len(X) / 2  # of three for each vector
    for x, found in zip(X, classes, strict=True):
        predictor.answer(x, values)
        assert found == 1 + predictor.distribution.argmax()


def test_several_answer_together_as_each_does_alone() -> None:
    few: list[dict[str, OptionValue]] = [{"examples": 50}, {"examples": 80}, {}]
    jobs = [make_job("classification", "gaussian-process", options, n=120) for options in few]
    jobs.append(replace(jobs[2], y=1.0 + (jobs[2].y == 2), output="two classes"))
    jobs.append(replace(jobs[0], X=jobs[0].X * 3, output="scaled by itself"))
    features = jobs[0].X.shape[1]
    models = [as_model(job, fit(job)) for job in jobs]
    together = compile_models([Placed(n, model) for n, model in enumerate(models)], features)
    assert len({predictor.latents for predictor in together}) == 2
    alone = [compile_models([Placed(0, model)], features)[0] for model in models]
    values, value = np.zeros(len(jobs)), np.zeros(1)
    for x in vectors(jobs[0], 100):
        for predictor in together:
            predictor.answer(x, values)
        for n, (one, predictor) in enumerate(zip(together, alone, strict=True)):
            predictor.answer(x, value)
            assert values[n] == value[0]
            np.testing.assert_allclose(one.distribution, predictor.distribution, rtol=1e-9, atol=1e-12)


def test_a_model_without_points_is_refused() -> None:
    job = make_job("classification", "gaussian-process", n=60)
    model = as_model(job, fit(job))
    none = {name: array[:0] for name, array in model.arrays.items() if name == "points"}
    heads = len(model.arrays["gammas"])
    none |= {"residuals": np.zeros((heads, 0)), "roots": np.zeros((heads, 0, 0))}
    with pytest.raises(Problem, match="no points"):
        compile_models([Placed(0, replace(model, arrays={**model.arrays, **none}))], job.X.shape[1])
