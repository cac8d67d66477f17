"""Files that pass large examples to the workers."""

from __future__ import annotations

import contextlib
import errno
import shutil
import tempfile
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt


class Scratch:
    """A folder for the files of one run after the other.

    It is kept between runs: making and removing it each time would delay packets.

    Attributes:
        path: the folder; None where the system has no place for temporary files, such as a read-only root.
            An engine answers and trains without one; only examples that must be stored need it.
    """

    def __init__(self) -> None:
        self.path = _made()
        self._stored: list[Path] = []
        self._count = 0  # number of stored files, so that no name repeats

    def begin(self) -> None:
        """Start a run; creates the folder again if the system has cleaned it up after days."""
        if self.path is None or not self.path.is_dir():
            self.path = _made()

    def store(self, X: npt.NDArray[Any]) -> str:
        """Write examples, or an array of a model, to a file; returns its path.

        Raises:
            OSError: if it cannot be written.
        """
        if self.path is None:
            raise OSError(
                errno.EROFS, "there is no place for temporary files: make /tmp writable, or set TMPDIR"
            )
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
        if self.path is not None:
            shutil.rmtree(self.path, ignore_errors=True)


def _made() -> Path | None:
    try:
        return Path(tempfile.mkdtemp(prefix="wekipy-work-"))
    except OSError:
        return None
