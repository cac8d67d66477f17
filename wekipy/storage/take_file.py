"""One file per take: a header of three lines, twice, then rows, appended while recording, with check sums.

| part | what |
| --- | --- |
| line 1 | `wekipy take 2` |
| line 2 | a JSON object (`TakeHeader`), then spaces |
| line 3 | the CRC-32 of lines 1 and 2, 8 hexadecimal digits |
| line 4 to 6 | the same again, for when the first is damaged |
| rows | each: time (float64, seconds since `started`), inputs and targets (float32), check sum (uint32) |

Numbers are little-endian. The check sum of row n (from 0) is the CRC-32 of its other bytes, continued from
the header's CRC-32 + n: a row that was changed, zeroed or moved does not match. All rows have the same
length, so a damaged one does not affect the others. A crash costs one row at most.

Files of version 1 have two lines, once, no check sums, and times in seconds since 1970; they are only read.
"""

from __future__ import annotations

import os
import struct
import threading
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain, count
from pathlib import Path
from typing import Annotated, BinaryIO, Final
from zlib import crc32

import msgspec
import numpy as np
import numpy.typing as npt

from wekipy.project.counting import many
from wekipy.project.examples import NOT_MADE, MadeOf, Rows, TakeData, row_type
from wekipy.project.moments import seconds_of_moment, since_first
from wekipy.project.plain import open_plain
from wekipy.project.problem import Problem
from wekipy.project.schema import MOST_INPUTS, MOST_OUTPUTS, Name
from wekipy.project.take_state import TakeState
from wekipy.storage.atomic import sync_files, sync_folder
from wekipy.storage.links import refuse_link

MAGIC: Final = b"wekipy take 2\n"
MAGIC_1: Final = b"wekipy take 1\n"
MOST_BYTES: Final = 1 << 36  # rows are read into memory
_LONGEST_HEADER = 10 << 20  # MOST_OUTPUTS uids at their longest, every character escaped; a large state
_ALIGNMENT = 64
_SUM_LINE = 9  # 8 digits and the end of the line
_BLOCK_BYTES = 16 << 20  # read at once
_ROWS_AT_ONCE = 250  # rows whose check sums are computed at once: more would hold the GIL too long


class TakeHeader(msgspec.Struct, frozen=True, omit_defaults=True):
    """The header of a take file.

    Attributes:
        outputs: the uid that each target column belongs to.
        started: when recording began, ISO 8601; "" if unknown.
        made_of: its sources, if it was not recorded.
        state: what the stages before the models remembered when it began; absent without any.
    """

    take: Annotated[int, msgspec.Meta(ge=1)]
    inputs: Annotated[int, msgspec.Meta(ge=1, le=MOST_INPUTS)]
    outputs: Annotated[tuple[Name, ...], msgspec.Meta(max_length=MOST_OUTPUTS)]
    started: Annotated[str, msgspec.Meta(max_length=100)] = ""
    made_of: MadeOf = NOT_MADE
    state: TakeState | None = None


def take_name(number: int) -> str:
    """The name of a take file, such as take-0001.rows."""
    return f"take-{number:04d}.rows"


@lru_cache(maxsize=64)  # takes of one project are alike, and 10,000 of them must open fast
def stored_type(inputs: int, targets: int) -> np.dtype[np.void]:
    """The type of a row in a file: as in memory, and its check sum."""
    return np.dtype([*row_type(inputs, targets).descr, ("sum", "<u4")])


def _header_bytes(header: TakeHeader) -> tuple[bytes, int]:
    """Encode a header; returns it and its check sum."""
    text = MAGIC + msgspec.json.encode(header)
    padding = -(len(text) + 1 + _SUM_LINE) % _ALIGNMENT
    text += b" " * padding + b"\n"
    found = crc32(text)
    return text + b"%08x\n" % found, found


def _check_sums(stored: Rows, start: int) -> npt.NDArray[np.uint32]:
    """Compute the check sums of rows, (rows,); `start` is the header's + the number of the first row."""
    pieces = chain.from_iterable(struct.iter_unpack(f"{stored.itemsize - 4}s4x", stored.view(np.uint8).data))
    return np.fromiter(map(crc32, pieces, count(start)), np.uint32, len(stored))


class TakeWriter:
    """Appends rows to a new take file; appended rows survive the end of the process.

    Attributes:
        rows: the number of complete rows in the file. After an OSError, append from here again.

    Raises:
        FileExistsError: if the take has a file with rows; it is never overwritten.
        OSError: if the file cannot be created; none is left behind.
    """

    def __init__(  # noqa: PLR0913  each is a different thing
        self,
        folder: Path,
        number: int,
        inputs: int,
        outputs: tuple[str, ...],
        started: str,
        made_of: MadeOf = NOT_MADE,
        state: TakeState | None = None,
    ) -> None:
        refuse_link(folder)
        self.path = folder / take_name(number)
        self.rows = 0
        once, self._sum = _header_bytes(TakeHeader(number, inputs, outputs, started, made_of, state))
        self._header = once + once
        self._type = stored_type(inputs, len(outputs))
        self._at_once = max(1, min(_ROWS_AT_ONCE, _BLOCK_BYTES // self._type.itemsize))
        self._named = False
        self._syncing, self._resting = threading.Lock(), False
        flags = os.O_RDWR | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
        self._file: int | None
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
        """Write rows to the operating system; they survive a crash of the process, not yet of the machine."""
        self._resting = False
        for part in parts:
            for first in range(0, len(part), self._at_once):
                self._append(part[first : first + self._at_once])

    def _append(self, part: Rows) -> None:
        stored = np.empty(len(part), self._type)
        for name in ("time", "inputs", "targets"):
            stored[name] = part[name]
        stored["sum"] = _check_sums(stored, self._sum + self.rows)
        start = len(self._header) + self.rows * stored.itemsize
        try:
            self._write(start, stored.view(np.uint8).data)
        finally:
            # Rows that fit on a full disk count; the next append completes a partial one.
            end = os.lseek(self._descriptor(), 0, os.SEEK_CUR)
            self.rows += max(0, end - start) // stored.itemsize

    def _write(self, position: int, data: memoryview) -> None:
        file = self._descriptor()
        os.lseek(file, position, os.SEEK_SET)
        while data:
            data = data[os.write(file, data) :]

    def _descriptor(self) -> int:
        """Return the descriptor, opening the file again after `rest`."""
        if self._file is None:
            self._file = os.open(self.path, os.O_RDWR | getattr(os, "O_BINARY", 0))
        return self._file

    @property
    def open(self) -> bool:
        """Whether the file is open."""
        return self._file is not None

    def rest(self) -> None:
        """Close the descriptor until it is needed; a running sync closes it later. Never blocks."""
        self._resting = True
        if self._syncing.acquire(blocking=False):
            try:
                self.close()
            finally:
                self._syncing.release()

    def rewind(self) -> None:
        """Start again after the header: after a failed `sync` the file's content on disk is unknown."""
        self._resting = False  # before another sync can begin
        self._write(0, memoryview(self._header))
        self.rows = 0

    def sync(self) -> None:
        """Sync all rows to disk. May be called from another thread than `append`."""
        with self._syncing:
            os.fsync(self._descriptor())
            if self._resting:
                self.close()
        if not self._named:
            sync_folder(self.path.parent)
            self._named = True

    def close(self) -> None:
        """Close the file; it is not synced."""
        if self._file is not None:
            os.close(self._file)
            self._file = None


def write_takes(folder: Path, takes: Mapping[int, TakeData], inputs: int = 0) -> None:
    """Write complete takes, by number; they are on disk when this returns.

    All are written before the first sync: thousands of small files are much faster that way.

    Args:
        inputs: the number of inputs of takes without rows.

    Raises:
        FileExistsError: if a take has a file with rows.
        OSError: if one cannot be written.
    """
    paths = []
    for number, data in takes.items():
        inputs = data.inputs or inputs
        writer = TakeWriter(folder, number, inputs, data.outputs, data.started, data.made_of, data.state)
        paths.append(writer.path)
        try:
            writer.append(data.blocks)
        finally:
            writer.close()
    sync_files(paths)
    sync_folder(folder)


@dataclass(frozen=True)
class _Parsed:
    """A parsed header.

    Attributes:
        sum: its check sum; None in a file of version 1, whose rows have none.
        rows_at: where the rows begin.
    """

    header: TakeHeader
    sum: int | None
    rows_at: int


def read_header(path: Path) -> TakeHeader:
    """What a take file says of itself.

    Raises:
        Problem: naming the file and what is wrong with it.
    """
    try:
        with open_plain(path) as file:
            return _parse_header(file, path).header
    except OSError as e:
        raise Problem(f"{path.name} cannot be read: {e.strerror}") from e


def _parse_header(file: BinaryIO, path: Path) -> _Parsed:
    """The header of a file, or its second copy if the first is damaged."""
    try:
        header, found = _parse_copy(file, path)
        end = file.tell()
    except Problem:
        file.seek(0)
        end = file.read(2 * _LONGEST_HEADER).find(MAGIC, 1)
        if end < 0:
            raise
        file.seek(end)
        header, found = _parse_copy(file, path)
        if file.tell() != 2 * end:
            raise
    return _Parsed(header, found, end if found is None else 2 * end)


def _parse_copy(file: BinaryIO, path: Path) -> tuple[TakeHeader, int | None]:
    """The header that begins where the file stands, and its check sum."""
    magic = file.read(len(MAGIC))
    if magic not in (MAGIC, MAGIC_1):
        what = "is empty" if not magic else "does not begin as a take file of this version does"
        raise Problem(f"{path.name} {what}; expected “{MAGIC.decode().strip()}”")
    line = file.readline(_LONGEST_HEADER)
    if not line.endswith(b"\n"):
        raise Problem(f"{path.name}: its header is cut off or too long")
    found = crc32(magic + line) if magic == MAGIC else None
    if found is not None:
        stored = file.read(_SUM_LINE)
        if len(stored) < _SUM_LINE:
            raise Problem(f"{path.name}: its header is cut off or too long")
        if stored != b"%08x\n" % found:
            raise Problem(f"{path.name}: its header is damaged (its check sum does not fit)")
    try:
        header = msgspec.json.decode(line, type=TakeHeader)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as e:
        raise Problem(f"{path.name}: its header is damaged") from e
    if len(set(header.outputs)) != len(header.outputs):
        raise Problem(f"{path.name}: its header names an output twice")
    return header, found


@dataclass(frozen=True)
class TakeFile:
    """What a take file holds."""

    header: TakeHeader
    data: TakeData


def read_take(path: Path) -> TakeData:
    """The rows of a take, see `read_take_file`."""
    return read_take_file(path).data


def read_take_file(path: Path) -> TakeFile:
    """A take, in memory: no descriptor and no map of the file is kept.

    A last row that is not complete is left out; rows whose check sum does not fit are left out, and
    numbered in `TakeData.left_out`.

    Raises:
        Problem: naming the file and what is wrong with it.
    """
    try:
        with open_plain(path) as file:
            parsed = _parse_header(file, path)
            size = os.fstat(file.fileno()).st_size
            if size > MOST_BYTES:
                raise Problem(f"{path.name} is {many(size, 'byte')} long, expected at most {MOST_BYTES:,}")
            file.seek(parsed.rows_at)
            data = _read_rows(file, size - parsed.rows_at, parsed)
    except OSError as e:
        raise Problem(f"{path.name} cannot be read: {e.strerror}") from e
    except MemoryError as e:
        raise Problem(f"{path.name} does not fit into memory") from e
    return TakeFile(parsed.header, data if parsed.sum is not None else _in_seconds(data))


def _read_rows(file: BinaryIO, size: int, parsed: _Parsed) -> TakeData:
    header = parsed.header
    inputs, targets = header.inputs, len(header.outputs)
    kind = row_type(inputs, targets) if parsed.sum is None else stored_type(inputs, targets)
    blocks, left_out, first = [], [], 0
    for stored in _stored_blocks(file, size // kind.itemsize, kind):
        wrong = [] if parsed.sum is None else _damaged(stored, parsed.sum + first)
        left_out += [first + n for n in wrong]
        first += len(stored)
        if len(wrong) < len(stored):
            blocks.append(_bare(np.delete(stored, wrong) if wrong else stored, inputs, targets))
    return TakeData(
        header.outputs,
        tuple(blocks),
        header.started,
        header.made_of,
        np.array(left_out, np.int64),
        header.state,
    )


def _damaged(stored: Rows, start: int) -> list[int]:
    """Which rows do not fit their check sums; `start` as in `_check_sums`."""
    wrong: list[int] = []
    for n in range(0, len(stored), _ROWS_AT_ONCE):
        part = stored[n : n + _ROWS_AT_ONCE]
        expected, found = _check_sums(part, start + n), part["sum"]
        if expected.tobytes() != found.tobytes():
            wrong += (n + np.flatnonzero(expected != found)).tolist()
    return wrong


def _stored_blocks(file: BinaryIO, rows: int, kind: np.dtype[np.void]) -> Iterator[Rows]:
    """The whole rows of a file from where it stands, some megabytes at a time."""
    at_once = max(1, _BLOCK_BYTES // kind.itemsize)
    while rows > 0:
        block = np.empty(min(rows, at_once), kind)
        whole = file.readinto(block.view(np.uint8).data) // kind.itemsize  # type: ignore[attr-defined]
        if whole:
            yield block[:whole]
        if whole < len(block):  # it has become shorter
            return
        rows -= whole


def _bare(stored: Rows, inputs: int, targets: int) -> Rows:
    """Rows without their check sums."""
    rows = np.empty(len(stored), row_type(inputs, targets))
    for name in ("time", "inputs", "targets"):
        rows[name] = stored[name]
    rows.flags.writeable = False
    return rows


def _in_seconds(data: TakeData) -> TakeData:
    """A take of version 1, whose times are seconds since 1970, with times as they are now."""
    if not len(data):
        return data
    started = data.started
    began = seconds_of_moment(started)
    if not began:
        started, began = since_first(float(data.blocks[0]["time"][0]))
    for block in data.blocks:
        block.flags.writeable = True
        with np.errstate(invalid="ignore"):  # times that are damaged: nothing tells
            block["time"] -= began
        block.flags.writeable = False
    return TakeData(data.outputs, data.blocks, started, data.made_of, data.left_out)


def holds_nothing(path: Path) -> bool:
    """Whether a take file ends before its first whole row, as a crash right after the beginning leaves it."""
    try:
        found = read_take(path)
    except Problem:
        pass
    else:
        return not len(found) and not len(found.left_out)
    try:
        with open_plain(path) as file:
            start = file.read(_LONGEST_HEADER)
    except OSError:
        return False
    begins = any(start[: len(magic)] == magic[: len(start)] for magic in (MAGIC, MAGIC_1))
    lines = 2 if start.startswith(MAGIC_1) else 6
    return begins and start.count(b"\n") < lines and len(start) < _LONGEST_HEADER
