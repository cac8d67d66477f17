"""Lets the engine's other threads work while no packet is due: right after one was answered.

Python runs one thread at a time. A packet that arrives while another thread works waits until that thread
releases the GIL, and handing over the GIL puts threads to sleep and wakes them again: work of a tenth of a
millisecond can delay an answer by three tenths. Sensors send at a steady rate, so the time right after a
packet is the best time to work.
"""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable
from contextlib import suppress
from typing import Final

LONGEST: Final = 0.002  # seconds that work waits for a gap; where packets come less often it rarely meets one
PATIENCE: Final = 8  # times as long, while packets are answered but more are due all the time

_waiting: deque[threading.Lock] = deque()
_packets_come = False
_answered = 0  # packets, while somebody waited


def begin_gap(behind: Callable[[], bool]) -> None:
    """Release the first waiting thread after a packet was answered. Called by the stream; never blocks.

    Args:
        behind: whether more packets are due already: then they come first. Only asked if somebody waits.
    """
    global _packets_come, _answered  # noqa: PLW0603  a process has one stream
    _packets_come = True
    if _waiting:
        _answered += 1
        if not behind():
            with suppress(IndexError):  # it has just stopped waiting
                _waiting.popleft().release()


def await_gap() -> None:
    """Wait until a packet has just been answered and none is due; not at all while none come.

    It waits at most 2 ms, or 16 ms if packets are answered all the time but more are due. Call it before work
    of some tenths of a millisecond, in any thread but the stream's; split longer work, and call it before
    each piece.
    """
    global _packets_come  # noqa: PLW0603
    if not _packets_come:
        return
    turn = threading.Lock()
    turn.acquire()
    _waiting.append(turn)
    for _ in range(PATIENCE):
        answered = _answered
        if turn.acquire(timeout=LONGEST):
            return
        if _answered == answered:
            _packets_come = False  # until the next one
            break
    with suppress(ValueError):  # it was released at this moment
        _waiting.remove(turn)
