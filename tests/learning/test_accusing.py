"""No take is accused where none is near enough to contradict it: poses, each shown in one take."""

from __future__ import annotations

import numpy as np
import pytest
from evaluation_jobs import job_of

from wekipy.learning.evaluation.evaluate import evaluate


@pytest.mark.parametrize(
    ("kind", "algorithm"), [("classification", "knn"), ("classification", "svm"), ("continuous", "linear")]
)
def test_poses_of_one_take_each_are_accused_of_nothing(kind, algorithm):
    for seed in range(8):  # of which at least one accused each algorithm's takes
        rng = np.random.default_rng(seed)
        poses = 3 * rng.normal(size=(8, 5))
        X = np.concatenate([pose + 0.01 * rng.normal(size=(8, 5)) for pose in poses])
        targets = np.arange(8) % 2 + (kind == "classification")
        job = job_of(X, np.repeat(targets, 8), np.repeat(np.arange(1, 9), 8), kind, algorithm)
        found = evaluate(job, lambda _: None).findings
        assert [one.sentence for one in found if one.kind == "take"] == []
