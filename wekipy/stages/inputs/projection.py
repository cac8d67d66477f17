"""The stage that keeps the directions in which the inputs move most: principal components."""

from __future__ import annotations

import numpy as np

from wekipy.project.counting import many
from wekipy.project.problem import Problem
from wekipy.stages.inputs.bounded import bounded
from wekipy.stages.inputs.learned import learned
from wekipy.stages.inputs.sizes import check_inputs, check_kept
from wekipy.stages.mapping import Forgetful
from wekipy.stages.stage import F64, Arrays, Options, Signal


class PrincipalComponents(Forgetful):
    """Keeps the few directions in which the inputs move most, such as ten of a thousand.

    Formula: y = W (x − mean), W (components, inputs) and mean learned from the takes. Inputs with large
    numbers count more; standardise them first if they have different units. As long as nothing was learned,
    the first inputs pass unchanged.

    Gap: it remembers nothing, so a gap changes nothing.

    Latency: none.

    Source: Pearson 1901; scikit-learn's PCA.
    """

    def __init__(self, signal: Signal, options: Options, arrays: Arrays) -> None:
        size, count = check_inputs("pca", signal.names), int(options["components"])
        if count > size:
            raise Problem(
                f"pca: {count} components of {many(size, 'input')} cannot be; choose at most {size}"
            )
        check_kept("pca", count * size, "choose fewer components, or fewer inputs")
        self.names = tuple(f"component.{n + 1}" for n in range(count))
        mean = learned("pca", arrays, "mean", size)
        weights = learned("pca", arrays, "components", count * size)
        self._mean = np.zeros(size) if mean is None else mean
        self._weights = None if weights is None or mean is None else weights.reshape(count, size)
        self._out = np.empty(count)

    def step(self, x: F64, _: float) -> F64:
        """Return the components."""
        if self._weights is None:
            self._out[:] = x[: len(self._out)]
            return self._out
        # No BLAS: its sums depend on how many threads it has, and features must be the same in all processes.
        np.add.reduce(self._weights * (x - self._mean), axis=1, out=self._out)
        return bounded(self._out)
