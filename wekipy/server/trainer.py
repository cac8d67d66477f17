"""Turns "train this" into jobs for the workers, off the engine's thread, and brings the models back."""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

from wekipy.engine.engine import Engine
from wekipy.engine.view import Event, Training, View
from wekipy.learning.algorithms import resolve
from wekipy.learning.model import Model, TrainingJob
from wekipy.learning.pool import Orders, WorkerPool
from wekipy.learning.soundness import trust_model
from wekipy.learning.worker import Result
from wekipy.machine.gaps import await_gap, get_in_gap
from wekipy.project.examples import Asked, dataset, fingerprint
from wekipy.project.problem import Problem
from wekipy.project.schema import ClassificationOutput, GestureOutput, Output, kind_of
from wekipy.storage.folder import ProjectFolder
from wekipy.storage.new_models import clear_room, make_room

Post = Callable[[Callable[[], object]], None]


class Trainer:
    """Listens for trainings asked of the engine and does them one after the other.

    Args:
        post: has a function run in the engine's thread.
        folder: the project folder that is open.
        expect: told of models before they are installed, in the trainer's thread; may take a moment.
    """

    def __init__(
        self,
        engine: Engine,
        pool: WorkerPool,
        post: Post,
        folder: Callable[[], Path],
        expect: Callable[[Sequence[Model]], object],
    ) -> None:
        self._engine, self._pool, self._post, self._folder = engine, pool, post, folder
        self._expect = expect
        self._wanted = 0  # number of the training that still matters
        self._queue: queue.SimpleQueue[View | None] = queue.SimpleQueue()
        self._thread = threading.Thread(target=self._run, name="trainer", daemon=True)

    def start(self) -> None:
        """Warm the workers up, and begin to listen."""
        self._thread.start()

    def heed(self, event: Event) -> None:
        """An event of the engine, in the engine's thread; never waits."""
        training = event.view.training
        number = training.number if training else 0
        if number == self._wanted:
            return
        self._wanted = number
        self._pool.look()
        if training:
            self._queue.put(event.view)

    def close(self) -> None:
        """Give up what is under way and end the workers."""
        self._wanted = 0
        self._pool.look()
        self._queue.put(None)
        self._thread.join(5.0)

    def _run(self) -> None:
        self._pool.warm()
        while (view := get_in_gap(self._queue)) is not None:
            training = view.training
            if training is None or training.number != self._wanted:
                continue
            try:
                self._train(view, training.number)
            except Exception as e:  # noqa: BLE001  a full disk, say; the next training may work
                self._give_up(training, f"training failed: {type(e).__name__}: {e}")
        self._pool.close()

    def _give_up(self, training: Training, text: str) -> None:
        failures = dict.fromkeys(training.asked, text)
        self._post(lambda: self._engine.install(training.number, [], failures))

    def _train(self, view: View, number: int) -> None:
        models: list[Model] = []
        failures: dict[str, str] = {}

        def done(uid: str, result: Result) -> None:
            text = _trouble(result)
            if text:
                failures[uid] = text
            elif isinstance(result, Model):
                models.append(result)

        def progress(shares: dict[str, float]) -> None:
            self._post(lambda: self._engine.training_progress(number, shares))

        orders, folder = Orders(done, progress, lambda: self._wanted != number), ProjectFolder(self._folder())
        room = make_room(folder, number)
        if self._pool.run("train", jobs_of(view, failures), orders, self._lanes(), room):
            self._expect(models)
            await_gap()
            self._post(lambda: self._engine.install(number, models, failures))
        else:
            clear_room(folder, number)

    def _lanes(self) -> int | None:
        """While the engine runs, one processor is left to the stream: it feels even the politest worker."""
        return None if self._engine.runtime is None else max(1, self._pool.workers - 1)


def _trouble(result: Result) -> str:
    """Why a result is no model that can answer; "" if it is one."""
    if not isinstance(result, Model):
        return str(result)
    try:
        trust_model(result)
    except Problem as e:
        return str(e)
    return ""


def jobs_of(view: View, failures: dict[str, str], again: bool = False) -> Iterator[TrainingJob]:
    """The jobs of a training; what cannot even begin goes to `failures`.

    What has not changed since its last training is left out, unless it is to be trained `again`.
    """
    assert view.training is not None  # noqa: S101
    asked = Asked()
    for number, output in enumerate(view.project.outputs, 1):
        if output.uid not in view.training.asked:
            continue
        model = view.models.get(output.uid)
        same = model is not None and model.header.fingerprint == fingerprint(view.project, output)
        if same and not again:
            continue
        await_gap()
        try:
            yield training_job(view, number, output, asked)
        except Problem as e:
            failures[output.uid] = f"output {number}: {e}"


def training_job(view: View, number: int, output: Output, asked: Asked | None = None) -> TrainingJob:
    """What a worker needs to train or evaluate one output.

    Args:
        asked: the examples of outputs before it, see `dataset`.

    Raises:
        Problem: if its algorithm or an option of it does not exist.
    """
    options = resolve(output.algorithm, kind_of(output))
    examples = dataset(view.project, view.data, output, asked=asked)
    counters, own = None, dict[str, Any]()
    if isinstance(output, GestureOutput):
        # Gestures that it has no more may still have examples.
        examples = examples.where(examples.y <= len(output.gestures))
        options = {name: getattr(output, name) for name in ("slowest", "fastest", "offset", "scale")}
        own = {"classes": len(output.gestures), "times": examples.times}
    elif isinstance(output, ClassificationOutput):
        if not examples.y.all():
            counters = examples.where(examples.y == 0).X
            examples = examples.where(examples.y != 0)
        own = {"classes": output.classes, "nothing": output.nothing}
    return TrainingJob(
        output=output.uid,
        number=number,
        name=output.name,
        kind=kind_of(output),
        algorithm=output.algorithm.name,
        options=options,
        inputs=view.project.connected(output),
        width=len(view.project.inputs),
        X=examples.X,
        y=examples.y,
        takes=examples.takes,
        fingerprint=fingerprint(view.project, output),
        counters=counters,
        **own,
    )
