"""Applies the stages of an output to its answers."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from wekipy.project.schema import ClassificationOutput, ContinuousOutput
from wekipy.stages.output_chain import output_chain, signal_of

F64 = npt.NDArray[np.float64]


class Shaping:
    """The stages of one output.

    Args:
        slot: place of the output in the output vector.

    Attributes:
        problems: a sentence for each stage that had to be left out, such as one of a newer version.
    """

    def __init__(self, slot: int, output: ContinuousOutput | ClassificationOutput) -> None:
        self._slot = slot
        signal = signal_of(output)
        self._made_of = (output.uid, output.after, signal.low, signal.high, signal.classes)
        self._chain, self.problems = output_chain(output)

    def start(self) -> None:
        """Forget what came before, as when running starts."""
        self._chain.start()

    def go_on_from(self, before: Sequence[Shaping]) -> None:
        """Take over the state of the same stages of the same output, if they are among those before."""
        for one in before:
            if one._made_of == self._made_of:
                self._chain = one._chain

    def apply(self, values: F64, now: float) -> None:
        """Replace the answer in `values` (outputs,) with what its stages make of it.

        Args:
            now: the time of the frame, seconds on a monotonic clock.
        """
        slot = self._slot
        values[slot] = self._chain.step(values[slot : slot + 1], now)[0]
