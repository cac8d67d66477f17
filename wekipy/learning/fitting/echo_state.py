"""Fits echo state networks: draws a reservoir, and learns a weighted sum of its state.

The units are connected at random, the same way each time. What is found out on takes that were held out is
how fast the units forget (`leak`), how much they hear of each other (`radius`, the spectral radius of their
connections) and how calm the sum is (ridge). The states of a take begin at zero, as those of the engine do
when it starts to run, so what comes in the first moments of a take is learned as such. Sources as in
`wekipy.learning.predictors.echo_state`; the ranges that are tried follow Lukoševičius (2012).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from wekipy.learning import progress
from wekipy.learning.fitting.base import Fitted
from wekipy.learning.fitting.scaling import scaling_arrays, standardiser
from wekipy.learning.model import Arrays, TrainingJob
from wekipy.learning.predictors.echo_state import LEAST_SHARE, dense
from wekipy.learning.predictors.scaling import FARTHEST
from wekipy.learning.sequences import beginnings, begins
from wekipy.project.schema import OptionValue

F64 = npt.NDArray[np.float64]
I64 = npt.NDArray[np.int64]

SOURCES: Final = 10  # units that each unit hears
LEAKS: Final = (1.0, 0.5, 0.2, 0.05)
RADII: Final = (0.6, 0.95)
RIDGES: Final = (1e-8, 1e-7, 1e-6, 1e-5, 1e-4, 1e-2)
MOST_TRIED: Final = 6_000  # examples that are looked at to choose
FOLDS: Final = 5
LEAST_GAP: Final = 1.0  # seconds, or
PERIODS: Final = 10.0  # usual periods, if that is more: after a longer gap it begins anew
BEYOND: Final = 0.1  # of the range that was shown: as far beyond it as a number may go
BLOCK: Final = 4_096  # examples whose states are held at a time
CHOOSING: Final = 0.8  # share of the time, for the progress


@dataclass(frozen=True)
class Network:
    """A reservoir: arrays as those of `predictors.echo_state.Reservoir`."""

    sources: I64
    strengths: F64
    incoming: F64
    bias: F64
    leak: float
    radius: float = 1.0

    def states(self, Z: F64, new: npt.NDArray[np.bool_]) -> Iterator[F64]:
        """The states at (examples, inputs), scaled, in blocks (≤ BLOCK, units), forgotten where it is new."""
        recurrent, leak = dense(self.sources, self.strengths), self.leak
        state, following = np.zeros(len(recurrent)), np.empty(len(recurrent))
        for at in range(0, len(Z), BLOCK):
            heard = Z[at : at + BLOCK] @ self.incoming.T + self.bias
            for row, begins_here in zip(heard, new[at : at + BLOCK].tolist(), strict=True):
                if begins_here:
                    state[:] = 0.0
                np.dot(recurrent, state, out=following)
                np.add(following, row, out=following)
                np.tanh(following, out=following)
                np.subtract(following, state, out=following)
                np.multiply(following, leak, out=following)
                np.add(state, following, out=state)
                row[:] = state
            yield heard


class EchoStateEstimator:
    """A trained echo state network, asked about sequences.

    Attributes:
        labels: the classes of its columns; None for a number.
    """

    def __init__(self, scaler: Any, network: Network, weights: F64, labels: I64 | None, gap: float) -> None:
        self._scaler, self._network, self._weights, self._gap = scaler, network, weights, gap
        self.labels = labels
        self.low, self.high = -np.inf, np.inf

    def predict(self, X: npt.NDArray[Any]) -> F64:
        """The answers to (examples, inputs) that come one after the other."""
        return self.predict_takes(X, np.zeros(len(X), np.int64), None)

    def predict_takes(self, X: npt.NDArray[Any], takes: I64, times: F64 | None) -> F64:
        """The answers to (examples, inputs); each take begins anew, and so it does after a gap."""
        sums = self._sums(X, takes, times)
        if self.labels is None:
            held: F64 = np.clip(sums[:, 0], self.low, self.high)
            return held
        chosen: F64 = self.labels.astype(np.float64)[np.maximum(sums, LEAST_SHARE).argmax(axis=1)]
        return chosen

    def predict_proba(self, X: npt.NDArray[Any]) -> F64:
        """(examples, classes): the shares of answers to (examples, inputs), one after the other."""
        shares = np.maximum(self._sums(X, np.zeros(len(X), np.int64), None), LEAST_SHARE)
        told: F64 = shares / shares.sum(axis=1, keepdims=True)
        return told

    def _sums(self, X: npt.NDArray[Any], takes: I64, times: F64 | None) -> F64:
        Z, new = _scaled(self._scaler, X), begins(takes, times, self._gap)
        return np.concatenate([_with_one(h) @ self._weights for h in self._network.states(Z, new)])


def fit_echo_state(job: TrainingJob) -> Fitted:
    """An echo state network of option `units` units; `leak` and `radius` are chosen unless they are given."""
    scaler, gap = standardiser(job.X), _gap(job)
    labels = None if job.kind == "continuous" else np.unique(job.y).astype(np.int64)
    targets, weights = _targets(job, labels)
    Z, new = _scaled(scaler, job.X), begins(job.takes, job.times, gap)
    network, ridge = _choose(job, _draw(job), Z, new, targets, weights)
    gram, product = _sums(network, Z, new, targets, weights)
    readout = _solve(gram, product, ridge)
    estimator = EchoStateEstimator(scaler, network, readout, labels, gap)
    arrays: Arrays = {
        **scaling_arrays(scaler),
        "sources": network.sources,
        "strengths": network.strengths,
        "incoming": network.incoming,
        "bias": network.bias,
        "leak": np.array(network.leak),
        "gap": np.array(gap),
    }
    if labels is None:
        reach = BEYOND * float(np.ptp(job.y))
        estimator.low, estimator.high = float(job.y.min()) - reach, float(job.y.max()) + reach
        arrays |= {"weights": readout[:-1, 0], "offset": np.array(readout[-1, 0])}
        arrays |= {"low": np.array(estimator.low), "high": np.array(estimator.high)}
    else:
        arrays |= {"weights": readout[:-1].T.copy(), "offsets": readout[-1], "labels": labels}
    fitted = estimator.predict_takes(job.X, job.takes, job.times)
    settled: dict[str, OptionValue] = {"leak": network.leak, "radius": network.radius}
    note = f"leak {network.leak:g} and radius {network.radius:g}, chosen on takes left out"
    chosen = _chosen(job, note)
    parts = {"leak and radius": min(len(job.y), MOST_TRIED)} if chosen else {}
    return Fitted("echo-state", arrays, fitted, estimator, note=chosen, settled=settled, parts=parts)


def _chosen(job: TrainingJob, note: str) -> str:
    return note if "auto" in (job.options["leak"], job.options["radius"]) else ""


def _scaled(scaler: Any, X: npt.NDArray[Any]) -> F64:
    Z: F64 = scaler.transform(X.astype(np.float64))
    return np.clip(Z, -FARTHEST, FARTHEST, out=Z)


def _targets(job: TrainingJob, labels: I64 | None) -> tuple[F64, F64]:
    """What the sums are to say, (examples, columns), and how much each example weighs.

    A class that is shown rarely is shown because it matters: it weighs more than its examples, yet less than
    one that is shown often.
    """
    if labels is None:
        return job.y[:, None], np.full(len(job.y), 1.0 / len(job.y))
    places = np.searchsorted(labels, job.y)
    counts = np.bincount(places)
    weights = 1.0 / np.sqrt(counts[places])
    return np.eye(len(labels))[places], weights / weights.sum()


def _gap(job: TrainingJob) -> float:
    if job.times is None or len(job.y) < 2:
        return LEAST_GAP
    periods = np.diff(job.times)[job.takes[1:] == job.takes[:-1]]
    usual = float(np.median(periods)) if len(periods) else 0.0
    return max(LEAST_GAP, PERIODS * usual)


def _draw(job: TrainingJob) -> Network:
    """A reservoir of spectral radius 1, the same for the same numbers of units and inputs."""
    units, inputs = int(job.options["units"]), len(job.inputs)
    rng = np.random.default_rng(1)
    heard = min(SOURCES, units)
    sources = np.stack([np.sort(rng.permutation(units)[:heard]) for _ in range(units)]).astype(np.int64)
    strengths = rng.normal(size=sources.shape)
    strengths /= np.abs(np.linalg.eigvals(dense(sources, strengths))).max()
    incoming = rng.uniform(-1.0, 1.0, (units, inputs)) * np.sqrt(2.0 / inputs)
    return Network(sources, strengths, incoming, rng.uniform(-0.5, 0.5, units), 1.0)


def _choose(  # noqa: PLR0913  each is a different thing
    job: TrainingJob,
    drawn: Network,
    Z: F64,
    new: npt.NDArray[np.bool_],
    targets: F64,
    weights: F64,
) -> tuple[Network, float]:
    """The network and the ridge with the least error on what was held out."""
    rows = beginnings(job.takes, MOST_TRIED)
    folds = _folds(job.takes[rows])
    new = new[rows]
    candidates = [
        replace(drawn, leak=leak, radius=radius, strengths=drawn.strengths * radius)
        for leak in _options(job, "leak", LEAKS)
        for radius in _options(job, "radius", RADII)
    ]
    best = candidates[0], RIDGES[-1], np.inf
    for n, network in enumerate(candidates):
        states = _with_one(np.concatenate(list(network.states(Z[rows], new))))
        for ridge, error in _errors(states, targets[rows], weights[rows], folds):
            if error < best[2]:
                best = network, ridge, error
        progress.report(CHOOSING * (n + 1) / len(candidates))
    return best[:2]


def _options(job: TrainingJob, name: str, usual: tuple[float, ...]) -> tuple[float, ...]:
    chosen = job.options[name]
    return usual if chosen == "auto" else (float(chosen),)


def _folds(takes: I64) -> I64:
    """(examples,): which fold each is of; whole takes, or stretches of a single one."""
    numbers, places = np.unique(takes, return_inverse=True)
    if len(numbers) > 1:
        return places % FOLDS
    return np.arange(len(takes)) * FOLDS // max(1, len(takes))


def _errors(states: F64, targets: F64, weights: F64, folds: I64) -> list[tuple[float, float]]:
    """For each ridge the mean squared error on the folds, each asked of the sum that the others make."""
    parts = [folds == fold for fold in np.unique(folds)]
    sums = [_gram(states[part], targets[part], weights[part]) for part in parts]
    grams, products = (np.sum([one[n] for one in sums], axis=0) for n in (0, 1))
    found = []
    for ridge in RIDGES:
        error = 0.0
        for part, (gram, product) in zip(parts, sums, strict=True):
            left = (grams - gram, products - product) if len(parts) > 1 else (grams, products)
            off = states[part] @ _solve(*left, ridge) - targets[part]
            error += float(weights[part] @ np.square(off).sum(axis=1))
        found.append((ridge, error))
    return found


def _with_one(states: F64) -> F64:
    return np.concatenate([states, np.ones((len(states), 1))], axis=1)


def _gram(states: F64, targets: F64, weights: F64) -> tuple[F64, F64]:
    weighed = states * weights[:, None]
    return weighed.T @ states, weighed.T @ targets


def _sums(
    network: Network, Z: F64, new: npt.NDArray[np.bool_], targets: F64, weights: F64
) -> tuple[F64, F64]:
    """The products of all states with each other and with the targets, a block at a time."""
    units, at = len(network.bias) + 1, 0
    gram, product = np.zeros((units, units)), np.zeros((units, targets.shape[1]))
    for states in network.states(Z, new):
        part = slice(at, at + len(states))
        more = _gram(_with_one(states), targets[part], weights[part])
        gram += more[0]
        product += more[1]
        at += len(states)
    return gram, product


def _solve(gram: F64, product: F64, ridge: float) -> F64:
    """(units + 1, columns): the sums with the least error; the last row is their offsets."""
    held = np.full(len(gram), ridge)
    held[-1] = 1e-12
    return np.linalg.solve(gram + np.diag(held), product).astype(np.float64)
