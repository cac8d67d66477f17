"""What a tile of the stage says of an output: what is answered, and what the next take teaches."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from wekipy.client import Live
from wekipy.client.state import Output, State
from wekipy.gui.translation import mark, tr
from wekipy.gui.translation.counting import counted
from wekipy.gui.wording.output_words import class_words
from wekipy.gui.wording.target_words import taught_words, teaches_words

_FRESH = 1.5  # seconds that a gesture shines after it was recognised
_PER_GESTURE = 3  # numbers in `live.courses`: progress, threshold, how often it was recognised
_PAD_STEPS = 60  # of a share; less is not seen
_UNDER_WAY = 0.2  # of a gesture: before that, it may be any movement


@dataclass(frozen=True)
class Scene:
    """What all tiles are about.

    Attributes:
        target: of an output.
        silent: no input arrives. ever: some has arrived.
    """

    state: State
    live: Live
    target: Callable[[Output], float]
    silent: bool = False
    ever: bool = True


@dataclass(frozen=True)
class Pad:
    """A class or a gesture that can be chosen.

    Attributes:
        number: of the class, or of the gesture in its output: the key that chooses it.
        share: how likely the class is, or how much of the gesture is done, 0..1; NaN for none.
        lit: it is the answer. taught: it is the target of the next take, or of the one being recorded.
    """

    number: int
    name: str
    share: float = math.nan
    lit: bool = False
    taught: bool = False


@dataclass(frozen=True)
class Face:
    """What a tile shows.

    Attributes:
        words: large. While a take is recorded this is what it teaches, else what is answered.
        colour: number of the class or gesture whose colour it is; None for the accent.
        level: 0..1, or NaN for none.
        target: likewise, what was set by hand.
        note: beside the words.
        dim: it is not alive at the moment.
        aside: small, at the top: what the next take teaches, or, while one is recorded, what is answered.
        teaching: the words are what is being recorded.
        pads: what can be chosen.
    """

    words: str
    colour: int | None = None
    level: float = math.nan
    target: float = math.nan
    note: str = ""
    dim: bool = False
    aside: str = ""
    teaching: bool = False
    pads: tuple[Pad, ...] = ()


class Fired:
    """Finds which gesture of an output was recognised last: the engine sends only counts."""

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


def face_of(output: Output, scene: Scene, fired: Fired, now: float) -> Face:
    """The face of an output.

    Args:
        fired: its gestures, followed.
        now: seconds, on a clock that does not jump.
    """
    answer = _answer(output, scene, fired, now)
    pads = _pads(output, scene, answer)
    if scene.state.recording is None:
        return replace(answer, aside=teaches_words(output, scene.state, scene.target), pads=pads)
    taught = taught_words(output, scene.state, scene.target)
    if not taught:
        aside = "" if output.record else tr("not recorded")
        return replace(answer, dim=True, level=math.nan, note="", aside=aside, pads=pads)
    alive = not answer.dim and answer.words != "–"
    said = tr("answers: {what}").format(what=f"{answer.words} {answer.note}".rstrip()) if alive else ""
    colour = next((pad.number for pad in pads if pad.taught), None)
    level = answer.level if output.kind == "continuous" else math.nan
    return Face(taught, colour, level, answer.target, aside=said, teaching=True, pads=pads)


def _training(share: float | None) -> Face:
    if share is None:
        return Face(tr("training"), dim=False)
    return Face(f"{share:.0%}", None, share, note=tr("training"), dim=False)


def _answer(output: Output, scene: Scene, fired: Fired, now: float) -> Face:
    training = scene.state.training or {}
    if output.number in training:
        return _training(training[output.number])
    if output.model.state == "none":
        return Face(tr("needs training"), dim=True)
    live = scene.live
    if output.kind == "gesture":
        return _gesture(output, scene, fired, now)
    value = float(live.outputs[output.first]) if output.first < len(live.outputs) else math.nan
    if math.isnan(value) or (scene.silent and not scene.ever):
        return Face("–", dim=True)
    face = _class(output, value, live) if output.kind == "classification" else _number(output, value, scene)
    if scene.silent:  # what is not known any more is neither likely nor bright
        return replace(face, note="", dim=True, level=math.nan, colour=None)
    return face


def _number(output: Output, value: float, scene: Scene) -> Face:
    target = scene.target(output)
    width = (output.maximum - output.minimum) or 1.0
    digits = 0 if output.integer or width > 500 else 1 if width > 50 else 2
    level = min(max((value - output.minimum) / width, 0.0), 1.0)
    return Face(f"{value:.{digits}f}", None, level, (target - output.minimum) / width)


def _class(output: Output, value: float, live: Live) -> Face:
    number = round(value)
    chances = _chances(output, live)
    sure = float(chances.max()) if len(chances) else math.nan
    note = "" if math.isnan(sure) else f"{sure:.0%}"
    return Face(class_words(output, number), number, sure, note=note, dim=number == 0)


def _chances(output: Output, live: Live):  # type: ignore[no-untyped-def]
    return live.distributions[output.chance : output.chance + output.classes]


def _courses(output: Output, live: Live):  # type: ignore[no-untyped-def]
    first = (output.gestures[0].number - 1) * _PER_GESTURE
    return live.courses[first : first + _PER_GESTURE * output.width].reshape(-1, _PER_GESTURE)


def _gesture(output: Output, scene: Scene, fired: Fired, now: float) -> Face:
    courses = _courses(output, scene.live)
    if len(courses) < output.width or scene.silent:
        return Face(tr("waiting"), dim=True)
    fired.see(courses[:, 2].tolist(), now)
    note = counted(fired.times, mark("once"), mark("{count} times")) if fired.times else ""
    last, shine = fired.fresh(now)
    if last:
        return Face(output.gestures[last - 1].name, last, shine, note=note)
    furthest = int(courses[:, 0].argmax())
    progress = float(courses[furthest, 0])
    if progress < _UNDER_WAY:
        return Face(tr("waiting"), note=note, dim=True)
    return Face(output.gestures[furthest].name, furthest + 1, progress, note=note, dim=True)


def _pads(output: Output, scene: Scene, answer: Face) -> tuple[Pad, ...]:
    alive = not scene.silent
    if output.kind == "classification":
        teaches = output.record and scene.state.teaches is None
        target = scene.target(output) if teaches else math.nan
        chances = _chances(output, scene.live) if alive else ()
        known = len(chances) == output.classes
        return tuple(
            Pad(
                n,
                class_words(output, n),
                step(float(chances[n - 1]), _PAD_STEPS) if known and n else math.nan,
                lit=alive and answer.colour == n,
                taught=target == n,
            )
            for n in range(0 if output.nothing else 1, output.classes + 1)
        )
    if output.kind == "gesture":
        courses = _courses(output, scene.live) if alive else ()
        known = len(courses) == output.width and output.model.state != "none"
        return tuple(
            Pad(
                n,
                gesture.name,
                step(min(max(float(courses[n - 1, 0]), 0.0), 1.0), _PAD_STEPS) if known else math.nan,  # type: ignore[call-overload]
                lit=alive and answer.colour == n and not answer.dim,
                taught=output.record and scene.state.teaches == gesture.number,
            )
            for n, gesture in enumerate(output.gestures, 1)
        )
    return ()


def step(share: float, steps: int) -> float:
    """A share in as many steps as are seen; the same NaN object always, so that such faces are equal."""
    return math.nan if math.isnan(share) else round(share * steps) / steps
