"""Calibrates support vector machines on held-out examples."""

from __future__ import annotations

from typing import Any, Final, TypeAlias

import numpy as np
import numpy.typing as npt
from scipy.optimize import minimize_scalar
from sklearn.base import clone
from sklearn.model_selection import GroupKFold, StratifiedKFold

from wekipy.learning.predictors.svc import SUREST, Pairs

F64: TypeAlias = npt.NDArray[np.float64]
Indexes: TypeAlias = npt.NDArray[np.int64]

FOLDS: Final = 5
ASKED: Final = 2_000  # examples the sharpness is found on, spread evenly
RANGE: Final = (np.log(1e-2), np.log(1e2))


def fit_sharpness(machine: Any, X: F64, labels: Indexes, takes: Indexes) -> float:
    """The factor of the margins that makes the coupled probabilities of left-out examples most likely.

    One figure for all pairs of classes, found by least cross-entropy against targets held a little below 1
    as in Platt, Probabilistic outputs for support vector machines (1999); coupling as `Pairs.probabilities`.
    """
    classes = machine.classes_
    places = np.searchsorted(classes, labels)
    margins = np.empty((len(X), len(classes) * (len(classes) - 1) // 2))
    for train, test in folds(places, takes) or [(np.arange(len(X)), np.arange(len(X)))]:
        part = clone(machine).set_params(decision_function_shape="ovo").fit(X[train], labels[train])
        margins[test] = _margins(part, X[test])
    rows = np.unique(np.linspace(0, len(X) - 1, min(len(X), ASKED)).astype(np.int64))
    loss = _Loss(margins[rows], places[rows], len(classes))
    return float(np.exp(minimize_scalar(loss, bounds=RANGE, method="bounded").x))


def folds(places: Indexes, takes: Indexes) -> list[tuple[Indexes, Indexes]]:
    """Training and left-out examples: whole takes if every class is in others too, else stretches.

    Frames of one take are alike: leaving out every fifth of them would test on what was learned. No folds
    when a class has one example only.
    """
    counts = np.bincount(places)
    groups = len(np.unique(takes))
    if groups >= 2:
        parts = list(GroupKFold(min(FOLDS, groups)).split(places, groups=takes))
        if all(len(np.unique(places[train])) == len(counts) for train, _ in parts):
            return parts
    if counts.min() < 2:
        return []
    return list(StratifiedKFold(min(FOLDS, int(counts.min()))).split(places, places))


def modest_targets(places: Indexes, classes: int) -> F64:
    """(examples, classes): target probabilities, a little below 1 for the example's own class.

    As in Platt (1999), so that a few examples that were all right do not make an answer quite sure.
    """
    counts = np.bincount(places, minlength=classes)[places]
    hit = (counts + 1.0) / (counts + 2.0)
    targets = np.repeat(((1.0 - hit) / max(1, classes - 1))[:, None], classes, axis=1)
    targets[np.arange(len(places)), places] = hit
    return targets


def _margins(machine: Any, X: F64) -> F64:
    margins: F64 = machine.decision_function(X)
    return -margins[:, None] if margins.ndim == 1 else margins


class _Loss:
    """Mean cross-entropy of the coupled probabilities, for the logarithm of a sharpness."""

    def __init__(self, margins: F64, places: Indexes, classes: int) -> None:
        pairs = Pairs(classes)
        self._margins = margins
        self._first = np.eye(classes)[pairs.first]
        self._second = np.eye(classes)[pairs.second]
        self._targets = modest_targets(places, classes)

    def __call__(self, log_sharpness: float) -> float:
        odds = np.exp(np.clip(-np.exp(log_sharpness) * self._margins, -SUREST, SUREST))
        shares = 1.0 / (1.0 + odds @ self._first + (1.0 / odds) @ self._second)
        shares /= shares.sum(axis=1, keepdims=True)
        return float(-(self._targets * np.log(shares)).sum(axis=1).mean())
