"""Continuous networks by Levenberg-Marquardt with Bayesian regularisation.

Every group of weights has a precision `alpha` and the targets a noise precision `beta`; both are found from
the examples by the evidence framework (MacKay 1992, "A practical Bayesian framework for backpropagation
networks"; Foresee and Hagan 1997, "Gauss-Newton approximation to Bayesian learning"), with one group for
every input (automatic relevance determination: Neal 1996), so that inputs which do not matter for an output
are let go. One thing is our own: the precisions stay as they are for the first iterations (`FIXED_FOR`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
import numpy.typing as npt

from wekipy.learning import progress
from wekipy.learning.fitting.network_curvature import ByExamples, ByWeights, Curvature
from wekipy.learning.fitting.network_layers import (
    F64,
    backward,
    forward,
    gradient,
    initial,
    shapes_of,
    split,
    with_one,
)

ITERATIONS = 60
FIXED_FOR = 10  # iterations before the precisions move: the smooth solution first, then what the data ask for
FIRST_ALPHA = 0.3  # times the inputs of the layer, so that nodes of wide layers do not start saturated
BIAS_ALPHA = 1e-2  # of the output bias: targets are centred, it only must not be 0
ALPHAS = (1e-4, 1e6)
# Targets are never believed to better than a tenth of their spread. The frames of one pose are not
# independent evidence: without this limit, 40 frames of each of 3 poses make the network a staircase between.
MOST_BETA = 100.0
IMAGINED = 0.1  # squared error of one more, imagined example: a few examples never seem free of noise
LEAST_FREE = 0.1  # share of the examples that count as free when the weights seem to take them all
ENOUGH = 1e-4  # relative gain below which three iterations in a row end the training


@dataclass(frozen=True)
class Prior:
    """Precisions of the weights by group, and the group of every row of every layer (-1 is fixed)."""

    groups: npt.NDArray[np.intp]
    widths: F64
    alphas: F64

    def rows(self) -> F64:
        """The precision of every row of every layer (group -1 takes the last, which never moves)."""
        return self.alphas[self.groups]

    def weights(self) -> F64:
        """The precision of every weight."""
        return np.repeat(self.rows(), self.widths.astype(np.intp))


@dataclass(frozen=True)
class Place:
    """A place in the space of weights, and what the network does there."""

    weights: F64
    entering: list[F64]
    errors: F64

    @property
    def squares(self) -> float:
        """The sum of squared errors."""
        return float(self.errors @ self.errors)


@dataclass(frozen=True)
class Trained:
    """A trained network, the precisions found, and the logarithm of its evidence."""

    weights: F64
    prior: Prior
    beta: float
    evidence: float


@dataclass(frozen=True)
class Task:
    """What a network is to learn.

    Attributes:
        Z: (examples, inputs), about standardised.
        y: (examples,), standardised.
        sizes: inputs, nodes of each hidden layer, 1.
    """

    Z: F64
    y: F64
    sizes: Sequence[int]

    @cached_property
    def first(self) -> F64:
        """What enters the first layer."""
        return with_one(self.Z)

    def some(self, chosen: npt.NDArray[np.intp]) -> Task:
        """The same with some examples only."""
        return Task(self.Z[chosen], self.y[chosen], self.sizes)

    def at(self, weights: F64) -> Place:
        """What the network with these weights does."""
        entering, out = forward(self.first, split(weights, self.sizes))
        return Place(weights, entering, out[:, 0] - self.y)

    def curvature(self, place: Place, widths: F64) -> tuple[Curvature, F64]:
        """The curvature there, and the gradient of half the squared errors."""
        deltas = backward(place.entering, split(place.weights, self.sizes), np.ones((len(self.y), 1)))
        form = ByExamples if len(self.y) < len(place.weights) else ByWeights
        slope = gradient(place.entering, [d * place.errors[:, None] for d in deltas])
        return form(place.entering, deltas, widths), slope


def prior_for(sizes: Sequence[int], *, by_input: bool, alpha: float | None) -> Prior:
    """The precisions to start with; or to keep, when scikit-learn's `alpha` is given."""
    groups: list[int] = []
    alphas: list[float] = []
    widths: list[int] = []
    for layer, (rows, width) in enumerate(shapes_of(sizes)):
        inputs = rows - 1
        own = layer == 0 and by_input
        groups += [len(alphas) + (i if own else 0) for i in range(inputs)]
        wanted = FIRST_ALPHA * inputs if alpha is None else max(alpha, ALPHAS[0])
        alphas += [wanted] * (inputs if own else 1)
        groups.append(len(alphas))
        alphas.append(FIRST_ALPHA * inputs if alpha is None else BIAS_ALPHA)
        widths += [width] * rows
    groups[-1], alphas[-1] = -1, BIAS_ALPHA
    return Prior(np.array(groups, np.intp), np.array(widths, np.float64), np.array(alphas))


def train(task: Task, prior: Prior, beta: float, seed: Sequence[int], *, fixed: bool) -> Trained:
    """One network from one random start.

    Args:
        prior: the precisions to start with.
        beta: the noise precision to start with.
        seed: of the random start.
        fixed: keep these precisions.
    """
    place = task.at(initial(task.sizes, np.random.default_rng(seed)))
    damping, quiet = 1e-2, 0
    for iteration in range(ITERATIONS):
        progress.report(iteration / ITERATIONS)
        curvature, slope = task.curvature(place, prior.widths)
        if iteration >= FIXED_FOR and not fixed:
            prior, beta = _reestimate(place, curvature, prior, beta)
        before = _cost(place, prior, beta)
        moved = _step(task, place, (curvature, slope), prior, (beta, damping))
        if moved is None:
            break
        place, damping = moved
        quiet = quiet + 1 if before - _cost(place, prior, beta) < ENOUGH * before else 0
        if quiet == 3 and (fixed or iteration > FIXED_FOR + 3):
            break
    return Trained(place.weights, prior, beta, _evidence(task, place, prior, beta))


def _cost(place: Place, prior: Prior, beta: float) -> float:
    return 0.5 * (beta * place.squares + float(prior.weights() @ place.weights**2))


def _step(
    task: Task, place: Place, local: tuple[Curvature, F64], prior: Prior, at: tuple[float, float]
) -> tuple[Place, float] | None:
    """A step that lowers the cost and the damping for the next, or None when no damping finds one."""
    (curvature, slope), (beta, damping) = local, at
    cost, first = _cost(place, prior, beta), damping
    downhill = beta * slope + prior.weights() * place.weights
    while damping < 1e8:
        try:
            factor = curvature.factor(beta, prior.rows() + damping * beta)
        except np.linalg.LinAlgError:
            damping *= 10
            continue
        new = task.at(place.weights - factor.solve(downhill))
        if _cost(new, prior, beta) < cost:
            return new, max(damping / 10, 1e-9) if damping == first else damping
        damping *= 10
    return None


def _reestimate(place: Place, curvature: Curvature, prior: Prior, beta: float) -> tuple[Prior, float]:
    """MacKay's update: a group's precision is the number of weights the data determine over their squares."""
    rows = prior.rows()
    free = prior.groups >= 0
    size = len(prior.alphas) - 1
    determined = prior.widths - rows * curvature.factor(beta, rows).row_traces()
    starts = (np.cumsum(prior.widths) - prior.widths).astype(np.intp)
    squares = np.add.reduceat(place.weights**2, starts)
    gamma = np.clip(np.bincount(prior.groups[free], determined[free], minlength=size), 1e-6, None)
    length = np.bincount(prior.groups[free], squares[free], minlength=size)
    alphas = np.append(np.clip(gamma / (length + 1e-12), *ALPHAS), prior.alphas[-1])
    n = len(place.errors)
    left = max(n - float(gamma.sum()) - 1.0, LEAST_FREE * n)
    beta = (left + 1.0) / (place.squares + IMAGINED)
    return replace(prior, alphas=alphas), min(beta, MOST_BETA)


def _evidence(task: Task, place: Place, prior: Prior, beta: float) -> float:
    """log evidence by Laplace's approximation, without what is the same for every start."""
    curvature, _ = task.curvature(place, prior.widths)
    of_prior = float(prior.widths @ np.log(prior.rows()))
    of_noise = len(place.errors) * float(np.log(beta))
    volume = curvature.factor(beta, prior.rows()).logdet()
    return 0.5 * (of_prior + of_noise - volume) - _cost(place, prior, beta)
