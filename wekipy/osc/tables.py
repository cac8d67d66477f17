"""Tables of numbers in JSON: as lists, or packed."""

from __future__ import annotations

import base64
import binascii
from typing import Annotated, Any, Final, Literal

import msgspec
import numpy as np
import numpy.typing as npt

from wekipy.project.counting import many
from wekipy.project.problem import Problem

F64 = npt.NDArray[np.float64]
MOST_LISTED: Final = 1 << 20  # characters of JSON lists: reading them takes the GIL for milliseconds
_PIECE: Final = 1 << 16  # characters of base64 that are decoded in one go; a multiple of 4

_Length = Annotated[int, msgspec.Meta(ge=0, le=1 << 31)]


class _Packed(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    type: Literal["<f4", "<f8"]
    shape: tuple[_Length, _Length]
    data: str


_Lists = list[list[float | None]]


def packed(array: npt.NDArray[Any]) -> dict[str, Any]:
    """Encode an array as {"type", "shape", "data"}: little-endian numbers in base64, row by row."""
    return {
        "type": array.dtype.newbyteorder("<").str,
        "shape": array.shape,
        "data": base64.b64encode(np.ascontiguousarray(array, array.dtype.newbyteorder("<")).data).decode(),
    }


def unpacked(value: dict[str, Any]) -> npt.NDArray[Any]:
    """Decode an array from the result of `packed`."""
    found: npt.NDArray[Any] = np.frombuffer(base64.b64decode(value["data"]), np.dtype(value["type"]))
    shaped: npt.NDArray[Any] = found.reshape(value["shape"])
    return shaped


def read_table(name: str, text: str) -> F64:
    """Read a table (rows, columns) of numbers from JSON; null is NaN.

    Args:
        name: of the table, for messages.

    Raises:
        Problem: if it is not a table.
    """
    if len(text) > MOST_LISTED and text.lstrip()[:1] == "[":
        raise Problem(
            f"{name}: {many(len(text), 'character')} of JSON lists arrived, expected at most {MOST_LISTED:,};"
            " send fewer rows at once, or the table packed, as in docs/protocol.md"
        )
    try:
        found = msgspec.json.decode(text, type=_Packed | _Lists)
    except (msgspec.DecodeError, RecursionError):
        raise Problem(
            f"{name}: expected rows of numbers, as [[0.1, 0.2], [0.3, null]], or a packed table (see"
            f" docs/protocol.md); got {text[:40]!r}"
        ) from None
    return _from_packed(name, found) if isinstance(found, _Packed) else _from_lists(name, found)


def _from_lists(name: str, rows: _Lists) -> F64:
    columns = len(rows[0]) if rows else 0
    for number, row in enumerate(rows, 1):
        if len(row) != columns:
            raise Problem(
                f"{name}: row {number} has {many(len(row), 'number')}, the first one has {columns}; expected"
                " the same everywhere"
            )
    return np.array(rows, np.float64).reshape(len(rows), columns)


def _from_packed(name: str, found: _Packed) -> F64:
    # In pieces: other threads, the stream first of all, run in between.
    starts = range(0, len(found.data), _PIECE)
    try:
        pieces = [base64.b64decode(found.data[n : n + _PIECE], validate=True) for n in starts]
    except (binascii.Error, ValueError):
        raise Problem(f"{name}: its data is not base64") from None
    data = b"".join(pieces)
    rows, columns = found.shape
    expected = rows * columns * np.dtype(found.type).itemsize
    if len(data) != expected:
        raise Problem(
            f"{name}: {many(len(data), 'byte')} arrived, expected {expected:,} for {many(rows, 'row')} of"
            f" {many(columns, 'number')}"
        )
    return np.frombuffer(data, found.type).reshape(rows, columns).astype(np.float64)
