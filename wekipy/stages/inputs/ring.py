"""The last frames of a stage, oldest first, as one block of memory at any time."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final

import numpy as np

from wekipy.project.problem import Problem
from wekipy.stages.inputs.sizes import MOST_KEPT, check_kept
from wekipy.stages.stage import F64, FRAME, GAP, Options, numbers_of_state

FASTEST: Final = 1_000  # frames per second of which a window in seconds keeps all
MOST_FRAMES: Final = 10_000  # of any window
_SAME: Final = 1e-9  # seconds: frames that are closer came at the same time


class Ring:
    """The last `rows` rows of `width` numbers.

    Each row is written twice, `rows` apart, so that the last ones are always a block, oldest first.

    Attributes:
        count: how many rows there are now.
    """

    def __init__(self, rows: int, width: int) -> None:
        self.rows, self.count = rows, 0
        self._block = np.zeros((2 * rows, width))
        self._end = 2 * rows  # behind the newest row

    def push(self, x: F64 | float) -> None:
        """Append a row (width,)."""
        end = self._end
        at = end - self.rows if end < 2 * self.rows else 0
        self._block[at] = x
        self._block[at + self.rows] = x
        self._end = at + self.rows + 1
        if self.count < self.rows:
            self.count += 1

    def fill(self, x: F64) -> None:
        """Make all rows equal to one (width,)."""
        self._block[:] = x
        self.count = self.rows

    def last(self, count: int) -> F64:
        """Return the last rows (count, width), at most `rows`, oldest first, as a view."""
        return self._block[self._end - count : self._end]

    def oldest(self) -> float:
        """Return the first number of the oldest row."""
        return float(self._block[self._end - self.count, 0])

    def ordered(self) -> F64:
        """Return all rows as one array (rows × width,); those that do not count are 0."""
        block: F64 = self.last(self.rows).copy()
        block[: self.rows - self.count] = 0.0
        return block.reshape(-1)

    def restore(self, count: int, ordered: F64) -> None:
        """Set all rows from what `ordered` returned."""
        block = ordered.reshape(self.rows, -1)
        self._block[: self.rows], self._block[self.rows :] = block, block
        self._end, self.count = 2 * self.rows, count


@dataclass(frozen=True)
class Span:
    """How much a window holds.

    Attributes:
        frames: at most.
        seconds: of the last so many seconds; 0 if frames alone count.
    """

    frames: int
    seconds: float = 0.0

    @property
    def length(self) -> float:
        """Seconds from the oldest to the newest frame of a full window, at 100 frames a second."""
        return self.seconds or (self.frames - 1) * FRAME


def span_of(owner: str, options: Options, width: int) -> Span:
    """Return the window that the options `frames` and `seconds` ask for, over `width` numbers.

    Raises:
        Problem: if it would remember too much.
    """
    seconds = float(options["seconds"])
    if seconds == 0.0:
        frames = int(options["frames"])
        check_kept(owner, frames * width, "choose fewer frames, or fewer inputs")
        return Span(frames)
    usual = math.ceil(seconds / FRAME)
    check_kept(owner, usual * width, "choose a shorter time, or fewer inputs")
    return Span(min(math.ceil(seconds * FASTEST), MOST_KEPT // width, 60 * FASTEST), seconds)


class Windowed:
    """What stages with a window over time share.

    Args:
        names: of the numbers that come out.
        width: how many numbers come in.
        filled: whether the first frame stands for all that are missing.
    """

    def __init__(self, names: tuple[str, ...], width: int, span: Span, filled: bool = False) -> None:
        self.names, self._span, self._filled = names, span, filled
        self._ring = Ring(span.frames, width)
        self._times = Ring(span.frames, 1) if span.seconds else None
        self._last = math.nan  # time of the last frame

    def start(self) -> None:
        """Forget what came before."""
        self._last, self._ring.count = math.nan, 0
        if self._times is not None:
            self._times.count = 0

    def state(self) -> bytes:
        """Return what it remembers."""
        parts = [np.array([self._last, float(self._ring.count)]), self._ring.ordered()]
        if self._times is not None:
            parts.append(self._times.ordered())
        return np.concatenate(parts).tobytes()

    def restore(self, state: bytes) -> None:
        """Go on from a state, to the bit."""
        size = self._ring.ordered().size
        values = numbers_of_state(state, 2 + size + (self._span.frames if self._times is not None else 0))
        last, count = float(values[0]), float(values[1])
        if not (0.0 <= count <= self._span.frames and count == math.floor(count)):
            raise Problem("this state is damaged: it counts frames that cannot be; start anew")
        self._last = last
        self._ring.restore(int(count), values[2 : 2 + size])
        if self._times is not None:
            self._times.restore(int(count), values[2 + size :])

    def _begins(self, now: float) -> bool:
        """Take note of the time of a frame; returns whether it is the first one, or one after a gap."""
        last = self._last
        if not now < last:
            self._last = now
        return not now - last <= GAP

    def _window(self, x: F64, now: float) -> F64:
        """Take in a frame (width,); return those of the window (count, width), oldest first, as a view."""
        ring = self._ring
        if self._begins(now):
            ring.count = 0
            if self._filled:
                ring.fill(x)
        ring.push(x)
        if self._times is not None:
            self._forget_old(ring, self._times)
        return ring.last(ring.count)

    def _forget_old(self, ring: Ring, times: Ring) -> None:
        now = self._last
        times.push(now)
        times.count = ring.count
        oldest_kept = now - self._span.seconds + _SAME
        while times.count > 1 and times.oldest() < oldest_kept:
            times.count -= 1
        ring.count = times.count
