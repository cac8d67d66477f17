"""A worker process as the engine sees it.

The engine has a thread for each worker: it sends a share of jobs, then reads messages until the results are
there. A worker that is stopped or has ended blocks this thread only. A busy worker sends signs of life every
second, from a thread beside the one that trains.
"""

from __future__ import annotations

import contextlib
import os
import queue
import subprocess
import sys
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from wekipy.learning import frames
from wekipy.learning.work_item import Task, WorkItem
from wekipy.machine.polite import be_polite

_TIME_TO_DIE: Final = 1.0  # seconds
# The worker imports modules from where the engine does, never from the current folder.
_START: Final = (
    "import sys; number, scratch, *sys.path = sys.argv[1:]; "
    "from wekipy.learning.worker_main import main; main(int(number), scratch)"
)

ENVIRONMENT: Final = {
    # One thread of linear algebra per worker: the workers are the parallelism.
    **dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1"),
    # joblib makes a named semaphore as it is imported, and others with processes of its own. A worker is
    # ended by a kill: that leaves such semaphores behind, or a process of joblib's complains about them.
    "JOBLIB_MULTIPROCESSING": "0",
    # What libraries warn of says nothing to the person at the terminal: what matters is in the model's note.
    "PYTHONWARNINGS": "ignore",
}
"""What is different in the environment of a worker."""


@dataclass(frozen=True)
class News:
    """What happened to a worker: it is warm (no frame, not ended), has results, or has ended."""

    worker: WorkerProcess
    frame: bytes = b""
    ended: bool = False


class WorkerProcess:
    """Starts a worker at once.

    Args:
        scratch: the folder of its pool, which it removes if the engine is killed.
        news: receives an item when the worker is warm, has results, or has ended; None comes from `look`.

    Attributes:
        ready: whether it has been warm once.
        heard: time of its last message, by `time.monotonic`.
        shares: progress of its jobs, 0 to 1, by their places in the run.

    Raises:
        OSError: if the system cannot start a process.
    """

    def __init__(self, scratch: Path | None, news: queue.SimpleQueue[News | None]) -> None:
        self._news = news
        self._connection, its, number = frames.make_pair()
        try:
            self._process = _start(number, scratch)
        except OSError:
            self._connection.close()
            raise
        finally:
            its.close()
        self.pid = self._process.pid
        self.ready = False
        self.heard = time.monotonic()
        self.shares: dict[int, float] = {}
        self._polite = False
        self._job_thread = 0
        self._work: queue.SimpleQueue[tuple[Task, list[WorkItem]] | None] = queue.SimpleQueue()
        threading.Thread(target=self._talk, name="worker", daemon=True).start()

    def give(self, task: Task, share: Sequence[WorkItem], polite: bool) -> None:
        """Start jobs; news reports their end. Call it only if the worker is warm and idle."""
        self.shares = {}
        self._polite, self._job_thread = polite, 0
        self.heard = time.monotonic()
        self._work.put((task, list(share)))

    def be_polite(self) -> None:
        """Lower the priority of its current work; from any thread."""
        self._polite = True
        if self._job_thread:
            be_polite(self._job_thread)

    @property
    def alive(self) -> bool:
        """Whether the process exists; it may be stopped."""
        return self._process.poll() is None

    def kill(self) -> None:
        """End it now, whatever it does."""
        with contextlib.suppress(OSError):
            self._process.kill()
        self._work.put(None)

    def await_end(self) -> None:
        """Wait until a killed one is gone, a second at most.

        To die takes a processor, too: polite as it is, it would wait for it behind a successor that begins.
        """
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._process.wait(_TIME_TO_DIE)

    def _talk(self) -> None:
        with contextlib.suppress(OSError, EOFError):
            while self._listen():
                work = self._work.get()
                if work is None:
                    break
                self._connection.send(work)
        self._connection.close()
        self._process.wait()
        self._news.put(News(self, ended=True))

    def _listen(self) -> bool:
        """Read its messages until its work is done."""
        while True:
            frame = self._connection.recv_bytes()
            self.heard = time.monotonic()
            kind = frame[:1]
            if kind == frames.SHARE:
                place, share = frames.read_share(frame)
                self.shares[place] = share
            elif kind == frames.THREAD:
                self._job_thread = frames.read_thread(frame)
                if self._polite:
                    be_polite(self._job_thread)
            elif kind == frames.READY:
                self.ready = True
                self._news.put(News(self))
                return True
            elif kind == frames.DONE:
                self._job_thread = 0
                self._news.put(News(self, frame))
                return True


def _start(number: int, scratch: Path | None) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-c", _START, str(number), str(scratch or ""), *sys.path]
    environment = {**os.environ, **ENVIRONMENT}
    if sys.platform == "win32":
        startup = subprocess.STARTUPINFO(lpAttributeList={"handle_list": [number]})
        return subprocess.Popen(  # noqa: S603  our own program
            command, stdin=subprocess.DEVNULL, env=environment, startupinfo=startup
        )
    # In its own session: Ctrl-C goes to the engine, which ends its workers.
    return subprocess.Popen(  # noqa: S603
        command, stdin=subprocess.DEVNULL, env=environment, pass_fds=(number,), start_new_session=True
    )


def end_all(workers: Sequence[WorkerProcess]) -> None:
    """Kill workers, and wait for their end."""
    for worker in workers:
        worker.kill()
    for worker in workers:
        worker.await_end()
