"""Imports and exports to be killed."""

from __future__ import annotations

import random
import subprocess
import sys
import time
from pathlib import Path

import numpy as np

ROWS, TAKES = 60_000, 30


def kill(process: subprocess.Popen[bytes], usual: float) -> None:
    """Kill a process that usually takes so many seconds, at a random moment after its beginning."""
    try:
        process.wait(random.uniform(0.4, 1.1) * usual)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


class Exporter:
    """Exports examples to a file, and kills that.

    Attributes:
        file: where they go.
    """

    def __init__(self, folder: Path) -> None:
        self.file = folder / "exported.csv"
        self._usual = 0.0

    def kill(self, project: Path) -> None:
        """Begin to export, and kill it at a random moment."""
        self.file.unlink(missing_ok=True)
        command = [sys.executable, "-m", "wekipy", "export", str(project), "--format", "csv"]
        began = time.monotonic()
        process = subprocess.Popen([*command, "-o", str(self.file)], stdout=subprocess.DEVNULL)
        if self._usual:
            kill(process, self._usual)
        else:
            assert process.wait(60) == 0
            self._usual = time.monotonic() - began


class Importer:
    """Imports tables of two inputs and two outputs, and kills that; no two rows of all tables are alike.

    Attributes:
        new: a project that is not there yet.
    """

    def __init__(self, folder: Path) -> None:
        self.new = folder / "new.wekipy"
        self._source = folder / "examples.npz"
        self._tables = 0
        self._write()
        began = time.monotonic()
        self._start(folder / "first.wekipy").wait(60)
        self._usual = time.monotonic() - began  # seconds

    def _write(self) -> None:
        """Another table."""
        self._tables += 1
        rows = np.arange(ROWS)
        inputs = np.stack([rows, np.full(ROWS, -self._tables)], axis=1).astype(np.float32)
        np.savez(self._source, inputs=inputs, targets=np.full((ROWS, 2), 1.0), take=rows * TAKES // ROWS + 1)

    def _start(self, place: Path) -> subprocess.Popen[bytes]:
        command = [sys.executable, "-m", "wekipy", "import", str(self._source), str(place)]
        return subprocess.Popen(command, stdout=subprocess.DEVNULL)

    def kill(self, place: Path) -> None:
        """Begin to import, and kill it at a random moment; the first half of the time goes to beginning."""
        self._write()
        kill(self._start(place), self._usual)

    def finish(self) -> None:
        """Import once more to the end."""
        assert self._start(self.new).wait(60) == 0
