"""Plays places on a map of the examples into the engine, in place of the sensor."""

from __future__ import annotations

import math
import time
from collections.abc import Callable
from functools import partial
from typing import Final

import numpy as np
import numpy.typing as npt

from wekipy.engine.engine import Engine
from wekipy.learning.interpolation import between
from wekipy.live.parts import Live
from wekipy.project.counting import many
from wekipy.project.problem import Problem
from wekipy.server.kept_maps import KeptMaps

PATIENCE: Final = 1.0  # seconds without a place after which the sensor plays again
_LOOK = 0.1  # seconds
_ORIGIN = ("the map", 0)


class MapPlayer:
    """Feeds the engine what lies at places on a map; meanwhile vectors of the sensor are not answered.

    Whoever plays sends a place again and again, as a sensor does, also while the hand rests: where they stop,
    vanish or cannot be reached any more, the sensor plays again.

    Args:
        maps: that can be played.
        clock: seconds; it must not go backwards.
    """

    def __init__(
        self, engine: Engine, live: Live, maps: KeptMaps, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._engine, self._live, self._maps, self._clock = engine, live, maps, clock
        self._last = 0.0

    def play(self, x: float, y: float, number: int) -> list[float]:
        """Feed what lies at a place; returns the output values after it. Not from the engine's thread.

        Args:
            number: of the map; 0 is the newest.

        Raises:
            Problem: if that map is not there or out of date, or a take is recorded or played.
        """
        if not (math.isfinite(x) and math.isfinite(y)):
            raise Problem(f"the place is {x:g}, {y:g}; expected two finite numbers")
        found = self._maps.find(number)
        vector = between(found.points, found.X, np.array((x, y)))
        return self._live.loop.ask(partial(self._feed, vector))

    def stop(self) -> None:
        """Let the sensor play again. Not from the engine's thread."""
        self._live.loop.ask(partial(self._engine.show_playing_map, False))

    def look(self) -> float:
        """Let the sensor play again where no place has come for a while; returns the seconds until the next
        look.
        """
        if self._engine.playing_map and self._overdue():
            self._live.loop.post(self._give_up)
        return _LOOK

    def _overdue(self) -> bool:
        return self._clock() - self._last > PATIENCE

    # In the engine's thread

    def _give_up(self) -> None:
        if self._overdue():
            self._engine.show_playing_map(False)

    def _feed(self, vector: npt.NDArray[np.float64]) -> list[float]:
        engine, inputs = self._engine, len(self._engine.project.inputs)
        if engine.recording.recorder is not None:
            raise Problem("a take is being recorded: the map can be played when it has ended")
        if engine.view.playing is not None:
            raise Problem(f"take {engine.view.playing} is being played: stop it before you play the map")
        if len(vector) != inputs:
            raise Problem(
                f"the map was made with {many(len(vector), 'input')}, the project has {inputs}: make it anew"
            )
        self._last = self._clock()
        engine.show_playing_map(True)
        self._live.inputs.take(vector, _ORIGIN, from_map=True)
        return [float(value) for value in engine.values]


def check_sensor_plays(playing_map: bool) -> None:
    """Raise a Problem if the map is being played, so that vectors from elsewhere would not be answered."""
    if playing_map:
        raise Problem("the map is being played, so other inputs are not answered: stop it first")
