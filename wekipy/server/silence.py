"""Handles inputs that stop while the engine runs."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from wekipy.engine.engine import Engine
from wekipy.live.parts import Live
from wekipy.osc.codec import encode
from wekipy.osc.outlet import Outlet
from wekipy.project.schema import Silence
from wekipy.stages.resting import fade, rest_values

STATUS: Final = "/wekipy/status/silence"
_LOOK = 0.1  # seconds
_GLIDE = 1 / 30  # seconds between two values of a fade
_WORDS = {
    "hold": "the last values are sent again",
    "fade": "going to the values of rest",
    "stop": "nothing is sent",
}


@dataclass(frozen=True)
class Silent:
    """A silence under way; one value, because two threads read it.

    Attributes:
        began: seconds, by the keeper's clock.
        values: (project.width(),), the output vector then.
    """

    began: float
    values: npt.NDArray[np.float64]


class SilenceKeeper:
    """Detects that inputs have stopped, and that they are back.

    The housekeeping calls `look`; what touches the engine runs in the engine's thread.
    """

    def __init__(
        self,
        engine: Engine,
        live: Live,
        outlet: Outlet,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._engine, self._live, self._outlet, self._clock = engine, live, outlet, clock
        self._present: Silent | None = None
        self._arrived = -1
        self._since = 0.0

    @property
    def silent(self) -> bool:
        """Whether inputs have stopped."""
        return self._present is not None

    def look(self) -> float:
        """Check whether inputs have come; returns the seconds until the next check."""
        engine, now = self._engine, self._clock()
        setting = engine.view.project.silence
        if engine.arrived != self._arrived or not engine.running.answers or setting.action == "off":
            self._arrived, self._since = engine.arrived, now
            if self.silent:
                self._live.loop.post(self._end)
            return _LOOK
        if now - self._since >= setting.seconds:
            self._live.loop.post(self._again if self.silent else self._begin)
            if setting.action == "fade" and self._share(setting) <= 1.0:
                return _GLIDE
        return min(_LOOK, max(0.01, self._since + setting.seconds - now)) if not self.silent else _LOOK

    # In the engine's thread

    def _begin(self) -> None:
        engine = self._engine
        setting = engine.project.silence
        if self.silent or engine.arrived != self._arrived or setting.action == "off":
            return
        self._present = Silent(self._clock(), engine.values.copy())
        self._live.sender.paused = setting.action == "stop"
        self._outlet.send(encode(STATUS, 1))
        engine.notice(f"silence: no inputs for {setting.seconds:g} s; {_WORDS[setting.action]}")

    def _again(self) -> None:
        engine = self._engine
        project = engine.project
        setting = project.silence
        present = self._present
        if present is None or engine.arrived != self._arrived or setting.action in ("stop", "off"):
            return
        if setting.action == "fade" and len(present.values) == len(engine.values):
            engine.values[:] = fade(
                project, present.values, rest_values(project), min(1.0, self._share(setting))
            )
        self._live.sender.send_outputs()

    def _share(self, setting: Silence) -> float:
        present = self._present
        if present is None:
            return 0.0
        past = self._clock() - present.began
        return past / setting.fade if setting.fade else 2.0

    def _end(self) -> None:
        if self._present is not None:
            self._present = None
            self._live.sender.paused = False
            self._outlet.send(encode(STATUS, 0))
            back = self._engine.arrived != 0 and self._engine.runtime is not None
            self._engine.notice("inputs are back" if back else "no silence any more")
