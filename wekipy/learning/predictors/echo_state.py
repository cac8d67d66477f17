"""Echo state networks of one vector after the other: answers that depend on what came before.

A reservoir of units keeps an echo of the last inputs. At each vector

    h ← h + leak · (tanh(recurrent · h + incoming · z + bias) - h)        z: the scaled inputs, |h| < 1

and the answer is a weighted sum of h. Its units are connected at random; only the sum was learned. Source:
Jaeger, The “echo state” approach to analysing and training recurrent neural networks, GMD report 148 (2001);
with leaky units: Lukoševičius, A practical guide to applying echo state networks (2012).

It counts vectors, not seconds: they are to come as often as they were recorded.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np

from wekipy.learning.predictors.arrays import Reader
from wekipy.learning.predictors.base import F64, Placed
from wekipy.learning.predictors.classes import ClassPredictor
from wekipy.learning.predictors.scaling import Scaling

MOST_UNITS: Final = 400
MOST: Final = 1e6  # of a weight
LEAST_SHARE: Final = 1e-3  # of a class, before all are divided by their sum
LONGEST_GAP: Final = 1e6  # seconds


class Reservoir:
    """The units of one model, and what they remember.

    Args:
        reader: of the model.
        features: length of the vectors.

    Attributes:
        gap: seconds without a vector after which all is forgotten.
        state: (units,) h.
    """

    def __init__(self, reader: Reader, features: int) -> None:
        self._scaling = Scaling(reader, features)
        sources = reader.indexes("sources", None, None, most=MOST_UNITS - 1)
        units = len(sources)
        if not 1 <= units <= MOST_UNITS or np.any(sources >= units):
            raise reader.problem(f"it must have 1 to {MOST_UNITS} units that are connected to each other")
        strengths = reader.numbers("strengths", *sources.shape, most=MOST)
        self._recurrent = dense(sources, strengths)
        self._incoming = reader.numbers("incoming", units, reader.inputs, most=MOST)
        self._bias = reader.numbers("bias", units, most=MOST)
        self._leak = reader.number("leak", 1e-6, 1.0)
        self.gap = reader.number("gap", 1e-3, LONGEST_GAP)
        self.state = np.zeros(units)
        self._next, self._from_inputs = np.empty(units), np.empty(units)
        self._heard = -np.inf

    def forget(self) -> None:
        """Begin anew: nothing came before."""
        self.state[:] = 0.0

    def heed(self, now: float) -> None:
        """Take note of the time, in seconds, of the next vector: a gap makes it forget."""
        if now - self._heard > self.gap or now < self._heard:
            self.forget()
        self._heard = now

    def go_on_from(self, other: Reservoir) -> None:
        """Remember what another one of the same model remembers."""
        self.state[:] = other.state
        self._heard = other._heard

    def step(self, x: F64) -> F64:
        """The state after `x` (all inputs, finite), overwritten by the next call."""
        following, state = self._next, self.state
        np.dot(self._recurrent, state, out=following)
        np.dot(self._incoming, self._scaling.apply(x), out=self._from_inputs)
        np.add(following, self._from_inputs, out=following)
        np.add(following, self._bias, out=following)
        np.tanh(following, out=following)
        np.subtract(following, state, out=following)
        np.multiply(following, self._leak, out=following)
        return np.add(state, following, out=state)


def dense(sources: np.ndarray, strengths: F64) -> F64:
    """(units, units): how much each unit (a row) takes of each other, from who its sources are."""
    matrix = np.zeros((len(sources), len(sources)))
    np.add.at(matrix, (np.arange(len(sources))[:, None], sources), strengths)
    return matrix


class _Echo:
    """What both share: `wekipy.learning.predictors.base.Remembering`."""

    def __init__(self, placed: Placed, features: int) -> None:
        self.model = placed.model
        self._reservoir = Reservoir(Reader(placed.model), features)

    def forget(self) -> None:
        """Begin anew."""
        self._reservoir.forget()

    def heed(self, now: float) -> None:
        """Take note of the time, in seconds, of the next vector."""
        self._reservoir.heed(now)

    def go_on_from(self, other: _Echo) -> None:
        """Remember what another one of the same model remembers."""
        self._reservoir.go_on_from(other._reservoir)


class EchoNumber(_Echo):
    """A number: a weighted sum of the state, kept near what was shown."""

    def __init__(self, placed: Placed, features: int) -> None:
        super().__init__(placed, features)
        reader = Reader(placed.model)
        self._slot = placed.slot
        self._weights = reader.numbers("weights", len(self._reservoir.state))
        self._offset = reader.number("offset")
        self._low, self._high = reader.number("low"), reader.number("high")

    def answer(self, x: F64, values: F64) -> None:
        """See `Predictor.answer`."""
        told = float(np.dot(self._weights, self._reservoir.step(x))) + self._offset
        values[self._slot] = min(max(told, self._low), self._high)


class EchoClasses(_Echo, ClassPredictor):
    """Classes: one weighted sum of the state for each; the shares are what is above zero of them."""

    def __init__(self, placed: Placed, features: int) -> None:
        _Echo.__init__(self, placed, features)
        reader = Reader(placed.model)
        ClassPredictor.__init__(self, reader, placed.slot)
        self._weights = reader.numbers("weights", self.columns, len(self._reservoir.state))
        self._offsets = reader.numbers("offsets", self.columns)

    def answer(self, x: F64, values: F64) -> None:
        """See `Predictor.answer`."""
        scores = np.dot(self._weights, self._reservoir.step(x))
        np.add(scores, self._offsets, out=scores)
        np.maximum(scores, LEAST_SHARE, out=scores)
        scores /= scores.sum()
        self.write_class(int(scores.argmax()), scores, values)


def compile_echo_states(placed: Sequence[Placed], features: int) -> list[EchoNumber | EchoClasses]:
    """One predictor for each model."""
    return [
        (EchoClasses if p.model.header.kind == "classification" else EchoNumber)(p, features) for p in placed
    ]
