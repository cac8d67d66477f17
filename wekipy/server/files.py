"""The open project folder: everything that changes in the engine is handed to the disk thread."""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import datetime, timezone
from pathlib import Path

from wekipy.engine.engine import Engine
from wekipy.engine.view import Event, View
from wekipy.project.problem import Problem
from wekipy.server.desk import Desk
from wekipy.storage.folder import Opened, ProjectFolder, open_folder
from wekipy.storage.keeper import Keeper
from wekipy.storage.lock import LockInfo, ProjectLock

FLUSH_TIMEOUT = 30.0  # seconds


class OpenFolder:
    """A locked project folder with its disk thread.

    Args:
        control: HOST:PORT of this engine's control protocol, for others who find the lock.

    Raises:
        Problem: if it is no project, or another engine has it.
    """

    def __init__(self, path: Path, control: str, report: Callable[[str], None]) -> None:
        self._lock = ProjectLock(path)
        started = datetime.now(timezone.utc).isoformat(timespec="seconds")
        self._lock.acquire(LockInfo(os.getpid(), control, started))
        try:
            self.opened: Opened = open_folder(path)
        except Problem:
            self._lock.release()
            raise
        self.path = path
        self.keeper = Keeper(ProjectFolder(path), report)
        if self.opened.notes:  # what was recovered is put right on disk, too
            self.keeper.save_project(self.opened.project)

    def close(self) -> bool:
        """Bring everything to disk and let go; False if the disk did not take it in time."""
        done = self.keeper.close(FLUSH_TIMEOUT)
        self._lock.release()
        return done


class ProjectFiles:
    """Follows an engine's views and keeps the folder as they are.

    `heed` runs in the engine's thread and only hands over; `open` and `flush` run in any other.
    """

    def __init__(self, engine: Engine, desk: Desk, place: OpenFolder, control: str) -> None:
        self._engine, self._desk, self._control = engine, desk, control
        self._place = place
        self._saved = engine.view

    @property
    def folder(self) -> Path:
        """The project folder."""
        return self._place.path

    def heed(self, event: Event) -> None:
        """Hand over to the disk thread what is new since the last event."""
        before, now = self._saved, event.view
        self._saved = now
        keeper = self._place.keeper
        if now.recorder is not before.recorder:
            if before.recorder is not None:
                keeper.finish(before.recorder.number)
            if now.recorder is not None:
                keeper.follow(now.recorder)
        self._new_takes(before, now)
        if now.project is not before.project:
            keeper.save_project(now.project)
        if now.models is not before.models:
            for uid, model in now.models.items():
                if before.models.get(uid) is not model:
                    keeper.save_model(model)
            for uid in before.models.keys() - now.models.keys():
                keeper.remove_model(uid)

    def _new_takes(self, before: View, now: View) -> None:
        """Takes that did not come through a recorder."""
        recorded = 0 if before.recorder is None else before.recorder.number
        new = now.data.keys() - before.data.keys() - {recorded}
        for take in now.project.takes if new else ():
            if take.number in new:
                self._place.keeper.save_take(take.number, now.data[take.number], take.started)

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
            self._saved = Engine(opened.project, opened.data, opened.models).view
            self._engine.open(opened.project, opened.data, opened.models, f"opened {path.name}")
            if run:
                self._engine.start_running()

        self._desk.ask_engine(change)
        for note in opened.notes:
            self._desk.log.tell(note, "disk")
        old.close()

    def close(self) -> None:
        """Bring everything to disk and let go of the folder."""
        if not self._place.close():
            self._desk.log.tell("not everything could be written to disk before the end", "disk")
