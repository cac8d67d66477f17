"""The main program of a worker process.

The main thread receives the engine's requests; another one sends signs of life; each share of jobs runs in
its own thread, because a thread that has lowered its priority can never raise it again. When the engine is
gone, the connection ends, and so does the worker, whatever it is doing.
"""

from __future__ import annotations

import contextlib
import gc
import os
import queue
import shutil
import signal
import threading
import time
from collections.abc import Iterator, Sequence
from multiprocessing.connection import Connection
from typing import Final

from wekipy.learning import frames
from wekipy.learning.work_item import Task, WorkItem
from wekipy.learning.worker import work
from wekipy.machine.polite import this_thread

_BEAT: Final = 1.0  # seconds between signs of life
_MOMENT: Final = 0.05  # seconds in which work that waits for a worker arrives
_STACK: Final = 16 << 20  # bytes; macOS gives threads 512 KB, and trees are walked recursively

_Share = tuple[Task, list[WorkItem]]


def main(number: int, scratch: str) -> None:
    """Run jobs until the engine is gone.

    Args:
        number: of the connection to the engine.
        scratch: the folder of its pool, to be removed if the engine was killed.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    os.dup2(2, 1)  # output of libraries is not a result
    voice = _Voice(frames.connect(number))
    todo: queue.SimpleQueue[_Share] = queue.SimpleQueue()
    threading.stack_size(_STACK)
    threading.Thread(target=_work, args=(todo, voice), daemon=True).start()
    threading.Thread(target=voice.beat, daemon=True).start()
    with contextlib.suppress(EOFError, OSError):
        while True:
            todo.put(voice.connection.recv())
    if scratch:
        shutil.rmtree(scratch, ignore_errors=True)
    os._exit(0)


class _Voice:
    """Sends messages to the engine, from any thread.

    Attributes:
        busy: whether the engine waits for results.
    """

    def __init__(self, connection: Connection) -> None:
        self.connection = connection
        self.busy = True
        self._lock = threading.Lock()

    def say(self, frame: bytes) -> None:
        """Send a message; if the engine is gone, the main thread ends the process."""
        with self._lock, contextlib.suppress(OSError):
            self.connection.send_bytes(frame)

    def beat(self) -> None:
        """Send signs of life."""
        while True:
            time.sleep(_BEAT)
            if self.busy:
                self.say(frames.ALIVE)


def warm_up() -> None:
    """Import scikit-learn, which takes a second or more, and the code of all algorithms."""
    import wekipy.learning.output_training  # noqa: F401, PLC0415
    from wekipy.learning.fitting import load_fitters  # noqa: PLC0415

    load_fitters()

    # Freeze the imported objects: scanning them in every garbage collection would take 20 ms of a processor
    # that the engine's threads need then, to load models beside the stream.
    gc.collect()
    gc.freeze()


def _work(todo: queue.SimpleQueue[_Share], voice: _Voice) -> None:
    import wekipy.learning.output_training  # noqa: F401, PLC0415

    voice.busy = False
    voice.say(frames.READY)
    for task, share in _given(todo):
        voice.busy = True
        job = threading.Thread(target=_do, args=(task, share, voice), daemon=True)
        job.start()
        job.join()


def _given(todo: queue.SimpleQueue[_Share]) -> Iterator[_Share]:
    """Yield work as it comes; what waits already, as on the command line, imports only what it needs."""
    with contextlib.suppress(queue.Empty):
        yield todo.get(timeout=_MOMENT)
    warm_up()
    while True:
        yield todo.get()


def _do(task: Task, share: Sequence[WorkItem], voice: _Voice) -> None:
    voice.say(frames.thread_frame(this_thread()))
    results = work(task, share, lambda place, done: voice.say(frames.share_frame(place, done)))
    frame = frames.done_frame(results)
    voice.busy = False
    voice.say(frame)
