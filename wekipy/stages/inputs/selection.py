"""The stage that lets some of the numbers through."""

from __future__ import annotations

import numpy as np

from wekipy.stages.inputs.lists import selected
from wekipy.stages.inputs.sizes import check_inputs
from wekipy.stages.mapping import Forgetful
from wekipy.stages.stage import F64, Arrays, Options, Signal


class Selection(Forgetful):
    """Lets some of the numbers through, in the order in which you name them.

    Formula: y = those x that `inputs` names: by name, by number from 1, or by range, as in “1-3, 7, left x”.
    A name with a comma stands in single quotes.

    Gap: it remembers nothing, so a gap changes nothing.

    Latency: none.

    Source: routing; the choice of inputs in Wekinator's Input Helper.
    """

    def __init__(self, signal: Signal, options: Options, _: Arrays) -> None:
        check_inputs("selection", signal.names)
        chosen = selected("selection", str(options["inputs"]), signal.names)
        self.names = tuple(signal.names[n] for n in chosen)
        self._chosen = np.array(chosen, np.intp)
        self._out = np.empty(len(chosen))

    def step(self, x: F64, _: float) -> F64:
        """Return the chosen numbers."""
        x.take(self._chosen, out=self._out, mode="clip")
        return self._out
