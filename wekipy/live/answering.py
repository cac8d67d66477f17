"""Feeds vectors to the engine and sends the answers."""

from __future__ import annotations

import time
from collections.abc import Callable

import numpy as np
import numpy.typing as npt

from wekipy.engine.engine import Engine
from wekipy.live.frame_sample import FrameSample
from wekipy.live.monitor import Monitor
from wekipy.live.pace import SAMPLED, Pace
from wekipy.live.sender import OutputSender
from wekipy.machine.gaps import begin_gap


class Answering:
    """Gives vectors to the engine and sends what it answers.

    Args:
        waiting: whether another packet waits.

    Attributes:
        pace: the answer times.
        sample: some of the frames, for whoever looks at the sensors.
    """

    def __init__(
        self, engine: Engine, sender: OutputSender, waiting: Callable[[], bool], monitor: Monitor
    ) -> None:
        self._engine, self._sender, self._waiting = engine, sender, waiting
        self._monitor, self.sample = monitor, FrameSample()
        self.pace = Pace()

    def answer(self, x: npt.NDArray[np.float64], now: float) -> None:
        """Feed the engine one vector, (inputs,) finite, and send its answer if it has one.

        Args:
            now: its arrival time, by the engine's clock `monotonic`.
        """
        started = 0.0 if self._engine.arrived & SAMPLED else time.perf_counter()
        if self.sample.left:
            self.sample.keep(x, now, self._monitor.sender)
        fired = self._engine.feed(x, now)
        if fired is not None:
            self._sender.send_answer(now)
            self._sender.send_gestures(fired)
            if started:
                self.pace.add(time.perf_counter() - started)
        begin_gap(self._waiting)

    def silence(self) -> None:
        """Send the gestures that the stream ended with, after a while without vectors."""
        self._sender.send_triggers(self._engine.tick(self._engine.monotonic()))
