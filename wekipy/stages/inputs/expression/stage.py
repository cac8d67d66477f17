"""The stage that computes formulas."""

from __future__ import annotations

import numpy as np

from wekipy.stages.inputs.expression.parser import parse_formulas
from wekipy.stages.inputs.expression.remembering import Formulas
from wekipy.stages.inputs.sizes import check_inputs, check_results, unique
from wekipy.stages.stage import F64, Arrays, Options, Signal


class Expression:
    """Computes formulas over the inputs, each a number for the models.

    Formula: what you write: several are separated by “;”, and “name = …” gives a result a name. + − * / ^, <
    <= = <> >= >, and, or, if(condition, then, else), abs acos asin atan atan2 ceil cos exp floor log max min
    pi round sin sqrt tan; angles in radians, log to base e, round halves upwards; comparisons give 1 or 0,
    and anything but 0 is true. x[n-3] is x three frames ago, also of a result, so that digital filters can be
    written: “y = 0.1 * x + 0.9 * y[n-1]”. #3 is the third input; names with spaces stand in single quotes.
    Where names contain signs, such as inputs-1, the longest name that fits counts; a subtraction has spaces.
    Before the first frame, inputs had their first value and results were 0. Where a result is no finite
    number, its last one stays.

    Gap: after more than a second without a frame it starts anew, as with the first frame.

    Latency: none, but what your formulas do.

    Source: the grammar of Wekinator's Input Helper.
    """

    latency = 0.0

    def __init__(self, signal: Signal, options: Options, _: Arrays) -> None:
        check_inputs("expression", signal.names)
        parsed = parse_formulas("expression", str(options["formula"]), signal.names)
        check_results("expression", len(parsed), "choose fewer formulas")
        self.names = unique(one.name for one in parsed)
        self._formulas = Formulas("expression", parsed)
        self._out = np.empty(len(parsed))

    @property
    def stood_in(self) -> bool:
        """Whether a last result stood in since this was last set to False."""
        return self._formulas.stood_in

    @stood_in.setter
    def stood_in(self, value: bool) -> None:
        self._formulas.stood_in = value

    def start(self) -> None:
        """Forget what came before."""
        self._formulas.start()

    def step(self, x: F64, now: float) -> F64:
        """Return the results."""
        self._out[:] = self._formulas.results(x, now)
        return self._out

    def state(self) -> bytes:
        """Return what it remembers."""
        return self._formulas.state()

    def restore(self, state: bytes) -> None:
        """Go on from a state, to the bit."""
        self._formulas.restore(state)
