"""Subsequence dynamic time warping that follows a stream: one column per frame, all templates at once.

The recurrence is SPRING's (Sakurai, Faloutsos and Yamamuro, "Stream monitoring under the time warping
distance", ICDE 2007): a match may begin at any frame, and every cell carries along the frame at which its
best path began. Within a column d[i] = c[i] + min(m[i], d[i - 1]), where m[i] is the better of the last
column's d[i] and d[i - 1]. With S the running sum of c, d[i] - S[i] is the running minimum of
m[i] - S[i - 1], so a column of all templates is a few array operations.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from wekipy.learning.gestures.example import F64

I64 = npt.NDArray[np.int64]
PADDING_COST = (
    1e9  # of a cell behind a template's end: far above any real cost, small enough to keep precision
)
FARTHEST = 1e3  # of a normalised input: what lies beyond is as far, and sums of squares keep their precision
TIE = 1e-9  # of a sum: paths as near as that are equal; the one that came in latest in the template is kept
MOST_TAKEN = 4_000  # frames of a path whose first position is remembered where speed has no limits
ANCHOR = 3  # frames that the first position is averaged over, so that one noisy frame does not move the whole


@dataclass(frozen=True)
class Templates:
    """What the columns compare the stream with.

    Attributes:
        frames: (templates, longest, inputs) float64, normalised, padded behind each template's length.
        lengths: (templates,) frames of each, at least 1.
        strides: (templates,) float64, the frames of the stream from one frame of each to the next; 1 or more.
    """

    frames: F64
    lengths: I64
    strides: F64

    @property
    def reached(self) -> F64:
        """(templates, longest) the frames that a stream at the template's speed takes to each cell."""
        return np.arange(self.frames.shape[1]) * self.strides[:, None] + 1

    @property
    def spans(self) -> F64:
        """(templates,) the frames that a stream at the template's speed takes."""
        return (self.lengths - 1) * self.strides + 1

    def from_their_start(self) -> Templates:
        """The same as movements from the first position of each."""
        starts = [anchor(f[:n]) for f, n in zip(self.frames, self.lengths, strict=True)]
        return Templates(self.frames - np.stack(starts)[:, None], self.lengths, self.strides)


@dataclass(frozen=True)
class SpeedLimits:
    """How fast or slow a path may be, relative to the template, at each of its cells (Sakoe and Chiba, 1978).

    A path that has reached the i-th frame (from 1) of a template of n must have taken from
    i / fastest - slack to i / slowest + slack frames, with slack = 2 + n / 10 for hesitation. Of a template
    that has one frame for several of the stream, i and n are those of the stream.
    """

    slowest: float
    fastest: float

    def frames(self, templates: Templates) -> tuple[I64, I64]:
        """The least and the most frames a path may have taken to each cell, both (templates, longest)."""
        slack = (2 + templates.spans / 10)[:, None]
        reached = templates.reached
        least = np.ceil(reached / self.fastest - slack)
        most = np.floor(reached / self.slowest + slack)
        return least.astype(np.int64), most.astype(np.int64)


def anchor(frames: F64) -> F64:
    """The first position of a movement (n, inputs): the mean of its first frames."""
    mean: F64 = frames[:ANCHOR].mean(axis=0)
    return mean


def positions_kept(templates: Templates, limits: SpeedLimits | None) -> int:
    """How many frames back a first position may have to be looked up."""
    oldest = MOST_TAKEN if limits is None else int(limits.frames(templates)[1].max())
    return oldest + ANCHOR + 2


class Columns:
    """The current column of every template. All its arrays are overwritten by every `step`.

    Args:
        limits: of speed; None for plain subsequence DTW, which is exact.
        offset: compare movements from their first frame on instead of positions. Each cell then uses the
            first frame of the best path that enters it, or else the cell before it: a greedy choice.
        apart: each template follows a stream of its own.

    Attributes:
        distances: (templates, longest) sums of squared differences along the best path to each cell.
        starts: (templates, longest) the `frame` at which that path began.
        sources: (templates, longest) the cell at which that path entered this column.
        costs: (templates, longest) sums of squared differences of the current frame and all up to each cell.
        frame: how many frames were stepped; the current one has this number.
    """

    def __init__(
        self, templates: Templates, limits: SpeedLimits | None, *, offset: bool = False, apart: bool = False
    ) -> None:
        count, longest, inputs = templates.frames.shape
        frames = templates.from_their_start().frames if offset else templates.frames
        self._flat = np.ascontiguousarray(frames.reshape(count * longest, inputs))
        self._padding = np.arange(longest) >= templates.lengths[:, None]
        self._squares = np.einsum("ij,ij->i", self._flat, self._flat).reshape(count, longest)
        self._squares[self._padding] = PADDING_COST
        self._flat[self._padding.ravel()] = 0.0
        self._bounds = limits.frames(templates) if limits else None
        self.frame = 0
        self.distances = np.full((count, longest), np.inf)
        self.starts = np.zeros((count, longest), np.int64)
        self.sources = np.zeros((count, longest), np.int64)
        kept = positions_kept(templates, limits) if offset else 0
        streams = count if apart else 1
        self._streams = np.arange(streams)[:, None]
        self._positions = np.zeros((kept, streams, inputs)) if kept else None
        self._before = np.empty((count, longest))
        self._before_starts = np.empty((count, longest), np.int64)
        self._cost = np.empty((count, longest))
        self.costs = np.empty((count, longest))
        self._scratch = np.empty((count, longest))
        self._cells = np.broadcast_to(np.arange(longest), (count, longest))
        self._rows = np.arange(count)[:, None] * longest
        self._barred = 0

    def forget(self, frame: int) -> None:
        """Drop every path that began at `frame` or before, and let none begin until then."""
        self.distances[self.starts <= frame] = np.inf
        self._barred = frame

    def reset(self) -> None:
        """Drop every path."""
        self.distances.fill(np.inf)
        self._barred = self.frame

    def step(self, x: F64) -> None:
        """Go on by one frame (inputs,), normalised and finite; if apart, by (templates, inputs)."""
        self.frame += 1
        x = x.clip(-FARTHEST, FARTHEST)
        self._enter()
        self._costs(x)
        np.add.accumulate(self._cost, axis=1, out=self.costs)
        entered = self._before
        entered -= self.costs
        entered += self._cost
        np.minimum.accumulate(entered, axis=1, out=self._scratch)
        np.add(self._scratch, self.costs, out=self.distances)
        self._scratch += TIE
        np.maximum.accumulate(np.where(entered <= self._scratch, self._cells, 0), axis=1, out=self.sources)
        self._before_starts.take(self.sources + self._rows, out=self.starts, mode="clip")
        if self._bounds is not None:
            self.distances[self.frame + 1 - self.starts < self._bounds[0]] = np.inf

    def _enter(self) -> None:
        """The better of staying at a cell and coming from the one before it, with its start."""
        before, starts = self._before, self._before_starts
        stay, come = self.distances[:, 1:], self.distances[:, :-1]
        closer = come < stay
        np.minimum(stay, come, out=before[:, 1:])
        starts[:, 1:] = self.starts[:, 1:]
        np.copyto(starts[:, 1:], self.starts[:, :-1], where=closer)
        before[:, 0] = 0.0 if self.frame > self._barred else np.inf
        starts[:, 0] = self.frame
        if self._bounds is not None:
            before[self.frame + 1 - starts > self._bounds[1]] = np.inf

    def _costs(self, x: F64) -> None:
        """The squared difference of the frame and each template frame."""
        if self._positions is not None:
            self._moved_costs(x, self._positions)
            return
        cost = self._cost
        if x.ndim == 1:
            np.matmul(self._flat, x, out=cost.reshape(-1))
            own = x @ x
        else:
            np.matmul(self._flat.reshape(*cost.shape, -1), x[:, :, None], out=cost[:, :, None])
            own = np.square(x).sum(axis=1, keepdims=True)
        cost *= -2.0
        cost += self._squares
        cost += own
        np.maximum(self._cost, 0.0, out=self._cost)

    def _moved_costs(self, x: F64, positions: F64) -> None:
        """The same, of the movements since each path's own first frame.

        Args:
            positions: (frames, streams, inputs), a ring.
        """
        size, streams, inputs = positions.shape
        positions[self.frame % size] = x
        for back in range(1, ANCHOR):  # the frame joins the first positions of paths that began just before
            if self.frame > back:
                first = positions[(self.frame - back) % size]
                first += (x - first) / (back + 1)
        # A cell that no path enters from the last column can only be reached from the cells before it.
        entered = np.maximum.accumulate(np.where(np.isfinite(self._before), self._cells, 0), axis=1)
        places = self._before_starts.take(entered + self._rows) % size * streams + self._streams
        moved = positions.reshape(-1, inputs).take(places, axis=0)
        np.subtract(x.reshape(streams, 1, inputs), moved, out=moved)
        moved -= self._flat.reshape(moved.shape)
        np.einsum("ijk,ijk->ij", moved, moved, out=self._cost)
        np.copyto(self._cost, PADDING_COST, where=self._padding)
