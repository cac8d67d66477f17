"""Evaluations asked of the engine: done by a worker of their own, so that training never waits for them."""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable, Sequence

import msgspec

from wekipy.engine.engine import Engine
from wekipy.learning.evaluated import Evaluated, read_evaluated
from wekipy.learning.pool import Orders, WorkerPool
from wekipy.learning.worker import Result
from wekipy.machine.gaps import await_gap, get_in_gap
from wekipy.project.editing import output_at
from wekipy.project.examples import Asked
from wekipy.project.problem import Problem
from wekipy.server.trainer import Post, training_job

_KEPT = 60.0  # seconds that the worker stays warm for the next evaluation: it begins a second sooner


class Evaluator:
    """Does evaluations one after the other; the worker process ends a minute after the last one.

    Args:
        post: has a function run in the engine's thread.
    """

    def __init__(self, engine: Engine, post: Post) -> None:
        self._engine, self._post = engine, post
        self._queue: queue.SimpleQueue[Callable[[], None] | None] = queue.SimpleQueue()
        self._closing = False
        self._unwanted = threading.Event()  # of all evaluations asked for since the last was cancelled
        self._pool: WorkerPool | None = None
        self._thread = threading.Thread(target=self._run, name="evaluator", daemon=True)

    def start(self) -> None:
        """Begin to wait for work."""
        self._thread.start()

    def evaluate(self, numbers: Sequence[int]) -> list[msgspec.Raw]:
        """Evaluate outputs (from 1; none named: all) and wait; the JSON of each, in their order.

        Raises:
            Problem: if one cannot be evaluated, it was cancelled, or the engine ends.
        """
        outputs = self._engine.view.project.outputs
        chosen = list(numbers) or list(range(1, len(outputs) + 1))
        for number in chosen:
            output_at(self._engine.view.project, number)
        results: dict[str, Evaluated | str] = {}
        ended, unwanted = threading.Event(), self._unwanted
        self._queue.put(lambda: self._evaluate(chosen, results, ended, unwanted))
        while not ended.wait(0.5):
            if self._closing:
                raise Problem("the engine ends; the evaluation is given up")
        uids = [outputs[number - 1].uid for number in chosen]
        missing = [uid for uid in uids if isinstance(results.get(uid, ""), str)]
        if missing:
            raise Problem(str(results.get(missing[0]) or "the evaluation was cancelled"))
        return [result.text for uid in uids if not isinstance(result := results[uid], str)]

    def cancel(self) -> None:
        """Give up the evaluation under way, and those that wait for it; from any thread."""
        unwanted, self._unwanted = self._unwanted, threading.Event()
        unwanted.set()
        if pool := self._pool:
            pool.look()

    def close(self) -> None:
        """Give everything up."""
        self._closing = True
        self.cancel()
        self._queue.put(None)
        self._thread.join(5.0)

    def _run(self) -> None:
        while True:
            try:
                work = get_in_gap(self._queue, _KEPT if self._pool else None)
            except queue.Empty:
                work = self._end_worker
            if work is None:
                return self._end_worker()
            work()

    def _end_worker(self) -> None:
        if self._pool:
            self._pool.close()
            self._pool = None

    def _evaluate(
        self,
        numbers: Sequence[int],
        results: dict[str, Evaluated | str],
        ended: threading.Event,
        unwanted: threading.Event,
    ) -> None:
        if unwanted.is_set():  # while it waited for others
            return ended.set()
        view = self._engine.view
        evaluated_from: dict[str, str] = {}

        def done(uid: str, result: Result) -> None:
            if isinstance(result, bytes):
                results[uid] = read_evaluated(result, evaluated_from[uid])
            else:
                results[uid] = str(result)

        def progress(shares: dict[str, float]) -> None:
            self._post(lambda: self._engine.evaluation_progress(shares))

        def given_up() -> bool:
            return unwanted.is_set() or self._closing

        pool = self._pool = self._pool or WorkerPool(1)
        try:
            asked = Asked()
            jobs = []
            for number in numbers:
                await_gap()
                jobs.append(training_job(view, number, output_at(view.project, number), asked))
            evaluated_from.update({job.output: job.fingerprint for job in jobs})
            progress({job.output: 0.0 for job in jobs})
            # In one go: each hand-over makes packets late.
            pool.run("evaluate", jobs, Orders(done, progress, given_up), lanes=1)
        except Exception as e:  # noqa: BLE001  a full disk, say; the next evaluation may work
            text = str(e) if isinstance(e, Problem) else f"{type(e).__name__}: {e}"
            results.update({output_at(view.project, number).uid: text for number in numbers})
        finally:
            found = {uid: result for uid, result in results.items() if not isinstance(result, str)}
            self._post(lambda: self._engine.evaluated(found))
            ended.set()
