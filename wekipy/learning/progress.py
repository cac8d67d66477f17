"""Reports the progress of a training to a listener in this process."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

Listener = Callable[[float], None]


def _nobody(share: float) -> None:
    del share


_listener: Listener = _nobody


def listen(listener: Listener | None) -> None:
    """Pass progress to `listener` from now on; None stops that."""
    global _listener  # noqa: PLW0603  one worker process does one job at a time
    _listener = listener or _nobody


def report(share: float) -> None:
    """Report the progress of the job, 0 to 1."""
    _listener(share)


@contextmanager
def within(start: float, end: float) -> Iterator[None]:
    """Scale progress reported inside the block from 0..1 to `start`..`end`."""
    outer = _listener
    listen(lambda share: outer(start + (end - start) * share))
    try:
        yield
    finally:
        listen(outer)


@contextmanager
def quietly() -> Iterator[None]:
    """Drop progress reported inside the block."""
    outer = _listener
    listen(None)
    try:
        yield
    finally:
        listen(outer)
