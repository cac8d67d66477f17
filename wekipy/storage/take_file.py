"""One file per take: a line that says what it is, a line of JSON, then raw rows, appended while recording."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path
from typing import Annotated, BinaryIO, Final

import msgspec
import numpy as np

from wekipy.project.examples import Rows, TakeData, row_type
from wekipy.project.plain import open_plain
from wekipy.project.problem import Problem
from wekipy.project.schema import MOST_INPUTS, MOST_OUTPUTS, Name
from wekipy.storage.atomic import sync_folder

MAGIC: Final = b"wekipy take 1\n"
MOST_BYTES: Final = 1 << 40
_LONGEST_HEADER = 2 << 20  # MOST_OUTPUTS uids at their longest, every character escaped
_ALIGNMENT = 64


class TakeHeader(msgspec.Struct, frozen=True):
    """What a take's file says of itself.

    Attributes:
        outputs: the uid that each target column belongs to.
        started: when recording began, ISO 8601; "" if nobody knows.
    """

    take: Annotated[int, msgspec.Meta(ge=1)]
    inputs: Annotated[int, msgspec.Meta(ge=1, le=MOST_INPUTS)]
    outputs: Annotated[tuple[Name, ...], msgspec.Meta(max_length=MOST_OUTPUTS)]
    started: Annotated[str, msgspec.Meta(max_length=100)] = ""


def take_name(number: int) -> str:
    """The name of a take's file: take-0001.rows."""
    return f"take-{number:04d}.rows"


def _header_bytes(header: TakeHeader) -> bytes:
    text = MAGIC + msgspec.json.encode(header)
    padding = -(len(text) + 1) % _ALIGNMENT
    return text + b" " * padding + b"\n"


class TakeWriter:
    """Appends rows to a new take file; what was appended survives the death of the process.

    Attributes:
        rows: how many complete rows the file holds. After an OSError append from here again.

    Raises:
        FileExistsError: if the take has a file with rows already; it is never overwritten.
        OSError: if the file cannot be made; none is left behind.
    """

    def __init__(self, folder: Path, number: int, width: int, outputs: tuple[str, ...], started: str) -> None:
        self.path = folder / take_name(number)
        self.rows = 0
        self._header = _header_bytes(TakeHeader(number, width, outputs, started))
        self._row_bytes = row_type(width, len(outputs)).itemsize
        self._named = False
        flags = os.O_RDWR | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
        try:
            self._file = os.open(self.path, flags, 0o666)
        except FileExistsError:
            if not holds_nothing(self.path):
                raise
            self.path.unlink()  # a crash came between the header and the first row
            self._file = os.open(self.path, flags, 0o666)
        try:
            self._write(0, memoryview(self._header))
        except OSError:
            self.close()
            self.path.unlink(missing_ok=True)
            raise

    def append(self, parts: Iterable[Rows]) -> None:
        """Write rows to the operating system: safe from a crash of the process, not yet of the machine."""
        for part in parts:
            start = len(self._header) + self.rows * self._row_bytes
            try:
                self._write(start, np.ascontiguousarray(part).view(np.uint8).data)
            finally:
                # What a full disk still took counts; half a row is written again by the next append.
                end = os.lseek(self._file, 0, os.SEEK_CUR)
                self.rows += max(0, end - start) // self._row_bytes

    def _write(self, position: int, data: memoryview) -> None:
        os.lseek(self._file, position, os.SEEK_SET)
        while data:
            data = data[os.write(self._file, data) :]

    def rewind(self) -> None:
        """Begin again from the header: after a failed `sync` nobody knows what reached the disk."""
        self._write(0, memoryview(self._header))
        self.rows = 0

    def sync(self) -> None:
        """Put all rows on disk. May be called from another thread than `append`."""
        os.fsync(self._file)
        if not self._named:
            sync_folder(self.path.parent)
            self._named = True

    def close(self) -> None:
        """Close the file; it is not synced."""
        os.close(self._file)


def read_header(path: Path) -> TakeHeader:
    """What a take file says of itself.

    Raises:
        Problem: naming the file and what is wrong with it.
    """
    try:
        with open_plain(path) as file:
            return _parse_header(file, path)
    except OSError as e:
        raise Problem(f"{path.name} cannot be read: {e.strerror}") from e


def _parse_header(file: BinaryIO, path: Path) -> TakeHeader:
    magic = file.read(len(MAGIC))
    if magic != MAGIC:
        what = "is empty" if not magic else "does not begin as a take file of this version does"
        raise Problem(f"{path.name} {what}; expected “{MAGIC.decode().strip()}”")
    line = file.readline(_LONGEST_HEADER)
    if not line.endswith(b"\n"):
        raise Problem(f"{path.name}: its header is cut off or too long")
    try:
        header = msgspec.json.decode(line, type=TakeHeader)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as e:
        raise Problem(f"{path.name}: its header is damaged: {e}") from e
    if len(set(header.outputs)) != len(header.outputs):
        raise Problem(f"{path.name}: its header names an output twice")
    return header


def read_take(path: Path) -> TakeData:
    """The rows of a take, mapped from the file (read only). A last row that is not complete is left out.

    Raises:
        Problem: naming the file and what is wrong with it.
    """
    try:
        with open_plain(path) as file:
            header = _parse_header(file, path)
            start = file.tell()
            size = os.fstat(file.fileno()).st_size
            row = row_type(header.inputs, len(header.outputs))
            if size > MOST_BYTES:
                raise Problem(f"{path.name} is {size} bytes long, expected at most {MOST_BYTES}")
            rows = (size - start) // row.itemsize
            if rows == 0:
                return TakeData(header.outputs, ())
            mapped = np.memmap(file, row, "r", start, (rows,))
    except OSError as e:
        raise Problem(f"{path.name} cannot be read: {e.strerror}") from e
    return TakeData(header.outputs, (mapped.view(np.ndarray),))


def holds_nothing(path: Path) -> bool:
    """Whether a take file ends before its first whole row, as a crash right after the beginning leaves it."""
    try:
        return not len(read_take(path))
    except Problem:
        pass
    try:
        with open_plain(path) as file:
            start = file.read(_LONGEST_HEADER)
    except OSError:
        return False
    cut_off = len(start) < _LONGEST_HEADER and b"\n" not in start[len(MAGIC) :]
    return cut_off and start[: len(MAGIC)] == MAGIC[: len(start)]
