"""The engine alone, for the groups that only change the project."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from wekipy.engine.engine import Engine
from wekipy.live.loop import EngineLoop

T = TypeVar("T")


@dataclass(frozen=True)
class EngineOnly:
    """The engine and its thread."""

    engine: Engine
    loop: EngineLoop

    def ask_engine(self, work: Callable[[], T]) -> T:
        """Run a function in the engine's thread and wait for its result."""
        return self.loop.ask(work)
