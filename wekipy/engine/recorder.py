"""A take while it is being recorded: rows appended to preallocated blocks."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from wekipy.project.examples import Rows, TakeData, row_type

_BLOCK_BYTES = 1 << 20


class Recorder:
    """Appends examples; another thread may read what is there at any time.

    Rows below `filled` of a block never change again, so a reader needs no lock: it looks at `blocks` and
    `filled` once and takes what they say.

    Attributes:
        number: of the take.
        width: length of the input vector.
        outputs: the uid that each target belongs to.
        started: when, as ISO 8601 text; "" if nobody said.
        blocks: (full blocks…, the block being filled).
        filled: rows used in the last block.
    """

    def __init__(self, number: int, width: int, outputs: tuple[str, ...], started: str = "") -> None:
        self.number = number
        self.width = width
        self.started = started
        self.outputs = outputs
        self._type = row_type(width, len(outputs))
        self._capacity = max(16, _BLOCK_BYTES // self._type.itemsize)
        self.blocks: tuple[Rows, ...] = ()
        self._next_block()

    def _next_block(self) -> None:
        block = np.empty(self._capacity, self._type)
        self._times, self._inputs, self._targets = block["time"], block["inputs"], block["targets"]
        # In this order a reader may count too few rows for a moment, never rows that are not there: it sees
        # the old blocks with a fill of 0, or the new ones with theirs.
        self.filled = 0
        self.blocks = (*self.blocks, block)

    def append(self, time: float, x: npt.NDArray[np.float64], targets: npt.NDArray[np.float32]) -> None:
        """Record one example: x (width,), targets (outputs,) with NaN for those not recorded."""
        n = self.filled
        self._times[n] = time
        self._inputs[n] = x
        self._targets[n] = targets
        self.filled = n + 1
        if self.filled == self._capacity:
            self._next_block()

    def __len__(self) -> int:
        return (len(self.blocks) - 1) * self._capacity + self.filled

    def rows_from(self, start: int) -> list[Rows]:
        """The rows from number `start` on that are complete now, as views; safe from any thread."""
        blocks = self.blocks
        count = (len(blocks) - 1) * self._capacity
        if blocks is self.blocks:  # the last block is still the one `filled` counts
            count += self.filled
        parts = []
        for n in range(start // self._capacity, len(blocks)):
            first = n * self._capacity
            part = blocks[n][max(0, start - first) : max(0, count - first)]
            if len(part):
                parts.append(part)
        return parts

    def finish(self) -> TakeData:
        """The take as it stands, without its unused space."""
        parts = self.rows_from(0)
        # A short take would keep a whole block in memory.
        tight = [p if len(p) == self._capacity else p.copy() for p in parts]
        return TakeData(self.outputs, tuple(tight))
