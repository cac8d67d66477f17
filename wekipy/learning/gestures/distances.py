"""Distances of complete matches: per frame, comparable between templates of any length."""

from __future__ import annotations

import numpy as np

from wekipy.learning.gestures.columns import Columns, SpeedLimits
from wekipy.learning.gestures.example import F64, GestureOptions
from wekipy.learning.gestures.gesture_model import Matching


class Ends:
    """The matches of all templates that end with the current frame. Overwritten by every `step`.

    Args:
        apart: each template follows a stream of its own.

    Attributes:
        columns: the current column of every template.
        distances: (templates,) root mean squared normalised difference per frame and input, divided by the
            size of the template; infinite where no match ends within the limits of speed.
        alone: (templates,) the same of this frame alone, as if the movement had stood still here all the
            time: always finite.
        starts: (templates,) the frame at which each match began.
    """

    def __init__(self, matching: Matching, options: GestureOptions, *, apart: bool = False) -> None:
        templates, limits = matching.templates, SpeedLimits(options.slowest, options.fastest)
        self.columns = Columns(templates, limits, offset=options.offset, apart=apart)
        self.lengths = templates.lengths
        count, longest, self._inputs = templates.frames.shape
        self.cells = np.arange(count) * longest + templates.lengths - 1
        self._least = np.floor(templates.spans / options.fastest)
        self._most = np.ceil(templates.spans / options.slowest)
        self._sizes = np.square(matching.sizes) * self._inputs
        self._whole = self.lengths * self._sizes
        self.distances = np.full(count, np.inf)
        self.alone = np.full(count, np.inf)
        self.starts = np.zeros(count, np.int64)

    def step(self, x: F64) -> None:
        """Go on by one frame (inputs,), normalised and finite; if apart, by (templates, inputs)."""
        self.columns.step(x)
        self.columns.starts.take(self.cells, out=self.starts)
        taken = self.columns.frame + 1 - self.starts
        sums = self.columns.distances.take(self.cells)
        np.sqrt(sums / (np.maximum(taken, self.lengths) * self._sizes), out=self.distances)
        self.distances[(taken < self._least) | (taken > self._most)] = np.inf
        np.sqrt(self.columns.costs.take(self.cells) / self._whole, out=self.alone)
