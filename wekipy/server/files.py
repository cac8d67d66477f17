"""The open project folder: everything that changes in the engine is handed to the disk thread."""

from __future__ import annotations

import gc
import os
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime, timezone
from pathlib import Path

from wekipy.engine.engine import Engine
from wekipy.engine.view import Event, View
from wekipy.project.problem import Problem
from wekipy.server.desk import Desk
from wekipy.storage.beside import sweep
from wekipy.storage.folder import Opened, ProjectFolder, open_folder, outputs_of
from wekipy.storage.keeper import Keeper
from wekipy.storage.lock import LockInfo, ProjectLock
from wekipy.storage.new_models import sweep_new_models
from wekipy.storage.shelf_files import ShelfRead, read_shelf

FLUSH_TIMEOUT = 30.0  # seconds


class OpenFolder:
    """A locked project folder with its disk thread.

    Args:
        control: HOST:PORT of this engine's control protocol, for others who find the lock.
        without_models: leave the models where they are; they may be what an engine fails of.

    Raises:
        Problem: if it is no project, or another engine has it.
    """

    def __init__(
        self, path: Path, control: str, report: Callable[[str], None], without_models: bool = False
    ) -> None:
        self._lock = ProjectLock(path)
        started = datetime.now(timezone.utc).isoformat(timespec="seconds")
        self._lock.acquire(LockInfo(os.getpid(), control, started))
        try:
            self.opened: Opened = open_folder(path)
            if without_models:
                self.opened = replace(self.opened, models={})
        except Problem:
            self._lock.release()
            raise
        sweep(path.parent)
        sweep_new_models(ProjectFolder(path))
        self.path = path
        self.keeper = Keeper(ProjectFolder(path), report, self.opened.journal)
        if self.opened.notes:  # what was recovered is put right on disk, too
            self.keeper.save_project(self.opened.project)

    def earlier_models(self) -> Iterator[ShelfRead]:
        """The models that each output can go back to; also told to the disk threads."""
        for output in outputs_of(self.opened.project, self.opened.models):
            present = self.opened.models.get(output.uid)
            if present is not None:
                shelf = read_shelf(ProjectFolder(self.path), output, present)
                self.keeper.know_models(output.uid, shelf)
                yield shelf

    def close(self) -> bool:
        """Bring everything to disk and let go; False if the disk did not take it in time."""
        done = self.keeper.close(FLUSH_TIMEOUT)
        self._lock.release()
        return done


class Saver:
    """Hands what changes in an engine to the disk threads; `heed` is called with each of its events."""

    def __init__(self, view: View, keeper: Keeper) -> None:
        self._saved, self._keeper = view, keeper

    def heed(self, event: Event) -> None:
        """Hand over to the disk threads what is new since the last event."""
        before, now = self._saved, event.view
        self._saved = now
        keeper = self._keeper
        if now.recorder is not before.recorder:
            if before.recorder is not None:
                keeper.finish(before.recorder.number)
            if now.recorder is not None:
                keeper.follow(now.recorder)
        self._new_takes(before, now)
        if event.edits:
            keeper.record(event.edits)
        if now.project is not before.project:
            keeper.save_project(now.project)
        if now.shelves is not before.shelves:
            for uid, shelf in now.shelves.items():
                if before.shelves.get(uid) != shelf:
                    keeper.save_model(shelf.model, shelf.models)
            for uid in before.shelves.keys() - now.shelves.keys():
                keeper.remove_model(uid)

    def _new_takes(self, before: View, now: View) -> None:
        """Takes that did not come through a recorder."""
        recorded = 0 if before.recorder is None else before.recorder.number
        new = now.data.keys() - before.data.keys() - {recorded}
        for take in now.project.takes if new else ():
            if take.number in new:
                self._keeper.save_take(take.number, now.data[take.number], take.started)


class ProjectFiles:
    """Follows an engine's views and keeps the folder as they are.

    `heed` runs in the engine's thread and only hands over; `open` and `flush` run in any other.
    """

    def __init__(self, engine: Engine, desk: Desk, place: OpenFolder, control: str) -> None:
        self._engine, self._desk, self._control = engine, desk, control
        self._place = place
        self._saver = Saver(engine.view, place.keeper)

    @property
    def folder(self) -> Path:
        """The project folder."""
        return self._place.path

    @property
    def trouble(self) -> str:
        """Why saving fails at the moment, in a sentence; "" while it works."""
        return self._place.keeper.trouble

    def heed(self, event: Event) -> None:
        """Hand over to the disk threads what is new since the last event."""
        self._saver.heed(event)

    def flush(self) -> None:
        """Wait until all is on disk.

        Raises:
            Problem: if the disk does not take it.
        """
        if not self._place.keeper.flush(FLUSH_TIMEOUT):
            raise Problem("not everything could be written to disk; see the engine's messages")

    def open(self, path: Path, run: bool) -> None:
        """Go on with another project; the present one answers until it is read."""
        if path == self._place.path:
            if run:
                self._desk.ask_engine(self._engine.start_running)
            return
        new = OpenFolder(path, self._control, self._desk.log.teller("disk"))
        old, opened = self._place, new.opened

        def change() -> None:
            self._engine.stop_recording()  # its take still goes to the old folder
            self._place = new
            steps = opened.journal.steps
            fresh = Engine(opened.project, opened.data, opened.models)
            self._saver = Saver(fresh.view, new.keeper)
            self._engine.open(opened.project, opened.data, opened.models, f"opened {path.name}", steps)
            if run:
                self._engine.start_running()

        self._desk.ask_engine(change)
        for note in opened.notes:
            self._desk.log.tell(note, "disk")
        self.remember_models()
        old.close()
        # What the old folder leaves is large, and would stay until the collector comes by itself.
        gc.collect()

    def remember_models(self) -> None:
        """Read the models that can be gone back to, and hand them to the engine; from any other thread."""
        place = self._place
        for shelf in place.earlier_models():
            for note in shelf.notes:
                self._desk.log.tell(note, "disk")

            def remember(shelf: ShelfRead = shelf) -> None:
                if place is self._place:
                    self._engine.remember_models(shelf.present, *shelf.around())

            self._desk.ask_engine(remember)

    def close(self) -> None:
        """Bring everything to disk and let go of the folder."""
        if not self._place.close():
            self._desk.log.tell("not everything could be written to disk before the end", "disk")
