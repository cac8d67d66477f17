"""Checks the inputs of a running engine periodically and reports sensors that have failed."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from typing import Final

import numpy as np

from wekipy.engine.engine import Engine
from wekipy.engine.sensors import MOVING, STUCK, SensorWatch, Span, span_of
from wekipy.learning.words import listed
from wekipy.osc.notices import Notices
from wekipy.project.examples import TakeData
from wekipy.project.schema import ClassificationOutput, Project
from wekipy.stages.reject_option import NOTHING

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
        self._of = engine.view.remembered  # another one for each project that is opened
        self._heard = clock()
        self._reported: set[tuple[str, int]] = set()
        self._run = engine.features.present
        self._named: set[str] = set()  # blocks

    @property
    def stuck(self) -> tuple[int, ...]:
        """Numbers of the inputs that stand still while others move."""
        return self._watch.stuck if self._counts() else ()

    @property
    def drifting(self) -> tuple[int, ...]:
        """Numbers of the inputs that are far from their examples on average."""
        return self._watch.drifting if self._counts() else ()

    def drift_rejects(self) -> list[int]:
        """Numbers of the running outputs that answer nothing now although they read a drifting input."""
        view, drifting = self._engine.view, {n - 1 for n in self.drifting}
        if not view.running or not drifting:
            return []
        values = self._engine.values.copy()
        return [
            number
            for number, (slot, output) in enumerate(
                zip(view.project.slots(), view.project.outputs, strict=True), 1
            )
            if isinstance(output, ClassificationOutput)
            and output.nothing
            and slot < len(values)
            and values[slot] == NOTHING
            and not drifting.isdisjoint(view.project.fed_by(output))
        ]

    def _counts(self) -> bool:
        """Whether the results concern the open project and inputs still arrive."""
        view = self._engine.view
        same = view.remembered is self._of and len(view.project.inputs) == len(self._project.inputs)
        return same and self._clock() - self._heard <= MOVING

    def look(self) -> float:
        """Check once; returns the seconds until the next check."""
        engine = self._engine
        view, x = engine.view, engine.inputs.copy()
        inputs = len(view.project.inputs)
        if engine.arrived == self._arrived or len(x) != inputs:
            return _LOOK
        if not np.isfinite(x).all():  # a refused vector is there for a moment
            return _LOOK
        self._arrived, self._heard = engine.arrived, self._clock()
        if len(self._project.inputs) != inputs or view.remembered is not self._of:
            self._watch, self._reported, self._data = SensorWatch(inputs), set(), None
        self._project, self._of = view.project, view.remembered
        if view.data is not self._data:
            self._data = view.data
            live = {take.number for take in view.project.live_takes()}
            self._span = span_of(
                inputs, [t for n, t in view.data.items() if n in live and t.inputs >= inputs]
            )
        self._watch.look(self._clock(), x, self._span)
        self._report_blocks()
        self._report("stuck", self.stuck, f"stood still for {STUCK:g} s while others move")
        because = _because(self.drift_rejects())
        self._report("drifting", self.drifting, f"far from all examples for a while{because}")
        return _LOOK

    def _report_blocks(self) -> None:
        """Report each block once, until its stages are changed, that gave no finite number."""
        run = self._engine.features.present
        if run is not self._run:
            self._run, self._named = run, set()
        new = [name for name in (run.stood_in() if run else ()) if name not in self._named]
        self._named |= set(new)
        for name in new:
            self._notices.report(
                "block",
                name,
                lambda name=name: (  # type: ignore[misc]
                    f"block “{name}”: a stage gave no finite number, so the last one stands in; look for a"
                    " division by zero, or for what grows without end"
                ),
            )

    def _report(self, kind: str, numbers: tuple[int, ...], what: str) -> None:
        """Report each input once, until it has recovered."""
        new = [n for n in numbers if (kind, n) not in self._reported]
        self._reported = {(k, n) for k, n in self._reported if k != kind} | {(kind, n) for n in numbers}
        if new:
            names = _names(self._project, new)
            self._notices.report(kind, "", lambda: f"check the sensor: {names} {what}")


def _names(project: Project, numbers: list[int]) -> str:
    named = ", ".join(f"input {n} “{project.inputs[n - 1].name}”" for n in numbers[:_NAMED])
    return named + (f" and {len(numbers) - _NAMED} more" if len(numbers) > _NAMED else "")


def _because(nothing: list[int]) -> str:
    """Which outputs (from 1) answer nothing because inputs have drifted; "" for none."""
    if not nothing:
        return ""
    which = f"{listed(nothing, 'output')} {'answers' if len(nothing) == 1 else 'answer'} nothing"
    return f", and this is why {which}: hold a pose that it knows and recentre"
