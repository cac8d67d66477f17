"""One vector brought to the usual range of each input, as `StandardScaler` does."""

from __future__ import annotations

import numpy as np

from wekipy.learning.predictors.arrays import Reader
from wekipy.learning.predictors.base import F64, Columns

FARTHEST = 1e9  # in usual ranges; a wild input is held here, so that squares and powers stay finite


class Scaling:
    """(x - centre) / scale of a model's own inputs, in a buffer of its own.

    An input that never changed while recording has an infinite scale, and so is always 0.

    Attributes:
        settings: the same for those that scale alike.
    """

    def __init__(self, reader: Reader, features: int) -> None:
        self._columns = Columns(reader.header.inputs, features)
        self._centre = reader.numbers("centre", reader.inputs)
        self._scale = reader.scales("scale")
        self._scaled = np.empty(reader.inputs)
        self.settings = reader.header.inputs, self._centre.tobytes(), self._scale.tobytes()

    def apply(self, x: F64) -> F64:
        """The scaled inputs, overwritten by the next call."""
        z = self._scaled
        np.subtract(self._columns.pick(x), self._centre, out=z)
        np.divide(z, self._scale, out=z)
        np.minimum(z, FARTHEST, out=z)
        return np.maximum(z, -FARTHEST, out=z)
