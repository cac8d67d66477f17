"""How long answers take, measured in passing: of every 64th packet."""

from __future__ import annotations

import numpy as np

SAMPLED = 63  # mask of the count of packets
_KEPT = 1_024


class Pace:
    """The last times of answers.

    They are from the moment a packet is read to the moment the last of its answers is sent; what it waited in
    the system's queue before is not in it.
    """

    def __init__(self) -> None:
        self._seconds = np.full(_KEPT, np.nan)
        self._at = 0

    def add(self, seconds: float) -> None:
        """One more time."""
        self._seconds[self._at] = seconds
        self._at = (self._at + 1) % _KEPT

    def percentiles(self, *which: float) -> list[float] | None:
        """Percentiles (0 to 100) in milliseconds; None if nothing was answered yet. From any thread."""
        known = self._seconds[~np.isnan(self._seconds)]
        return [round(float(p) * 1e3, 4) for p in np.percentile(known, which)] if known.size else None
