"""The engine's side of being watched: signs of life, and what it should go on with."""

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
    """What a watcher tells the engine that it starts.

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
    """What the watcher told; None if nobody watches. It is taken out, so that no child sees it."""
    text = environment.pop(VARIABLE, "")
    if not text:
        return None
    found = json.loads(text)
    doing = found.pop("doing")
    return Orders(**found, doing=Doing(**doing) if doing else None)


class Pulse:
    """Signs of life through a pipe, and what goes on whenever that has changed; never waits."""

    def __init__(self, descriptor: int) -> None:
        self._descriptor = descriptor
        self._told: Doing | None = None
        os.set_inheritable(descriptor, False)
        os.set_blocking(descriptor, False)

    def beat(self, doing: Doing) -> None:
        """Still alive, and doing this."""
        news = b"" if doing == self._told else to_text(doing).encode() + b"\n"
        with contextlib.suppress(OSError):  # a full pipe, or nobody there: `end_with_parent` sees to that
            os.write(self._descriptor, news + PULSE)
            self._told = doing


def end_with_parent(end: Callable[[], None]) -> None:
    """Wait until the watcher is gone, which closes our standard input; then end, too."""
    with contextlib.suppress(OSError):
        while os.read(0, 1_024):
            pass
    end()
