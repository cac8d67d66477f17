"""A support vector machine set as Weka's SMO means what it means there."""

from __future__ import annotations

import numpy as np
import pytest
from learning_jobs import compile_one, make_job

from wekipy.learning.fitting import fit
from wekipy.project.checking import check
from wekipy.project.create import new_project
from wekipy.project.examples import fingerprint
from wekipy.project.schema import AlgorithmChoice

WEKA = {"scaling": "range", "kernel": "polynomial", "gamma": 1.0, "lower_order": False}


def scaled(job, X):
    low, high = job.X.min(axis=0).astype(float), job.X.max(axis=0).astype(float)
    return (X - low) / (high - low)


@pytest.mark.parametrize(
    ("options", "kernel"),
    [
        (WEKA, lambda a, b: (a @ b.T) ** 2),
        ({**WEKA, "exponent": 3, "C": 20.0}, lambda a, b: (a @ b.T) ** 3),
        ({**WEKA, "lower_order": True}, lambda a, b: (a @ b.T + 1) ** 2),
        ({"scaling": "range", "kernel": "linear", "C": 0.5}, lambda a, b: a @ b.T),
        (
            {"scaling": "range", "kernel": "rbf", "gamma": 0.7},
            lambda a, b: np.exp(-0.7 * ((a[:, None] - b[None]) ** 2).sum(axis=2)),
        ),
    ],
    ids=["square", "cube", "lower order", "linear", "rbf"],
)
def test_it_is_the_machine_of_that_kernel_and_that_c(options, kernel):
    """The conditions that only the best margin fulfils (Karush, Kuhn and Tucker), with Weka's kernel."""
    job = make_job("classification", "svm", options, shape="two classes", n=120)
    arrays = fit(job).arrays
    Z, C = scaled(job, job.X.astype(float)), float(job.options["C"])
    sign = np.where(job.y == arrays["labels"][0], 1.0, -1.0)
    points, duals = arrays["points"], arrays["duals"][0]
    margins = sign * (kernel(Z, points) @ duals + arrays["offsets"][0])
    assert np.abs(duals).max() <= C + 1e-9
    assert abs(duals.sum()) < 1e-6
    weight = np.zeros(len(Z))
    for point, dual in zip(points, duals, strict=True):
        # Rows that are equal share one place; made-up rows are all different.
        weight[np.argmin(np.abs(Z - point).sum(axis=1))] = abs(dual)
    assert (margins[weight == 0] > 1 - 5e-3).all()
    assert (margins[weight > C - 1e-9] < 1 + 5e-3).all()
    np.testing.assert_allclose(margins[(weight > 1e-6) & (weight < C - 1e-6)], 1.0, atol=5e-3)


def test_without_lower_powers_an_answer_does_not_depend_on_the_sign():
    """(x·y)² has even terms only: what stands at the other side of the origin is the same."""
    job = make_job("classification", "svm", WEKA, shape="two classes")
    predictor = compile_one(job, fit(job))
    low, high = job.X.min(axis=0).astype(float), job.X.max(axis=0).astype(float)
    values = np.zeros(1)
    for z in np.random.default_rng(3).normal(size=(50, len(job.inputs))):
        answers = []
        for side in (z, -z):
            predictor.answer(low + side * (high - low), values)
            answers.append(values[0])
        assert answers[0] == answers[1]


def test_a_project_from_before_means_what_it_meant():
    job = make_job("classification", "svm", {"kernel": "polynomial"})
    arrays = fit(job).arrays
    assert float(arrays["shift"]) == 1.0
    np.testing.assert_allclose(arrays["centre"], job.X.mean(axis=0), rtol=1e-5)
    np.testing.assert_allclose(arrays["scale"], job.X.std(axis=0), rtol=1e-5)
    project = new_project(3, "class:3")
    output = project.outputs[0]
    output = type(output)(
        uid=output.uid, name=output.name, algorithm=AlgorithmChoice("svm", {"C": 2.0}), classes=3
    )
    project = check(type(project)(inputs=project.inputs, outputs=(output,)))
    assert fingerprint(project, output) == "9e21dea024063995"
