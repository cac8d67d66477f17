"""Keeps a project on disk while the engine runs, in two threads."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Sequence
from functools import partial
from typing import Final

from wekipy.engine.recorder import Recorder
from wekipy.learning.model import Model
from wekipy.project.examples import TakeData
from wekipy.project.history import Entry
from wekipy.project.schema import Project
from wekipy.storage.folder import ProjectFolder
from wekipy.storage.job_thread import Worker
from wekipy.storage.journal import JournalRead
from wekipy.storage.presence import Presence
from wekipy.storage.saving import Saving
from wekipy.storage.shelf_files import ShelfRead
from wekipy.storage.take_writing import FollowedTake, Following, WholeTake
from wekipy.storage.trouble import Trouble

_LOOK: Final = 0.1  # seconds between checks whether the folder is gone
_GONE: Final = 2.5  # seconds for a missing folder to come back: two attempts of the threads
_FAILING: Final = 10.0  # seconds that saving may fail while a caller waits
_REPORT_EVERY: Final = 3.0  # seconds


def _nobody(_: str) -> None:
    """Ignore what is waited for."""


class Keeper:
    """Writes what it is given; all methods but `flush` and `close` only hand over and never block.

    It has two threads. One writes the new rows of a running take every 50 ms, so that a killed process loses
    no more than that; the other does what may take a while: syncing, and writing the project and models.
    While the disk is full or cannot be written, everything waits in memory and is tried again every second.

    Args:
        folder: of the project; hold its `ProjectLock`.
        report: receives a sentence, from either thread, when saving fails and when it works again. Must not
            raise.
        journal: what was read from the project's journal at opening.
    """

    def __init__(
        self,
        folder: ProjectFolder,
        report: Callable[[str], None],
        journal: JournalRead = JournalRead(),  # noqa: B008  immutable
    ) -> None:
        trouble = self._trouble = Trouble(report)
        self._examples = folder.examples
        self._following = Following(completed=self._wake_saving)
        self._presence = Presence(folder.path, folder.examples)
        present = self._presence.check
        self._saving = Saving(folder, journal, report, self._wake_rows, present)
        self._rows_thread = Worker("wekipy-rows", self._following.work, trouble, present)
        self._saving_thread = Worker("wekipy-saving", self._saving.work, trouble, present)
        self._closed: bool | None = None
        self._wake_saving()

    @property
    def trouble(self) -> str:
        """Why saving fails now, one sentence; "" while it works."""
        return self._trouble.now

    @property
    def gone(self) -> bool:
        """Whether saving fails because the project folder is gone."""
        return self._trouble.gone

    @property
    def can_write(self) -> bool:
        """Whether the project folder exists now; reads the disk."""
        return self._presence.here

    def follow(self, recorder: Recorder) -> None:
        """Write the rows of a new take as they come."""
        self._begin(FollowedTake(recorder, self._examples))

    def save_take(self, number: int, data: TakeData) -> None:
        """Write a complete take. Call this before saving a project with the take."""
        self._begin(FollowedTake(WholeTake(number, data), self._examples, finished=True))

    def _begin(self, take: FollowedTake) -> None:
        self._rows_thread.hand(partial(self._following.follow, take))
        self._saving_thread.hand(partial(self._saving.follow, take))

    def finish(self, number: int) -> None:
        """Finish a take: its recorder gets no more rows. Call this before saving a project with the take."""
        self._rows_thread.hand(partial(self._following.finish, number), now=True)

    def save_project(self, project: Project) -> None:
        """Write project.json within about 50 ms; of several projects only the newest."""
        self._saving_thread.hand(partial(self._saving.save_project, project))

    def record(self, entries: Sequence[Entry]) -> None:
        """Write edits of the project into its journal. Call this before saving the project."""
        self._saving_thread.hand(partial(self._saving.record, entries))

    def save_model(self, model: Model, earlier: Sequence[Model] = ()) -> None:
        """Write the model of an output in place of the last one.

        Args:
            earlier: all kept models of the output, oldest first, `model` among them.
        """
        models = (model, *earlier)
        self._saving_thread.hand(partial(self._saving.save_models, model.header.output, models))

    def remove_model(self, uid: str) -> None:
        """Remove the models of an output."""
        self._saving_thread.hand(partial(self._saving.save_models, uid, ()))

    def know_models(self, uid: str, shelf: ShelfRead) -> None:
        """Note that models of an output were read from their files."""
        self._saving_thread.hand(partial(self._saving.know_models, uid, shelf))

    def move(self, folder: ProjectFolder) -> None:
        """Go on in a folder that was renamed, after a `flush` since which nothing was handed over.

        Raises:
            OSError: if it is not the same folder.
        """
        self._presence.move(folder.path, folder.examples)
        self._examples = folder.examples
        self._saving.move(folder)

    def flush(self, timeout: float, waiting: Callable[[str], None] = _nobody) -> bool:
        """Wait until everything handed over and all rows recorded until now are on disk.

        Args:
            timeout: seconds to wait at most; 10 if saving keeps failing, 2.5 if the folder is gone.
            waiting: called every few seconds with why saving fails, or "" if it is only slow.

        Returns:
            Whether they are. If not, the threads keep trying.
        """
        done = threading.Event()
        then = partial(self._saving_thread.hand, partial(self._saving.when_saved, done), now=True)
        self._rows_thread.hand(partial(self._following.when_written, then), now=True)
        now = began = time.monotonic()
        failing, reported = now, now
        while not done.wait(_LOOK):
            now = time.monotonic()
            if not self.trouble:
                failing = now
            patience = _GONE if self.gone else _FAILING
            if now - began >= timeout or now - failing >= patience:
                return done.is_set()
            if now - reported >= _REPORT_EVERY:
                reported = now
                waiting(self.trouble)
        return True

    def close(self, timeout: float = 10.0, waiting: Callable[[str], None] = _nobody) -> bool:
        """Flush and end the threads; call nothing afterwards. Returns whether everything is on disk."""
        if self._closed is not None:
            return self._closed
        until = time.monotonic() + timeout
        self._closed = self.flush(timeout, waiting)
        stopped = True
        for thread in (self._rows_thread, self._saving_thread):
            stopped &= thread.stop(max(1.0, until - time.monotonic()))
        if stopped:
            self._following.close()
            self._saving.close()
        return self._closed

    def _wake_saving(self) -> None:
        self._saving_thread.hand(_nothing, now=True)

    def _wake_rows(self) -> None:
        self._rows_thread.hand(_nothing)


def _nothing() -> None:
    """Do nothing: a job that only wakes its thread."""
