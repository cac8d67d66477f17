"""Warm worker processes that train and evaluate while the engine goes on answering."""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import tempfile
import time
from collections.abc import Callable, Iterable
from concurrent.futures import FIRST_COMPLETED, Future, wait
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from joblib.externals.loky import ProcessPoolExecutor

from wekipy.learning.model import TrainingJob
from wekipy.learning.worker import Result, Task, ready, warm_up, work

_LOOK_UP = 0.02  # seconds between looks at whether the work was cancelled
_LOOK_AT_PROGRESS = 0.2
_KILL = getattr(signal, "SIGKILL", signal.SIGTERM)  # Windows ends a process by any signal
_THROUGH_A_FILE = 1 << 20  # bytes of examples from which a worker maps them instead of being sent them


@dataclass(frozen=True)
class Orders:
    """What whoever asks for work wants to hear, and whether it is still wanted.

    Attributes:
        done: called with the uid of an output and its result (a str is why there is none).
        progress: called now and then with shares from 0 to 1 per uid.
        cancelled: looked at every 20 ms.
    """

    done: Callable[[str, Result], None]
    progress: Callable[[dict[str, float]], None]
    cancelled: Callable[[], bool]


def default_workers() -> int:
    """One per processor, at most 8."""
    return max(1, min(8, os.cpu_count() or 1))


class WorkerPool:
    """Does jobs in worker processes; all methods are called from one thread.

    Args:
        workers: how many processes.
    """

    def __init__(self, workers: int | None = None) -> None:
        self._workers = workers or default_workers()
        self._executor = self._fresh()

    def _fresh(self) -> ProcessPoolExecutor:
        # One thread of linear algebra per worker: the workers are the parallelism.
        single = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1")
        return ProcessPoolExecutor(
            max_workers=self._workers,
            timeout=None,
            initializer=warm_up,
            initargs=(os.getpid(),),
            env=single,
        )

    def warm(self) -> list[Future[int]]:
        """Start the workers; each future is done when one is ready to work."""
        return [self._executor.submit(ready) for _ in range(self._workers)]

    def run(self, task: Task, jobs: Iterable[TrainingJob], orders: Orders) -> bool:
        """Do all jobs; False if they were cancelled.

        Jobs are taken from the iterable one after the other, so that large ones need not exist all at once.
        Cancelling ends the workers; new ones warm up.
        """
        scratch = Path(tempfile.mkdtemp(prefix="wekipy-work-"))
        healthy = False
        try:
            waiting = dict(self._submit(task, job, scratch) for job in jobs)
            healthy = _gather(waiting, orders, scratch)
        finally:
            if not healthy:
                self._restart()
            shutil.rmtree(scratch, ignore_errors=True)
        return not orders.cancelled()

    def _submit(self, task: Task, job: TrainingJob, scratch: Path) -> tuple[Future[Result], TrainingJob]:
        """Hand a job over; what is given back holds no large examples any more."""
        stored, told = "", _progress_file(scratch, job)
        if job.X.nbytes >= _THROUGH_A_FILE:
            stored = str(scratch / f"{job.number}.npy")
            np.save(stored, job.X, allow_pickle=False)
            job = replace(job, X=job.X[:0])
        return self._executor.submit(work, task, job, stored, str(told)), job

    def _restart(self) -> None:
        """An executor that was cancelled, or lost a worker (out of memory, killed), takes no more jobs."""
        _end(self._executor)
        self._executor = self._fresh()
        self.warm()

    def close(self) -> None:
        """End the workers."""
        _end(self._executor)


def _end(executor: ProcessPoolExecutor) -> None:
    workers = list(executor._processes or {})
    executor.shutdown(wait=False, kill_workers=True)
    for pid in workers:  # at once: loky first asks the system for children of each, which ours do not have
        with contextlib.suppress(OSError):
            os.kill(pid, _KILL)


def _progress_file(scratch: Path, job: TrainingJob) -> Path:
    return scratch / f"{job.number}.progress"


def _gather(jobs: dict[Future[Result], TrainingJob], orders: Orders, scratch: Path) -> bool:
    """Report results as they come; False if the workers are not to be used again."""
    waiting, healthy, looked = set(jobs), True, time.monotonic()
    while waiting:
        if orders.cancelled():
            return False
        ended, waiting = wait(waiting, timeout=_LOOK_UP, return_when=FIRST_COMPLETED)
        for future in ended:
            job, error = jobs[future], future.exception()
            healthy = healthy and error is None
            orders.done(job.output, future.result() if error is None else _worker_ended(job, error))
        if waiting and time.monotonic() - looked > _LOOK_AT_PROGRESS:
            looked = time.monotonic()
            orders.progress({jobs[f].output: _told(_progress_file(scratch, jobs[f])) for f in waiting})
    return healthy


def _told(path: Path) -> float:
    try:
        return float(path.read_text() or 0)
    except (OSError, ValueError):  # not begun, or being written
        return 0.0


def _worker_ended(job: TrainingJob, error: BaseException) -> str:
    return (
        f"output {job.number} could not be done: its worker process ended ({type(error).__name__});"
        f" perhaps there was not enough memory"
    )
