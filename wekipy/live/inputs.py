"""Accepts input vectors of any source."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import numpy.typing as npt

from wekipy.engine.engine import Engine
from wekipy.live.inlet import Origin
from wekipy.live.monitor import Monitor, who
from wekipy.live.overload import Overload
from wekipy.osc.notices import Notices
from wekipy.osc.plan import InputPlan
from wekipy.osc.slash import without_slash
from wekipy.project.counting import many
from wekipy.project.problem import Problem

_INFINITE = float("inf")  # no sum of squares of float32 numbers reaches it in float64


class Refusals:
    """Counts and reports refused packets, messages and vectors.

    Attributes:
        count: of refused packets, messages and vectors.
    """

    def __init__(self, notices: Notices) -> None:
        self.notices = notices
        self.count = 0

    def refuse(self, kind: str, origin: Origin, make_text: Callable[[], str]) -> None:
        """Count and report one, see `Notices.report`."""
        self.count += 1
        self.notices.report(kind, origin[0], make_text)


class Inputs:
    """Checks input vectors and passes them on to be answered; all methods in the engine's thread.

    Attributes:
        plan: recognises the usual message.
        address: of inputs, without a slash at its end.
    """

    def __init__(self, engine: Engine, overload: Overload, monitor: Monitor, refusals: Refusals) -> None:
        self._engine, self._overload = engine, overload
        self._monitor, self._refusals = monitor, refusals
        self._plan_anew()

    def _plan_anew(self) -> None:
        project = self._engine.project
        self.plan = InputPlan(project.input_address, len(project.inputs))
        self.address = without_slash(project.input_address)

    def lay_out(self) -> None:
        """Apply the input settings of the project."""
        project = self._engine.project
        if (project.input_address, len(project.inputs)) != (self.plan.address, self.plan.count):
            self._plan_anew()

    def take_usual(self, packet: bytes, origin: Origin) -> bool:
        """Accept the usual message (all floats, right address and count); returns False for any other."""
        x = self.plan.read(packet)
        if x is None:
            return False
        if self._engine.playing_map:
            return True
        self._monitor.sender = origin
        if x.dot(x) < _INFINITE:  # one call that finds any NaN or infinity
            self._overload.answer(x, self._engine.monotonic())
        else:
            self._refuse_numbers(x, origin)
        return True

    def take(
        self,
        x: npt.NDArray[np.float64],
        origin: Origin,
        now: float | None = None,
        from_map: bool = False,
    ) -> bool:
        """Accept a vector that did not come as plain floats; returns False if a number in it is not finite.

        While the map is played, only its own vectors are answered.

        Args:
            now: its arrival time, by the engine's clock `monotonic`; None is this moment.

        Raises:
            Problem: if its length is not the number of inputs.
        """
        inputs = self.plan.count
        if len(x) > inputs and self._engine.project.first_numbers:
            x = x[:inputs]
        if len(x) != inputs:
            raise Problem(
                f"{many(len(x), 'number')} arrived, expected {many(inputs, 'input')}; ignored"
                f" (send {many(inputs, 'number')}, or make a project with {many(len(x), 'input')})"
            )
        as_recorded = x.astype(np.float32)
        if not np.isfinite(as_recorded).all():
            self._refuse_numbers(as_recorded, origin)
            return False
        engine = self._engine
        if engine.playing_map and not from_map:
            return True
        self._monitor.sender = origin
        when = engine.monotonic() if now is None else now
        self._overload.answer(as_recorded.astype(np.float64), max(when, engine.now))
        return True

    def _refuse_numbers(self, x: npt.NDArray[np.floating], origin: Origin) -> None:
        def text() -> str:
            n = int(np.flatnonzero(~np.isfinite(x))[0])
            return f"{who(origin)} sent {x[n]} as input {n + 1}; expected finite numbers; vector ignored"

        self._refusals.refuse("numbers", origin, text)
