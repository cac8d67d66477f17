"""Takes on their way from memory to disk, and the half of the work that a recording must not wait for."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Protocol

from wekipy.project.examples import Rows, TakeData
from wekipy.storage.take_file import TakeWriter
from wekipy.storage.worker import TICK

POLL: Final = TICK  # seconds between two looks at a take that is being recorded


class Source(Protocol):
    """What rows come from: a `Recorder`, or a `WholeTake`."""

    @property
    def number(self) -> int: ...
    @property
    def width(self) -> int: ...
    @property
    def outputs(self) -> tuple[str, ...]: ...
    @property
    def started(self) -> str: ...

    def rows_from(self, start: int) -> list[Rows]:
        """The rows from number `start` on; called from another thread than the one that adds rows."""


@dataclass(frozen=True)
class WholeTake:
    """A take that is all there already."""

    number: int
    data: TakeData
    started: str = ""

    @property
    def width(self) -> int:
        """Length of the input vector."""
        return int(self.data.blocks[0]["inputs"].shape[1])

    @property
    def outputs(self) -> tuple[str, ...]:
        """The uid that each target belongs to."""
        return self.data.outputs

    def rows_from(self, start: int) -> list[Rows]:
        """The rows from number `start` on."""
        parts = []
        for block in self.data.blocks:
            if start < len(block):
                parts.append(block[max(0, start) :])
            start -= len(block)
        return parts


class FollowedTake:
    """A take that is not all on disk yet, shared by two threads: one writes its rows, the other syncs them.

    Attributes:
        finished: no more rows will come. Set by the writing thread.
        complete: finished, and every row is written. Set by the writing thread.
        lost: a sync failed, so that nobody knows what is on disk; set by the syncing thread, taken back by
            the writing thread once it begins again.
        safe: all of it is on disk and the file is closed. Set by the syncing thread.
    """

    def __init__(self, source: Source, folder: Path, finished: bool = False) -> None:
        self.source = source
        self.finished = finished
        self.complete = self.lost = self.safe = False
        self._folder = folder
        self._writer: TakeWriter | None = None

    def write(self) -> bool:
        """Write the rows that are new; whether this completed the take. Raises OSError."""
        if self.safe or (self.complete and not self.lost):
            return False
        if self.lost and self._writer is not None:
            self.complete = False
            self._writer.rewind()
            self.lost = False
        finished = self.finished  # before the rows are read, so that none can come in between
        rows = self.source.rows_from(self._writer.rows if self._writer else 0)
        if rows:  # a take without any has no file: its number is used again
            self._writer = self._writer or self._open()
            self._writer.append(rows)
        self.complete = finished
        return finished

    def _open(self) -> TakeWriter:
        self._folder.mkdir(parents=True, exist_ok=True)
        s = self.source
        return TakeWriter(self._folder, s.number, s.width, s.outputs, s.started)

    def sync(self) -> None:
        """Put what is written on disk; a complete take is then safe. Raises OSError."""
        if self.lost:
            return
        complete = self.complete
        try:
            if self._writer is not None:
                self._writer.sync()
        except OSError:
            self.lost = True
            raise
        if complete:
            self.safe = True
            self.close()

    def close(self) -> None:
        """Close the file as it is."""
        if self._writer is not None:
            self._writer.close()
            self._writer = None


class Following:
    """What the writing thread does: every 50 ms the new rows of each take go to the operating system.

    It never syncs, which can take a slow disk a second: that would leave the rows of that second to a crash.

    Args:
        completed: called when the last row of a take was written.
    """

    def __init__(self, completed: Callable[[], None]) -> None:
        self._completed = completed
        self._takes: list[FollowedTake] = []
        self._waiting: list[Callable[[], None]] = []

    def follow(self, take: FollowedTake) -> None:
        """Begin with a take."""
        self._takes.append(take)

    def finish(self, number: int) -> None:
        """No more rows will come for this take."""
        for take in self._takes:
            if take.source.number == number:
                take.finished = True

    def when_written(self, call: Callable[[], None]) -> None:
        """Call this once all rows that there are now are written."""
        self._waiting.append(call)

    def work(self) -> float | None:
        """See `Worker`."""
        self._takes = [take for take in self._takes if not take.safe]
        failures = [e for take in self._takes if (e := self._write(take)) is not None]
        if failures:
            raise failures[0]
        while self._waiting:
            self._waiting.pop()()
        return POLL if any(not take.complete for take in self._takes) else None

    def _write(self, take: FollowedTake) -> OSError | None:
        """Write one take; what keeps it from the disk must not keep the others."""
        try:
            if take.write():
                self._completed()
        except OSError as e:
            return e
        return None

    def close(self) -> None:
        """Close the files of takes that nobody finished; call this when both threads have ended."""
        for take in self._takes:
            take.close()
        self._takes.clear()
