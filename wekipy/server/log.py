"""Keeps the last lines of the log, so that a window opened later can show them."""

from __future__ import annotations

import itertools
import time
from collections import deque
from collections.abc import Callable
from typing import Any

MOST_LINES = 200


class Log:
    """Passes lines on and keeps the last of them. All methods may be called from any thread.

    Args:
        report: shows a line to the user; must not block.
        clock: seconds since 1970.
    """

    def __init__(self, report: Callable[[str], None], clock: Callable[[], float] = time.time) -> None:
        self._report, self._clock = report, clock
        self._lines: deque[dict[str, Any]] = deque(maxlen=MOST_LINES)
        self._numbers = itertools.count(1)

    def report(self, text: str, kind: str = "engine") -> None:
        """Log a line.

        Args:
            kind: its topic, one word.
        """
        line = {"number": next(self._numbers), "time": self._clock(), "kind": kind, "text": text}
        self._lines.append(line)
        self._report(text)

    def of_kind(self, kind: str) -> Callable[[str], None]:
        """Return `report` for lines of one kind."""
        return lambda text: self.report(text, kind)

    def since(self, number: int) -> list[dict[str, Any]]:
        """The kept lines with numbers above this one, oldest first."""
        return [line for line in self._lines.copy() if line["number"] > number]
