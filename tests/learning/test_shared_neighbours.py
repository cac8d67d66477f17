"""Outputs with the same examples search their neighbours once, and answer as if each did by itself."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from learning_jobs import as_model, compile_one, make_job, vectors

from wekipy.learning.fitting import fit
from wekipy.learning.model import Model
from wekipy.learning.predictors import compile_models
from wekipy.learning.predictors.arrays import Reader
from wekipy.learning.predictors.base import Placed
from wekipy.learning.predictors.search import Search
from wekipy.project.schema import Kind


@pytest.fixture
def searches(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Grows by one with each search."""
    made: list[int] = []
    search = Search.nearest

    def counted(self, q):
        made.append(1)
        return search(self, q)

    monkeypatch.setattr(Search, "nearest", counted)
    return made


def jobs(*kinds: Kind, **options):
    """Of the same examples, with targets of their own."""
    made = [make_job(kind, "knn", options or None, n=200) for kind in kinds]
    random = np.random.default_rng(1)
    return [replace(job, y=random.permutation(job.y)) for job in made]


def check(asked, searches, expected: int) -> None:
    """Together they answer as each alone, and search so often for each vector."""
    fitted = [fit(job) for job in asked]
    alone = [compile_one(job, found) for job, found in zip(asked, fitted, strict=True)]
    placed = [
        Placed(n, as_model(job, found)) for n, (job, found) in enumerate(zip(asked, fitted, strict=True))
    ]
    together = compile_models(placed, asked[0].features)
    values, own = np.zeros(len(asked)), np.zeros(1)
    for x in vectors(asked[0]):
        searches.clear()
        for predictor in together:
            predictor.answer(x, values)
        assert len(searches) == expected
        for n, predictor in enumerate(alone):
            predictor.answer(x, own)
            assert values[n] == own[0]


def test_the_same_examples_are_searched_once(searches) -> None:
    check(jobs("continuous", "continuous", "continuous"), searches, 1)


def test_classes_and_numbers_share_their_search(searches) -> None:
    check(
        jobs("continuous", weights="even", k=3) + jobs("classification", "classification", k=3), searches, 1
    )


def test_another_number_of_neighbours_is_another_search(searches) -> None:
    check(jobs("continuous", "continuous", k=3) + jobs("continuous", k=5), searches, 2)


def test_other_examples_are_another_search(searches) -> None:
    first, second = jobs("continuous", "continuous")
    moved = second.X.copy()
    moved[-1, 0] += 1.0
    check([first, replace(second, X=moved)], searches, 2)


def test_other_inputs_are_another_search(searches) -> None:
    first, second = jobs("continuous", "continuous")
    first, second = replace(first, features=5), replace(second, features=5, inputs=(0, 1, 2, 4))
    check([first, second], searches, 2)


def test_what_is_prepared_for_the_same_examples_is_kept_once() -> None:
    jobs_ = jobs("continuous", "continuous")
    models = [as_model(job, fit(job)) for job in jobs_]
    copied = {**models[1].arrays, "examples": models[1].arrays["examples"].copy()}
    placed = [Placed(0, models[0]), Placed(1, Model(models[1].header, copied))]
    compile_models(placed, jobs_[0].features)
    first, second = (Reader(p.model).once(lambda: pytest.fail("prepared already")) for p in placed)
    assert first.prepared is second.prepared
