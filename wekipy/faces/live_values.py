"""Messages with the latest values of a running engine, for windows that draw them."""

from __future__ import annotations

from typing import Final

import numpy as np
import numpy.typing as npt

from wekipy.engine.certainty import distributions, gesture_progress
from wekipy.engine.engine import Engine
from wekipy.osc.plan import FloatMessage

PREFIX: Final = "/wekipy/live/"
_NONE: Final = np.empty(0)


class LiveMessages:
    """Prebuilt messages of the latest values: a packet may wait while they are filled."""

    def __init__(self) -> None:
        self._laid_out: dict[str, FloatMessage] = {}

    def of(self, engine: Engine) -> list[bytes]:
        """Return the messages of inputs, outputs and targets, and of features, classes and gestures if there
        are any.
        """
        packets = [
            self._fill("inputs", engine.inputs),
            self._fill("outputs", engine.values),
            self._fill("targets", engine.targets),
        ]
        run = engine.features.present
        for name, values in (
            ("features", _NONE if run is None else run.out),
            ("distributions", distributions(engine)),
            ("courses", gesture_progress(engine).ravel()),
        ):
            if len(values):
                packets.append(self._fill(name, values))
        return packets

    def _fill(self, name: str, values: npt.NDArray[np.float64]) -> bytes:
        message = self._laid_out.get(name)
        if message is None or len(message.floats) != len(values):
            self._laid_out[name] = message = FloatMessage(PREFIX + name, len(values))
        return bytes(message.fill(values))
