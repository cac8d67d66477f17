"""Measures the answer time of every 64th packet."""

from __future__ import annotations

import numpy as np

SAMPLED = 63  # mask of the packet count
_KEPT = 1_024


class Pace:
    """The last answer times.

    Each is measured from reading a packet to sending the last of its answers, without its time in the
    system's queue.
    """

    def __init__(self) -> None:
        self._seconds = np.full(_KEPT, np.nan)
        self._at = 0

    def add(self, seconds: float) -> None:
        """Add an answer time in seconds."""
        self._seconds[self._at] = seconds
        self._at = (self._at + 1) % _KEPT

    def percentiles(self, *which: float) -> list[float] | None:
        """Percentiles (0 to 100) in milliseconds; None if nothing was answered yet. From any thread."""
        known = self._seconds[~np.isnan(self._seconds)]
        return [round(float(p) * 1e3, 4) for p in np.percentile(known, which)] if known.size else None
