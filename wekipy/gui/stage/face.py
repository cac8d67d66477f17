"""What a tile of the stage says of an output."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from wekipy.client import Live
from wekipy.gui.session.state import Output
from wekipy.gui.translation import tr

_FRESH = 1.5  # seconds that a gesture shines after it was recognised
_PER_GESTURE = 3  # numbers in `live.courses`: progress, threshold, how often it was recognised
_UNDER_WAY = 0.2  # of a gesture: before that, it may be any movement


@dataclass(frozen=True)
class Face:
    """What a tile shows.

    Attributes:
        words: large.
        colour: number of the class or gesture whose colour it is; None for the accent.
        level: 0..1, or NaN for none.
        target: likewise, what was set by hand.
        note: small, at the end of the words.
        dim: it is not alive at the moment.
    """

    words: str
    colour: int | None = None
    level: float = math.nan
    target: float = math.nan
    note: str = ""
    dim: bool = False


class Fired:
    """Which gesture of an output was recognised last: the engine tells only how often each was."""

    def __init__(self) -> None:
        self._counts: tuple[int, ...] = ()
        self._last, self._when, self.times = 0, -math.inf, 0

    def see(self, counts: Sequence[float], now: float) -> None:
        """The counts as they are at a time in seconds."""
        fresh = tuple(round(count) for count in counts)
        before, self._counts = self._counts, fresh
        if len(before) != len(fresh):
            return
        risen = [n for n, (old, new) in enumerate(zip(before, fresh, strict=True), 1) if new > old]
        if risen:
            self._last, self._when, self.times = risen[-1], now, self.times + 1

    def fresh(self, now: float) -> tuple[int, float]:
        """The gesture, from 1, and how much it shines still, 1..0; 0 if there was none lately."""
        shine = 1.0 - (now - self._when) / _FRESH
        return (self._last, shine) if shine > 0 else (0, 0.0)


def face_of(output: Output, live: Live, fired: Fired, progress: float | None, now: float) -> Face:
    """The face of an output.

    Args:
        fired: its gestures, followed.
        progress: of its training, 0..1; None if it is not being trained.
        now: seconds, on a clock that does not jump.
    """
    if progress is not None:
        return Face(f"{progress:.0%}", None, progress, note=tr("training"))
    if output.model.state == "none":
        return Face(tr("needs training"), dim=True)
    if output.kind == "gesture":
        return _gesture(output, live, fired, now)
    value = float(live.outputs[output.first]) if output.first < len(live.outputs) else math.nan
    if math.isnan(value):
        return Face("–", dim=True)
    return _class(output, value, live) if output.kind == "classification" else _number(output, value, live)


def class_name(output: Output, number: int) -> str:
    """What people call a class; 0 is nothing."""
    if number == 0:
        return tr("nothing")
    return output.class_name(number) or tr("class {number}").format(number=number)


def _number(output: Output, value: float, live: Live) -> Face:
    known = output.target is not None and output.target < len(live.targets)
    target = float(live.targets[output.target]) if known else math.nan
    width = (output.maximum - output.minimum) or 1.0
    digits = 0 if output.integer or width > 500 else 1 if width > 50 else 2
    level = min(max((value - output.minimum) / width, 0.0), 1.0)
    return Face(f"{value:.{digits}f}", None, level, (target - output.minimum) / width)


def _class(output: Output, value: float, live: Live) -> Face:
    number = round(value)
    chances = live.distributions[output.chance : output.chance + output.classes]
    sure = float(chances.max()) if len(chances) else math.nan
    note = "" if math.isnan(sure) else f"{sure:.0%}"
    return Face(class_name(output, number), number, sure, note=note, dim=number == 0)


def _gesture(output: Output, live: Live, fired: Fired, now: float) -> Face:
    first = (output.gestures[0].number - 1) * _PER_GESTURE
    courses = live.courses[first : first + _PER_GESTURE * output.width].reshape(-1, _PER_GESTURE)
    if len(courses) < output.width:
        return Face(tr("waiting"), dim=True)
    fired.see(courses[:, 2].tolist(), now)
    note = tr("{count} times").format(count=fired.times) if fired.times else ""
    last, shine = fired.fresh(now)
    if last:
        return Face(output.gestures[last - 1].name, last, shine, note=note)
    furthest = int(courses[:, 0].argmax())
    progress = float(courses[furthest, 0])
    if progress < _UNDER_WAY:
        return Face(tr("waiting"), note=note, dim=True)
    return Face(output.gestures[furthest].name, furthest + 1, progress, note=note, dim=True)
