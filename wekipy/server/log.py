"""The last lines for people, kept so that a window which is opened later can show them."""

from __future__ import annotations

import itertools
import time
from collections import deque
from collections.abc import Callable
from typing import Any

MOST_LINES = 200


class Log:
    """Passes lines on and keeps the last of them; all methods from any thread.

    Args:
        report: shows a line to people; must not wait.
        clock: seconds since 1970.
    """

    def __init__(self, report: Callable[[str], None], clock: Callable[[], float] = time.time) -> None:
        self._report, self._clock = report, clock
        self._lines: deque[dict[str, Any]] = deque(maxlen=MOST_LINES)
        self._numbers = itertools.count(1)

    def tell(self, text: str, kind: str = "engine") -> None:
        """Show a line.

        Args:
            kind: what it is about, one word.
        """
        line = {"number": next(self._numbers), "time": self._clock(), "kind": kind, "text": text}
        self._lines.append(line)
        self._report(text)

    def teller(self, kind: str) -> Callable[[str], None]:
        """`tell` for lines of one kind."""
        return lambda text: self.tell(text, kind)

    def since(self, number: int) -> list[dict[str, Any]]:
        """The lines that are kept with a larger number than this, oldest first."""
        return [line for line in self._lines.copy() if line["number"] > number]
