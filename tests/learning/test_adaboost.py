"""AdaBoost, where one of its trees is right on all examples."""

from __future__ import annotations

import numpy as np
from evaluation_jobs import job_of

from wekipy.learning.fitting import fit


def test_a_tree_that_is_right_on_all_examples_is_not_outvoted():
    # Five classes in a row: trees of two questions miss one, until they are asked for it above all.
    found = []
    for seed in range(20):
        rng = np.random.default_rng(seed)
        y = np.repeat(np.arange(1.0, 6.0), 20)
        centres = rng.normal(size=(5, 3))
        X = centres[y.astype(int) - 1] + 0.02 * rng.normal(size=(100, 3))
        job = job_of(
            X, y, np.arange(100) % 10 + 1, "classification", "adaboost", {"base": "tree", "depth": 3}
        )
        fitted = fit(job)
        last = len(fitted.estimator.estimators_) - 1
        if last and fitted.estimator.estimator_errors_[last] <= 0:
            found.append(float(np.mean(fitted.fitted == y)))
    assert found
    assert found == [1.0] * len(found)
