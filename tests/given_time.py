"""`wekipy` whose stream lives in a time that a test sets: python given_time.py FILE serve ...

However busy the machine is, frames then come as regularly as the test wants.
"""

from __future__ import annotations

import mmap
import struct
import sys
import threading
import time
from collections.abc import Sequence
from pathlib import Path

SIZE = 8


class Clock:
    """Seconds in a file that two processes share.

    Args:
        path: the file, which is made if it is not there.
    """

    def __init__(self, path: Path) -> None:
        if not path.exists():
            path.write_bytes(struct.pack("d", time.monotonic()))
        with path.open("r+b") as file:
            self._memory = mmap.mmap(file.fileno(), SIZE)

    def __call__(self) -> float:
        """The time now."""
        return float(struct.unpack_from("d", self._memory)[0])

    def advance(self, seconds: float) -> None:
        """Let time pass."""
        struct.pack_into("d", self._memory, 0, self() + seconds)


def main(path: Path, arguments: Sequence[str]) -> None:
    """Run `wekipy` with the clock of a file for its stream, and the system's for all else."""
    clock, real = Clock(path), time.monotonic
    time.monotonic = lambda: clock() if threading.current_thread().name == "stream" else real()

    # Only now: what wekipy knows of time from its start on is to be this.
    from nursery import start_worker

    from wekipy.cli import main as wekipy
    from wekipy.learning import worker_process

    worker_process._start = start_worker(worker_process._start)
    sys.argv[1:] = arguments
    wekipy()


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2:])
