"""What a stage is: numbers in, numbers out, frame by frame, with a state that can be saved; and chains."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from inspect import cleandoc
from typing import Final, Literal, Protocol, TypeAlias

import numpy as np
import numpy.typing as npt

from wekipy.project.option import Option
from wekipy.project.problem import Problem
from wekipy.project.schema import Kind, OptionValue
from wekipy.stages.limits import LARGEST

F64 = npt.NDArray[np.float64]
Options: TypeAlias = Mapping[str, OptionValue]
Arrays: TypeAlias = Mapping[str, F64]

GAP: Final = 1.0  # seconds without a frame, after which what came before says nothing any more
FRAME: Final = 0.01  # seconds from frame to frame where a latency depends on it
_SURELY_SMALL = LARGEST**2  # if the sum of all squares is below, each number is a float32, too


@dataclass(frozen=True)
class Signal:
    """What a stage is given.

    Attributes:
        names: of its numbers.
        low, high: the usual range of each number, `low` below `high`.
        classes: how many classes there are, if the number is a class; 0 if it is none.
    """

    names: tuple[str, ...]
    low: tuple[float, ...]
    high: tuple[float, ...]
    classes: int = 0


class Stage(Protocol):
    """Changes numbers on their way; used by one thread.

    Attributes:
        names: of the numbers that come out.
    """

    names: tuple[str, ...]

    @property
    def latency(self) -> float:
        """Seconds by which it delays a change of the whole range; of frames where 100 a second come."""

    def start(self) -> None:
        """Forget what came before."""

    def step(self, x: F64, now: float, /) -> F64:
        """Return the numbers that come out, in its own array, which the next step overwrites.

        Args:
            x: (in,) numbers that are finite as float32.
            now: seconds on a monotonic clock; a time before the last one counts as the same time.
        """

    def state(self) -> bytes:
        """Return what it remembers; it has always the same length."""

    def restore(self, state: bytes) -> None:
        """Go on from a state, to the bit.

        Raises:
            Problem: if it is not the state of such a stage.
        """


@dataclass(frozen=True)
class StageKind:
    """A row of the table of stages.

    Attributes:
        name: as typed and saved: "one-euro".
        title: as shown: "1-euro filter".
        sentence: what it does, without statistical terms.
        place: before the models or after them.
        kinds: of the outputs that may have it; none for a stage before the models.
        options: what can be set.
        make: builds it; raises Problem if options contradict each other.
        fit: "module:function", which a worker imports: rows (n, in) float64 and options in, arrays out, each
            of one dimension; "" for a stage that learns nothing.
    """

    name: str
    title: str
    sentence: str
    place: Literal["input", "output"]
    kinds: tuple[Kind, ...]
    options: tuple[Option, ...]
    make: Callable[[Signal, Options, Arrays], Stage]
    fit: str = ""

    @property
    def text(self) -> str:
        """Formula, gap, latency and source: the docstring of its class."""
        return cleandoc(self.make.__doc__ or "")

    @property
    def by_name(self) -> dict[str, Option]:
        """Its options by name."""
        return {option.name: option for option in self.options}


class Remembering:
    """What stages with a memory share: numbers that are kept from frame to frame.

    Args:
        signal: what arrives; as many numbers come out.
        size: how many numbers it keeps, besides the time of the last frame.
    """

    def __init__(self, signal: Signal, size: int) -> None:
        self.names = signal.names
        self._memory = np.full(1 + size, np.nan)
        self._kept = self._memory[1:]

    def start(self) -> None:
        """Forget what came before."""
        self._memory.fill(np.nan)

    def state(self) -> bytes:
        """Return what it remembers."""
        return self._memory.tobytes()

    def restore(self, state: bytes) -> None:
        """Go on from a state, to the bit."""
        self._memory[:] = numbers_of_state(state, self._memory.size)

    def _since(self, now: float) -> float:
        """Return the seconds since the last frame, at least 0; -1 if this is the first one."""
        last = float(self._memory[0])
        if math.isnan(last):  # no frame yet
            self._memory[0] = now
            return -1.0
        if now < last:
            return 0.0
        self._memory[0] = now
        return now - last


class Chain:
    """Stages one after the other; itself a stage.

    A number that is not finite is replaced by the last one that was, before the first stage and after each:
    else one such number would stay in the memory of all filters behind. As long as there was none, 0 stands
    in between stages; what comes out is not a number then. Nothing reaches the stages until a finite vector
    has come.

    Attributes:
        stood_in: whether a last number had to stand in since this was last set to False.
    """

    def __init__(self, names: Sequence[str], stages: Sequence[Stage]) -> None:
        self.stages = tuple(stages)
        self.names = self.stages[-1].names if stages else tuple(names)
        self.stood_in = False
        widths = [len(names), *(len(stage.names) for stage in self.stages)]
        self._last = np.full(sum(widths), np.nan)
        self._came, *lasts = np.split(self._last, np.cumsum(widths)[:-1])
        self._steps = tuple(zip(self.stages, lasts, strict=True))
        self._went = lasts[-1] if lasts else self._came
        self._out = np.empty(len(self.names))

    @property
    def latency(self) -> float:
        """Seconds by which all its stages together delay."""
        return sum(stage.latency for stage in self.stages)

    def start(self) -> None:
        """Forget what came before."""
        self._last.fill(np.nan)
        for stage in self.stages:
            stage.start()

    def step(self, x: F64, now: float) -> F64:
        """Return what comes out (out,) of `x` (in,), both float64; see `Stage.step`."""
        if x.dot(x) < _SURELY_SMALL:
            self._came[:] = x
        else:
            good = np.isfinite(x)
            np.copyto(self._came, np.clip(x, -LARGEST, LARGEST), where=good)
            if not np.isfinite(self._came).all():
                self._out.fill(np.nan)
                return self._out
        y = self._came
        for stage, last in self._steps:
            y = stage.step(y, now)
            if y.dot(y) < _SURELY_SMALL:
                last[:] = y
            else:
                y = self._instead(y, last)
        self._out[:] = self._went
        return self._out

    def _instead(self, y: F64, last: F64) -> F64:
        """Return the numbers of a stage with what stands in for those that are not finite."""
        good = np.isfinite(y)
        self.stood_in |= not good.all()
        np.copyto(last, np.clip(y, -LARGEST, LARGEST), where=good)
        return np.nan_to_num(last, nan=0.0)

    def state(self) -> bytes:
        """Return what all its stages remember."""
        return b"".join([self._last.tobytes(), *(stage.state() for stage in self.stages)])

    def restore(self, state: bytes) -> None:
        """Go on from a state, to the bit."""
        sizes = [self._last.nbytes, *(len(stage.state()) for stage in self.stages)]
        if len(state) != sum(sizes):
            raise Problem(_wrong_state(len(state), sum(sizes)))
        self._last[:] = numbers_of_state(state[: sizes[0]], self._last.size)
        at = sizes[0]
        for stage, size in zip(self.stages, sizes[1:], strict=True):
            stage.restore(state[at : at + size])
            at += size


def numbers_of_state(state: bytes, count: int) -> F64:
    """Return the numbers (count,) of a saved state.

    Raises:
        Problem: if there are more or fewer.
    """
    if len(state) != 8 * count:
        raise Problem(_wrong_state(len(state), 8 * count))
    return np.frombuffer(state, np.float64)


def _wrong_state(arrived: int, expected: int) -> str:
    return (
        f"a state of {arrived} bytes arrived, but these stages keep {expected}: it was saved by other stages,"
        " so start anew"
    )
