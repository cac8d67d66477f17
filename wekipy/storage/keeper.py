"""Keeps a project on disk while the engine runs, from threads of its own."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Sequence
from functools import partial

from wekipy.engine.recorder import Recorder
from wekipy.learning.model import Model
from wekipy.project.examples import TakeData
from wekipy.project.history import Entry
from wekipy.project.schema import Project
from wekipy.storage.folder import ProjectFolder
from wekipy.storage.following import FollowedTake, Following, WholeTake
from wekipy.storage.journal import JournalRead
from wekipy.storage.saving import Saving
from wekipy.storage.shelf_files import ShelfRead
from wekipy.storage.trouble import Trouble
from wekipy.storage.worker import Worker


class Keeper:
    """Writes what it is given; every method but `flush` and `close` only hands over, and never blocks.

    Two threads: one writes the rows of a take that is being recorded every 50 ms, so that a killed process
    loses no more than that; the other does what can take a while, syncing to disk and writing the project and
    models. When the disk is full or cannot be written, everything waits in memory and is tried again every
    second.

    Args:
        folder: of the project; hold its `ProjectLock`.
        report: told in a sentence, from any of the threads, that saving fails and that it works again. Must
            not raise.
        journal: what was read of the project's journal when it was opened.
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
        self._saving = Saving(folder, journal, report, rewrite=self._wake_rows)
        self._rows_thread = Worker("wekipy-rows", self._following.work, trouble)
        self._saving_thread = Worker("wekipy-saving", self._saving.work, trouble)
        self._closed: bool | None = None
        self._wake_saving()

    @property
    def trouble(self) -> str:
        """Why saving fails at the moment, in a sentence; "" while it works."""
        return self._trouble.now

    def follow(self, recorder: Recorder) -> None:
        """A take begins: write its rows as they come."""
        self._begin(FollowedTake(recorder, self._examples))

    def save_take(self, number: int, data: TakeData, started: str = "") -> None:
        """Write a take that is all there already. Call this before saving a project with the take."""
        self._begin(FollowedTake(WholeTake(number, data, started), self._examples, finished=True))

    def _begin(self, take: FollowedTake) -> None:
        self._rows_thread.hand(partial(self._following.follow, take))
        self._saving_thread.hand(partial(self._saving.follow, take))

    def finish(self, number: int) -> None:
        """A take ended: its recorder gets no more rows. Call this before saving a project with the take."""
        self._rows_thread.hand(partial(self._following.finish, number), now=True)

    def save_project(self, project: Project) -> None:
        """Write project.json within about 50 ms; of several only the newest."""
        self._saving_thread.hand(partial(self._saving.save_project, project))

    def record(self, entries: Sequence[Entry]) -> None:
        """Write what was done to the project into its journal. Call this before saving the project."""
        self._saving_thread.hand(partial(self._saving.record, entries))

    def save_model(self, model: Model, earlier: Sequence[Model] = ()) -> None:
        """Write the model of an output in place of its last one.

        Args:
            earlier: all models of it that are kept, oldest first, `model` among them.
        """
        models = (model, *earlier)
        self._saving_thread.hand(partial(self._saving.save_models, model.header.output, models))

    def remove_model(self, uid: str) -> None:
        """Remove the models of an output."""
        self._saving_thread.hand(partial(self._saving.save_models, uid, ()))

    def know_models(self, uid: str, shelf: ShelfRead) -> None:
        """Models of an output were read from their files."""
        self._saving_thread.hand(partial(self._saving.know_models, uid, shelf))

    def flush(self, timeout: float) -> bool:
        """Wait until all that was handed over, and all rows recorded until now, are on disk.

        Args:
            timeout: seconds to wait at most.

        Returns:
            Whether they are. If not, they are still tried again.
        """
        done = threading.Event()
        then = partial(self._saving_thread.hand, partial(self._saving.when_saved, done), now=True)
        self._rows_thread.hand(partial(self._following.when_written, then), now=True)
        return done.wait(timeout)

    def close(self, timeout: float = 10.0) -> bool:
        """Flush, and end the threads; call nothing after this. Returns whether everything is on disk."""
        if self._closed is not None:
            return self._closed
        until = time.monotonic() + timeout
        self._closed = self.flush(timeout)
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
    """A job that only wakes its thread."""
