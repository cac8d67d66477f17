"""Runs trainings in workers, off the engine's thread, and returns the models to the engine."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from pathlib import Path
from typing import Final

from wekipy.engine.comparison_jobs import comparing_jobs
from wekipy.engine.engine import Engine
from wekipy.engine.outlook import outlook
from wekipy.engine.shelf import is_rejected
from wekipy.engine.view import Event, Training, View
from wekipy.learning.model import Model, TrainingJob
from wekipy.learning.pool import Orders, WorkerPool
from wekipy.learning.validation import accept_validated
from wekipy.learning.work_item import Result
from wekipy.machine.beside import Beside
from wekipy.machine.gaps import await_gap
from wekipy.project.fault import failure
from wekipy.project.problem import Problem
from wekipy.server.compiler import compiled
from wekipy.server.means import Cancelled, Means
from wekipy.server.reshaping import Reshaper
from wekipy.storage.folder import ProjectFolder
from wekipy.storage.new_models import clear_room, make_room

WARM_AFTER: Final = 1.0  # seconds after the engine's start before the first worker starts
KEPT: Final = 300.0  # seconds that workers beyond the first stay warm for the next training

Post = Callable[[Callable[[], object]], None]


class Trainer:
    """Runs the trainings requested of the engine one after the other.

    Args:
        post: runs a function in the engine's thread.
        folder: the open project folder, if it is writable.
        reshaper: computes the features of takes, at once after an edit of the blocks or a new take.
    """

    def __init__(
        self,
        engine: Engine,
        pool: WorkerPool,
        post: Post,
        folder: Callable[[], Path | None],
        reshaper: Reshaper,
    ) -> None:
        self._engine, self._pool, self._post, self._folder = engine, pool, post, folder
        self._reshaper = reshaper
        self._blocks = engine.view.project.blocks
        self._takes = engine.view.data
        self._wanted = 0  # number of the current training
        self._running = engine.view.running
        self._begun = 0  # trainings
        self._beside = Beside("trainer")

    def start(self) -> None:
        """Warm up the workers and start waiting for trainings."""
        self._beside.later(WARM_AFTER, partial(self._keep_one_warm, 0))
        self._beside.start()

    def on_event(self, event: Event) -> None:
        """Handle an engine event, in the engine's thread; never blocks."""
        training = event.view.training
        if event.view.running and not self._running:
            self._pool.be_polite()
        self._running = event.view.running
        number = training.number if training else 0
        self._look_at_takes(event.view)
        if number == self._wanted:
            return
        self._wanted = number
        self._pool.look()
        if training:
            self._beside.hand(partial(self._begin, event.view, training))

    def _look_at_takes(self, view: View) -> None:
        """Have features computed if blocks or takes have changed, so that the next training need not wait."""
        blocks, takes = view.project.blocks, view.data
        if blocks is not self._blocks or takes is not self._takes:
            self._blocks, self._takes = blocks, takes
            if blocks:
                self._beside.hand(partial(self._reshape, view))

    def _reshape(self, view: View) -> None:
        if view.project.blocks is not self._blocks or not self._reshaper.missing(view):
            return
        with contextlib.suppress(Cancelled, Problem, OSError):  # the next training says what is wrong
            self._features_of(view, (), lambda: view.project.blocks is not self._blocks)

    def _features_of(self, view: View, models: Iterable[Model], cancelled: Callable[[], bool]) -> View:
        """The view to make jobs from; see `Reshaper.view`."""

        def show(share: float | None) -> None:
            if share != self._engine.features.reshaping:
                self._engine.features.reshaping = share
                self._engine.announce("edited")

        def progress(share: float | None) -> None:
            self._post(lambda: show(share))

        try:
            polite = self._engine.runtime is not None
            return self._reshaper.view(
                view, Means(self._pool, progress, cancelled, self._notice, polite), models
            )
        finally:
            progress(None)

    def close(self) -> None:
        """Cancel the current training and end the workers."""
        self._wanted = 0
        self._pool.look()
        self._beside.close()
        self._pool.close()

    def _begin(self, view: View, training: Training) -> None:
        self._begun += 1
        if training.number == self._wanted:
            try:
                self._train(view, training.number)
            except Exception as e:  # noqa: BLE001  a full disk, say; the next training may work
                self._give_up(training, f"training failed: {failure(e)}")
        self._beside.later(KEPT, partial(self._keep_one_warm, self._begun))

    def _keep_one_warm(self, begun: int) -> None:
        """End all workers but one if no training has started since."""
        if begun != self._begun:
            return
        self._pool.rest()
        with contextlib.suppress(OSError):  # no more processes; the first training says so
            self._pool.warm()

    def _give_up(self, training: Training, text: str) -> None:
        failures = dict.fromkeys(training.asked, text)
        self._post(lambda: self._engine.models.install(training.number, [], failures))

    def _train(self, view: View, number: int) -> None:
        models: list[Model] = []
        failures: dict[str, str] = {}

        def done(uid: str, result: Result) -> None:
            text = _trouble(result)
            if text:
                failures[uid] = text
            elif isinstance(result, Model):
                models.append(result)

        def progress(shares: dict[str, float | None]) -> None:
            self._post(lambda: self._engine.models.progress(number, shares))

        if not self._pool.ready:
            self._notice("getting ready to train: the first training begins in a moment")
        orders = Orders(done, progress, lambda: self._wanted != number, self._notice)
        place = self._folder()
        folder = ProjectFolder(place) if place else None
        room = make_room(folder, number) if folder else None
        polite = self._engine.runtime is not None
        compared = view.models.values() if view.training and view.training.terms else ()
        try:
            flat = self._features_of(view, compared, orders.cancelled)
        except Cancelled:
            return
        lanes = self._lanes(polite)
        expected = outlook(flat, lanes or self._pool.workers)
        self._post(lambda: self._engine.models.expect(number, expected))
        jobs = _in_gaps(comparing_jobs(flat, failures))
        if self._pool.run("train", jobs, orders, lanes, room, polite):
            ready = compiled(self._engine.view, [model for model in models if not is_rejected(model)])
            self._post(lambda: self._engine.models.install(number, models, failures, ready))
        elif folder:
            clear_room(folder, number)

    def _notice(self, text: str) -> None:
        self._post(lambda: self._engine.notice(text))

    def _lanes(self, running: bool) -> int | None:
        """While the engine runs, one processor is left to the stream: any worker delays it."""
        return max(1, self._pool.workers - 1) if running else None


def _in_gaps(jobs: Iterable[TrainingJob]) -> Iterator[TrainingJob]:
    """Yield the jobs, each made between packets: gathering its examples may take a while."""
    for job in jobs:
        yield job
        await_gap()


def _trouble(result: Result) -> str:
    """Why a result is not a usable model; "" if it is one."""
    if not isinstance(result, Model):
        return str(result)
    try:
        accept_validated(result)
    except Problem as e:
        return str(e)
    return ""
