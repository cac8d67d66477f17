"""One vector brought to the usual range of each input, as `StandardScaler` does."""

from __future__ import annotations

from collections.abc import Mapping

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
        return _scaled(self._columns.pick(x), self._centre, self._scale, self._scaled)


class Scalings:
    """`Scaling` of models that read the same inputs, see `wekipy.learning.predictors.together`.

    Args:
        arrays: (models, inputs) each, see `read_scaling`.

    Attributes:
        shape: of what comes out: (models, inputs), or (1, inputs) if all scale alike.
    """

    def __init__(self, arrays: Mapping[str, F64]) -> None:
        centre, scale = arrays["centre"], arrays["scale"]
        alike = bool(np.all(centre == centre[0]) and np.all(scale == scale[0]))
        self._centre, self._scale = (centre[:1], scale[:1]) if alike else (centre, scale)
        self.shape = self._centre.shape
        self._scaled = np.empty(self.shape)

    def apply(self, x: F64) -> F64:
        """The scaled inputs that the models read, overwritten by the next call."""
        return _scaled(x, self._centre, self._scale, self._scaled)


def read_scaling(reader: Reader) -> dict[str, F64]:
    """Return the arrays of a model that scale its inputs, (inputs,) each."""
    return {"centre": reader.numbers("centre", reader.inputs), "scale": reader.scales("scale")}


def _scaled(x: F64, centre: F64, scale: F64, out: F64) -> F64:
    np.subtract(x, centre, out=out)
    np.divide(out, scale, out=out)
    np.minimum(out, FARTHEST, out=out)
    return np.maximum(out, -FARTHEST, out=out)
