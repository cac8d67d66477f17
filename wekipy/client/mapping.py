"""A map of the examples, in which the live input has a place, too."""

from __future__ import annotations

from base64 import b64decode
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

F64 = npt.NDArray[np.float64]


@dataclass(frozen=True)
class ExampleMap:
    """Examples in two dimensions.

    Attributes:
        number: by which it is played, see `play_map`.
        method: how it was made; `methods` are those that this engine can.
        points: (n, 2).
        takes, rows: (n,) the take of each example, and its number in it from 1.
        targets: (n,) per output number (from 1); NaN where it has none.
        mean, scale, axes: (inputs,), (inputs,) and (k, inputs): what projects inputs to coordinates.
        near: (n, k) coordinates of the examples; None where the coordinates are the places.
    """

    number: int
    method: str
    methods: tuple[str, ...]
    points: F64
    takes: npt.NDArray[np.int64]
    rows: npt.NDArray[np.int64]
    targets: dict[int, F64]
    mean: F64
    scale: F64
    axes: F64
    near: F64 | None

    def place(self, x: Sequence[float] | F64) -> F64:
        """(2,): where an input vector (inputs,) is on the map, or the example that is most like it."""
        coordinates: F64 = self.axes @ ((np.asarray(x, np.float64) - self.mean) / self.scale)
        if self.near is None:
            return np.pad(coordinates, (0, 2))[:2]
        place: F64 = self.points[np.square(self.near - coordinates).sum(axis=1).argmin()]
        return place


def read_map(reply: dict[str, Any]) -> ExampleMap:
    """A map from the reply to the operation `embed`."""
    mean, scale = _numbers(reply["mean"]), _numbers(reply["scale"])
    near = reply["near"]
    return ExampleMap(
        number=int(reply.get("map", 0)),
        method=reply["method"],
        methods=tuple(reply["methods"]),
        points=np.array(reply["points"], np.float64),
        takes=np.array(reply["takes"], np.int64),
        rows=np.array(reply["rows"], np.int64),
        targets={int(n): np.array(ys, np.float64) for n, ys in reply["targets"].items()},
        mean=mean,
        scale=scale,
        axes=_numbers(reply["axes"]).reshape(-1, len(mean)),
        near=None if near is None else _numbers(near).reshape(len(reply["points"]), -1),
    )


def _numbers(text: str) -> F64:
    return np.frombuffer(b64decode(text), "<f4").astype(np.float64)
