"""The half of the work that may take a while: syncing takes, and writing the project and the models."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Sequence
from typing import Final

from wekipy.learning.model import Model
from wekipy.machine.gaps import await_gap
from wekipy.project.history import Entry
from wekipy.project.problem import Problem
from wekipy.project.schema import Project, dump_project, load_project
from wekipy.storage.atomic import write_atomically
from wekipy.storage.folder import ProjectFolder
from wekipy.storage.following import FollowedTake
from wekipy.storage.journal import Journal, JournalRead
from wekipy.storage.project_file import back_up
from wekipy.storage.shelf_files import ShelfFiles, ShelfRead

SYNC_EVERY: Final = 1.0  # seconds, while recording
BACK_UP_EVERY: Final = 60.0  # seconds


class Saving:
    """What the saving thread does, and what it still has to do.

    Args:
        journal: what was read of the project's journal when it was opened.
        report: told of what can never be saved.
        rewrite: called when a take must be written again.
    """

    def __init__(
        self,
        folder: ProjectFolder,
        journal: JournalRead,
        report: Callable[[str], None],
        rewrite: Callable[[], None],
    ) -> None:
        self._folder = folder
        self._journal = Journal(folder.journal, journal)
        self._shelves = ShelfFiles(folder, report)
        self._report = report
        self._rewrite = rewrite
        self._takes: list[FollowedTake] = []
        self._synced = 0.0
        self._project: tuple[Project, int] | None = None  # and how many entries of the journal led to it
        self._models: dict[str, tuple[Model, ...]] = {}
        self._backup_of_opened = True
        self._backed_up = time.monotonic()
        self._waiting: list[threading.Event] = []

    def follow(self, take: FollowedTake) -> None:
        """Sync a take from now on; no project that mentions it is saved before it is safe."""
        self._takes.append(take)

    def save_project(self, project: Project) -> None:
        """The newest project is the one to save."""
        self._project = project, self._journal.number

    def record(self, entries: Sequence[Entry]) -> None:
        """What was done to the project, before it is saved."""
        self._journal.add(entries)

    def save_models(self, uid: str, models: tuple[Model, ...]) -> None:
        """The newest models of each output are the ones to save, that which answers first; none remove it."""
        self._models[uid] = models

    def know_models(self, uid: str, shelf: ShelfRead) -> None:
        """These models of an output have files already."""
        self._shelves.know(uid, shelf)

    def when_saved(self, done: threading.Event) -> None:
        """Set this once all there is to save is on disk."""
        self._waiting.append(done)

    def work(self) -> float | None:
        """See `Worker`. A part that fails does not keep the others from being saved."""
        parts = (
            self._back_up_opened,
            self._sync_takes,
            self._journal.write,
            self._write_project,
            self._write_models,
        )
        failures = [e for part in parts if (e := _try(part)) is not None]
        if failures:
            raise failures[0]
        lost = any(take.lost for take in self._takes)
        if self._project is None and not self._models and not self._journal.behind and not lost:
            while self._waiting:
                self._waiting.pop().set()
        return SYNC_EVERY if self._takes else None

    def close(self) -> None:
        """Let go of all models and takes; call this when both threads have ended.

        The parts of a keeper know each other, so that they stay in memory until the next collection of
        garbage: what is large must not wait for that.
        """
        self._takes.clear()
        self._models.clear()
        self._shelves.close()

    def _back_up_opened(self) -> None:
        if not self._backup_of_opened:
            return
        path = self._folder.project_file
        if path.exists():
            text = path.read_bytes()
            try:
                load_project(text)
            except (Problem, UnicodeDecodeError):
                return  # it is replaced by the next save; a damaged backup helps nobody
            back_up(self._folder.backups, text)
        self._backup_of_opened = False

    def _sync_takes(self) -> None:
        now = time.monotonic()
        everything = bool(self._waiting) or now - self._synced >= SYNC_EVERY
        if everything:
            self._synced = now
        try:
            for take in self._takes:
                if take.complete or everything:
                    take.sync()
        except OSError:
            self._rewrite()
            raise
        finally:
            self._takes = [take for take in self._takes if not take.safe]

    def _write_project(self) -> None:
        if self._project is None:
            return
        project, number = self._project
        mentioned = {take.number for take in project.takes}
        if any(take.source.number in mentioned for take in self._takes):
            return
        text = dump_project(project, number)
        write_atomically(self._folder.project_file, text)
        self._project = None
        self._journal.shorten()
        if time.monotonic() - self._backed_up >= BACK_UP_EVERY:
            back_up(self._folder.backups, text)
            self._backed_up = time.monotonic()

    def _write_models(self) -> None:
        if self._models:
            for uid, models in self._models.items():
                self._shelves.write(uid, models)
            self._shelves.sync()
            self._models.clear()


def _try(part: Callable[[], None]) -> OSError | MemoryError | None:
    await_gap()
    try:
        part()
    except (OSError, MemoryError) as e:
        return e
    return None
