"""What an engine was doing, so that the next one goes on with it; and the file that outlives a power cut."""

from __future__ import annotations

import contextlib
import json
import os
from dataclasses import asdict, dataclass
from pathlib import Path

_MOST_BYTES = 10_000


@dataclass(frozen=True)
class Doing:
    """What goes on in an engine.

    Attributes:
        project: the folder that is open; "" if none is known.
        running: whether it answers.
        host: where inputs arrive; "" if as the command line says.
    """

    project: str = ""
    running: bool = False
    host: str = ""


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
    sound = isinstance(doing.project, str) and isinstance(doing.host, str) and isinstance(doing.running, bool)
    return doing if sound else None


class StateFile:
    """Where `Doing` is kept while an engine is watched; gone after an end that was asked for."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def read(self) -> Doing | None:
        """What went on when the power failed; None after an orderly end."""
        try:
            with self._path.open("rb") as file:
                return from_text(file.read(_MOST_BYTES))
        except OSError:
            return None

    def write(self, doing: Doing) -> None:
        """Keep it; a disk that does not take it must not stop the watching."""
        temporary = self._path.with_name(f".{self._path.name}.tmp")
        with contextlib.suppress(OSError):
            self._path.parent.mkdir(parents=True, exist_ok=True)
            with temporary.open("w", encoding="utf-8") as file:
                file.write(to_text(doing))
                file.flush()
                os.fsync(file.fileno())
            temporary.replace(self._path)

    def remove(self) -> None:
        """After an orderly end."""
        with contextlib.suppress(OSError):
            self._path.unlink()
