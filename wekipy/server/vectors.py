"""Reads input vectors from a CSV file."""

from __future__ import annotations

import os
import warnings
from pathlib import Path
from typing import BinaryIO

import numpy as np
import numpy.typing as npt

from wekipy.project.counting import many
from wekipy.project.plain import open_plain
from wekipy.project.problem import Problem

MOST_BYTES = 1 << 26  # a number of two characters becomes one of eight bytes


def read_vectors(path: Path, inputs: int) -> npt.NDArray[np.float64]:
    """The rows of a CSV file, (rows, inputs) float64, all finite.

    Numbers are separated by commas; lines that begin with # are comments.

    Raises:
        Problem: naming the file and what is wrong with it.
    """
    try:
        with open_plain(path) as file, warnings.catch_warnings():
            warnings.simplefilter("ignore")  # about a file without rows, which is reported below
            _check_size(path, file)
            rows = np.loadtxt(file, np.float64, delimiter=",", ndmin=2, encoding="utf-8")
    except OSError as e:
        raise Problem(f"{path.name} cannot be read: {e.strerror}") from e
    except Problem:
        raise
    except (ValueError, UnicodeDecodeError) as e:
        raise Problem(
            f"{path.name} is not a table of numbers; expected {inputs} in each row, with commas between them"
        ) from e
    if not rows.size:
        raise Problem(f"{path.name} holds no numbers; expected {inputs} in each row")
    if rows.shape[1] != inputs:
        raise Problem(
            f"{path.name} has {many(rows.shape[1], 'number')} in a row, expected {many(inputs, 'input')}"
        )
    if not (np.abs(rows) <= np.finfo(np.float32).max).all():
        raise Problem(f"{path.name} holds a number that is not finite")
    return rows


def _check_size(path: Path, file: BinaryIO) -> None:
    if os.fstat(file.fileno()).st_size > MOST_BYTES:
        raise Problem(f"{path.name} is larger than {MOST_BYTES >> 20} MB; split it")
