"""The engine's side of the watcher: signs of life, and what to continue with."""

from __future__ import annotations

import contextlib
import json
import os
from collections.abc import Callable, MutableMapping
from dataclasses import asdict, dataclass, field
from typing import Final

from wekipy.watch.state import Doing, to_text

VARIABLE: Final = "WEKIPY_WATCHED"
PULSE: Final = b".\n"


@dataclass(frozen=True)
class Orders:
    """Instructions of the watcher to the engine that it starts.

    Attributes:
        pulse: descriptor to write signs of life to; -1 where the system cannot hand one over.
        restarts: how many starts there were before this one.
        reason: why the one before ended; "" for the first.
        doing: what it was doing; None leaves everything to the command line.
    """

    pulse: int = -1
    restarts: int = 0
    reason: str = ""
    without_models: bool = False
    doing: Doing | None = field(default=None)

    def to_text(self) -> str:
        """As an environment variable."""
        return json.dumps(asdict(self))


def orders(environment: MutableMapping[str, str]) -> Orders | None:
    """Read the watcher's orders; None without one. They are removed, so that no child process sees them."""
    text = environment.pop(VARIABLE, "")
    if not text:
        return None
    found = json.loads(text)
    doing = found.pop("doing")
    return Orders(**found, doing=Doing(**doing) if doing else None)


class Pulse:
    """Sends signs of life through a pipe, and changes of `Doing`; never blocks."""

    def __init__(self, descriptor: int) -> None:
        self._descriptor = descriptor
        self._reported: Doing | None = None
        os.set_inheritable(descriptor, False)
        os.set_blocking(descriptor, False)

    def beat(self, doing: Doing) -> None:
        """Send a sign of life, with what the engine is doing."""
        news = b"" if doing == self._reported else to_text(doing).encode() + b"\n"
        with contextlib.suppress(OSError):  # a full or closed pipe: `end_with_parent` handles that
            os.write(self._descriptor, news + PULSE)
            self._reported = doing


def end_with_parent(end: Callable[[], None]) -> None:
    """Wait until the watcher is gone, which closes our standard input; then end, too."""
    with contextlib.suppress(OSError):
        while os.read(0, 1_024):
            pass
    end()
