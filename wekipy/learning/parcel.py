"""Models that workers have made come with their files, which the project folder then takes over.

So the engine, which answers meanwhile, neither puts models into files itself nor gets large ones through a
pipe: a forest of 40 MB would hold Python's lock, and with it the stream, for some 40 ms. Reading a file into
an array lets go of it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
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
    """Where workers leave the files of the models that they make.

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
class Parcel:
    """A large model whose arrays are to be read from its file.

    Attributes:
        arrays: name, type as numpy writes it, shape and place in the file of each.
    """

    header: ModelHeader
    path: Path
    arrays: tuple[tuple[str, str, tuple[int, ...], int], ...]


def pack(model: Model, path: Path, write: Write) -> Model | Parcel:
    """The model with its file; a parcel if it is large, the model alone if the file cannot be written."""
    try:
        places = write(path, model)
    except (OSError, Problem):  # whoever saves it will meet that again, and tell
        return model
    if sum(array.nbytes for array in model.arrays.values()) < LARGE:
        return replace(model, made=path)
    told = [(name, array.dtype.str, array.shape, places[name]) for name, array in model.arrays.items()]
    return Parcel(model.header, path, tuple(told))


def unpack(parcel: Parcel) -> Model:
    """The model of a parcel.

    Raises:
        OSError: if its file cannot be read, or is too short.
    """
    arrays: Arrays = {}
    with aside(), parcel.path.open("rb", buffering=0) as file:
        for name, dtype, shape, place in parcel.arrays:
            array: Array = np.empty(shape, np.dtype(dtype))
            left = _bytes(array)
            file.seek(place)
            while left:
                count = file.readinto(left)
                if not count:
                    raise OSError(f"{parcel.path} is too short")
                left = left[count:]
            arrays[name] = array
    return Model(parcel.header, arrays, parcel.path)


def _bytes(array: npt.NDArray[Any]) -> memoryview:
    """The memory of an array."""
    return array.reshape(-1).view(np.uint8).data
