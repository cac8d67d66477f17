"""Transports models from workers: small ones through the pipe, large ones as a file.

A forest of 40 MB through a pipe would hold the GIL, and with it the stream, for some 40 ms; reading a file
into an array releases it. The project folder then takes over the file.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt

from wekipy.learning.model import Array, Arrays, Model, ModelHeader
from wekipy.machine.aside import aside
from wekipy.project.problem import Problem

LARGE = 1 << 18  # bytes of arrays

Write: TypeAlias = Callable[[Path, Model], Mapping[str, int]]
"""Writes a model as a file that nothing else has; the place in it of the first byte of each array."""


@dataclass(frozen=True)
class Room:
    """Where workers write the files of large models.

    Attributes:
        folder: exists.
        stem: what the names begin with; the number of the output follows.
        write: how they are written; a function that a worker can import.
    """

    folder: Path
    stem: str
    write: Write

    def file(self, number: int) -> Path:
        """The file of the model of an output, from 1."""
        return self.folder / f"{self.stem}-{number}.npz"


@dataclass(frozen=True)
class ModelFile:
    """A large model whose arrays are in its file.

    Attributes:
        arrays: name, type as numpy writes it, shape and place in the file of each.
    """

    header: ModelHeader
    path: Path
    arrays: tuple[tuple[str, str, tuple[int, ...], int], ...]


def pack(model: Model, path: Path, write: Write) -> Model | ModelFile:
    """Return a file if the model is large; the model itself if it is small or the file cannot be written."""
    if sum(array.nbytes for array in model.arrays.values()) < LARGE:
        return model
    try:
        places = write(path, model)
    except (OSError, Problem):  # saving will meet the same error and report it
        return model
    layout = [(name, array.dtype.str, array.shape, places[name]) for name, array in model.arrays.items()]
    return ModelFile(model.header, path, tuple(layout))


def unpack(large: ModelFile) -> Model:
    """Read the model from its file.

    Raises:
        OSError: if its file cannot be read, or is too short.
    """
    arrays: Arrays = {}
    with aside(), large.path.open("rb", buffering=0) as file:
        for name, dtype, shape, place in large.arrays:
            array: Array = np.empty(shape, np.dtype(dtype))
            left = _bytes(array)
            file.seek(place)
            while left:
                count = file.readinto(left)
                if not count:
                    raise OSError(f"{large.path} is too short")
                left = left[count:]
            arrays[name] = array
    return Model(large.header, arrays, large.path)


def _bytes(array: npt.NDArray[Any]) -> memoryview:
    """The memory of an array."""
    return array.reshape(-1).view(np.uint8).data
