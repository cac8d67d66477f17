"""A simulated hand, and what a small sensor would measure of it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Vector = npt.NDArray[np.float64]

INPUTS = 6
OUTPUTS = "2,class:3"
POSES = ("fist", "flat", "pointing")
_FINGERS = np.array([[0.1, 0.1, 0.15], [0.9, 0.85, 0.2], [0.2, 0.9, 0.8]])  # curl of three fingers per pose
_NOISE = 0.01


@dataclass(frozen=True)
class Moment:
    """The hand at one moment.

    Attributes:
        x: (INPUTS,) what the sensor says.
        truth: (3,) what the outputs should be: pitch and brightness in 0..1, and the pose from 1.
    """

    x: Vector
    truth: Vector


class Hand:
    """Moves smoothly over a plane, in one pose or in changing ones.

    Args:
        seed: other seeds are other performances.
    """

    def __init__(self, seed: int) -> None:
        self._rng = np.random.default_rng(seed)
        self._phases = self._rng.uniform(0, 2 * np.pi, 4)

    def at(self, seconds: float, pose: int) -> Moment:
        """The hand after so many seconds, in a pose (from 0)."""
        a, b, c, d = self._phases
        across = 0.5 + 0.4 * np.sin(1.7 * seconds + a) * np.cos(0.6 * seconds + b)
        up = 0.5 + 0.4 * np.sin(1.1 * seconds + c) * np.cos(0.4 * seconds + d)
        distance = np.hypot(across - 0.5, up - 0.2)
        seen = np.array([across, up, distance, *_FINGERS[pose]])
        truth = np.array([across, np.clip(up * (1.2 - distance), 0, 1), pose + 1.0])
        return Moment(seen + self._rng.normal(0, _NOISE, INPUTS), truth)
