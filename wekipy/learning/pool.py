"""Warm worker processes that train and evaluate while the engine goes on answering."""

from __future__ import annotations

import contextlib
import os
import queue
import signal
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future
from dataclasses import dataclass, replace
from typing import TypeAlias

import numpy as np
from joblib.externals.loky import ProcessPoolExecutor

from wekipy.learning.model import TrainingJob
from wekipy.learning.parcel import Parcel, Room, unpack
from wekipy.learning.scratch import Scratch
from wekipy.learning.worker import Errand, Result, Task, ready, warm_up, work
from wekipy.machine.gaps import await_gap, get_in_gap

_LOOK_UP = 0.2  # seconds between looks at how far the work is
_TIME_TO_DIE = 1.0  # seconds
_KILL = getattr(signal, "SIGKILL", signal.SIGTERM)  # Windows ends a process by any signal
_THROUGH_A_FILE = 1 << 20  # bytes of examples from which a worker maps them instead of being sent them


@dataclass(frozen=True)
class Orders:
    """What whoever asks for work wants to hear, and whether it is still wanted.

    Attributes:
        done: called with the uid of an output and its result (a str is why there is none).
        progress: called now and then with shares from 0 to 1 per uid.
        cancelled: looked at every 0.2 s, and when the pool is told to look.
    """

    done: Callable[[str, Result], None]
    progress: Callable[[dict[str, float]], None]
    cancelled: Callable[[], bool]


def default_workers() -> int:
    """One per processor, at most 8."""
    return max(1, min(8, os.cpu_count() or 1))


_Ended: TypeAlias = "queue.SimpleQueue[Future[list[Result | Parcel]] | None]"


class WorkerPool:
    """Does jobs in worker processes; all methods but `look` are called from one thread.

    Attributes:
        workers: how many processes; as many as are given, or `default_workers`.
    """

    def __init__(self, workers: int | None = None) -> None:
        self.workers = workers or default_workers()
        self._scratch = Scratch()
        self._ended: _Ended = queue.SimpleQueue()
        self._executor = self._fresh()

    def _fresh(self) -> ProcessPoolExecutor:
        # One thread of linear algebra per worker: the workers are the parallelism.
        single = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1")
        return ProcessPoolExecutor(
            max_workers=self.workers,
            timeout=None,
            initializer=warm_up,
            initargs=(os.getpid(), self._scratch.path),
            env=single,
        )

    def warm(self) -> list[Future[int]]:
        """Start the workers; each future is done when one is ready to work."""
        return [self._executor.submit(ready) for _ in range(self.workers)]

    def run(
        self,
        task: Task,
        jobs: Iterable[TrainingJob],
        orders: Orders,
        lanes: int | None = None,
        room: Room | None = None,
    ) -> bool:
        """Do all jobs; False if they were cancelled.

        Jobs are taken from the iterable one after the other, so that large ones need not exist all at once.
        Cancelling ends the workers; new ones warm up.

        Args:
            lanes: how many workers take part, of whom each is then handed its share of the jobs at once and
                brings it back at once: all that passes between keeps the engine's other threads waiting for
                a moment. None for all workers, a job at a time.
            room: for the files of models; without it they come without files, large ones slowly.
        """
        healthy = False
        try:
            errands = _errands(jobs, self._scratch, room)
            await_gap()
            waiting = {self._executor.submit(work, task, share): share for share in _shares(errands, lanes)}
            healthy = self._gather(waiting, orders)
        finally:
            if not healthy:
                self._restart()
            self._scratch.end()
        return not orders.cancelled()

    def look(self) -> None:
        """Look at once whether the work under way is still wanted; from any thread."""
        self._ended.put(None)

    def _gather(self, waiting: dict[Future[list[Result | Parcel]], list[Errand]], orders: Orders) -> bool:
        """Report results as they come; False if the workers are not to be used again."""
        healthy, looked = True, time.monotonic()
        for future in waiting:
            future.add_done_callback(self._ended.put)
        while waiting:
            if orders.cancelled():
                return False
            with contextlib.suppress(queue.Empty):
                ended = get_in_gap(self._ended, _LOOK_UP)
                if ended in waiting:  # else it is to look, or of work that was given up
                    healthy &= _report(ended, waiting.pop(ended), orders)
            if waiting and time.monotonic() - looked > _LOOK_UP:
                looked = time.monotonic()
                orders.progress(_progress(self._scratch, waiting.values()))
        return healthy

    def _restart(self) -> None:
        """An executor that was cancelled, or lost a worker (out of memory, killed), takes no more jobs."""
        _end(self._executor)
        self._executor = self._fresh()
        self.warm()

    def close(self) -> None:
        """End the workers."""
        _end(self._executor)
        self._scratch.remove()


def _end(executor: ProcessPoolExecutor) -> None:
    """Kill the workers and wait for their end. The executor finds that out and gives up what is left.

    Its own way of killing is slower (it asks the system for children of each, which ours do not have), and
    trips over jobs that no worker has taken yet.
    """
    processes = list((executor._processes or {}).values())
    for process in processes:
        with contextlib.suppress(OSError):
            os.kill(process.pid, _KILL)
    executor.shutdown(wait=False)
    # To die takes a processor, too: polite as they are, they would wait for it behind successors that begin.
    until = time.monotonic() + _TIME_TO_DIE
    for process in processes:
        process.join(max(0.0, until - time.monotonic()))


def _errands(jobs: Iterable[TrainingJob], scratch: Scratch, room: Room | None) -> Iterator[Errand]:
    """Jobs to be handed over, which hold no large examples any more; the same ones go into one file."""
    last, stored = None, ""
    scratch.begin()
    for place, job in enumerate(jobs):
        told = scratch.told(place)
        if job.X.nbytes < _THROUGH_A_FILE:
            yield Errand(job, "", told, room)
            continue
        if job.X is not last:
            last, stored = job.X, scratch.store(job.X)
        yield Errand(replace(job, X=np.empty((0, job.X.shape[1]), np.float32)), stored, told, room)


def _shares(errands: Iterable[Errand], lanes: int | None) -> Iterable[list[Errand]]:
    if lanes is None:
        return ([errand] for errand in errands)
    every = list(errands)
    return (every[n::lanes] for n in range(min(lanes, len(every))))


def _report(future: Future[list[Result | Parcel]], share: list[Errand], orders: Orders) -> bool:
    """Hand on what a worker brought; False if it has ended instead."""
    jobs, error = [errand.job for errand in share], future.exception()
    results = future.result() if error is None else [_worker_ended(job, error) for job in jobs]
    for job, result in zip(jobs, results, strict=True):
        orders.done(job.output, unpack(result) if isinstance(result, Parcel) else result)
    return error is None


def _progress(scratch: Scratch, shares: Iterable[Sequence[Errand]]) -> dict[str, float]:
    """How far each output of these is."""
    known = scratch.shares()
    errands = [errand for share in shares for errand in share]
    return {e.job.output: known[e.told.place] if e.told.place < len(known) else 0.0 for e in errands}


def _worker_ended(job: TrainingJob, error: BaseException) -> str:
    return (
        f"output {job.number} could not be done: its worker process ended ({type(error).__name__});"
        f" perhaps there was not enough memory"
    )
