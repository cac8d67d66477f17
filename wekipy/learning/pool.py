"""Keeps warm worker processes that train and evaluate while the engine keeps answering.

A pool starts with one worker and adds others when a run has work for them; `rest` ends those again. If a
worker ends (killed, out of memory) or gives no sign of life for half a minute (stopped, hung), another worker
gets its jobs, once; if that one ends too, the jobs fail.
"""

from __future__ import annotations

import contextlib
import os
import queue
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

import numpy as np

from wekipy.learning import frames
from wekipy.learning.scratch import Scratch
from wekipy.learning.work_item import Result, Task, WorkItem
from wekipy.learning.worker_process import News, WorkerProcess, end_all

if TYPE_CHECKING:
    from wekipy.learning.model import TrainingJob
    from wekipy.learning.model_transport import ModelFile, Room

SILENT: Final = 30.0  # seconds without a sign of life after which a worker is replaced
_LOOK_UP = 0.2  # seconds between progress checks
_LONGEST_LOOK = 1.0  # seconds that count at most between two checks: the engine itself may have been stopped
_SHORT = 0.5  # seconds; more workers start only if a run takes longer, or after it
_THROUGH_A_FILE = 1 << 20  # bytes of examples from which a worker maps them instead of being sent them

_Share = list[WorkItem]


@dataclass(frozen=True)
class Orders:
    """Callbacks of a run, and whether it is still wanted.

    Attributes:
        done: called with the uid of an output and its result (a str is an error).
        progress: called now and then with shares from 0 to 1 per uid, None for jobs that do not tell it.
        cancelled: polled every 0.2 s, and after `look`.
        trouble: called with a sentence when a worker was lost and its jobs start again.
    """

    done: Callable[[str, Result], None]
    progress: Callable[[dict[str, float | None]], None]
    cancelled: Callable[[], bool]
    trouble: Callable[[str], None] = lambda _: None


def default_workers() -> int:
    """One per processor, at most 8."""
    return max(1, min(8, os.cpu_count() or 1))


class WorkerPool:
    """Runs jobs in worker processes. Call all methods but `look` and `be_polite` from one thread.

    Args:
        workers: how many processes at most; `default_workers` unless given.
        silent: seconds without a sign of life after which a worker is replaced.
    """

    def __init__(self, workers: int | None = None, silent: float = SILENT) -> None:
        self.workers = workers or default_workers()
        self._silent = silent
        self._scratch = Scratch()
        self._news: queue.SimpleQueue[News | None] = queue.SimpleQueue()
        self._crew: list[WorkerProcess] = []

    @property
    def ready(self) -> bool:
        """Whether a worker is warm."""
        return any(worker.ready and worker.alive for worker in self._crew)

    def warm(self, count: int = 1) -> None:
        """Start workers until there are `count`, at least one; returns at once."""
        self._muster()
        while len(self._crew) < min(max(1, count), self.workers):
            self._add()

    def rest(self) -> bool:
        """End all workers but one; returns whether there were more."""
        self._muster()
        kept = next((worker for worker in self._crew if worker.ready), None)
        others = [worker for worker in self._crew if worker is not kept] if kept else self._crew[1:]
        self._dismiss(others)
        return bool(others)

    def run(  # noqa: PLR0913  each is a different thing
        self,
        task: Task,
        jobs: Iterable[TrainingJob],
        orders: Orders,
        lanes: int | None = None,
        room: Room | None = None,
        polite: bool = False,
    ) -> bool:
        """Run all jobs; returns False if they were cancelled.

        The iterable is consumed lazily, so that large jobs need not exist at the same time. Cancelling ends
        the busy workers; a new one warms up.

        Args:
            lanes: how many workers take part; each then receives and returns its share of the jobs at once,
                because each transfer delays the engine's other threads. None uses all workers, a job at a
                time.
            room: for model files; without it models come through the pipe, large ones slowly.
            polite: whether the work has low priority; else a person waits for it.
        """
        self._muster()
        self._scratch.begin()
        run = _Run(self, task, orders, lanes, polite, _shares(_items(jobs, self._scratch, room), lanes))
        try:
            return run.go()
        finally:
            self._dismiss(run.at_work())
            self.warm(min(run.shares, lanes or self.workers))
            self._scratch.end()

    def look(self) -> None:
        """Check at once whether the current work is still wanted; from any thread."""
        self._news.put(None)

    def be_polite(self) -> None:
        """Lower the priority of the current work; from any thread."""
        for worker in tuple(self._crew):
            worker.be_polite()

    def close(self) -> None:
        """End the workers."""
        self._dismiss(tuple(self._crew))
        self._scratch.remove()

    def _muster(self) -> None:
        """Remove workers that have ended."""
        self._dismiss([worker for worker in self._crew if not worker.alive])

    def _add(self) -> None:
        self._crew.append(WorkerProcess(self._scratch.path, self._news))

    def _dismiss(self, workers: Iterable[WorkerProcess]) -> None:
        gone = list(workers)
        end_all(gone)
        self._crew = [worker for worker in self._crew if worker not in gone]


class _Run:
    """One run of a pool: which worker has which share, and what is left.

    Attributes:
        shares: how many have been handed out.
    """

    def __init__(  # noqa: PLR0913  each is a different thing
        self,
        pool: WorkerPool,
        task: Task,
        orders: Orders,
        lanes: int | None,
        polite: bool,
        shares: Iterator[_Share],
    ) -> None:
        self._pool, self._task, self._orders = pool, task, orders
        self._limit = pool.workers if lanes is None else min(pool.workers, lanes)
        self._polite = polite
        self._shares, self.shares, self._began = shares, 0, time.monotonic()
        self._again: deque[_Share] = deque()  # their worker was lost
        self._lost: set[int] = set()  # places of jobs that have lost a worker
        self._next: _Share | None = None
        self._waiting: dict[WorkerProcess, _Share] = {}
        self._ended: dict[str, float | None] = {}  # the outputs that are done, each 1
        self._silence: dict[
            WorkerProcess, tuple[float, float]
        ] = {}  # time of the last sign of life, seconds of silence

    def at_work(self) -> list[WorkerProcess]:
        """Return the busy workers."""
        return list(self._waiting)

    def go(self) -> bool:
        """Run everything; returns False if cancelled."""
        looked = reported = time.monotonic()
        self._hand_out()
        while self._waiting or self._next is not None:
            if self._orders.cancelled():
                return False
            with contextlib.suppress(queue.Empty):
                self._hear(self._pool._news.get(timeout=_LOOK_UP))
            now = time.monotonic()
            self._watch(now - looked)
            looked = now
            self._hand_out()
            if self._waiting and now - reported > _LOOK_UP:
                reported = now
                self._orders.progress(self._progress())
        return not self._orders.cancelled()

    def _hand_out(self) -> None:
        """Give work to idle warm workers, and start one more worker if they are not enough."""
        while True:
            if self._next is None:
                self._next = self._again.popleft() if self._again else next(self._shares, None)
            if self._next is None or len(self._waiting) >= self._limit:
                return
            idle = [w for w in self._pool._crew if w.ready and w not in self._waiting]
            free = next((w for w in idle if w.alive), None)
            if free is None:
                self._pool._dismiss(idle)  # they ended while nobody listened to them
                break
            free.give(self._task, self._next, self._polite)
            self._waiting[free], self._next = self._next, None
            self.shares += 1
        # Starting a worker takes a processor for a second or two, which a short training would miss.
        crew = self._pool._crew
        if not crew or (len(crew) < self._limit and time.monotonic() - self._began > _SHORT):
            self._pool._add()

    def _hear(self, news: News | None) -> None:
        if news is None:  # woken by `look`
            return
        if news.ended:
            if news.worker in self._pool._crew:
                self._lose(news.worker, "ended")
        elif news.worker in self._waiting and news.frame:
            share = self._waiting.pop(news.worker)
            results: list[Result | ModelFile] = frames.read_done(news.frame)
            for item, result in zip(share, results, strict=True):
                self._ended[item.job.output] = 1.0
                self._orders.done(item.job.output, _unpacked(result))

    def _watch(self, seconds: float) -> None:
        """Replace workers that have been silent for too long; `seconds` since the last check."""
        for worker in tuple(self._pool._crew):
            if worker not in self._waiting and worker.ready:
                continue
            heard, silent = self._silence.get(worker, (0.0, 0.0))
            silent = silent + min(seconds, _LONGEST_LOOK) if heard == worker.heard else 0.0
            self._silence[worker] = worker.heard, silent
            if silent > self._pool._silent:
                self._lose(worker, f"gave no sign of life for {self._pool._silent:g} s")

    def _lose(self, worker: WorkerProcess, how: str) -> None:
        """Drop a lost worker; another one gets its jobs, or they fail."""
        share = self._waiting.pop(worker, [])
        if not worker.ready and self._next is not None:  # it was started for this share
            share, self._next = self._next, None
        self._pool._dismiss([worker])
        if not share:
            return
        if not any(item.place in self._lost for item in share):
            self._lost.update(item.place for item in share)
            self._again.append(share)
            self._orders.trouble(f"a worker process {how}; what it did is begun again")
            return
        for item in share:
            self._orders.done(item.job.output, _worker_lost(item.job, how))

    def _progress(self) -> dict[str, float | None]:
        """Return the progress of each output; None if it does not tell it."""
        under_way = {
            item.job.output: worker.shares.get(item.place)
            for worker, share in self._waiting.items()
            for item in share
        }
        return self._ended | under_way


def _items(jobs: Iterable[TrainingJob], scratch: Scratch, room: Room | None) -> Iterator[WorkItem]:
    """Yield the jobs as work items; large examples are moved to files, equal ones to the same file."""
    last, stored = None, ""
    for place, given in enumerate(jobs):
        job, present = _without_large_arrays(given, scratch)
        if job.X.nbytes < _THROUGH_A_FILE:
            yield WorkItem(job, "", place, room, present)
            continue
        if job.X is not last:
            last, stored = job.X, scratch.store(job.X)
        empty = replace(job, X=np.empty((0, job.X.shape[1]), np.float32))
        yield WorkItem(empty, stored, place, room, present)


def _without_large_arrays(job: TrainingJob, scratch: Scratch) -> tuple[TrainingJob, dict[str, str]]:
    """Move large arrays of the model that a job compares with to files; returns their paths."""
    if job.comparison is None:
        return job, {}
    present = job.comparison.present
    large = {name: array for name, array in present.arrays.items() if array.nbytes >= _THROUGH_A_FILE}
    if not large:
        return job, {}
    small = {name: array for name, array in present.arrays.items() if name not in large}
    comparison = replace(job.comparison, present=replace(present, arrays=small))
    return replace(job, comparison=comparison), {name: scratch.store(a) for name, a in large.items()}


def _shares(items: Iterable[WorkItem], lanes: int | None) -> Iterator[_Share]:
    if lanes is None:
        return ([item] for item in items)
    every = list(items)
    return (every[n::lanes] for n in range(min(lanes, len(every))))


def _unpacked(result: Result | ModelFile) -> Result:
    from wekipy.learning.model_transport import ModelFile, unpack  # noqa: PLC0415  a worker starts before it

    return unpack(result) if isinstance(result, ModelFile) else result


def _worker_lost(job: TrainingJob, how: str) -> str:
    return (
        f"output {job.number} could not be done: its worker process {how}, twice; perhaps there was not"
        " enough memory: use fewer examples or inputs, or another algorithm"
    )
