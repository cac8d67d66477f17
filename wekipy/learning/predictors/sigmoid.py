"""The logistic function of a normal variable, averaged: how a Gaussian process comes to its classes."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Final, TypeAlias

Slopes: TypeAlias = tuple[float, float, float, float, float]

STEEPNESS: Final = (0.41, 0.4, 0.37, 0.44, 0.39)
SHARES: Final = (-1854.8214151, 3516.89893646, 221.29346712, 128.12323805, -2010.49422654)
HALF: Final = 0.5 * sum(SHARES)
LEAST_VARIANCE: Final = 1e-12
MARGIN: Final = 0.01  # what stands for the logistic is off by 0.002 at most, twice at either side

_S0, _S1, _S2, _S3, _S4 = (0.5 * share for share in SHARES)


def averaged_sigmoid(mean: float, variance: float) -> float:
    """The logistic function of a normal variable, averaged: five error functions stand for the logistic.

    Source: Williams and Barber, Bayesian classification with Gaussian processes (1998), appendix A, with the
    figures of scikit-learn.
    """
    return _with_slopes(mean, _slopes(variance))


def logistic(x: float) -> float:
    """1 / (1 + exp(-x)), for any x."""
    return 0.5 + 0.5 * math.tanh(0.5 * x)


def _slopes(variance: float) -> Slopes:
    a, b, c, d, e = (s / math.sqrt(1.0 + 2.0 * variance * s * s) for s in STEEPNESS)
    return a, b, c, d, e


def _with_slopes(mean: float, slopes: Slopes) -> float:
    erf = math.erf
    a, b, c, d, e = slopes  # written out: a loop takes three times as long
    return (
        HALF
        + _S0 * erf(mean * a)
        + _S1 * erf(mean * b)
        + _S2 * erf(mean * c)
        + _S3 * erf(mean * d)
        + _S4 * erf(mean * e)
    )


class Reach:
    """What averaged sigmoids classes can reach, whatever the variances are.

    These are between 0 and the amplitudes, and bring a mean nearer to one half. To find them takes most of
    the time of an answer, so they are found for those classes only that may have the largest.
    """

    def __init__(self, amplitudes: Sequence[float]) -> None:
        self._slopes = [_slopes(amplitude) for amplitude in amplitudes]

    def contenders(self, means: Sequence[float]) -> list[tuple[float, int]]:
        """The classes that may have the largest, one where that is clear: the most each can have, and which.

        The one that can have most comes first. Margins are in it.
        """
        least, most = 0.0, []
        for n, slopes in enumerate(self._slopes):
            mean = means[n]
            sure, doubtful = logistic(mean), _with_slopes(mean, slopes)
            low, high = (doubtful, sure) if doubtful < sure else (sure, doubtful)
            least = max(least, low)
            most.append((high + MARGIN, n))
        return sorted([reach for reach in most if reach[0] >= least], reverse=True)
