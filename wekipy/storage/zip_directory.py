"""Checks the directory of a zip file before zipfile reads it."""

from __future__ import annotations

import os
import struct
from typing import BinaryIO, Final

from wekipy.project.counting import many
from wekipy.project.problem import Problem

MOST_ENTRIES: Final = 20_000
_END = struct.Struct("<4sHHHHLLH")
_END_MAGIC, _END64_MAGIC = b"PK\x05\x06", b"PK\x06\x07"
_END64_BYTES = 20
_ENTRY_BYTES = 400  # 46, a name of up to 255, and room for extra fields


def check_directory(file: BinaryIO, most_bytes: int, what: str = "model file") -> int:
    """Check that the directory of a zip file is small and plain; returns the file's size.

    zipfile creates an object for every entry before one can count them.

    Args:
        what: the expected file, for messages.

    Raises:
        Problem: if it is not such a file.
    """
    size = file.seek(0, os.SEEK_END)
    if not _END.size <= size <= most_bytes:
        raise Problem(f"it is {many(size, 'byte')} long, expected {_END.size} to {most_bytes}")
    at = max(0, size - _END.size - _END64_BYTES)
    file.seek(at)
    end = file.read()
    magic, _, _, _, entries, directory, start, comment = _END.unpack(end[-_END.size :])
    if magic != _END_MAGIC or comment:
        raise Problem(f"it is no {what}, or is cut off")
    if end.startswith(_END64_MAGIC) or start + directory > size:
        raise Problem("its table of contents is damaged")
    if entries > MOST_ENTRIES or directory > entries * _ENTRY_BYTES:
        raise Problem(
            f"its table of contents is too long: {many(entries, 'entry', 'entries')}, expected at"
            f" most {MOST_ENTRIES}"
        )
    return size
