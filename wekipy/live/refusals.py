"""Counts and reports what is refused."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import numpy as np
import numpy.typing as npt

from wekipy.live.inlet import Origin
from wekipy.live.monitor import who
from wekipy.osc.notices import Notices

INFINITE: Final = float("inf")  # no sum of squares of float32 numbers reaches it in float64


class Refusals:
    """Counts and reports refused packets, messages and vectors.

    Attributes:
        count: of refused packets, messages and vectors.
    """

    def __init__(self, notices: Notices) -> None:
        self.notices = notices
        self.count = 0

    def refuse(self, kind: str, origin: Origin, make_text: Callable[[], str]) -> None:
        """Count and report one, see `Notices.report`."""
        self.count += 1
        self.notices.report(kind, origin[0], make_text)


def refuse_numbers(refusals: Refusals, x: npt.NDArray[np.floating], origin: Origin) -> None:
    """Refuse a vector (n,) with a number that is not finite."""

    def text() -> str:
        n = int(np.flatnonzero(~np.isfinite(x))[0])
        return f"{who(origin)} sent {x[n]} as input {n + 1}; expected finite numbers; vector ignored"

    refusals.refuse("numbers", origin, text)
