"""Collects what the sensors send while a person moves to the ends, for stages that learn from it."""

from __future__ import annotations

from typing import Final

import numpy as np
import numpy.typing as npt

from wekipy.engine.recorder import Recorder
from wekipy.project.examples import TakeData
from wekipy.project.take_state import TakeState

MOST_ROWS: Final = 60_000  # ten minutes at 100 a second; what comes later does not count
_NO_TARGETS: Final = np.empty(0, np.float32)

F64 = npt.NDArray[np.float64]


class Calibration:
    """The vectors since a calibration began.

    Args:
        block: whose stages will learn.
        stage: its place in the block, from 1; 0 is all that learn.
        inputs: length of a vector.
        began: seconds, on the grid.
        state: of the stages, with which it began.
    """

    def __init__(self, block: str, stage: int, inputs: int, began: float, state: TakeState | None) -> None:
        self.block, self.stage = block, stage
        self._recorder = Recorder(1, inputs, (), state=state)
        self._inputs, self._began = inputs, began

    def append(self, x: F64, now: float) -> None:
        """Keep one vector."""
        if len(x) == self._inputs and len(self._recorder) < MOST_ROWS:
            self._recorder.append(now - self._began, x, _NO_TARGETS)

    def finish(self) -> TakeData:
        """What came, as a take without targets."""
        return self._recorder.finish()
