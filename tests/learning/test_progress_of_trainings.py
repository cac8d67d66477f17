"""How far a training is: told where there are steps, the same model as without telling, and never back."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import numpy as np
import pytest
from learning_jobs import make_job
from sklearn.ensemble import AdaBoostClassifier, RandomForestClassifier, RandomForestRegressor
from sklearn.tree import DecisionTreeClassifier

from wekipy.learning import progress
from wekipy.learning.fitting import fit
from wekipy.learning.output_training import teach


@contextmanager
def told() -> Iterator[list[float]]:
    found: list[float] = []
    progress.listen(found.append)
    try:
        yield found
    finally:
        progress.listen(None)


@pytest.mark.parametrize(
    ("kind", "algorithm", "options"),
    [
        ("continuous", "random-forest", {"trees": 25}),
        ("continuous", "gradient-boosting", {"rounds": 12}),
        ("classification", "random-forest", {"trees": 25}),
        ("classification", "adaboost", {"rounds": 12, "depth": 2}),
        ("classification", "knn", {}),
    ],
)
def test_it_rises_in_steps_and_ends_near_the_end(kind, algorithm, options):
    with told() as shares:
        teach(make_job(kind, algorithm, options))
    assert len(shares) >= 3
    assert shares == sorted(shares)
    assert 0.9 <= shares[-1] <= 1.0


@pytest.mark.parametrize("kind", ["continuous", "classification"])
def test_what_has_no_steps_tells_nothing(kind):
    with told() as shares:
        teach(make_job(kind, "svm"))
    assert shares == []


def test_a_forest_grown_in_steps_is_that_of_scikit_learn():
    job = make_job("continuous", "random-forest", {"trees": 25})
    whole = RandomForestRegressor(25, max_depth=100, random_state=0).fit(job.X, job.y)
    np.testing.assert_array_equal(fit(job).estimator.predict(job.X), whole.predict(job.X))
    job = make_job("classification", "random-forest", {"trees": 25})
    whole = RandomForestClassifier(25, max_depth=100, random_state=0).fit(job.X, job.y)
    ours = fit(job).estimator
    np.testing.assert_array_equal(ours.predict_proba(job.X), whole.predict_proba(job.X))
    assert ours.get_params() == whole.get_params()


def test_adaboost_that_tells_is_that_of_scikit_learn():
    job = make_job("classification", "adaboost", {"rounds": 12, "depth": 2})
    tree = DecisionTreeClassifier(max_depth=2)
    whole = AdaBoostClassifier(tree, n_estimators=12, random_state=0).fit(job.X, job.y.astype(np.int64))
    ours = fit(job).estimator
    np.testing.assert_array_equal(ours.decision_function(job.X), whole.decision_function(job.X))
    assert "_boost" not in vars(ours)
