"""How large trees may grow, by takes left out.

A tree that may ask on and on learns its takes by heart. It is pruned by cost and complexity, by as much as
errs least on takes left out, if that is clearly less (Breiman, Friedman, Olshen and Stone 1984,
“Classification and Regression Trees”).
"""

from __future__ import annotations

from typing import Any, Final

import numpy as np
from sklearn.ensemble import AdaBoostClassifier
from sklearn.tree import DecisionTreeClassifier

from wekipy.learning.fitting.balance import class_weights
from wekipy.learning.fitting.left_out import Part, best, class_parts, clearly_best, wrong
from wekipy.learning.model import TrainingJob

MOST_TRIED: Final = 1_000  # examples
PRUNINGS: Final = 8  # that are tried besides none
DEPTHS: Final = (3, 1, 2, 5, 8)  # of the trees of AdaBoost, the usual one first
MOST_BOOSTED: Final = 300  # examples
BOOSTED_PARTS: Final = 4
ROUNDS: Final = 10


def best_pruning(job: TrainingJob, settings: dict[str, Any]) -> float:
    """Return scikit-learn's `ccp_alpha` that errs least on takes left out; 0 unless that helps."""
    parts = class_parts(job, MOST_TRIED)
    if not parts:
        return 0.0
    tree = DecisionTreeClassifier(random_state=job.seed, class_weight=class_weights(job), **settings)
    rows = np.unique(np.concatenate([part.test for part in parts]))
    steps = tree.cost_complexity_pruning_path(job.X[rows], job.y[rows].astype(np.int64)).ccp_alphas
    middles = np.sqrt(np.maximum(steps[:-1], 0.0) * np.maximum(steps[1:], 0.0))
    if len(middles) > PRUNINGS:
        middles = middles[np.linspace(0, len(middles) - 1, PRUNINGS).astype(np.int64)]
    prunings: list[float] = sorted({0.0, *middles.tolist()})

    def error(pruning: float, part: Part) -> float:
        tree.set_params(ccp_alpha=pruning).fit(job.X[part.train], job.y[part.train].astype(np.int64))
        return wrong(tree.predict(job.X[part.test]), job.y[part.test])

    return clearly_best(prunings, parts, error)


def best_depth(job: TrainingJob) -> int:
    """Return the depth of the trees of AdaBoost that errs least on takes left out, in `ROUNDS` rounds."""

    def error(depth: int, part: Part) -> float:
        base = DecisionTreeClassifier(max_depth=depth)
        boosting = AdaBoostClassifier(base, n_estimators=ROUNDS, random_state=job.seed)
        try:
            boosting.fit(job.X[part.train], job.y[part.train].astype(np.int64))
        except ValueError:  # it tells the classes apart no better than chance
            return 1.0
        return wrong(boosting.predict(job.X[part.test]), job.y[part.test])

    parts = class_parts(job, MOST_BOOSTED)[:BOOSTED_PARTS]
    return best(DEPTHS, parts, error) if parts else DEPTHS[0]
