"""Decision trees and the many ways to ask several of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, Final, TypeAlias

import numpy as np
import numpy.typing as npt
from sklearn.ensemble import (
    AdaBoostClassifier,
    RandomForestClassifier,
    RandomForestRegressor,
)
from sklearn.tree import DecisionTreeClassifier

from wekipy.learning import progress
from wekipy.learning.algorithm_rows import DEEPEST, UNLIMITED
from wekipy.learning.fitting.balance import class_weights, sample_weights
from wekipy.learning.fitting.base import Fitted
from wekipy.learning.fitting.left_out import tried
from wekipy.learning.fitting.pruning import MOST_BOOSTED, MOST_TRIED, best_depth, best_pruning
from wekipy.learning.model import Arrays, TrainingJob
from wekipy.learning.predictors.arrays import LARGEST
from wekipy.project.problem import Problem
from wekipy.project.schema import OptionValue

F64: TypeAlias = npt.NDArray[np.float64]
TOLD_EVERY: Final = 10  # trees of a forest between two reports of the progress
END: Final = -1  # scikit-learn's child of a node that has none


def depth_of(job: TrainingJob) -> int:
    """How many questions a tree may ask one after the other."""
    depth = job.options["depth"]
    return DEEPEST if depth == UNLIMITED else int(depth)


def flattened(trees: Sequence[Any], values: Sequence[npt.NDArray[Any]], name: str) -> Arrays:
    """Trees (scikit-learn's `tree_`) as the arrays of `predictors.trees.Nodes`, and a value for each node.

    Level by level over all trees, so that children come after their parent and next to each other.
    """
    starts = np.cumsum([0] + [tree.node_count for tree in trees])[:-1]
    left = np.concatenate([_moved(t.children_left, at) for t, at in zip(trees, starts, strict=True)])
    right = np.concatenate([_moved(t.children_right, at) for t, at in zip(trees, starts, strict=True)])
    order = [starts]
    while len(order[-1]):
        inner = order[-1][left[order[-1]] != END]
        order.append(np.stack([left[inner], right[inner]], axis=1).ravel())
    nodes = np.concatenate(order)
    place = np.empty(len(nodes), np.int64)
    place[nodes] = np.arange(len(nodes))
    ends = left[nodes] == END
    features = np.concatenate([tree.feature for tree in trees])[nodes]
    thresholds = np.concatenate([tree.threshold for tree in trees])[nodes]
    return {
        "trees": np.array(len(trees), np.int64),
        "depth": np.array(len(order) - 2, np.int64),
        "children": np.where(ends, place[nodes], place[left[nodes]]),
        "features": np.where(ends, 0, features).astype(np.int64),
        "thresholds": np.where(ends, LARGEST, thresholds),
        name: np.concatenate(values)[nodes],
    }


def _moved(children: npt.NDArray[np.int64], start: int) -> npt.NDArray[np.int64]:
    return np.where(children == END, END, children + start).astype(np.int64)


def _shares(tree: Any) -> F64:
    """(nodes, classes): the share of each class among the examples of each node."""
    return np.ascontiguousarray(tree.value[:, 0, :])


def _classified(predictor: str, arrays: Arrays, job: TrainingJob, estimator: Any) -> Fitted:
    labelled: Arrays = {"labels": estimator.classes_, **arrays}
    return Fitted(predictor, labelled, estimator.predict(job.X).astype(np.float64), estimator)


def fit_tree(job: TrainingJob) -> Fitted:
    """One decision tree, pruned back to what holds on takes left out, or as the option `prune` says."""
    settings = {
        "max_depth": depth_of(job),
        "min_samples_leaf": min(int(job.options["leaf"]), len(job.y)),
    }
    if job.options["prune"] != "auto":
        return _one_tree(job, ccp_alpha=float(job.options["prune"]), **settings)
    pruned = best_pruning(job, settings)
    parts = {"pruning": tried(job, MOST_TRIED)}
    return replace(_one_tree(job, ccp_alpha=pruned, **settings), settled={"prune": pruned}, parts=parts)


def fit_stump(job: TrainingJob) -> Fitted:
    """A decision tree of one question."""
    return _one_tree(job, max_depth=1)


def _one_tree(job: TrainingJob, **settings: Any) -> Fitted:
    tree = DecisionTreeClassifier(random_state=job.seed, class_weight=class_weights(job), **settings)
    tree.fit(job.X, job.y.astype(np.int64))
    arrays = flattened([tree.tree_], [_shares(tree.tree_)], "shares")
    return _classified("tree", arrays, job, tree)


def fit_forest(job: TrainingJob) -> Fitted:
    """A random forest: the mean of its trees' answers, or of the class shares where each ends."""
    settings: dict[str, Any] = {
        "n_estimators": int(job.options["trees"]),
        "max_depth": depth_of(job),
        "random_state": job.seed,
    }
    if job.kind == "continuous":
        regressor = _grow(RandomForestRegressor(**settings), job, job.y)
        return summed(job, regressor, regressor.estimators_, 1.0 / len(regressor.estimators_), 0.0)
    settings["class_weight"] = class_weights(job)
    forest = _grow(RandomForestClassifier(**settings), job, job.y.astype(np.int64))
    trees = [tree.tree_ for tree in forest.estimators_]
    return _classified("trees", flattened(trees, [_shares(t) for t in trees], "shares"), job, forest)


def _grow(forest: Any, job: TrainingJob, targets: npt.NDArray[Any]) -> Any:
    """Fit a forest some trees at a time, which gives the same trees, and report the progress."""
    trees = forest.n_estimators
    for done in (*range(TOLD_EVERY, trees, TOLD_EVERY), trees):
        forest.set_params(n_estimators=done, warm_start=True).fit(job.X, targets)
        progress.report(done / trees)
    return forest.set_params(warm_start=False)


def summed(job: TrainingJob, estimator: Any, parts: Sequence[Any], factor: float, offset: float) -> Fitted:
    """The sum of the answers of some trees, each times a factor."""
    trees = [part.tree_ for part in parts]
    arrays = flattened(trees, [tree.value[:, 0, 0] * factor for tree in trees], "values")
    arrays["offset"] = np.array(np.float64(offset))
    return Fitted("trees", arrays, estimator.predict(job.X), estimator)


def fit_adaboost(job: TrainingJob) -> Fitted:
    """AdaBoost (SAMME) over small trees or stumps; “auto” depth is that which holds on takes left out.

    Raises:
        Problem: when even the first tree tells the classes apart no better than chance.
    """
    depth, note = _base_depth(job)
    boosting = _boosting(depth, int(job.options["rounds"]), job.seed)
    try:
        _boost(boosting, job)
    except ValueError as e:
        if "worse than random" not in str(e):
            raise
        raise Problem(
            f"output {job.number}: the {job.options['base']}s of adaboost cannot tell these classes apart: "
            "give it deeper trees (base tree, a higher depth), or choose another algorithm"
        ) from e
    _let_perfect_decide(boosting)
    trees = [part.tree_ for part in boosting.estimators_]
    votes = [_shares(tree).argmax(axis=1) for tree in trees]
    arrays = flattened(trees, votes, "votes")
    arrays["weights"] = boosting.estimator_weights_[: len(trees)]
    settled: dict[str, OptionValue] = {"depth": depth} if note else {}
    parts = {"depth": tried(job, MOST_BOOSTED)} if note else {}
    return replace(_classified("adaboost", arrays, job, boosting), note=note, settled=settled, parts=parts)


def _base_depth(job: TrainingJob) -> tuple[int, str]:
    if job.options["base"] == "stump":
        return 1, ""
    if job.options["depth"] != "auto":
        return depth_of(job), ""
    depth = best_depth(job)
    return depth, f"trees of depth {depth}, chosen on examples left out"


def _boosting(depth: int, rounds: int, seed: int) -> Any:
    return AdaBoostClassifier(DecisionTreeClassifier(max_depth=depth), n_estimators=rounds, random_state=seed)


def _boost(boosting: Any, job: TrainingJob) -> None:
    """Fit, and report the progress before each round: scikit-learn has no hook for that."""
    round_of, rounds = boosting._boost, boosting.n_estimators

    def told(number: int, *given: Any) -> Any:
        progress.report(number / rounds)
        return round_of(number, *given)

    boosting._boost = told
    try:
        boosting.fit(job.X, job.y.astype(np.int64), sample_weights(job))
    finally:
        del boosting._boost


def _let_perfect_decide(boosting: Any) -> None:
    """Give a last tree that is right on all examples more weight than all others together.

    The logarithm of its odds is infinite: it decides (Freund and Schapire 1997, "A decision-theoretic
    generalization of on-line learning", Journal of Computer and System Sciences 55:119). scikit-learn gives
    it a weight of 1, less than each of the worse trees before it, and they outvote it.
    """
    last = len(boosting.estimators_) - 1
    if last and boosting.estimator_errors_[last] <= 0.0:
        boosting.estimator_weights_[last] = 1.0 + boosting.estimator_weights_[:last].sum()
