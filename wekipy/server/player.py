"""Plays a recorded take into the engine with its original timing, in its own thread."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import TimeoutError as FuturesTimeout

import numpy as np
import numpy.typing as npt

from wekipy.engine.view import View
from wekipy.project.counting import many
from wekipy.project.examples import TakeData, used
from wekipy.project.problem import Problem
from wekipy.project.recorded_inputs import chosen_columns, fits, recorded_with
from wekipy.project.schema import Input
from wekipy.project.take_edits import rows_at, seconds_of
from wekipy.project.take_parts import NOMINAL

_AT_ONCE = 64  # at most so many vectors at a time, so that packets are answered in between

Rows = npt.NDArray[np.float64]


class Player:
    """Plays one take at a time.

    Args:
        feed: feeds the engine input vectors (n, inputs) with the arrival times (n,), and waits until that is
            done.
        show: sets which take the engine shows as playing, None for none; waits, too.
        clock: the engine's, `monotonic`.
    """

    def __init__(
        self,
        feed: Callable[[Rows, Rows], None],
        show: Callable[[int | None], None],
        clock: Callable[[], float],
    ) -> None:
        self._feed, self._show, self._clock = feed, show, clock
        self._changing = threading.Lock()
        self._stop = threading.Event()
        self._thread: threading.Thread | None = None

    def play(self, view: View, number: int) -> float:
        """Start playing a take, in place of the current one; returns its duration in seconds.

        Raises:
            Problem: if there is no such take, or it has no examples.
        """
        project = view.project
        take, rows = rows_at(project, view.data, number)
        if not fits(project, take):
            raise Problem(
                f"take {number} was recorded with {many(recorded_with(project, take), 'input')}, the project"
                f" has {len(project.inputs)}: give the others a value with fill_inputs"
            )
        part = used(take, rows)
        due = when_due(part)
        with self._changing:
            self._end()
            self._stop = threading.Event()
            arguments = (number, part, due, project.inputs, self._stop)
            self._thread = threading.Thread(target=self._run, args=arguments, name="player", daemon=True)
            self._thread.start()
        return float(due[-1])

    def stop(self) -> None:
        """Stop playing; returns once no more vectors come."""
        with self._changing:
            self._end()

    def _end(self) -> None:
        if self._thread is not None:
            self._stop.set()
            self._thread.join()
            self._thread = None

    def _run(
        self, number: int, part: TakeData, due: Rows, inputs: Sequence[Input], stop: threading.Event
    ) -> None:
        with contextlib.suppress(Problem, FuturesTimeout):  # it no longer fits, or the engine ends
            self._show(number)
            try:
                self._play(part, due, inputs, stop)
            finally:
                self._show(None)

    def _play(self, part: TakeData, due: Rows, inputs: Sequence[Input], stop: threading.Event) -> None:
        start, row = self._clock(), 0
        for block in part.blocks:
            end = row + len(block)
            while row < end:
                if stop.wait(max(0.0, start + due[row] - self._clock())):
                    return
                ready = int(np.searchsorted(due, self._clock() - start, side="right"))
                until = min(max(ready, row + 1), row + _AT_ONCE, end)
                first = row - (end - len(block))
                ready_rows = block["inputs"][first : first + until - row]
                vectors = chosen_columns(ready_rows, inputs, range(len(inputs))).astype(np.float64)
                self._feed(vectors, start + due[row:until])
                row = until


def when_due(part: TakeData) -> Rows:
    """The time of each example, (examples,) seconds from the first; evenly spaced if times are unknown."""
    seconds = seconds_of(part)
    return seconds if seconds[-1] > 0 else np.arange(float(len(seconds))) * NOMINAL
