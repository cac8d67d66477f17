"""How long a training takes, and how many of its examples it learns from, by the table of algorithms.

An algorithm learns from all examples if its default options take no more than `LONGEST` seconds of a usual
processor for that, so that five outputs train in half a minute on two of them. Else it learns from a part
that does. An option that asks for more, such as more trees, asks for more time and not for fewer examples.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final

from wekipy.learning.algorithm import Growth
from wekipy.learning.algorithms import ALGORITHMS
from wekipy.learning.model import TrainingJob
from wekipy.project.schema import Kind, OptionValue

LONGEST: Final = 8.0  # seconds of a processor for one output
LEAST: Final = 2_000  # examples that are always learned from, if there are so many
EXAMPLES: Final = "examples"  # the option that says how many at most
COVERING: Final = 0.7  # seconds, to choose them
HANDLING: Final = 0.05  # seconds for 10,000 examples of 20 inputs, to gather them and to learn novelty
_EXAMPLES: Final = 10_000  # that the seconds of the table are for
_INPUTS: Final = 20
_CLASSES: Final = 5


@dataclass(frozen=True)
class Size:
    """What the time of a training depends on."""

    algorithm: str
    kind: Kind
    options: dict[str, OptionValue]
    examples: int
    inputs: int
    classes: int = 0


def size_of(job: TrainingJob) -> Size:
    """That of a job, unless what it learns from changes before."""
    return Size(job.algorithm, job.kind, job.options, len(job.y), job.X.shape[1], job.classes)


def examples_used(size: Size) -> int:
    """How many of its examples a training learns from."""
    growth = _growth(size)
    most = size.options.get(EXAMPLES, "auto")
    if not isinstance(most, str):
        return min(size.examples, max(int(most), size.classes))  # one of each class, at least
    if growth is None or not growth.seconds or _seconds(growth, size, size.examples) <= LONGEST:
        return size.examples
    return min(size.examples, max(LEAST, _round_down(_within(LONGEST - growth.base, growth, size))))


def examples_within(seconds: float, size: Size) -> int:
    """How many of its examples can be learned from in some seconds of a usual processor, about."""
    growth = _growth(size)
    if growth is None or not growth.seconds:
        return size.examples
    return min(size.examples, int(_within(seconds, growth, size)))


def seconds_of(size: Size) -> float | None:
    """About how many seconds of a usual processor a training takes; None if nobody has measured it."""
    growth = _growth(size)
    if growth is None:
        return None
    used = examples_used(size)
    handling = HANDLING * size.examples * size.inputs / (_EXAMPLES * _INPUTS)
    handling += COVERING if used < size.examples else 0.0
    return _seconds(growth, size, used) * _times(growth, size) + handling


def _growth(size: Size) -> Growth | None:
    found = ALGORITHMS.get(size.algorithm)
    return None if found is None else found.growth_for(size.kind)


def _seconds(growth: Growth, size: Size, examples: int) -> float:
    """With default options."""
    grown: float = (examples / _EXAMPLES) ** growth.power
    return growth.base + growth.seconds * grown * _wide(growth, size)


def _within(seconds: float, growth: Growth, size: Size) -> float:
    """How many examples let the time grow by some seconds, with default options."""
    share = max(0.0, seconds) / (growth.seconds * _wide(growth, size))
    return _EXAMPLES * float(share ** (1.0 / growth.power))


def _wide(growth: Growth, size: Size) -> float:
    wide: float = (size.inputs / _INPUTS) ** growth.wide
    return wide


def _times(growth: Growth, size: Size) -> float:
    """How many times as much an output asks for as one with five classes and default options."""
    times: float = (max(2, size.classes) / _CLASSES) ** growth.classes if size.classes else 1.0
    if not growth.option:
        return times
    usual = ALGORITHMS[size.algorithm].options_for(size.kind)[growth.option].default
    return times * float(size.options[growth.option]) / float(usual)


def _round_down(examples: float) -> int:
    """To two digits: nobody needs to read more of them."""
    digits = 10 ** max(0, int(math.log10(max(1.0, examples))) - 1)
    return int(examples // digits * digits)
