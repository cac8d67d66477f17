"""Joins the numbers of several sources to frames. Without sockets and without a clock of its own."""

from __future__ import annotations

from collections.abc import Collection, Sequence

import numpy as np
import numpy.typing as npt

from wekipy.project.schema import Frames, Source
from wekipy.project.source_layout import starts_of

F64 = npt.NDArray[np.float64]


class Joiner:
    """Holds the last numbers of each source, and says when they are a frame.

    Sources are numbered from 0, in the order of the inputs. A source is silent once it has sent nothing for
    `after` seconds.

    Args:
        now: seconds, by the clock of all later calls.

    Attributes:
        missing: numbers of the sources that stop the answers, since the last frame or attempt at one.
    """

    def __init__(self, sources: Sequence[Source], frames: Frames, now: float) -> None:
        self._sources, self._starts = sources, starts_of(sources)
        self._when = frames.when
        names = [source.name for source in sources]
        self._chosen = names.index(frames.source) if frames.when == "source" else -1
        self._vector: F64 = np.repeat(
            np.array([source.rest for source in sources], np.float64), [source.inputs for source in sources]
        )
        self._latest = [now] * len(sources)
        self._ever = [False] * len(sources)
        self._fresh = [False] * len(sources)
        self.missing: tuple[int, ...] = ()

    def put(self, number: int, place: int, x: F64, now: float) -> None:
        """Keep numbers (n,) of a source.

        Args:
            place: of the first among the inputs of this source, from 0.
        """
        start = self._starts[number] + place
        self._vector[start : start + len(x)] = x
        self._latest[number] = now
        self._ever[number] = self._fresh[number] = True

    def silent(self, number: int, now: float) -> bool:
        """Whether a source has sent nothing for a while."""
        return now - self._latest[number] >= self._sources[number].after

    def arrived(self, numbers: Collection[int], now: float) -> F64 | None:
        """Return the frame to answer after a packet of these sources, (inputs,); None if there is none."""
        if self._when == "rate" or (self._chosen >= 0 and self._chosen not in numbers):
            return None
        if self._when == "all" and not all(
            fresh or self.silent(number, now) for number, fresh in enumerate(self._fresh)
        ):
            return None
        return self._frame(now)

    def beat(self, now: float) -> F64 | None:
        """Return the frame to answer at a beat of the constant rate; None once all sources are silent."""
        if all(not ever or self.silent(number, now) for number, ever in enumerate(self._ever)):
            return None
        return self._frame(now)

    def _frame(self, now: float) -> F64 | None:
        missing = []
        for number, source in enumerate(self._sources):
            if source.silence == "hold":
                continue
            if source.silence == "missing":
                if not self._ever[number] or self.silent(number, now):
                    missing.append(number)
            elif self.silent(number, now):
                start = self._starts[number]
                self._vector[start : start + source.inputs] = source.rest
        self.missing = tuple(missing)
        if missing:
            return None
        self._fresh = [False] * len(self._sources)
        frame: F64 = self._vector.copy()
        return frame
