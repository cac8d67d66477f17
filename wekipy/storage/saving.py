"""The slow part of saving: syncs takes, and writes the project and the models."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Sequence
from typing import Final

from wekipy.learning.model import Model
from wekipy.project.history import Entry
from wekipy.project.problem import Problem
from wekipy.project.project_text import dump_project, load_project
from wekipy.project.schema import Project
from wekipy.storage.atomic import MANY, flush_system, write_atomically
from wekipy.storage.folder import ProjectFolder
from wekipy.storage.journal import Journal, JournalRead
from wekipy.storage.project_file import back_up
from wekipy.storage.shelf_files import ShelfFiles, ShelfRead
from wekipy.storage.take_writing import FollowedTake

SYNC_EVERY: Final = 1.0  # seconds, while recording
BACK_UP_EVERY: Final = 60.0  # seconds


class Saving:
    """The work of the saving thread, and what is pending.

    Args:
        journal: what was read from the project's journal at opening.
        report: receives a sentence about what can never be saved.
        rewrite: called when a take must be written again.
        present: raises OSError if the project folder is gone; called before each part.
    """

    def __init__(
        self,
        folder: ProjectFolder,
        journal: JournalRead,
        report: Callable[[str], None],
        rewrite: Callable[[], None],
        present: Callable[[], None],
    ) -> None:
        self._present = present
        self._folder = folder
        self._journal = Journal(folder.journal, journal)
        self._shelves = ShelfFiles(folder, report)
        self._report = report
        self._rewrite = rewrite
        self._takes: list[FollowedTake] = []
        self._synced = 0.0
        self._project: tuple[Project, int] | None = None  # and how many journal entries led to it
        self._models: dict[str, tuple[Model, ...]] = {}
        self._backup_of_opened = True
        self._backed_up = time.monotonic()
        self._waiting: list[threading.Event] = []

    def follow(self, take: FollowedTake) -> None:
        """Sync a take from now on; a project that lists it is saved only after the take is safe."""
        self._takes.append(take)

    def save_project(self, project: Project) -> None:
        """Set the project to save; only the newest is saved."""
        self._project = project, self._journal.number

    def record(self, entries: Sequence[Entry]) -> None:
        """Record edits of the project; they are written before it."""
        self._journal.add(entries)

    def save_models(self, uid: str, models: tuple[Model, ...]) -> None:
        """Set the models of an output to save, the answering one first; none removes them."""
        self._models[uid] = models

    def know_models(self, uid: str, shelf: ShelfRead) -> None:
        """Note that these models of an output have files."""
        self._shelves.know(uid, shelf)

    def move(self, folder: ProjectFolder) -> None:
        """Go on in a folder that was renamed. Everything must be on disk, and the thread idle."""
        self._folder = folder
        self._journal.move(folder.journal)
        self._shelves.move(folder)

    def when_saved(self, done: threading.Event) -> None:
        """Set this event once everything is on disk."""
        self._waiting.append(done)

    def work(self) -> float | None:
        """See `Worker`. If one part fails, the others are still saved."""
        parts = (
            self._back_up_opened,
            self._sync_takes,
            self._journal.write,
            self._write_project,
            self._write_models,
        )
        failures = [e for part in parts if (e := self._try(part)) is not None]
        if failures:
            raise failures[0]
        lost = any(take.lost for take in self._takes)
        if self._project is None and not self._models and not self._journal.behind and not lost:
            while self._waiting:
                self._waiting.pop().set()
        return SYNC_EVERY if self._takes else None

    def _try(self, part: Callable[[], None]) -> OSError | MemoryError | None:
        try:
            self._present()
            part()
        except (OSError, MemoryError) as e:
            return e
        return None

    def close(self) -> None:
        """Release all models and takes; call this when both threads have ended.

        The parts of a keeper refer to each other, so only the garbage collector frees them; large objects
        must not wait for it.
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
                return  # the next save replaces it; a damaged backup is useless
            back_up(self._folder.backups, text)
        self._backup_of_opened = False

    def _sync_takes(self) -> None:
        now = time.monotonic()
        everything = bool(self._waiting) or now - self._synced >= SYNC_EVERY
        if everything:
            self._synced = now
        if sum(take.complete for take in self._takes) >= MANY:  # an import
            flush_system()
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
