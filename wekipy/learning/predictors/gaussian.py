"""Gaussian process classification of one vector, one class against the rest."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np
import numpy.typing as npt

from wekipy.learning.predictors.arrays import Reader
from wekipy.learning.predictors.base import F64, Placed
from wekipy.learning.predictors.classes import ClassPredictor
from wekipy.learning.predictors.kernels import MOST, MOST_WEIGHT, Distances
from wekipy.learning.predictors.scaling import Scaling
from wekipy.learning.predictors.sigmoid import LEAST_VARIANCE, Reach, averaged_sigmoid


@dataclass(frozen=True)
class Process:
    """What a model stores: (heads,) amplitudes and gammas, (points, inputs), (heads, points) residuals and
    (heads, points, points) roots.
    """

    points: F64
    amplitudes: F64
    gammas: F64
    residuals: F64
    roots: F64


class Latents:
    """The kernel values and means of the heads of several models, found for one vector in one go.

    What is asked of numpy for one model takes hardly longer for five. The models scale their inputs alike;
    the values of each are its heads', one after the other.
    """

    def __init__(self, scaling: Scaling, processes: Sequence[Process]) -> None:
        self._scaling = scaling
        self._distances = Distances(np.concatenate([p.points for p in processes]))
        heads = [(p, head) for p in processes for head in range(len(p.gammas))]
        lengths = np.array([len(p.points) for p, _ in heads])
        self._firsts = np.cumsum(lengths) - lengths
        self._places = _places(processes)
        self._minus_gammas = np.repeat([-p.gammas[head] for p, head in heads], lengths)
        self._amplitudes = np.repeat([p.amplitudes[head] for p, head in heads], lengths)
        self._residuals = np.concatenate([p.residuals.ravel() for p in processes])
        ends = np.cumsum([p.residuals.size for p in processes])
        self._parts = [slice(end - p.residuals.size, end) for p, end in zip(processes, ends, strict=True)]
        last = np.cumsum([len(p.gammas) for p in processes])
        self._heads = [slice(end - len(p.gammas), end) for p, end in zip(processes, last, strict=True)]
        self._alike, self._means = np.empty(0), [0.0]

    def find(self, n: int, x: F64) -> tuple[F64, list[float]]:
        """Kernel values (heads * points,), never overwritten, and means (heads,) of model n.

        They are found when the first is asked for; the others, asked after it, take what was found.
        """
        if n == 0:
            self._find(x)
        return self._alike[self._parts[n]], self._means[self._heads[n]]

    def _find(self, x: F64) -> None:
        alike = self._distances.squared(self._scaling.apply(x))[self._places]
        alike *= self._minus_gammas
        np.exp(alike, out=alike)
        alike *= self._amplitudes
        self._alike = alike
        self._means = np.add.reduceat(alike * self._residuals, self._firsts).tolist()


def _places(processes: Sequence[Process]) -> npt.NDArray[np.intp]:
    """Where among the points of all is what each kernel value is of."""
    first, places = 0, []
    for p in processes:
        places.append(np.tile(np.arange(first, first + len(p.points)), len(p.gammas)))
        first += len(p.points)
    return np.concatenate(places)


class GaussianClasses(ClassPredictor):
    """Laplace approximation: one latent function (head) for each class, or one for the second of two.

    With k the kernel values to the points: latent mean = residuals · k, variance = amplitude - |roots k|².
    The variance is left out where it cannot change the class, until somebody asks how likely that is.
    Source: Rasmussen and Williams, Gaussian Processes for Machine Learning (2006), algorithm 3.2.

    Attributes:
        latents, number: what finds its latent functions, and which of the models there it is; see
            `compile_gaussian`.
    """

    latents: Latents
    number: int

    def __init__(self, placed: Placed, features: int) -> None:
        reader = Reader(placed.model)
        super().__init__(reader, placed.slot)
        self.scaling = Scaling(reader, features)
        self.process = _read(reader, 1 if self.columns == 2 else self.columns)
        self._reach = Reach(self.process.amplitudes.tolist())

    def answer(self, x: F64, values: F64) -> None:
        """See `Predictor.answer`."""
        alike, means = self.latents.find(self.number, x)
        known: dict[int, float] = {}
        if self.columns == 2:
            column = int(means[0] > 0)
        else:
            contenders = self._reach.contenders(means)
            column = contenders[0][1]
            if len(contenders) > 1:
                known = self._decide(contenders, alike, means)
                column = max(sorted(known), key=known.__getitem__)
        self.write_class(column, partial(self._shares, alike, means, known), values)

    def _decide(
        self, contenders: Sequence[tuple[float, int]], alike: F64, means: Sequence[float]
    ) -> dict[int, float]:
        """The shares of contenders, but for those that cannot have the largest any more."""
        known: dict[int, float] = {}
        largest = 0.0
        for most, head in contenders:
            if most >= largest:
                known[head] = share = self._share(head, alike, means)
                largest = max(largest, share)
        return known

    def _share(self, head: int, alike: F64, means: Sequence[float]) -> float:
        """Of one class against the rest, from what the points and the vector have in common."""
        process = self.process
        n = len(process.points)
        spread = process.roots[head].dot(alike[head * n : head * n + n])
        variance = float(process.amplitudes[head]) - float(spread.dot(spread))
        return averaged_sigmoid(means[head], max(variance, LEAST_VARIANCE))

    def _shares(self, alike: F64, means: Sequence[float], known: Mapping[int, float]) -> F64:
        """Of all classes, some of which are known."""
        if self.columns == 2:
            share = self._share(0, alike, means)
            return np.array([1.0 - share, share])
        heads = range(self.columns)
        found = np.array([known[h] if h in known else self._share(h, alike, means) for h in heads])
        np.maximum(found, 0.0, out=found)  # what stands for the logistic may fall a hair below
        total = float(found.sum())
        return found / total if total > 0 else np.full(self.columns, 1.0 / self.columns)


def _read(reader: Reader, heads: int) -> Process:
    points = reader.numbers("points", None, reader.inputs, most=MOST)
    n = len(points)
    process = Process(
        points,
        reader.numbers("amplitudes", heads, most=MOST),
        reader.numbers("gammas", heads, most=MOST),
        reader.numbers("residuals", heads, n, most=MOST_WEIGHT),
        reader.numbers("roots", heads, n, n, most=MOST_WEIGHT),
    )
    if not n:
        raise reader.problem("array “points” has no points")
    if process.amplitudes.min() < 0 or process.gammas.min() < 0:
        raise reader.problem("“amplitudes” and “gammas” must not be below zero")
    return process


def compile_gaussian(placed: Sequence[Placed], features: int) -> list[GaussianClasses]:
    """One predictor for each model; those that scale alike find their latent functions together."""
    predictors = [GaussianClasses(p, features) for p in placed]
    groups: dict[object, list[GaussianClasses]] = {}
    for predictor in predictors:
        groups.setdefault(predictor.scaling.settings, []).append(predictor)
    for group in groups.values():
        latents = Latents(group[0].scaling, [predictor.process for predictor in group])
        for number, predictor in enumerate(group):
            predictor.latents, predictor.number = latents, number
    return predictors
