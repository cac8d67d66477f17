"""The journal: edits of the project on disk, so that undo and redo outlive the session.

A file of entries (`wekipy.project.history.Entry`), each with its number, its length and a checksum.
project.json says how many entries led to it. It is always right: later entries are ignored, and a journal
that ends before or is damaged costs only the undo list.
"""

from __future__ import annotations

import os
import struct
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated, Final

import msgspec

from wekipy.project.history import MOST_BYTES, NO_STEPS, Entry, Step, Steps
from wekipy.project.plain import open_plain
from wekipy.storage.atomic import write_atomically
from wekipy.storage.links import refuse_link

JOURNAL_NAME: Final = "journal"
MAGIC: Final = b"wekipy journal 1\n"
REWRITE_BYTES: Final = 2 * MOST_BYTES  # a longer file is rewritten without what can no longer be undone
_LONGEST: Final = 64 << 20  # bytes of one entry
_HEAD = struct.Struct("<II")  # length and checksum of what follows


class Numbered(msgspec.Struct, frozen=True):
    """An entry and its number in the file."""

    number: Annotated[int, msgspec.Meta(ge=1)]
    entry: Entry


@dataclass(frozen=True)
class JournalRead:
    """What was read from a journal.

    Attributes:
        number: of the last valid entry, according to project.json.
        clean: whether the next entry may be appended to the file.
        notes: sentences for the user.
    """

    steps: Steps = NO_STEPS
    number: int = 0
    clean: bool = False
    notes: list[str] = field(default_factory=list)


def read_journal(path: Path, number: int) -> JournalRead:
    """Read the undo steps that led to a project with the given number of entries.

    Never fails: unusable entries are left out, with a note.
    """
    try:
        with open_plain(path) as file:
            text = file.read(2 * REWRITE_BYTES + 1)
    except FileNotFoundError:
        return JournalRead(number=number)
    except OSError as e:
        return _without(number, f"it cannot be read: {e.strerror}")
    if not text.startswith(MAGIC):
        return _without(number, "it is damaged, or of another version")
    entries, end = _entries(text)
    if not (entries and entries[0].number <= number + 1 and entries[-1].number >= number):
        return _without(number, "it does not belong to this project.json") if number else JournalRead()
    steps = replayed(each.entry for each in entries if each.number <= number)
    if steps is None:
        return _without(number, "it is damaged")
    clean = end == len(text) <= REWRITE_BYTES and entries[-1].number == number
    return JournalRead(steps, number, clean)


def _without(number: int, why: str) -> JournalRead:
    return JournalRead(
        number=number, notes=[f"what was done earlier cannot be undone, the journal is left out: {why}"]
    )


def _entries(text: bytes) -> tuple[list[Numbered], int]:
    """Return the complete, consecutive entries and where they end."""
    entries: list[Numbered] = []
    decoder = msgspec.json.Decoder(Numbered)
    at = len(MAGIC)
    while len(text) - at > _HEAD.size:
        length, checksum = _HEAD.unpack_from(text, at)
        body = text[at + _HEAD.size : at + _HEAD.size + length]
        if length > _LONGEST or len(body) < length or zlib.crc32(body) != checksum:
            break
        try:
            found = decoder.decode(body)
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
            break
        if entries and found.number != entries[-1].number + 1:
            break
        entries.append(found)
        at += _HEAD.size + length
    return entries, at


def replayed(entries: Iterable[Entry]) -> Steps | None:
    """The steps that can be undone and redone after these entries; None if they are inconsistent."""
    past: list[Step] = []
    future: list[Step] = []
    for entry in entries:
        if entry.move == "do" and entry.step is not None:
            past.append(entry.step)
            future.clear()
        elif entry.move == "undo" and past:
            future.append(past.pop())
        elif entry.move == "redo" and future:
            past.append(future.pop())
        else:
            return None
    return Steps(tuple(past), tuple(future))


def _record(number: int, entry: Entry) -> bytes:
    body = msgspec.json.encode(Numbered(number, entry))
    return _HEAD.pack(len(body), zlib.crc32(body)) + body


def _shortest(steps: Steps) -> Iterator[Entry]:
    """Return the fewest entries that result in these steps."""
    size = 0
    kept: list[Step] = []
    for step in reversed(steps.past):
        size += step.size
        if size > MOST_BYTES and kept:
            break
        kept.append(step)
    yield from (Entry("do", step) for step in (*reversed(kept), *reversed(steps.future)))
    yield from (Entry("undo") for _ in steps.future)


class Journal:
    """Appends entries to the file. Used by the saving thread only.

    Args:
        read: the result of `read_journal`.

    Attributes:
        number: of the last entry handed over.
    """

    def __init__(self, path: Path, read: JournalRead) -> None:
        self._path, self._read = path, read
        self.number = read.number
        self._waiting: list[bytes] = []
        self._begun = False
        self._end = 0  # bytes that are surely on disk

    def add(self, entries: Iterable[Entry]) -> None:
        """Queue entries for writing."""
        for entry in entries:
            self.number += 1
            self._waiting.append(_record(self.number, entry))

    def move(self, path: Path) -> None:
        """Go on in the same file at another path: its folder was renamed. Nothing may wait to be written."""
        self._path = path

    @property
    def behind(self) -> bool:
        """Whether entries wait to be written."""
        return bool(self._waiting)

    def write(self) -> None:
        """Write all queued entries to disk. Raises OSError; the next call then tries again."""
        if not self._waiting:
            return
        if not self._begun:
            self._begin()
        refuse_link(self._path)
        with self._path.open("r+b") as file:
            # Remove what a failed attempt has left.
            file.truncate(self._end)
            file.seek(self._end)
            for record in self._waiting:
                file.write(record)
            file.flush()
            os.fsync(file.fileno())
            self._end = file.tell()
        self._waiting.clear()

    def _begin(self) -> None:
        if not self._read.clean:
            self._rewrite(self._read)
        self._end = self._path.stat().st_size
        self._begun = True

    def shorten(self) -> None:
        """Rewrite a file that has become long without what can no longer be undone. Raises OSError.

        Call this when project.json belongs to the last entry: a rewritten file no longer distinguishes
        earlier ones.
        """
        if self._end > REWRITE_BYTES and not self._waiting:
            self._rewrite(read_journal(self._path, self.number))
            self._end = self._path.stat().st_size

    def _rewrite(self, read: JournalRead) -> None:
        entries = list(_shortest(read.steps))
        first = read.number - len(entries) + 1
        records = (_record(first + n, entry) for n, entry in enumerate(entries))
        write_atomically(self._path, MAGIC + b"".join(records))
