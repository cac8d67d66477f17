"""Workers for a command that trains or evaluates in its own process.

A worker needs more than a second to import scikit-learn, the command half a second to import the rest of
wekipy. Started first, the worker does it meanwhile.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from wekipy.learning.pool import WorkerPool


@contextmanager
def early_workers() -> Iterator[WorkerPool]:
    """A pool whose first worker is on its way, for the block."""
    pool = WorkerPool()
    try:
        pool.warm()
        yield pool
    finally:
        pool.close()
