"""Waiting for what others bring about."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TypeVar

Answer = TypeVar("Answer")


def ask_until(ask: Callable[[], Answer], true: Callable[[Answer], object], timeout: float = 30.0) -> Answer:
    """Ask again and again until the answer is as wanted; returns it.

    What a client asks for may be told before packets that were sent earlier, if so many are waiting that they
    take longer than 0.05 seconds: what those bring about is to be awaited.

    Raises:
        AssertionError: if it is not so in time.
    """
    end, pause = time.monotonic() + timeout, 0.002
    while not true(answer := ask()):
        assert time.monotonic() < end, answer
        time.sleep(pause)
        pause = min(1.3 * pause, 0.05)  # asking all the time would take the processor from what is awaited
    return answer


def until(true: Callable[[], object]) -> None:
    """Wait until something has come about."""
    ask_until(true, bool)
