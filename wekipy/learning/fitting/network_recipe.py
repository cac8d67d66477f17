"""How a network is trained: which of the two optimisers, from how many starts, and with what alpha."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from wekipy.learning import progress
from wekipy.learning.fitting.network_descent import Fit, cross_entropy, descend, half_squares
from wekipy.learning.fitting.network_evidence import Task, prior_for, train
from wekipy.learning.fitting.network_inputs import evenly
from wekipy.learning.fitting.network_layers import F64, forward, initial, shapes_of, split, with_one

Labels = npt.NDArray[np.intp]

MOST_WORK = 1e8  # multiplications of one Gauss-Newton iteration, about 15 ms; with more, fewer examples
# Noise precisions of the first iterations of each start; the best by evidence is kept. With few examples,
# one start in four finds a poor solution; the last one looks for how little the targets depend on the inputs.
STARTS: tuple[float, ...] = (10.0, 10.0, 1.0)
ENOUGH = 3  # examples for each input, below which the inputs share one penalty: their own would be chance
PLENTY = 150  # examples from which a poor solution is rare enough that two starts do
CHEAP = 1e7  # multiplications of one iteration above which there is one start only

ALPHAS = (10.0, 1.0, 0.1, 0.01)  # tried for classes, simplest first
UNTRIED = 0.3  # for classes with too few examples to try
FOLDS = 3
TRIAL_WORK = 1e9  # multiplications of all trials for an alpha, about
TRIAL_EXAMPLES = (100, 600)
TRIAL_ITERATIONS = 50
TRYING = 0.7  # share of the time that goes into trying alphas, for the progress


def train_continuous(task: Task, alpha: float | None, seed: int, *, by_input: bool) -> F64:
    """Flat weights of a network of one output.

    Args:
        alpha: scikit-learn's penalty; None finds out.
        by_input: the columns of Z are inputs, and each gets its own penalty if there are enough examples.
    """
    n = len(task.y)
    some = task.some(evenly(n, _affordable(n, task.sizes)))
    own = by_input and alpha is None and n >= ENOUGH * task.sizes[0]
    prior = prior_for(task.sizes, by_input=own, alpha=alpha)
    betas = STARTS if len(some.y) < PLENTY else STARTS[1:]
    if _work(len(some.y), task.sizes) > CHEAP:
        betas = STARTS[:1]
    tries = []
    for i, beta in enumerate(betas):
        with progress.within(i / len(betas), (i + 1) / len(betas)):
            first = beta if alpha is None else 1.0
            tries.append(train(some, prior, first, (seed, i), fixed=alpha is not None))
    best = max(tries, key=lambda t: t.evidence)
    if len(some.y) == n:
        return best.weights
    loss = half_squares(task.y, best.beta)
    return descend(task.Z, loss, best.weights, task.sizes, Fit(best.prior.weights()))


def _work(n: int, sizes: Sequence[int]) -> float:
    shapes = shapes_of(sizes)
    weights = sum(a * b for a, b in shapes)
    return float(n * weights**2 if weights <= n else n**2 * (n + 4 * sum(a + b for a, b in shapes)))


def _affordable(n: int, sizes: Sequence[int]) -> int:
    while n > 100 and _work(n, sizes) > MOST_WORK:
        n //= 2
    return n


def penalty_part(n: int, sizes: Sequence[int], *, classes: bool, chosen: bool) -> dict[str, int]:
    """On how many of `n` examples the penalties of a network are found, for `Fitted.parts`.

    Args:
        chosen: somebody gave them, so that those of classes need not be tried.
    """
    if not classes:
        return {"penalties": _affordable(n, sizes)}
    return {} if chosen else {"penalties": min(n, _tried(sizes))}


@dataclass(frozen=True)
class ClassTask:
    """What a network of classes is to learn.

    Attributes:
        Z: (examples, inputs), about standardised.
        labels: (examples,) class numbers from 0 without a gap.
        takes: (examples,), so that alpha is tried on takes it was not trained on, where that can be done.
        sizes: inputs, nodes of each hidden layer, and 1 for two classes or else as many as classes.
        counts: (examples,) how many times each counts; None for once.
    """

    Z: F64
    labels: Labels
    takes: npt.NDArray[np.int64]
    sizes: Sequence[int]
    counts: F64 | None = None

    def some(self, chosen: npt.NDArray[np.intp] | npt.NDArray[np.bool_]) -> ClassTask:
        """The same with some examples only."""
        counts = None if self.counts is None else self.counts[chosen]
        return ClassTask(self.Z[chosen], self.labels[chosen], self.takes[chosen], self.sizes, counts)

    def train(self, start: F64, fit: Fit) -> F64:
        """Flat weights."""
        loss = cross_entropy(self.labels, self.sizes[-1], self.counts)
        return descend(self.Z, loss, start, self.sizes, fit)

    def loss(self, weights: F64) -> float:
        """The summed cross entropy of a network."""
        _, out = forward(with_one(self.Z), split(weights, self.sizes))
        return cross_entropy(self.labels, self.sizes[-1], self.counts)(out)[0]

    def precision(self, alpha: float) -> F64:
        """As scikit-learn: alpha for every weight, 0 for biases."""
        return np.concatenate(
            [np.append(np.full((a - 1) * b, alpha), np.zeros(b)) for a, b in shapes_of(self.sizes)]
        )


def train_classes(task: ClassTask, alpha: float | None, seed: int) -> F64:
    """Flat weights of a network of classes.

    Args:
        alpha: scikit-learn's penalty; None finds out by cross-validation.
    """
    start = initial(task.sizes, np.random.default_rng(seed))
    if alpha is None:
        alpha = _choose(task, start)
        progress.report(TRYING)
    return task.train(start, Fit(task.precision(alpha)))


def _choose(task: ClassTask, start: F64) -> float:
    """The alpha with the least cross entropy on examples left out."""
    if np.bincount(task.labels).min() < 2:
        return UNTRIED
    order = np.argsort(task.labels, kind="stable")
    trial = task.some(np.sort(order[evenly(len(order), _tried(task.sizes))]))
    folds = _folds(trial.labels, trial.takes)
    totals = np.zeros(len(ALPHAS))
    numbers = np.unique(folds)
    for done, fold in enumerate(numbers):
        progress.report(TRYING * done / len(numbers))
        kept, held_out, weights = trial.some(folds != fold), trial.some(folds == fold), start
        for i, alpha in enumerate(ALPHAS):
            weights = kept.train(weights, Fit(task.precision(alpha), 1e-4, TRIAL_ITERATIONS))
            totals[i] += held_out.loss(weights)
    return ALPHAS[int(totals.argmin())]


def _tried(sizes: Sequence[int]) -> int:
    """How many examples alphas are tried on, at most."""
    weights = sum(a * b for a, b in shapes_of(sizes))
    most = TRIAL_WORK / (len(ALPHAS) * FOLDS * TRIAL_ITERATIONS * 6.0 * weights)
    return int(np.clip(most, *TRIAL_EXAMPLES))


def _folds(labels: Labels, takes: npt.NDArray[np.int64]) -> Labels:
    """(examples,): whole takes where every class is in two or more, else stretches of each class in order.

    Neighbouring frames of one take are nearly the same, and must not be on both sides.
    """
    _, rank = np.unique(takes, return_inverse=True)
    folds = np.empty(len(labels), np.intp)
    by_take = np.full(rank.max() + 1, -1)
    for label in np.unique(labels):
        own = np.flatnonzero(labels == label)
        folds[own] = np.arange(len(own)) * FOLDS // len(own)
        in_takes = np.unique(rank[own])
        if len(in_takes) < 2:
            by_take[:] = -2  # this class would be missing from a training side
        new = in_takes[by_take[in_takes] == -1]
        by_take[new] = (len(in_takes) - len(new) + np.arange(len(new))) % FOLDS
    return folds if -2 in by_take else by_take[rank].astype(np.intp)
