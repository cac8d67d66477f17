"""Warm worker processes that train while the engine goes on answering."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Callable, Iterable
from concurrent.futures import FIRST_COMPLETED, Future, wait
from dataclasses import replace
from pathlib import Path

import numpy as np
from joblib.externals.loky import ProcessPoolExecutor

from wekipy.learning.model import Model, TrainingJob
from wekipy.learning.worker import ready, train_one, warm_up

_LOOK_UP = 0.02  # seconds between looks at whether the training was cancelled
_THROUGH_A_FILE = 1 << 20  # bytes of examples from which a worker maps them instead of being sent them

Done = Callable[[str, "Model | str"], None]


def default_workers() -> int:
    """One per processor, at most 8."""
    return max(1, min(8, os.cpu_count() or 1))


class TrainingPool:
    """Trains jobs in worker processes; all methods are called from one thread.

    Args:
        workers: how many processes.
    """

    def __init__(self, workers: int | None = None) -> None:
        self._workers = workers or default_workers()
        self._executor = self._fresh()

    def _fresh(self) -> ProcessPoolExecutor:
        # One thread of linear algebra per worker: the workers are the parallelism.
        single = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1")
        return ProcessPoolExecutor(max_workers=self._workers, timeout=None, initializer=warm_up, env=single)

    def warm(self) -> list[Future[int]]:
        """Start the workers; each future is done when one is ready to train."""
        return [self._executor.submit(ready) for _ in range(self._workers)]

    def train(self, jobs: Iterable[TrainingJob], done: Done, cancelled: Callable[[], bool]) -> bool:
        """Train all jobs, calling `done(uid, model or why not)` as each ends; False if cancelled.

        Jobs are taken from the iterable one after the other, so that large ones need not exist all at once.
        When `cancelled` turns true the workers are ended, within some 20 ms, and new ones warm up.
        """
        scratch = Path(tempfile.mkdtemp(prefix="wekipy-training-"))
        healthy = False
        try:
            waiting = {self._submit(job, scratch, n): job for n, job in enumerate(jobs)}
            healthy = _gather(waiting, done, cancelled)
        finally:
            shutil.rmtree(scratch, ignore_errors=True)
            if not healthy:
                self._restart()
        return not cancelled()

    def _submit(self, job: TrainingJob, scratch: Path, n: int) -> Future[Model | str]:
        if job.X.nbytes < _THROUGH_A_FILE:
            small: Future[Model | str] = self._executor.submit(train_one, job)
            return small
        path = scratch / f"{n}.npy"
        np.save(path, job.X, allow_pickle=False)
        stored = replace(job, X=job.X[:0])
        large: Future[Model | str] = self._executor.submit(train_from_file, stored, str(path))
        return large

    def _restart(self) -> None:
        """An executor that was cancelled, or lost a worker (out of memory, killed), takes no more jobs."""
        spent, self._executor = self._executor, self._fresh()
        spent.shutdown(wait=False, kill_workers=True)
        self.warm()

    def close(self) -> None:
        """End the workers."""
        self._executor.shutdown(wait=False, kill_workers=True)


def _gather(jobs: dict[Future[Model | str], TrainingJob], done: Done, cancelled: Callable[[], bool]) -> bool:
    """Report results as they come; False if the workers are not to be used again."""
    waiting, healthy = set(jobs), True
    while waiting:
        if cancelled():
            return False
        ended, waiting = wait(waiting, timeout=_LOOK_UP, return_when=FIRST_COMPLETED)
        for future in ended:
            job, error = jobs[future], future.exception()
            healthy = healthy and error is None
            done(job.output, future.result() if error is None else _worker_ended(job, error))
    return healthy


def _worker_ended(job: TrainingJob, error: BaseException) -> str:
    return (
        f"output {job.number} could not be trained: its training process ended ({type(error).__name__});"
        f" perhaps there was not enough memory"
    )


def train_from_file(job: TrainingJob, path: str) -> Model | str:
    """In a worker: train a job whose examples wait in a file."""
    return train_one(replace(job, X=np.load(path, mmap_mode="r", allow_pickle=False)))
