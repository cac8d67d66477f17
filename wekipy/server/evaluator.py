"""Runs evaluations and scores models in a worker of their own, so that training never waits for them."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import Any, TypeVar

import msgspec
import numpy as np
import numpy.typing as npt

from wekipy.engine.comparison_jobs import kept_model, score_job
from wekipy.engine.engine import Engine
from wekipy.engine.evaluation_jobs import evaluation_jobs
from wekipy.engine.explaining_jobs import present_model
from wekipy.engine.view import Event
from wekipy.learning.evaluated import Evaluated, read_evaluated
from wekipy.learning.pool import Orders, WorkerPool
from wekipy.learning.work_item import Result
from wekipy.machine.beside import Beside
from wekipy.project.editing import output_at
from wekipy.project.examples import TakeData
from wekipy.project.fault import failure
from wekipy.project.problem import Problem
from wekipy.project.schema import StageChoice
from wekipy.project.take_tags import told_of
from wekipy.server.explaining import explained, nearest
from wekipy.server.means import Cancelled, Means
from wekipy.server.reshaping import Reshaper
from wekipy.server.stage_learning import learn_stages, only_these
from wekipy.server.suggesting import suggest
from wekipy.server.trainer import Post

T = TypeVar("T")
F64 = npt.NDArray[np.float64]

_KEPT = 60.0  # seconds that the worker stays warm, so that the next evaluation starts a second sooner


class Evaluator:
    """Runs evaluations one after the other; the worker process ends a minute after the last one.

    Args:
        post: runs a function in the engine's thread.
    """

    def __init__(self, engine: Engine, post: Post, reshaper: Reshaper) -> None:
        self._engine, self._post, self._reshaper = engine, post, reshaper
        self._begun = 0  # evaluations
        self._closing, self._running = False, engine.view.running
        self._unwanted = threading.Event()  # of all evaluations requested since the last cancellation
        self._pool: WorkerPool | None = None
        self._beside = Beside("evaluator")

    def start(self) -> None:
        """Start waiting for work."""
        self._beside.start()

    def evaluate(self, numbers: Sequence[int]) -> list[msgspec.Raw]:
        """Evaluate outputs (from 1; none named: all) and wait; returns the JSON of each, in their order.

        Raises:
            Problem: if one cannot be evaluated, the evaluation is cancelled, or the engine ends.
        """
        outputs = self._engine.view.project.outputs
        chosen = list(numbers) or list(range(1, len(outputs) + 1))
        for number in chosen:
            output_at(self._engine.view.project, number)
        results: dict[str, Evaluated | str] = {}
        self._in_turn(partial(self._evaluate, chosen, results))
        uids = [outputs[number - 1].uid for number in chosen]
        missing = [uid for uid in uids if isinstance(results.get(uid, ""), str)]
        if missing:
            raise Problem(str(results.get(missing[0]) or "the evaluation was cancelled"))
        return [result.text for uid in uids if not isinstance(result := results[uid], str)]

    def score(self, number: int, model: int, takes: Sequence[int]) -> msgspec.Raw:
        """Score a kept model (from 1) of an output (from 1) on takes, and wait; returns the JSON.

        Raises:
            Problem: if there is no such output, model or take; if it cannot be scored, that is cancelled, or
                the engine ends.
        """
        view = self._engine.view
        chosen = kept_model(view, number, model)
        if not view.project.blocks and chosen.header.plan is None:
            score_job(view, number, model, takes)  # what is wrong is said at once

        def score(means: Means) -> bytes:
            flat = self._reshaper.view(view, means, [chosen])
            return means.ask("score", score_job(flat, number, model, takes))

        found = self._by_means(score, "scoring the model was cancelled")
        own = msgspec.json.encode({"model": model})
        return msgspec.Raw(found[:-1] + b"," + own[1:])

    def explain(self, number: int) -> msgspec.Raw:
        """Say what the model of an output (from 1) has learned, and wait; returns the JSON."""
        view = self._engine.view
        present_model(view, number)  # what is wrong is said at once
        work = partial(explained, view, number, reshaper=self._reshaper)
        return msgspec.Raw(self._by_means(lambda means: work(means=means), "explaining was cancelled"))

    def nearest(self, number: int, x: F64) -> msgspec.Raw:
        """Find the examples that features of the model of an output (from 1) are like, and wait; the JSON."""
        view = self._engine.view
        work = partial(nearest, view, number, x, reshaper=self._reshaper)
        return msgspec.Raw(self._by_means(lambda means: work(means=means), "it was cancelled"))

    def learn_stages(
        self, block: str, stage: int, data: TakeData | None = None
    ) -> list[tuple[StageChoice, StageChoice]]:
        """Have stages of a block learn, and wait; see `wekipy.server.stage_learning`.

        Args:
            data: what they learn from; None is the takes.
        """
        view = self._engine.view if data is None else only_these(self._engine.view, data)
        return self._by_means(lambda means: learn_stages(view, block, stage, means), "learning was cancelled")

    def suggest(self, number: int) -> dict[str, Any]:
        """Try what may help an output (from 1), and wait; see `wekipy.server.suggesting`."""
        try:
            return self._by_means(
                lambda means: suggest(self._engine.view, number, replace(means, progress=self._show_tried)),
                "it was cancelled",
            )
        finally:
            self._show_tried(None)

    def _show_tried(self, share: float | None) -> None:
        """Show how much of what may help an output has been tried; None: nothing is tried any more."""

        def show() -> None:
            self._engine.features.suggesting = share
            self._engine.announce("edited")

        self._post(show)

    def _means(self, unwanted: threading.Event) -> Means:
        """The worker, for work that is given up with that event."""
        pool = self._pool = self._pool or WorkerPool(1)
        return Means(
            pool,
            cancelled=lambda: unwanted.is_set() or self._closing,
            trouble=self._notice,
            polite=self._running,
        )

    def _by_means(self, work: Callable[[Means], T], cancelled: str) -> T:
        """Do work with the worker, in turn, and return its result, or raise a Problem."""
        results: list[T] = []
        problems: list[str] = []

        def attempt(unwanted: threading.Event) -> None:
            try:
                results.append(work(self._means(unwanted)))
            except Cancelled:
                pass
            except Exception as e:  # noqa: BLE001  a full disk, say; the next one may work
                problems.append(failure(e))

        self._in_turn(attempt)
        if not results:
            raise Problem(problems[0] if problems else cancelled)
        return results[0]

    def _in_turn(self, work: Callable[[threading.Event], None]) -> None:
        """Do some work after what was asked before, and wait for its end; not if it is cancelled before.

        Args:
            work: receives the event of its cancellation.
        """
        ended, unwanted = threading.Event(), self._unwanted
        self._beside.hand(partial(self._begin, work, ended, unwanted))
        while not ended.wait(0.5):
            if self._closing:
                raise Problem("the engine ends; the evaluation is given up")

    def on_event(self, event: Event) -> None:
        """Handle an engine event, in the engine's thread: while it runs, evaluations have low priority."""
        pool, began = self._pool, event.view.running and not self._running
        self._running = event.view.running
        if pool and began:
            pool.be_polite()

    def cancel(self) -> None:
        """Cancel the current evaluation and those that wait behind it; from any thread."""
        unwanted, self._unwanted = self._unwanted, threading.Event()
        unwanted.set()
        if pool := self._pool:
            pool.look()

    def close(self) -> None:
        """Cancel everything and end the worker."""
        self._closing = True
        self.cancel()
        self._beside.close()
        self._end_worker(self._begun)

    def _begin(
        self, work: Callable[[threading.Event], None], ended: threading.Event, unwanted: threading.Event
    ) -> None:
        self._begun += 1
        if not unwanted.is_set():  # while it waited behind others
            work(unwanted)
        ended.set()
        self._beside.later(_KEPT, partial(self._end_worker, self._begun))

    def _end_worker(self, begun: int) -> None:
        """End the worker if no evaluation has started since."""
        if self._pool and begun == self._begun:
            self._pool.close()
            self._pool = None

    def _notice(self, text: str) -> None:
        self._post(lambda: self._engine.notice(text))

    def _evaluate(
        self, numbers: Sequence[int], results: dict[str, Evaluated | str], unwanted: threading.Event
    ) -> None:
        view = self._engine.view
        tags = {output.uid: told_of(view.project, output) for output in view.project.outputs}
        evaluated_from: dict[str, str] = {}

        def done(uid: str, result: Result) -> None:
            if isinstance(result, bytes):
                results[uid] = read_evaluated(result, evaluated_from[uid], tags[uid])
            else:
                results[uid] = str(result)

        def progress(shares: Mapping[str, float | None]) -> None:
            told = {uid: share or 0.0 for uid, share in shares.items()}
            self._post(lambda: self._engine.models.evaluation_progress(told))

        means = self._means(unwanted)
        try:
            jobs = list(evaluation_jobs(view, self._reshaper.view(view, means), numbers))
            evaluated_from.update({job.output: job.fingerprint for job in jobs})
            progress({job.output: 0.0 for job in jobs})
            # In one batch: each hand-over delays packets.
            orders = Orders(done, progress, means.cancelled, means.trouble)
            means.pool.run("evaluate", jobs, orders, lanes=1, polite=means.polite)
        except Cancelled:
            pass
        except Exception as e:  # noqa: BLE001  a full disk, say; the next evaluation may work
            text = failure(e)
            results.update({output_at(view.project, number).uid: text for number in numbers})
        finally:
            found = {uid: result for uid, result in results.items() if not isinstance(result, str)}
            self._post(lambda: self._engine.models.evaluated(found))
