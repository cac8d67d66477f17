"""Records a take: appends rows to preallocated blocks."""

from __future__ import annotations

from typing import Final

import numpy as np
import numpy.typing as npt

from wekipy.project.examples import NOT_MADE, Rows, TakeData, row_type
from wekipy.project.schema import LARGEST_NUMBER, ContinuousOutput, Project, Take
from wekipy.project.take_state import TakeState

_BLOCK_BYTES = 1 << 20


class _TargetFigures:
    """The figures that `measured` computes from targets, updated with each row.

    Consecutive rows mostly have the same targets, so a run of them is added at once.
    """

    def __init__(self, outputs: int) -> None:
        self.counts = np.zeros(outputs, np.int64)
        self.sums = np.zeros(outputs)
        self.low, self.high = np.full((2, outputs), np.nan)

    def add(self, targets: npt.NDArray[np.float32], rows: int) -> None:
        """Add `count` rows with the same targets, (outputs,), NaN for those not recorded."""
        known = ~np.isnan(targets)
        self.counts += rows * known
        self.sums[known] += rows * targets[known].astype(np.float64)
        np.fmin(self.low, targets, out=self.low)
        np.fmax(self.high, targets, out=self.high)

    def common(self, n: int, continuous: bool) -> float | None:
        """The common target of an output; None if the targets differ."""
        if not self.counts[n] or not (continuous or self.low[n] == self.high[n]):
            return None
        mean = float(self.sums[n] / self.counts[n])
        return mean if abs(mean) <= LARGEST_NUMBER else None


class Recorder:
    """Appends examples; another thread may read them at any time.

    Rows below `filled` of a block never change, so a reader needs no lock: it reads `blocks` and `filled`
    once.

    Attributes:
        number: of the take.
        inputs: length of the input vector.
        outputs: the uid that each target belongs to.
        started: when, as ISO 8601 text; "" if unknown.
        made_of: nothing: it is being recorded.
        state: what the stages before the models remembered when it began; None without any.
        blocks: (full blocks…, the block being filled).
        filled: the number of rows used in the last block.
    """

    made_of: Final = NOT_MADE

    def __init__(
        self,
        number: int,
        inputs: int,
        outputs: tuple[str, ...],
        started: str = "",
        state: TakeState | None = None,
    ) -> None:
        self.number = number
        self.state = state
        self.inputs = inputs
        self.started = started
        self.outputs = outputs
        self._type = row_type(inputs, len(outputs))
        self._figures = _TargetFigures(len(outputs))
        self._same = np.full(len(outputs), np.nan, np.float32)  # the targets of the last rows …
        self._counted = 0  # … from this one on
        self._capacity = max(16, _BLOCK_BYTES // self._type.itemsize)
        self.blocks: tuple[Rows, ...] = ()
        self._next_block()

    def _next_block(self) -> None:
        block = np.empty(self._capacity, self._type)
        self._times, self._inputs, self._targets = block["time"], block["inputs"], block["targets"]
        # In this order a reader may see too few rows for a moment, never missing ones: it sees the old blocks
        # with `filled` 0, or the new blocks with their own.
        self.filled = 0
        self.blocks = (*self.blocks, block)

    def append(self, time: float, x: npt.NDArray[np.float64], targets: npt.NDArray[np.float32]) -> None:
        """Record one example.

        Args:
            time: seconds since the take began.
            x: (inputs,)
            targets: (outputs,), NaN for those not recorded; a new array whenever they change.
        """
        if targets is not self._same:
            self._count()
            self._same = targets
        n = self.filled
        self._times[n] = time
        self._inputs[n] = x
        self._targets[n] = targets
        self.filled = n + 1
        if self.filled == self._capacity:
            self._next_block()

    def _count(self) -> None:
        """Add the rows not yet counted to the figures; all have the same targets."""
        self._figures.add(self._same, len(self) - self._counted)
        self._counted = len(self)

    def __len__(self) -> int:
        return (len(self.blocks) - 1) * self._capacity + self.filled

    def rows_from(self, start: int) -> list[Rows]:
        """The complete rows from number `start` on, as views; safe from any thread."""
        blocks = self.blocks
        count = (len(blocks) - 1) * self._capacity
        if blocks is self.blocks:  # the last block is still the one that `filled` refers to
            count += self.filled
        parts = []
        for n in range(start // self._capacity, len(blocks)):
            first = n * self._capacity
            part = blocks[n][max(0, start - first) : max(0, count - first)]
            if len(part):
                parts.append(part)
        return parts

    def take(self, project: Project) -> Take:
        """The take so far, with the figures of `measured`; the cost does not grow with the rows."""
        self._count()
        kinds = {output.uid: isinstance(output, ContinuousOutput) for output in project.outputs}
        common = [self._figures.common(n, kinds.get(uid, False)) for n, uid in enumerate(self.outputs)]
        ends = [block["time"] for block in (*self.rows_from(0)[:1], *self.rows_from(len(self) - 1))]
        return Take(
            self.number,
            len(self),
            started=self.started,
            inputs=self.inputs,
            counts=dict(zip(self.outputs, self._figures.counts.tolist(), strict=True)),
            seconds=max(0.0, float(ends[-1][-1] - ends[0][0])),
            targets=dict(zip(self.outputs, common, strict=True)),
        )

    def finish(self) -> TakeData:
        """The take so far, without unused space."""
        parts = self.rows_from(0)
        # Else a short take would keep a whole block in memory.
        tight = [p if len(p) == self._capacity else p.copy() for p in parts]
        return TakeData(self.outputs, tuple(tight), self.started, state=self.state)
