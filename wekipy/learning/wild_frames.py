"""What is said of wild frames."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from wekipy.learning.words import listed
from wekipy.project.counting import many


@dataclass(frozen=True)
class WildFrames:
    """The wild frames among the examples of an output; see `wekipy.learning.wild`.

    Attributes:
        places: (take, example) of each, the examples of a take counted from 0.
        lengths: how many examples the takes have that they are in.
        times: how many times farther out they are than all others.
        left_out: whether the model learns without them.
    """

    places: tuple[tuple[int, int], ...]
    lengths: Mapping[int, int]
    times: float
    left_out: bool

    @property
    def takes(self) -> tuple[int, ...]:
        """The takes that they are in, rising."""
        return tuple(sorted({take for take, _ in self.places}))

    def where(self) -> str:
        """“2 frames of take 3”."""
        return f"{many(len(self.places), 'frame')} of {listed(self.takes, 'take')}"

    def sentence(self) -> str:
        """“2 frames of take 3 are 80 times farther out than all others: left out”."""
        are = "is" if len(self.places) == 1 else "are"
        done = "left out" if self.left_out else "learned all the same"
        return f"{self.where()} {are} {_rounded(self.times)} times farther out than all others: {done}"


def _rounded(times: float) -> str:
    """Two figures, such as “80”, “1,200”; “millions of” where nobody counts any more."""
    return "millions of" if times >= 1e6 else f"{float(f'{times:.1e}'):,.0f}"
