"""Imports to be killed: as a new project, and into one that is there."""

from __future__ import annotations

import random
import subprocess
import sys
import time
from pathlib import Path

import numpy as np

ROWS, TAKES = 60_000, 30


class Importer:
    """Imports a table of two inputs and an output, and kills that.

    Attributes:
        new: a project that is not there yet.
        there: one that is.
    """

    def __init__(self, folder: Path, there: Path) -> None:
        self.new, self.there = folder / "new.wekipy", there
        self._source = folder / "examples.npz"
        rng = np.random.default_rng(0)
        take = np.arange(ROWS) * TAKES // ROWS + 1
        np.savez(
            self._source, inputs=rng.random((ROWS, 2), np.float32), targets=np.full((ROWS, 2), 1.0), take=take
        )
        began = time.monotonic()
        self._start(folder / "first.wekipy").wait(60)
        self._usual = time.monotonic() - began  # seconds

    def _start(self, place: Path) -> subprocess.Popen[bytes]:
        command = [sys.executable, "-m", "wekipy", "import", str(self._source), str(place)]
        return subprocess.Popen(command, stdout=subprocess.DEVNULL)

    def kill(self, place: Path) -> None:
        """Begin to import, and kill it at a random moment; the first half of the time goes to beginning."""
        process = self._start(place)
        try:
            process.wait(random.uniform(0.4, 1.1) * self._usual)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()

    def finish(self) -> None:
        """Import once more to the end."""
        assert self._start(self.new).wait(60) == 0
