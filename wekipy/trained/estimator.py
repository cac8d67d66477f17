"""An output in the form that scikit-learn's users expect of a fitted estimator, without scikit-learn itself.

Each row is answered by itself, as the first one after the engine began to run: scikit-learn shuffles and
splits rows, and an answer must not depend on the row before. Limits and rounding are the engine's; “none of
these” is decided at once, without its hold time.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import numpy.typing as npt

from wekipy.learning.model import Model
from wekipy.project.problem import Problem
from wekipy.project.schema import Project
from wekipy.trained.given import rows_of, targets_of
from wekipy.trained.runs import FreshRuns

F64 = npt.NDArray[np.float64]
I64 = npt.NDArray[np.int64]


class Estimator:
    """What estimators of classes and of numbers share.

    Args:
        models: of all outputs without gestures.
        place: index of the output.

    Attributes:
        n_features_in_: how many numbers a row has: one for each input of the project.
        feature_names_in_: (inputs,) their names.
    """

    _estimator_type = ""

    def __init__(self, project: Project, models: Mapping[str, Model], place: int) -> None:
        self._project, self._models, self._place = project, models, place
        self._runs = FreshRuns(project, models)
        self.n_features_in_ = len(project.inputs)
        self.feature_names_in_ = np.array([one.name for one in project.inputs], object)

    def __repr__(self) -> str:
        """Its class, output and algorithm."""
        output = self._project.outputs[self._place]
        header = self._models[output.uid].header
        algorithm = header.chosen or header.algorithm
        return f"{type(self).__name__}(“{output.name}”, {algorithm})"

    def fit(self, X: Any, y: Any) -> Estimator:  # noqa: ARG002  scikit-learn asks whether there is one
        """Refuse: a project is trained by its engine.

        Raises:
            Problem: always.
        """
        raise Problem("it is trained already; add examples to the project and train that, then load it again")

    def get_params(self, deep: bool = True) -> dict[str, Any]:  # noqa: ARG002
        """Return no parameters: there is nothing to choose any more."""
        return {}

    def __sklearn_is_fitted__(self) -> bool:
        return True

    def __sklearn_tags__(self) -> Any:
        """Return the tags by which scikit-learn tells classifiers and regressors apart; it alone asks."""
        from sklearn.utils import (  # noqa: PLC0415  only scikit-learn calls this
            ClassifierTags,
            RegressorTags,
            Tags,
            TargetTags,
        )

        classes = self._estimator_type == "classifier"
        return Tags(
            estimator_type=self._estimator_type,
            target_tags=TargetTags(required=True),
            classifier_tags=ClassifierTags() if classes else None,
            regressor_tags=None if classes else RegressorTags(),
        )

    def _slot(self) -> int:
        return self._project.slots()[self._place]

    def _values(self, X: Any) -> F64:
        rows = rows_of(self._project, X)
        with self._runs.one() as run:
            return run.alone(rows)[:, self._slot()]


class ClassEstimator(Estimator):
    """A classifier: an output with classes.

    Attributes:
        classes_: (classes,) int64, 1 to the number of classes. Where the output may answer “none of these”,
            `predict` may answer 0 as well, which has no probability.
    """

    _estimator_type = "classifier"

    def __init__(self, project: Project, models: Mapping[str, Model], place: int) -> None:
        super().__init__(project, models, place)
        self.classes_ = np.arange(1, models[project.outputs[place].uid].header.classes + 1)

    def predict(self, X: Any) -> I64:
        """Return the class of each row, (n,) int64, from 1; 0 is none of them.

        Args:
            X: (n, inputs), all finite.

        Raises:
            Problem: if X does not hold one finite number per input in each row.
        """
        return self._values(X).astype(np.int64)

    def predict_proba(self, X: Any) -> F64:
        """Return how likely each class of `classes_` is, (n, classes); rows sum to 1."""
        rows = rows_of(self._project, X)
        with self._runs.one() as run:
            return run.probabilities(rows, run.runtime.classifiers[self._slot()])

    def score(self, X: Any, y: Any) -> float:
        """Return the share of rows whose class is y (n,): the accuracy, 0 to 1."""
        found = self.predict(X)
        return float(np.mean(found == targets_of(len(found), y)))


class NumberEstimator(Estimator):
    """A regressor: an output that is a number."""

    _estimator_type = "regressor"

    def predict(self, X: Any) -> F64:
        """Return the value for each row, (n,) float64, limited and rounded as the engine does.

        Args:
            X: (n, inputs), all finite.

        Raises:
            Problem: if X does not hold one finite number per input in each row.
        """
        return self._values(X)

    def score(self, X: Any, y: Any) -> float:
        """Return R² of the answers to the true values y (n,): 1 is best, 0 is as good as their mean."""
        found = self.predict(X)
        wanted = targets_of(len(found), y)
        off = float(np.square(wanted - found).sum())
        spread = float(np.square(wanted - wanted.mean()).sum())
        if spread == 0.0:
            return 1.0 if off == 0.0 else 0.0
        return 1.0 - off / spread
