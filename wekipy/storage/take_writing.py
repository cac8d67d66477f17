"""Writes the rows of takes: the fast part of saving, which a recording waits for."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Protocol

from wekipy.project.examples import MadeOf, Rows, TakeData
from wekipy.project.take_state import TakeState
from wekipy.storage.job_thread import TICK
from wekipy.storage.presence import make_inside
from wekipy.storage.take_file import TakeWriter

POLL: Final = TICK  # seconds between two writes of a running take
MOST_OPEN: Final = 16  # open files of takes to be synced; others are reopened for it


class Source(Protocol):
    """Where rows come from: a `Recorder` or a `WholeTake`."""

    @property
    def number(self) -> int: ...
    @property
    def inputs(self) -> int: ...
    @property
    def outputs(self) -> tuple[str, ...]: ...
    @property
    def started(self) -> str: ...
    @property
    def made_of(self) -> MadeOf: ...
    @property
    def state(self) -> TakeState | None: ...

    def rows_from(self, start: int) -> list[Rows]:
        """The rows from number `start` on; called from another thread than the one that adds rows."""


@dataclass(frozen=True)
class WholeTake:
    """A complete take."""

    number: int
    data: TakeData

    @property
    def inputs(self) -> int:
        """The number of inputs."""
        return self.data.inputs

    @property
    def outputs(self) -> tuple[str, ...]:
        """The uid that each target belongs to."""
        return self.data.outputs

    @property
    def started(self) -> str:
        """The moment that its times are relative to."""
        return self.data.started

    @property
    def made_of(self) -> MadeOf:
        """Its sources, if it was not recorded."""
        return self.data.made_of

    @property
    def state(self) -> TakeState | None:
        """What the stages before the models remembered when it began."""
        return self.data.state

    def rows_from(self, start: int) -> list[Rows]:
        """The rows from number `start` on."""
        parts = []
        for block in self.data.blocks:
            if start < len(block):
                parts.append(block[max(0, start) :])
            start -= len(block)
        return parts


class FollowedTake:
    """A take on its way to disk, shared by two threads: one writes its rows, the other syncs them.

    Attributes:
        finished: no more rows will come. Set by the writing thread.
        complete: finished, and every row is written. Set by the writing thread.
        lost: a sync failed, so what is on disk is unknown; set by the syncing thread, cleared by the writing
            thread when it starts again.
        safe: everything is on disk and the file is closed. Set by the syncing thread.
    """

    def __init__(self, source: Source, folder: Path, finished: bool = False) -> None:
        self.source = source
        self.finished = finished
        self.complete = self.lost = self.safe = False
        self._folder = folder
        self._writer: TakeWriter | None = None

    @property
    def open(self) -> bool:
        """Whether its file is open."""
        return self._writer is not None and self._writer.open

    def rest(self) -> None:
        """Close the file until the sync. Call this in the writing thread, once the take is complete."""
        if self._writer is not None:
            self._writer.rest()

    def write(self) -> bool:
        """Write the new rows; returns whether the take is now complete. Raises OSError."""
        if self.safe or (self.complete and not self.lost):
            return False
        if self.lost and self._writer is not None:
            self.complete = False
            self._writer.rewind()
            self.lost = False
        finished = self.finished  # before the rows are read, so that none is missed
        rows = self.source.rows_from(self._writer.rows if self._writer else 0)
        if rows:  # a take without rows has no file: its number is reused
            self._writer = self._writer or self._open()
            self._writer.append(rows)
        self.complete = finished
        return finished

    def _open(self) -> TakeWriter:
        make_inside(self._folder.parent, self._folder)
        s = self.source
        return TakeWriter(self._folder, s.number, s.inputs, s.outputs, s.started, s.made_of, s.state)

    def sync(self) -> None:
        """Sync what is written; a complete take is then safe. Raises OSError."""
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
    """The work of the writing thread: writes the new rows of each take every 50 ms.

    It never syncs: that can take a second on a slow disk, and a crash would lose the rows of that second.

    Args:
        completed: called when the last row of a take was written.
    """

    def __init__(self, completed: Callable[[], None]) -> None:
        self._completed = completed
        self._takes: list[FollowedTake] = []
        self._waiting: list[Callable[[], None]] = []

    def follow(self, take: FollowedTake) -> None:
        """Start writing a take."""
        self._takes.append(take)

    def finish(self, number: int) -> None:
        """Note that no more rows will come for this take."""
        for take in self._takes:
            if take.source.number == number:
                take.finished = True

    def when_written(self, call: Callable[[], None]) -> None:
        """Call `call` once all present rows are written."""
        self._waiting.append(call)

    def work(self) -> float | None:
        """See `Worker`."""
        self._takes = [take for take in self._takes if not take.safe]
        opened = sum(take.open for take in self._takes)
        failures = []
        for take in self._takes:
            was_open = take.open
            if (error := self._write(take)) is not None:
                failures.append(error)
            if take.complete and opened >= MOST_OPEN:  # an import of 10,000 takes must not keep as many files
                take.rest()
            opened += take.open - was_open
        if failures:
            raise failures[0]
        while self._waiting:
            self._waiting.pop()()
        return POLL if any(not take.complete for take in self._takes) else None

    def _write(self, take: FollowedTake) -> OSError | None:
        """Write one take; its failure must not stop the others."""
        try:
            if take.write():
                self._completed()
        except OSError as e:
            return e
        return None

    def close(self) -> None:
        """Close the files of unfinished takes; call this when both threads have ended."""
        for take in self._takes:
            take.close()
        self._takes.clear()
