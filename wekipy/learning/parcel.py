"""Large models pass from a worker to the engine as files.

Through a pipe, a forest of 40 MB would hold Python's lock, and with it the stream, for some 40 ms. Reading a
file into an array lets go of it.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from wekipy.learning.model import Array, Arrays, Model, ModelHeader

LARGE = 1 << 18  # bytes of arrays


@dataclass(frozen=True)
class Parcel:
    """A model whose arrays lie one after the other in a file.

    Attributes:
        arrays: name, type as numpy writes it, and shape of each.
    """

    header: ModelHeader
    path: Path
    arrays: tuple[tuple[str, str, tuple[int, ...]], ...]


def pack(model: Model, path: Path) -> Model | Parcel:
    """The model as it is if it is small, or if the file cannot be written; else a parcel with its file."""
    if sum(array.nbytes for array in model.arrays.values()) < LARGE:
        return model
    try:
        with path.open("wb") as file:
            for array in model.arrays.values():
                file.write(_bytes(np.asarray(array, order="C")))
    except OSError:
        return model
    told = tuple((name, array.dtype.str, array.shape) for name, array in model.arrays.items())
    return Parcel(model.header, path, told)


def unpack(parcel: Parcel) -> Model:
    """The model of a parcel.

    Raises:
        OSError: if its file cannot be read, or is too short.
    """
    arrays: Arrays = {}
    with parcel.path.open("rb", buffering=0) as file:
        for name, dtype, shape in parcel.arrays:
            array: Array = np.empty(shape, np.dtype(dtype))
            left = _bytes(array)
            while left:
                count = file.readinto(left)
                if not count:
                    raise OSError(f"{parcel.path} is too short")
                left = left[count:]
            arrays[name] = array
    return Model(parcel.header, arrays)


def _bytes(array: npt.NDArray[Any]) -> memoryview:
    """The memory of an array."""
    return array.reshape(-1).view(np.uint8).data
