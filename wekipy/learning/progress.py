"""How far a long training is: told by whoever trains, passed on by whoever listens in this process."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

Tell = Callable[[float], None]


def _nobody(share: float) -> None:
    del share


_listener: Tell = _nobody


def listen(tell: Tell | None) -> None:
    """Pass progress on to `tell` from now on; None is nobody."""
    global _listener  # noqa: PLW0603  one worker process does one job at a time
    _listener = tell or _nobody


def tell(share: float) -> None:
    """A job is so far, 0 to 1."""
    _listener(share)


@contextmanager
def within(start: float, end: float) -> Iterator[None]:
    """What is told inside the block, 0 to 1, is passed on as `start` to `end`."""
    outer = _listener
    listen(lambda share: outer(start + (end - start) * share))
    try:
        yield
    finally:
        listen(outer)


@contextmanager
def quietly() -> Iterator[None]:
    """What is told inside the block is passed on to nobody."""
    outer = _listener
    listen(None)
    try:
        yield
    finally:
        listen(outer)
