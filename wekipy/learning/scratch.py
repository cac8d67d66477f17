"""Files through which the engine and its workers see each other: how far jobs are, and large examples."""

from __future__ import annotations

import contextlib
import shutil
import tempfile
from array import array
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

_TYPE = "d"
_SIZE = array(_TYPE).itemsize


@dataclass(frozen=True)
class Told:
    """The place where it is told how far a job is, 0 to 1.

    Attributes:
        path: of the file that all jobs of a run share.
        place: of this job's number in it, from 0.
    """

    path: Path
    place: int

    def tell(self, share: float) -> None:
        """So far it is. What cannot be told is not: the job matters more."""
        with contextlib.suppress(OSError), self.path.open("r+b", buffering=0) as file:
            file.seek(self.place * _SIZE)
            file.write(array(_TYPE, [share]).tobytes())


class Scratch:
    """A folder for the files of one run after the other.

    It stays for all of them: making and removing it each time would take a moment in which packets wait.
    """

    def __init__(self) -> None:
        self.path = Path(tempfile.mkdtemp(prefix="wekipy-work-"))
        self._stored: list[Path] = []
        self._count = 0  # of all that were stored: no name comes twice

    @property
    def _progress(self) -> Path:
        return self.path / "progress"

    def begin(self) -> None:
        """Nobody has told anything yet."""
        try:
            self._progress.write_bytes(b"")
        except OSError:  # systems clean up what has lain here for days
            with contextlib.suppress(OSError):
                self.path = Path(tempfile.mkdtemp(prefix="wekipy-work-"))
                self._progress.write_bytes(b"")

    def told(self, place: int) -> Told:
        """Where a job of the run tells how far it is."""
        return Told(self._progress, place)

    def shares(self) -> list[float]:
        """How far the jobs of the run are; those behind the last one that has told something are left out."""
        try:
            return list(array(_TYPE, self._progress.read_bytes()))
        except (OSError, ValueError):  # being written
            return []

    def store(self, X: npt.NDArray[np.float32]) -> str:
        """Put examples into a file; its path.

        Raises:
            OSError: if it cannot be written.
        """
        self._count += 1
        path = self.path / f"{self._count}.npy"
        self._stored.append(path)
        np.save(path, X, allow_pickle=False)
        return str(path)

    def end(self) -> None:
        """Remove the examples of the run."""
        for path in self._stored:
            with contextlib.suppress(OSError):
                path.unlink()
        self._stored.clear()

    def remove(self) -> None:
        """Remove everything."""
        shutil.rmtree(self.path, ignore_errors=True)
