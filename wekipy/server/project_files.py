"""Saves the open project: hands every change in the engine to the disk threads."""

from __future__ import annotations

import gc
import os
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime, timezone
from pathlib import Path
from typing import Final

from wekipy.engine.engine import Engine
from wekipy.engine.view import Event, View
from wekipy.live.loop import EngineLoop
from wekipy.project.fault import failure
from wekipy.project.problem import Problem
from wekipy.server.log import Log
from wekipy.storage.folder import Opened, ProjectFolder, check_is_project, open_folder, outputs_of
from wekipy.storage.hidden_folder import sweep
from wekipy.storage.keeper import Keeper
from wekipy.storage.library import rename_folder
from wekipy.storage.lock import LockInfo, NotWritable, ProjectLock
from wekipy.storage.new_models import sweep_new_models
from wekipy.storage.no_keeper import NoKeeper
from wekipy.storage.shelf_files import ShelfRead, read_shelf

FLUSH_TIMEOUT: Final = 30.0  # seconds
LEAVE_TIMEOUT: Final = 10.0  # seconds for saving the previous project while the next one plays


class OpenFolder:
    """A locked project folder with its disk threads.

    Args:
        control: HOST:PORT of this engine's control protocol, for others who find the lock.
        without_models: do not load the models; they may be what makes the engine fail.
        to_play: open a project that cannot be written anyway; nothing of it is saved.

    Attributes:
        read_only: why it cannot be written, a sentence; "" if it can.

    Raises:
        Problem: if it is not a project, or another engine has it open.
    """

    def __init__(
        self,
        path: Path,
        control: str,
        report: Callable[[str], None],
        without_models: bool = False,
        to_play: bool = False,
    ) -> None:
        check_is_project(path)  # write no file into a folder that is not a project
        self._lock = ProjectLock(path)
        started = datetime.now(timezone.utc).isoformat(timespec="seconds")
        self.read_only = ""
        try:
            self._lock.acquire(LockInfo(os.getpid(), control, started))
        except NotWritable as e:
            if not to_play:
                raise
            self.read_only = f"this project is read-only: {e}, or copy it, to record and to keep changes"
        try:
            self.opened: Opened = open_folder(path)
            if without_models:
                self.opened = replace(self.opened, models={})
            self.keeper = self._keeper(path, report)
        except (Problem, OSError) as e:
            self._lock.release()
            if isinstance(e, Problem):
                raise
            raise Problem(f"{path} cannot be opened: {failure(e)}") from e
        self.path = path

    def _keeper(self, path: Path, report: Callable[[str], None]) -> Keeper | NoKeeper:
        if self.read_only:
            return NoKeeper(self.read_only)
        sweep(path.parent)
        sweep_new_models(ProjectFolder(path))
        keeper = Keeper(ProjectFolder(path), report, self.opened.journal)
        if self.opened.notes:  # write the recovered state to disk, too
            keeper.save_project(self.opened.project)
        return keeper

    def earlier_models(self) -> Iterator[ShelfRead]:
        """The earlier models of each output; also reported to the disk threads."""
        for output in outputs_of(self.opened.project, self.opened.models):
            present = self.opened.models.get(output.uid)
            if present is not None:
                shelf = read_shelf(ProjectFolder(self.path), output, present)
                self.keeper.know_models(output.uid, shelf)
                yield shelf

    def rename(self, place: Path) -> None:
        """Give the folder another name, after a flush since which nothing was handed to the disk threads.

        Raises:
            Problem: if it cannot be renamed; all goes on under its old name.
        """

        def rename() -> None:
            rename_folder(self.path, place)
            self.path = place

        self._lock.move(place, rename)
        if isinstance(self.keeper, Keeper):
            self.keeper.move(ProjectFolder(place))

    def close(self, waiting: Callable[[str], None] = lambda _: None) -> bool:
        """Save everything and release the folder; returns False if the disk did not finish in time.

        Args:
            waiting: called every few seconds with why saving fails, or "" if it is only slow.
        """
        done = self.keeper.close(FLUSH_TIMEOUT, waiting)
        self._lock.release()
        return done


class Saver:
    """Hands changes in an engine to the disk threads; `on_event` receives each engine event."""

    def __init__(self, view: View, keeper: Keeper | NoKeeper) -> None:
        self._saved, self._keeper = view, keeper
        self._held: list[Event] | None = None

    def hold(self) -> None:
        """Hand nothing over until `go_on`."""
        self._held = []

    def go_on(self) -> None:
        """Hand over what came since `hold`, and all that comes."""
        held, self._held = self._held, None
        for event in held or ():
            self.on_event(event)

    def on_event(self, event: Event) -> None:
        """Hand over to the disk threads what is new since the last event."""
        if self._held is not None:
            self._held.append(event)
            return
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
        """Hand over takes that did not come from a recorder."""
        recorded = 0 if before.recorder is None else before.recorder.number
        new = now.data.keys() - before.data.keys() - {recorded}
        for take in now.project.takes if new else ():
            if take.number in new:
                self._keeper.save_take(take.number, now.data[take.number].raw)


class ProjectFiles:
    """Keeps the folder in step with an engine's views.

    `on_event` runs in the engine's thread and only hands over; `open` and `flush` run in other threads.
    """

    def __init__(self, engine: Engine, loop: EngineLoop, log: Log, place: OpenFolder, control: str) -> None:
        self._engine, self._loop, self._log, self._control = engine, loop, log, control
        self._place = place
        self._behind: list[OpenFolder] = []  # closed, but not all saved yet
        self._saver = Saver(engine.view, place.keeper)

    @property
    def folder(self) -> Path:
        """The project folder."""
        return self._place.path

    @property
    def read_only(self) -> str:
        """Why the project cannot be written, a sentence; "" if it can."""
        return self._place.read_only

    def place_to_write(self) -> Path | None:
        """The project folder, if it is writable now; this reads the disk."""
        return self.folder if self._place.keeper.can_write else None

    @property
    def gone(self) -> bool:
        """Whether the project folder is no longer where it was opened."""
        return self._place.keeper.gone

    @property
    def trouble(self) -> str:
        """Why saving fails now, one sentence; "" while it works."""
        return self._place.keeper.trouble

    def on_event(self, event: Event) -> None:
        """Hand over to the disk threads what is new since the last event."""
        self._saver.on_event(event)

    def flush(self) -> None:
        """Wait until everything is on disk.

        Raises:
            Problem: if it cannot be written.
        """
        if not self._place.keeper.flush(FLUSH_TIMEOUT):
            raise Problem(
                self.trouble or "not everything could be written to disk; see the engine's messages"
            )

    def open(self, path: Path, run: bool, rescued: bool = False) -> None:
        """Open another project; the present one answers until it is loaded.

        Args:
            rescued: it contains everything of the present project.
        """
        if path == self._place.path:
            if run:
                self._loop.ask(lambda: self._engine.running.start())  # noqa: PLW0108  of that moment
            return
        new = OpenFolder(path, self._control, self._log.of_kind("disk"), to_play=True)
        old, opened = self._place, new.opened

        def change() -> None:
            self._engine.recording.stop()  # its take still belongs to the old folder
            self._place = new
            steps = opened.journal.steps
            fresh = Engine(opened.project, opened.data, opened.models)
            self._saver = Saver(fresh.view, new.keeper)
            self._engine.open(opened.project, opened.data, opened.models, f"opened {path.name}", steps)
            self._engine.read_only = new.read_only
            if run:
                self._engine.running.start()

        self._loop.ask(change)
        for note in (*opened.notes, *filter(None, [new.read_only])):
            self._log.report(note, "disk")
        self.remember_models()
        if rescued:
            old.close()
        else:
            self._leave(old)
        # The old project's data is large; do not wait for the garbage collector.
        gc.collect()

    def rename(self, place: Path) -> None:
        """Give the project folder another name while the engine plays on.

        What happens in the engine meanwhile, a take that begins, too, is saved under the new name.

        Raises:
            Problem: if a take is being recorded or a training goes on, which write into the folder, if not
                everything can be saved, or if it cannot be renamed.
        """
        if self.read_only:
            raise Problem(self.read_only)
        self.flush()
        saver = self._saver

        def hold() -> None:
            view = self._engine.view
            if view.recorder is not None or view.training is not None:
                what = "take is being recorded" if view.recorder is not None else "training goes on"
                raise Problem(f"a {what}: end it, then rename the project")
            saver.hold()

        self._loop.ask(hold)
        try:
            self.flush()  # what has come before it was held
            self._place.rename(place)
        finally:
            self._loop.ask(saver.go_on)

    def _leave(self, old: OpenFolder) -> None:
        """Release a folder once it is saved; if saving fails, its threads keep trying."""
        self._behind.append(old)
        for place in tuple(self._behind):
            if place.read_only or place.keeper.flush(LEAVE_TIMEOUT):
                place.close()
                self._behind.remove(place)
        if old in self._behind and not old.keeper.gone:
            self._log.report(f"{old.path.name} is not all saved yet: {old.keeper.trouble}", "disk")

    def remember_models(self) -> None:
        """Read the earlier models and pass them to the engine; from any other thread."""
        place = self._place
        for shelf in place.earlier_models():
            for note in shelf.notes:
                self._log.report(note, "disk")

            def remember(shelf: ShelfRead = shelf) -> None:
                if place is self._place:
                    self._engine.models.remember(shelf.present, *shelf.around())

            self._loop.ask(remember)

    def close(self) -> bool:
        """Save everything and release the folder; returns whether all is saved. Reports what it waits for."""
        report = self._log.of_kind("disk")

        def waiting(trouble: str) -> None:
            report(
                f"still saving; this may take {FLUSH_TIMEOUT:g} s at most: {trouble or 'the disk is slow'}"
            )

        lost = [place for place in (self._place, *self._behind) if not place.close(waiting)]
        for place in lost:
            why = place.keeper.trouble or "the disk took too long"
            report(f"NOT EVERYTHING OF {place.path.name} COULD BE SAVED before the end: {why}")
        return not lost
