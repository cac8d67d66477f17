"""Decides when and how an engine that ended is restarted; no processes, no clock."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

SETTLED: Final = 60.0  # seconds after which an engine counts as having started well
LONGEST_PAUSE: Final = 60.0
AT_ONCE: Final = 10.0  # seconds; an engine that ends sooner failed at its start
PATIENCE: Final = 5  # failures at the start in a row, after which the models are suspected


@dataclass(frozen=True)
class Restart:
    """How to restart.

    Attributes:
        pause: seconds to wait before.
        without_models: do not load the models this time, as they may be what makes it fail.
    """

    pause: float
    without_models: bool


class Restarts:
    """Decides about each start after a failure: the first at once, then with growing pauses, for ever.

    Attributes:
        count: of all starts after a failure.
    """

    def __init__(self) -> None:
        self.count = 0
        self._in_a_row = self._at_once = 0

    def failed(self, lived: float) -> Restart:
        """Decide after an engine has failed: it ended after so many seconds, or was killed as it hung."""
        if lived >= SETTLED:
            self._in_a_row = 0
        self.count += 1
        self._in_a_row += 1
        self._at_once = self._at_once + 1 if lived < AT_ONCE else 0
        n, bad = self._in_a_row, self._at_once
        pause = 0.0 if n == 1 else min(LONGEST_PAUSE, 0.25 * 2.0 ** min(n - 2, 20))
        # From then on every other time, so that models that were not at fault come back, too.
        return Restart(pause, bad >= PATIENCE and (bad - PATIENCE) % 2 == 0)
