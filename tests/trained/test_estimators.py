"""What scikit-learn's users do with a fitted estimator works with an output of a project."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from answered import poses, wandering
from on_stage import Stage
from sklearn.base import is_classifier, is_regressor
from sklearn.frozen import FrozenEstimator
from sklearn.inspection import partial_dependence, permutation_importance
from sklearn.metrics import accuracy_score, get_scorer, log_loss, r2_score
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import FunctionTransformer
from sklearn.utils.validation import check_is_fitted

import wekipy
from wekipy.project.problem import Problem
from wekipy.trained import ClassEstimator, NumberEstimator, TrainedProject

ROWS, POSES, NEAR = poses(1, 90)


@pytest.fixture(scope="module")
def piece(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TrainedProject]:
    """A number between hard limits, classes, and classes that may be none of these."""
    folder = tmp_path_factory.mktemp("estimators") / "piece.wekipy"
    stage = Stage(str(folder), "--inputs", "2", "--outputs", "1,class:3,class:3")
    stage.client.add_examples(ROWS, np.stack([NEAR, POSES, POSES], 1))
    stage.client.configure_output(1, minimum=20, maximum=90, limits="hard")
    stage.client.configure_output(3, nothing=True)
    stage.client.train()
    stage.client.save()
    stage.close()
    yield wekipy.load(Path(folder))


def test_a_classifier(piece: TrainedProject) -> None:
    found = piece.as_estimator(2)
    assert isinstance(found, ClassEstimator)
    check_is_fitted(found)
    assert is_classifier(found) and not is_regressor(found)
    assert found.classes_.tolist() == [1, 2, 3] and found.n_features_in_ == 2
    assert found.predict(ROWS).dtype == np.int64
    assert found.score(ROWS, POSES) == accuracy_score(POSES, found.predict(ROWS)) > 0.9
    assert log_loss(POSES, found.predict_proba(ROWS), labels=found.classes_) < 0.5
    for name in ("accuracy", "neg_log_loss", "f1_macro", "roc_auc_ovr"):
        assert np.isfinite(get_scorer(name)(found, ROWS, POSES))
    np.testing.assert_array_equal(found.predict(ROWS), piece.predict(ROWS)[:, 1])


def test_a_regressor(piece: TrainedProject) -> None:
    found = piece.as_estimator(1)
    assert isinstance(found, NumberEstimator)
    check_is_fitted(found)
    assert is_regressor(found) and not is_classifier(found)
    assert found.score(ROWS, NEAR) == pytest.approx(r2_score(NEAR, found.predict(ROWS)), abs=1e-12)
    assert found.predict(wandering(2, 200)).min() == 20 and found.predict(wandering(2, 200)).max() == 90
    assert found.score(ROWS[:1], found.predict(ROWS[:1])) == 1.0
    assert partial_dependence(found, ROWS, [0], grid_resolution=5)["average"].shape == (1, 5)


def test_importance_of_inputs(piece: TrainedProject) -> None:
    found = permutation_importance(piece.as_estimator(2), ROWS, POSES, n_repeats=2, random_state=0)
    assert found.importances_mean.shape == (2,) and found.importances_mean.max() > 0.05


def test_it_is_a_step_of_others(piece: TrainedProject) -> None:
    frozen = FrozenEstimator(piece.as_estimator(2))
    np.testing.assert_array_equal(frozen.fit(ROWS, POSES).predict(ROWS), piece.as_estimator(2).predict(ROWS))
    line = make_pipeline(FunctionTransformer(), frozen)
    assert line.fit(ROWS, POSES).score(ROWS, POSES) > 0.9


def test_each_row_is_answered_by_itself(piece: TrainedProject) -> None:
    found, rows = piece.as_estimator(3), wandering(5, 60)
    answers = found.predict(rows)
    assert 0 in answers and len(np.unique(answers)) > 2
    order = np.random.default_rng(0).permutation(len(rows))
    np.testing.assert_array_equal(found.predict(rows[order]), answers[order])
    np.testing.assert_array_equal(answers, [piece.predict(row)[2] for row in rows])  # as a first frame
    assert not np.array_equal(answers, piece.predict(rows)[:, 2])  # which holds for a while


def test_it_cannot_be_trained_and_says_so(piece: TrainedProject) -> None:
    found = piece.as_estimator(2)
    with pytest.raises(Problem, match="it is trained already; add examples to the project"):
        found.fit(ROWS, POSES)
    assert repr(found) == f"ClassEstimator(“{piece.outputs[1].name}”, svm)"
    for y, words in (
        (POSES[:3], r"y has the shape \(3,\), expected \(90,\): a value for each row"),
        (["a"] * 90, "y holds something that is no number"),
    ):
        with pytest.raises(Problem, match=words):
            found.score(ROWS, y)
