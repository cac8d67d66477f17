"""Reads one array from a zip file that is not trusted."""

from __future__ import annotations

import math
import re
import struct
import zipfile
import zlib
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from wekipy.project.counting import many
from wekipy.project.problem import Problem

PLAIN: Final = r"<f8|<f4|<i8|\|u1"
"""The types of the arrays that wekipy writes."""

DAMAGE: Final = (
    OSError,
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    EOFError,
    RuntimeError,  # zipfile on encrypted files, and on compressions that it does not know
    ValueError,
    MemoryError,
)
"""What reading a damaged zip file may raise."""

_CHUNK = 4 << 20
_MAGIC = b"\x93NUMPY"


def read_array(
    archive: zipfile.ZipFile, entry: zipfile.ZipInfo, most_bytes: int, types: str = PLAIN
) -> npt.NDArray[Any]:
    """Read one array in pieces; the read at its end verifies the checksum.

    Args:
        entry: its size must be checked already; no more than that is read.
        types: a regular expression of the allowed types, as numpy writes them.

    Raises:
        Problem: if it is not such an array.
        one of DAMAGE: if the file is damaged.
    """
    # numpy's reader evaluates this text; its writer always uses this form for plain types.
    plain = (
        rf"\{{'descr': '({types})', 'fortran_order': (True|False), "
        r"'shape': \(((?:[0-9]{1,12}, ?)*[0-9]{0,12})\), \} *\n"
    )
    with archive.open(entry) as file:
        start = file.read(10)
        if start[:8] != _MAGIC + b"\x01\x00" or len(start) < 10:
            raise Problem(f"“{entry.filename}” is not a numpy array of version 1.0")
        length = int.from_bytes(start[8:], "little")
        form = re.fullmatch(plain, file.read(length).decode("latin-1"))
        if form is None:
            raise Problem(f"“{entry.filename}” is not a plain array of numbers")
        kind, fortran = np.dtype(form[1]), form[2] == "True"
        shape = tuple(int(n) for n in form[3].replace(" ", "").split(",") if n)
        data = entry.file_size - len(start) - length
        if len(shape) > 4 or math.prod(max(1, n) for n in shape) * max(1, kind.itemsize) > most_bytes:
            raise Problem(f"“{entry.filename}” has the shape {shape}, which is too large")
        if math.prod(shape) * kind.itemsize != data:
            raise Problem(f"“{entry.filename}” has {many(data, 'byte')}, which do not make the shape {shape}")
        flat = np.empty(data, np.uint8)
        for at in range(0, data, _CHUNK):
            piece = file.read(min(_CHUNK, data - at))
            if len(piece) < min(_CHUNK, data - at):
                raise Problem(f"“{entry.filename}” is cut off")
            flat[at : at + len(piece)] = np.frombuffer(piece, np.uint8)
        file.read(1)
    numbers = flat.view(kind)
    return numbers.reshape(shape[::-1]).T if fortran else numbers.reshape(shape)
