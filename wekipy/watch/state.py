"""Stores what an engine was doing, so that the next one continues, also after a power cut."""

from __future__ import annotations

import contextlib
import json
import os
from dataclasses import asdict, dataclass
from pathlib import Path

_MOST_BYTES = 10_000


@dataclass(frozen=True)
class Doing:
    """What an engine is doing.

    Attributes:
        project: the folder that is open; "" if none is known.
        running: whether it answers.
        host, port: where inputs arrive; "" and 0 if as the command line says.
    """

    project: str = ""
    running: bool = False
    host: str = ""
    port: int = 0


def to_text(doing: Doing) -> str:
    """One line of JSON."""
    return json.dumps(asdict(doing))


def from_text(text: str | bytes) -> Doing | None:
    """What `to_text` made; None if it is anything else."""
    try:
        found = json.loads(text)
        doing = Doing(**found)
    except (ValueError, TypeError, RecursionError):
        return None
    words = isinstance(doing.project, str) and isinstance(doing.host, str)
    return doing if words and isinstance(doing.running, bool) and type(doing.port) is int else None


class StateFile:
    """The file with `Doing` while an engine is watched; removed after an orderly end."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def read(self) -> Doing | None:
        """Return what the engine was doing when the power failed; None after an orderly end."""
        try:
            with self._path.open("rb") as file:
                return from_text(file.read(_MOST_BYTES))
        except OSError:
            return None

    def write(self, doing: Doing) -> None:
        """Write it; a failing disk must not stop the watcher."""
        temporary = self._path.with_name(f".{self._path.name}.tmp")
        with contextlib.suppress(OSError):
            self._path.parent.mkdir(parents=True, exist_ok=True)
            with temporary.open("w", encoding="utf-8") as file:
                file.write(to_text(doing))
                file.flush()
                os.fsync(file.fileno())
            temporary.replace(self._path)

    def remove(self) -> None:
        """Remove the file after an orderly end."""
        with contextlib.suppress(OSError):
            self._path.unlink()
