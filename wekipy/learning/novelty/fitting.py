"""Fits novelty: keeps examples, and computes the border around them."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from wekipy.learning.model import Arrays
from wekipy.learning.novelty.lost_frames import is_one_of, lost_frames
from wekipy.learning.novelty.predictor import (
    BETWEEN,
    FARTHEST,
    MOST_WEIGHT,
    against,
    between,
    most_counter_examples,
)
from wekipy.learning.novelty.references import (
    Part,
    choose_rows,
    held_out_parts,
    most_rows,
    rounds_of,
    spread_out,
)
from wekipy.learning.novelty.spread import F64, Indexes, Scale, input_scale
from wekipy.learning.novelty.thresholds import propose_novelty, quantiles
from wekipy.learning.novelty.whitening import Metric, learn_metric

ROUNDS: Final = 10  # of holding out, each with a metric of its own
REACHED: Final = 0.95  # of a take's frames: how far the take goes
USUAL: Final = 0.75  # of them are surely no glitches, and bound how far it goes:
MOST_BORDER: Final = 5.0  # times as far as these
STANDARD_ERRORS: Final = 1.7  # above the average reach: Student's 95 % limit for some twenty takes
LEAST_CAUTION: Final = 1 / 3  # deviations of takes, however many there are
UNSEEN: Final = 2.0  # times as far as from one part of a take to another goes another take
FEW: Final = 4  # takes say too little about how far a class goes
OWN_TAKES: Final = 4.0  # with so many more, its border is half its own, half that of all
UNKNOWN_BORDER: Final = 3.0  # spreads, when nothing can be held out
MOST_CLASS_NUMBERS: Final = 1_000_000  # beyond, one spread is used for all classes
MADE_UP: Final = 400  # vectors of each kind that nobody showed


@dataclass(frozen=True)
class _Kept:
    """The examples kept: scaled (rows, inputs), their classes and takes, sorted by class."""

    Z: F64
    labels: Indexes
    takes: Indexes

    @property
    def place(self) -> Indexes:
        """(rows,): which class each is of, from 0."""
        return np.searchsorted(np.unique(self.labels), self.labels)


@dataclass(frozen=True)
class _HeldOut:
    """A part that was held out.

    Attributes:
        squares: (asked, classes) squared distances to the nearest other example of each class.
        counter: (asked,) the same to the nearest counter-example; infinite if there is none.
        place: of its class.
    """

    squares: F64
    counter: F64
    place: int
    whole: bool


def fit_novelty(
    X: npt.NDArray[np.float32], takes: npt.NDArray[np.int64], y: npt.NDArray[np.float64] | None = None
) -> Arrays:
    """The arrays of `Novelty`. The same examples give the same arrays.

    The distance to the nearest example is measured in whitened coordinates (`whitening`), and is more between
    two classes than beside one: nearest-neighbour data description (Tax, One-class classification, thesis, TU
    Delft (2001), section 3.4) with the distance ratio of Mendes Júnior et al., Nearest neighbors distance
    ratio open-set classifier, Machine Learning 106 (2017). The border is found by holding out whole takes,
    which are measured in coordinates learned from the others: as far as takes go on average, at the upper
    95 % confidence limit of that.

    Args:
        X: (examples, inputs), all finite.
        takes: (examples,) the take of each.
        y: (examples,) classes, 0 for a counter-example; None if the output has no classes. At least one
            example must not be a counter-example.

    Returns:
        among others "novelty.held_out", quantiles of the novelty of held-out examples, and
        "novelty.thresholds", the proposed one for novelty, and 0 for confidence.
    """
    labels = np.ones(len(X), np.int64) if y is None else y.astype(np.int64)
    shown = np.flatnonzero(labels > 0)
    if len(np.unique(labels[shown])) * X.shape[1] > MOST_CLASS_NUMBERS:
        labels = np.minimum(labels, 1)
    lost = lost_frames(X[shown], labels[shown], takes[shown])
    shown = shown[~is_one_of(X[shown], lost)]
    rows = shown[choose_rows(labels[shown], takes[shown], most_rows(X.shape[1]))]
    scale = input_scale(X[rows])
    kept = _Kept(_scaled(X[rows], scale), labels[rows], takes[rows])
    wrong = X[spread_out(np.flatnonzero(labels == 0), most_counter_examples(X.shape[1]))]
    metric = learn_metric(kept.Z, kept.labels, kept.takes)
    counters = _scaled(wrong, scale)
    held_out = _hold_out(kept, counters)
    borders = _borders(held_out, len(metric.weights), metric.step)
    weights = np.minimum(metric.weights / np.square(borders)[:, None], MOST_WEIGHT)
    fitted = Metric(metric.whitening, weights, metric.step)
    threshold = propose_novelty(_strangers(held_out, borders) or _made_up(kept, fitted))
    return {
        **({} if metric.whitening is None else {"novelty.whitening": metric.whitening}),
        "novelty.between": np.array([BETWEEN]),
        "novelty.lost": lost,
        "novelty.centre": scale.centre,
        "novelty.scale": scale.size,
        "novelty.rows": fitted.coordinates(kept.Z).astype(np.float32),
        "novelty.counts": np.unique(kept.labels, return_counts=True)[1].astype(np.int64),
        "novelty.weights": weights,
        "novelty.counters": fitted.coordinates(counters).astype(np.float32),
        "novelty.held_out": quantiles(_of_held_out(held_out, borders)),
        "novelty.thresholds": np.array([threshold, 0.0]),
    }


def _scaled(X: npt.NDArray[np.float32], scale: Scale) -> F64:
    return np.clip((X.astype(np.float64) - scale.centre) / scale.size, -FARTHEST, FARTHEST)


def _hold_out(kept: _Kept, counters: F64) -> list[_HeldOut]:
    """All that can be held out, measured by what is learned from the rest."""
    found: list[_HeldOut] = []
    for together in rounds_of(held_out_parts(kept.labels, kept.takes), ROUNDS):
        hidden = np.unique(np.concatenate([part.hidden for part in together]))
        left = np.delete(np.arange(len(kept.labels)), hidden)
        if len(left):
            metric = learn_metric(kept.Z[left], kept.labels[left], kept.takes[left])
            V, away = metric.coordinates(kept.Z), metric.coordinates(counters)
            found += _measured(kept, together, left, metric, (V, away))
    return [part for part in found if np.isfinite(part.squares[:, part.place]).any()]


def _measured(
    kept: _Kept, parts: Sequence[Part], left: Indexes, metric: Metric, coordinates: tuple[F64, F64]
) -> Iterator[_HeldOut]:
    """Measure parts by a metric of those left; `coordinates` of all the kept and of the counter-examples."""
    V, counters = coordinates
    classes, known = np.unique(kept.labels), np.unique(kept.labels[left])
    asked = np.concatenate([part.asked for part in parts])
    squares = np.full((len(asked), len(classes)), np.inf)
    place = np.searchsorted(known, kept.labels[left])
    squares[:, np.isin(classes, known)] = metric.distances(V[asked], V[left], place)
    ends = np.cumsum([len(part.asked) for part in parts])
    for part, own_squares in zip(parts, np.split(squares, ends[:-1]), strict=True):
        counter = np.full(len(part.asked), np.inf)
        if len(counters) and part.label in known:
            own = Metric(None, metric.weights[known == part.label], metric.step)
            counter = own.distances(V[part.asked], counters, np.zeros(len(counters), np.int64))[:, 0]
        yield _HeldOut(own_squares, counter, int(np.searchsorted(classes, part.label)), part.whole)


def _borders(held_out: list[_HeldOut], classes: int, step: float) -> F64:
    """(classes,): how far the next take of each class is expected to go."""
    if not held_out:
        return np.full(classes, UNKNOWN_BORDER)
    place = np.array([part.place for part in held_out])
    own = np.array([_reach(part, part.squares[:, part.place], step) for part in held_out])
    offsets = np.zeros(classes)
    for c in np.unique(place):
        more = max(0, sum(part.whole for part in held_out if part.place == c) - FEW)
        offsets[c] = (own[place == c].mean() - own.mean()) * more / (more + OWN_TAKES)
    sizes = np.exp(offsets)
    reach = np.array([_reach(part, between(part.squares / sizes**2), step) for part in held_out])
    caution = max(LEAST_CAUTION, STANDARD_ERRORS / math.sqrt(len(reach)))
    caution *= float(reach.std(ddof=1)) if len(reach) > 1 else 0.0
    borders: F64 = sizes * math.exp(float(reach.mean()) + caution)
    return borders


def _reach(part: _HeldOut, squares: F64, step: float) -> float:
    """The logarithm of how far a part goes, but for a few of its frames, and for wild ones."""
    usual, most = np.sqrt(np.quantile(squares, [USUAL, REACHED]))
    distance = min(float(most), MOST_BORDER * max(float(usual), step))
    return math.log(max(distance, step) * (1.0 if part.whole else UNSEEN))


def _of_held_out(held_out: list[_HeldOut], borders: F64) -> F64:
    """(frames,): novelty of all that was held out."""
    found = [np.empty(0)]
    for part in held_out:
        squares = part.squares / np.square(borders)
        counter = part.counter / borders[part.place] ** 2
        near = against(squares.min(axis=1), counter)
        found.append(_novelty(np.maximum(between(squares), near)))
    return np.concatenate(found)


def _strangers(held_out: list[_HeldOut], borders: F64) -> list[F64]:
    """Novelty of each held-out frame if nobody had shown its class; nothing if there is one class only."""
    if len(borders) < 2 or not held_out:
        return []
    scaled = [np.delete(part.squares / np.square(borders), part.place, axis=1) for part in held_out]
    return [np.concatenate([_novelty(between(squares)) for squares in scaled])]


def _novelty(square: F64) -> F64:
    with np.errstate(invalid="ignore"):
        return np.where(np.isfinite(square), square / (1.0 + square), 1.0)


def _made_up(kept: _Kept, metric: Metric) -> list[F64]:
    """Novelty of vectors that nobody showed, (MADE_UP,) of each kind.

    One kind is anything within the range of the inputs, the other is half way between two classes.
    """
    random = np.random.default_rng(0)
    low, high = kept.Z.min(axis=0), kept.Z.max(axis=0)
    kinds = [random.uniform(low, high, (MADE_UP, len(low)))]
    a, b = random.integers(0, len(kept.Z), (2, MADE_UP))
    apart = kept.labels[a] != kept.labels[b]
    if apart.any():
        kinds.append((kept.Z[a[apart]] + kept.Z[b[apart]]) / 2)
    V = metric.coordinates(kept.Z)
    return [_novelty(between(metric.distances(metric.coordinates(Z), V, kept.place))) for Z in kinds]
