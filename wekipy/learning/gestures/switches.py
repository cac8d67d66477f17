"""What can be changed while gestures are being recognised: on and off, sensitivity, thresholds."""

from __future__ import annotations

import numpy as np

from wekipy.learning.gestures.example import F64, GestureOptions
from wekipy.project.problem import Problem

MIDDLE = 0.5  # the sensitivity at which thresholds are as learned


class Switches:
    """Which gestures are on, how sensitive they are, and their thresholds.

    Args:
        learned: (gestures,) thresholds as trained; 0 for a gesture without examples.

    Attributes:
        learned: as given.
        thresholds: (gestures,) the same with corrections.
        enabled: (gestures,) bool.
        version: another number after every change.
    """

    def __init__(self, learned: F64, options: GestureOptions) -> None:
        self.learned = learned
        self.thresholds = learned.copy()
        self.enabled = np.ones(len(learned), bool)
        named = options.sensitivities[: len(learned)]
        self._each = np.full(len(learned), MIDDLE)
        self._each[: len(named)] = named
        self._all = options.sensitivity
        self.version = 0

    def check(self, gesture: int) -> int:
        """The place of a gesture (from 1) in the arrays. Raises `Problem` if there is none."""
        if not 1 <= gesture <= len(self.learned):
            raise Problem(f"there is no gesture {gesture}; gestures count from 1 to {len(self.learned)}")
        return gesture - 1

    def set_enabled(self, gesture: int, on: bool) -> None:
        """Switch one gesture on or off."""
        self.enabled[self.check(gesture)] = on
        self.version += 1

    def set_sensitivity(self, value: float, gesture: int | None = None) -> None:
        """From 0 (threshold halved) over 0.5 (as learned) to 1 (doubled); of one gesture or all together."""
        if not 0 <= value <= 1:
            raise Problem(f"a sensitivity is from 0 to 1, got {value:g}")
        if gesture is None:
            self._all = value
        else:
            self._each[self.check(gesture)] = value
        self.version += 1

    def set_threshold(self, gesture: int, value: float) -> None:
        """The threshold of one gesture at sensitivity 0.5."""
        place = self.check(gesture)
        if not value > 0:
            raise Problem(f"a threshold must be above 0, got {value:g}")
        self.thresholds[place] = value if self.learned[place] > 0 else 0.0
        self.version += 1

    def effective(self) -> F64:
        """(gestures,) thresholds to match with; 0 for those that are off or have no examples."""
        factors = np.exp2(2 * (self._each - MIDDLE) + 2 * (self._all - MIDDLE))
        return np.where(self.enabled, self.thresholds * factors, 0.0)
