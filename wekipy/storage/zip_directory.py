"""The end of a zip file, looked at before zipfile believes it."""

from __future__ import annotations

import os
import struct
from typing import BinaryIO, Final

from wekipy.project.problem import Problem

MOST_ENTRIES: Final = 20_000
_END = struct.Struct("<4sHHHHLLH")
_END_MAGIC, _END64_MAGIC = b"PK\x05\x06", b"PK\x06\x07"
_END64_BYTES = 20
_ENTRY_BYTES = 400  # 46, a name of up to 255, and room for extra fields


def check_directory(file: BinaryIO, most_bytes: int, what: str = "model file") -> int:
    """The size of a zip file whose table of contents is small and plain, so that zipfile may read it.

    zipfile makes an object of every entry before anyone can count them.

    Args:
        what: it should be, for messages.

    Raises:
        Problem: if it is no such file.
    """
    size = file.seek(0, os.SEEK_END)
    if not _END.size <= size <= most_bytes:
        raise Problem(f"it is {size} bytes long, expected {_END.size} to {most_bytes}")
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
            f"its table of contents is too long: {entries} entries, expected at most {MOST_ENTRIES}"
        )
    return size
