"""Records datagrams with their times, so that they can be replayed elsewhere.

The file: the line `wekipy osc 1`, then for each datagram a head of 16 bytes, little-endian, and its bytes.
The head is the length (4 bytes), the time in nanoseconds since 1970 (8 bytes), and the CRC-32 of length, time
and datagram (4 bytes). Nothing but appending is ever done, so a crash costs the last record at most; whatever
does not check ends the tape.
"""

from __future__ import annotations

import os
import struct
import time
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import BinaryIO, Final, NamedTuple

from wekipy.project.plain import open_plain
from wekipy.project.problem import Problem

MAGIC: Final = b"wekipy osc 1\n"
BIGGEST: Final = 65_535  # bytes of a datagram
MOST_BYTES: Final = 1 << 30  # bytes of a file, before the next one starts
_FRONT = struct.Struct("<Iq")
_CHECK = struct.Struct("<I")
_HEAD = _FRONT.size + _CHECK.size


class Datagram(NamedTuple):
    """A datagram and its arrival time, in nanoseconds since 1970."""

    when: int
    data: bytes


class TapeWriter:
    """Appends datagrams to a file; an existing one is continued after its last valid record.

    When the file has `most_bytes`, it becomes FILE.1, in place of an earlier one, and a new one is begun: the
    last hours are kept, and the disk is never filled.

    Raises:
        Problem: if the file is something else, or cannot be written.
    """

    def __init__(
        self, path: Path, most_bytes: int = MOST_BYTES, clock: Callable[[], int] | None = None
    ) -> None:
        self._path, self._most = path, most_bytes
        self._clock = clock or _steady_clock()
        self._file = self._open()

    def _open(self) -> BinaryIO:
        try:
            if self._path.exists():
                with open_plain(self._path) as before:
                    end = _sound_end(before, self._path)
                os.truncate(self._path, end)
            file = self._path.open("ab")
            if not file.tell():
                file.write(MAGIC)
                file.flush()
        except OSError as e:
            raise Problem(f"cannot write {self._path}: {e.strerror}; choose another place") from e
        return file

    def add(self, data: bytes) -> None:
        """Append a datagram that came now; it is passed to the system at once.

        Raises:
            OSError: if it cannot be written.
        """
        front = _FRONT.pack(len(data), self._clock())
        self._file.write(front + _CHECK.pack(zlib.crc32(data, zlib.crc32(front))) + data)
        self._file.flush()
        if self._file.tell() >= self._most:
            self._file.close()
            self._path.replace(self._path.with_name(self._path.name + ".1"))
            self._file = self._open()

    def close(self) -> None:
        """Sync everything to disk and close."""
        self._file.flush()
        os.fsync(self._file.fileno())
        self._file.close()


def _steady_clock() -> Callable[[], int]:
    """Nanoseconds since 1970 that never jump, whatever happens to the computer's clock."""
    offset = time.time_ns() - time.monotonic_ns()
    return lambda: time.monotonic_ns() + offset


def read_tape(path: Path) -> Iterator[Datagram]:
    """Yield the datagrams of a tape; ends where the tape is cut off or damaged.

    Raises:
        Problem: if it is not a tape or cannot be read.
    """
    try:
        with open_plain(path) as file:
            _check_magic(file, path)
            yield from _records(file)
    except OSError as e:
        raise Problem(f"{path} cannot be read: {e.strerror}") from e


def _check_magic(file: BinaryIO, path: Path) -> None:
    if file.read(len(MAGIC)) != MAGIC:
        raise Problem(f"{path} is no recording of wekipy; expected one made by `wekipy record-osc`")


def _records(file: BinaryIO) -> Iterator[Datagram]:
    while True:
        head = file.read(_HEAD)
        if len(head) < _HEAD:
            return
        size, when = _FRONT.unpack_from(head)
        if size > BIGGEST:
            return
        data = file.read(size)
        if len(data) < size or _CHECK.unpack_from(head, _FRONT.size)[0] != zlib.crc32(
            data, zlib.crc32(head[: _FRONT.size])
        ):
            return
        yield Datagram(when, data)


def _sound_end(file: BinaryIO, path: Path) -> int:
    """Return the end of the last valid record of a tape; 0 if the file is empty."""
    if not os.fstat(file.fileno()).st_size:
        return 0
    _check_magic(file, path)
    return len(MAGIC) + sum(_HEAD + len(record.data) for record in _records(file))
