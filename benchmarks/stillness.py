"""When the machine itself kept still: python benchmarks/stillness.py [seconds] tells how often not.

Rented processors are taken away for some milliseconds now and then: others pay for them, too. On each of them
a process that goes before all others wants to wake up every half millisecond. Nothing that an engine or a
benchmark does can keep it waiting for long, so where it woke late, the machine was away. This takes the right
to go before others (root, on Linux); without it nothing is known, and all moments count.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from contextlib import suppress
from pathlib import Path
from types import TracebackType

import numpy as np
import numpy.typing as npt

EVERY = 0.0005  # seconds
LATE = 0.0005  # seconds
_PRIORITY = 50


class Stillness:
    """Watches all processors; a context manager."""

    def __enter__(self) -> Stillness:
        self._folder = tempfile.TemporaryDirectory()
        self._watchers = [
            subprocess.Popen([sys.executable, __file__, "watch", str(processor), self._folder.name])
            for processor in (sorted(os.sched_getaffinity(0)) if may_go_first() else ())
        ]
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for watcher in self._watchers:
            watcher.kill()
            watcher.wait()
        self._folder.cleanup()

    @property
    def known(self) -> bool:
        """Whether it is watched at all."""
        return bool(self._watchers)

    def disturbances(self) -> npt.NDArray[np.float64]:
        """Starts and ends by `time.perf_counter` of all so far, (disturbances, 2)."""
        texts = [path.read_text() for path in Path(self._folder.name).iterdir()]
        lines = [line.split() for text in texts for line in text.split("\n")[:-1]]
        return np.array(lines, np.float64).reshape(-1, 2)

    def kept(self, starts: npt.NDArray[np.float64], length: float) -> npt.NDArray[np.bool_]:
        """Whether there was none in each of the times of a length that begin at `starts`, (times,)."""
        began, ended = self.disturbances().T[:, None]
        return ~((began < starts[:, None] + length) & (ended > starts[:, None])).any(axis=1)


def may_go_first() -> bool:
    """Whether this process has the right to go before all others; afterwards it does not use it."""
    if not sys.platform.startswith("linux"):
        return False
    with suppress(PermissionError):
        os.sched_setscheduler(0, os.SCHED_FIFO, os.sched_param(_PRIORITY))
        os.sched_setscheduler(0, os.SCHED_OTHER, os.sched_param(0))
        return True
    return False


def watch(processor: int, folder: Path) -> None:
    """Write when this processor was away to a file in a folder, until killed."""
    told = (folder / str(processor)).open("w")
    os.sched_setaffinity(0, {processor})
    os.sched_setscheduler(0, os.SCHED_FIFO, os.sched_param(_PRIORITY))
    due = time.perf_counter()
    while True:
        due += EVERY
        time.sleep(max(0.0, due - time.perf_counter()))
        now = time.perf_counter()
        if now - due > LATE:
            print(due, now, file=told, flush=True)
        due = max(due, now - EVERY)


def main() -> None:
    """Tell how often, and how long, the machine was away."""
    seconds = float(sys.argv[1]) if sys.argv[1:] else 10.0
    with Stillness() as stillness:
        time.sleep(seconds)
        if not stillness.known:
            sys.exit("Watching takes the right to go before other processes; run this as root on Linux.")
        took = np.diff(stillness.disturbances()) * 1e3
    print(f"{len(took)} disturbances in {seconds:g} s, {took.sum():.0f} ms", end="")
    print(f", the longest {took.max():.1f} ms" if len(took) else "")


if __name__ == "__main__":
    watch(int(sys.argv[2]), Path(sys.argv[3])) if sys.argv[1:2] == ["watch"] else main()
