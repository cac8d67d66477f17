"""Looks at the inputs of a running engine now and then, and tells of sensors that have failed."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from typing import Final

import numpy as np

from wekipy.engine.engine import Engine
from wekipy.engine.sensors import STUCK, SensorWatch, Span, span_of
from wekipy.osc.notices import Notices
from wekipy.project.examples import TakeData
from wekipy.project.schema import Project

_LOOK: Final = 0.2  # seconds
_NAMED = 5  # inputs in one line


class Sensing:
    """Watches sensors.

    Attributes:
        stuck, drifting: numbers of inputs, from 1.
    """

    def __init__(self, engine: Engine, notices: Notices, clock: Callable[[], float] = time.monotonic) -> None:
        self._engine, self._notices, self._clock = engine, notices, clock
        self._data: Mapping[int, TakeData] | None = None
        self._span: Span | None = None
        self._arrived = engine.arrived
        self._watch = SensorWatch(len(engine.view.project.inputs))
        self._project = engine.view.project
        self._told: set[tuple[str, int]] = set()

    @property
    def stuck(self) -> tuple[int, ...]:
        """Inputs that stand still while others move."""
        return self._watch.stuck

    @property
    def drifting(self) -> tuple[int, ...]:
        """Inputs that are far from their examples on average."""
        return self._watch.drifting

    def look(self) -> float:
        """One more look; the seconds until the next."""
        engine = self._engine
        view, x = engine.view, engine.inputs.copy()
        width = len(view.project.inputs)
        if engine.arrived == self._arrived or len(x) != width:
            return _LOOK
        if not np.isfinite(x).all():  # one that was refused lies there for a moment
            return _LOOK
        self._arrived = engine.arrived
        if len(self._project.inputs) != width:
            self._watch = SensorWatch(width)
        self._project = view.project
        if view.data is not self._data:
            self._data = view.data
            live = {take.number for take in view.project.live_takes()}
            self._span = span_of(width, [take for n, take in view.data.items() if n in live])
        self._watch.look(self._clock(), x, self._span)
        self._tell("stuck", self.stuck, f"stood still for {STUCK:g} s while others move")
        self._tell("drifting", self.drifting, "far from all examples for a while")
        return _LOOK

    def _tell(self, kind: str, numbers: tuple[int, ...], what: str) -> None:
        """Once for each input, until it is well again."""
        new = [n for n in numbers if (kind, n) not in self._told]
        self._told = {(k, n) for k, n in self._told if k != kind} | {(kind, n) for n in numbers}
        if new:
            names = _names(self._project, new)
            self._notices.tell(kind, "", lambda: f"check the sensor: {names} {what}")


def _names(project: Project, numbers: list[int]) -> str:
    told = ", ".join(f"input {n} “{project.inputs[n - 1].name}”" for n in numbers[:_NAMED])
    return told + (f" and {len(numbers) - _NAMED} more" if len(numbers) > _NAMED else "")
