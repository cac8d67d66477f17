"""Plays a recorded take into the engine, with its original timing, from a thread of its own."""

from __future__ import annotations

import contextlib
import threading
import time
from collections.abc import Callable
from concurrent.futures import TimeoutError as FuturesTimeout

import numpy as np
import numpy.typing as npt

from wekipy.engine.view import View
from wekipy.project.examples import TakeData, used
from wekipy.project.problem import Problem
from wekipy.project.take_edits import rows_at, seconds_of
from wekipy.project.take_parts import NOMINAL

_AT_ONCE = 64  # vectors handed to the engine together at most, so that packets are answered in between

Rows = npt.NDArray[np.float64]


class Player:
    """One take at a time.

    Args:
        feed: has the engine take input vectors, (n, inputs), as if they had arrived, and waits until it has.
        show: tells the engine which take is being played, None for none; waits likewise.
    """

    def __init__(self, feed: Callable[[Rows], None], show: Callable[[int | None], None]) -> None:
        self._feed, self._show = feed, show
        self._changing = threading.Lock()
        self._stop = threading.Event()
        self._thread: threading.Thread | None = None

    def play(self, view: View, number: int) -> float:
        """Begin to play a take; one that is being played ends. Returns how long it takes in seconds.

        Raises:
            Problem: if there is no such take, or it has no examples.
        """
        part = used(*rows_at(view.project, view.data, number))
        due = when_due(part)
        with self._changing:
            self._end()
            self._stop = threading.Event()
            arguments = (number, part, due, self._stop)
            self._thread = threading.Thread(target=self._run, args=arguments, name="player", daemon=True)
            self._thread.start()
        return float(due[-1])

    def stop(self) -> None:
        """Play no more; returns once nothing more comes."""
        with self._changing:
            self._end()

    def _end(self) -> None:
        if self._thread is not None:
            self._stop.set()
            self._thread.join()
            self._thread = None

    def _run(self, number: int, part: TakeData, due: Rows, stop: threading.Event) -> None:
        with contextlib.suppress(Problem, FuturesTimeout):  # it does not fit any more, or the engine ends
            self._show(number)
            try:
                self._play(part, due, stop)
            finally:
                self._show(None)

    def _play(self, part: TakeData, due: Rows, stop: threading.Event) -> None:
        start, row = time.monotonic(), 0
        for block in part.blocks:
            end = row + len(block)
            while row < end:
                if stop.wait(max(0.0, start + due[row] - time.monotonic())):
                    return
                ready = int(np.searchsorted(due, time.monotonic() - start, side="right"))
                until = min(max(ready, row + 1), row + _AT_ONCE, end)
                first = row - (end - len(block))
                self._feed(block["inputs"][first : first + until - row].astype(np.float64))
                row = until


def when_due(part: TakeData) -> Rows:
    """When each example is played, (examples,) seconds from the first; evenly where no times are known."""
    seconds = seconds_of(part)
    return seconds if seconds[-1] > 0 else np.arange(float(len(seconds))) * NOMINAL
