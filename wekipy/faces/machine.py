"""The machine that operations act on."""

from __future__ import annotations

from dataclasses import dataclass

from wekipy.faces.operations.exchange import Exchange
from wekipy.faces.operations.files import Files
from wekipy.faces.operations.learning import Learning
from wekipy.faces.operations.operation import AsksEngine, HasEngine
from wekipy.faces.operations.running import Running
from wekipy.faces.operations.settings import Settings
from wekipy.faces.operations.signal import Signal
from wekipy.faces.operations.takes import Takes
from wekipy.faces.operations.unattended import Unattended
from wekipy.faces.operations.watching import Watching


@dataclass(frozen=True)
class Machine:
    """An engine and its surroundings: one attribute for each group of operations, with the group's name."""

    watching: Watching
    demonstrating: AsksEngine
    learning: Learning
    running: Running
    takes: Takes
    looking: HasEngine
    table: AsksEngine
    settings: Settings
    shaping: HasEngine
    signal: Signal
    structure: HasEngine
    gestures: HasEngine
    files: Files
    exchange: Exchange
    unattended: Unattended

    def group(self, name: str) -> object:
        """Return the attribute for a group of operations."""
        return getattr(self, name)
