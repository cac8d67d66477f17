"""What a client waits for."""

from __future__ import annotations

from wekipy.client.wire import Happening
from wekipy.project.problem import Problem


class EventWaiter:
    """Notes the first event of a kind."""

    def __init__(self, kind: str) -> None:
        self._kind = kind
        self._text: str | None = None

    def hear(self, event: Happening) -> None:
        """Look at an event."""
        if self._text is None and event.kind == self._kind:
            self._text = event.text

    def look(self) -> tuple[str, bool]:
        """Its text, and whether it has come."""
        return self._text or "", self._text is not None


def too_late(timeout: float) -> Problem:
    """The problem of what did not come in time."""
    return Problem(f"what was waited for has not come within {timeout:g} s")
