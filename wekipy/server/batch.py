"""The answers to a file of vectors, as a file of their own."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt

from wekipy.storage.atomic import write_atomically
from wekipy.storage.presence import make_inside

NAME = "wekOutputs.csv"  # as Wekinator calls it
_ANOTHER = "wekOutputs 2.csv"  # where the vectors themselves come from a file of that name


def place_of_answers(folder: Path, saved: Path, file: Path) -> Path:
    """The file that receives the answers to the vectors of `file`: beside it, if people keep files there.

    A message never makes the engine write outside its project folder: answers to a file elsewhere, or among
        the project's own files, go to `saved`.

    Args:
        folder: of the project.
        saved: its folder for files that people save.
    """
    beside = file.parent if file.parent == folder or file.parent.is_relative_to(saved) else saved
    place = beside / NAME
    return beside / _ANOTHER if place == file else place


def write_answers(folder: Path, place: Path, answers: Sequence[npt.NDArray[np.float64]]) -> None:
    """Write one line of comma-separated numbers for each answer.

    Raises:
        OSError: if it cannot be written; the previous file then remains.
    """
    make_inside(folder, place.parent)
    lines = (",".join(repr(float(value)) for value in answer) for answer in answers)
    write_atomically(place, "".join(f"{line}\n" for line in lines).encode())
