"""By what workers do something that somebody waits for."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from wekipy.learning.model import TrainingJob
from wekipy.learning.pool import Orders, WorkerPool
from wekipy.learning.work_item import Result, Task
from wekipy.project.problem import Problem


class Cancelled(Exception):
    """Nobody wants the result any more."""


@dataclass(frozen=True)
class Means:
    """A pool, and how it is to work.

    Attributes:
        progress: receives shares from 0 to 1 now and then.
        cancelled: whether nobody wants the result any more.
        trouble: receives a sentence when a worker was lost.
        polite: whether the work has low priority.
    """

    pool: WorkerPool
    progress: Callable[[float], None] = lambda _: None
    cancelled: Callable[[], bool] = lambda: False
    trouble: Callable[[str], None] = lambda _: None
    polite: bool = False

    def ask(self, task: Task, job: TrainingJob) -> bytes:
        """Have a worker do one job, and return its result.

        Raises:
            Cancelled: once `cancelled` answers True.
            Problem: what the worker says.
        """
        found: list[Result] = []
        orders = Orders(lambda _, result: found.append(result), lambda _: None, self.cancelled, self.trouble)
        if not self.pool.run(task, [job], orders, lanes=1, polite=self.polite) or not found:
            raise Cancelled
        if not isinstance(found[0], bytes):
            raise Problem(str(found[0]))
        return found[0]
