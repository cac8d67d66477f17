"""What outputs sound like: the first three numbers are a tone, classes and gestures are strokes."""

from __future__ import annotations

import math

import numpy as np
import numpy.typing as npt

from wekipy.client.state import Output
from wekipy.gui.sound.synth import Tone


def tone_of(shares: tuple[float, ...]) -> Tone | None:
    """The tone of the numbers, each 0 to 1: pitch, loudness and brightness; None without any."""
    if not shares:
        return None
    usual = Tone()
    pitch, loudness, brightness = (
        *shares[:3],
        *(usual.pitch, usual.loudness, usual.brightness)[len(shares) :],
    )
    return Tone(pitch, loudness, brightness)


class Changes:
    """Notices which classes have just begun."""

    def __init__(self) -> None:
        self._before: dict[str, int] = {}

    def begun(self, outputs: tuple[Output, ...], values: npt.NDArray[np.float64]) -> list[int]:
        """The classes that outputs answer now and did not before; those they begin with are none."""
        now = {
            output.uid: round(value) if math.isfinite(value := float(values[output.first])) else 0
            for output in outputs
            if output.kind == "classification"
        }
        new = [label for uid, label in now.items() if label > 0 and self._before.get(uid, label) != label]
        self._before = now
        return new

    def forget(self) -> None:
        """Begin anew, as when the outputs stop."""
        self._before = {}
