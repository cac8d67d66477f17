"""What a tile of the stage says of an output: what is answered, and what the next take teaches."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, replace

from wekipy.client import Live
from wekipy.client.state import Output, State
from wekipy.gui.stores.recognitions import Recognised, courses_of
from wekipy.gui.translation import mark, tr
from wekipy.gui.translation.counting import counted
from wekipy.gui.wording.output_words import class_words
from wekipy.gui.wording.target_words import taught_words, teaches_words

_PAD_STEPS = 100  # of a share: what is said of it is per cent
_SHINE_STEPS = 12  # of a gesture that fades; less is not seen
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
        shine: how much it is lit, 0..1: a gesture fades.
    """

    number: int
    name: str
    share: float = math.nan
    lit: bool = False
    taught: bool = False
    shine: float = 0.0


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
        brief: the same without saying what it is, where there is little room.
        teaching: the words are what is being recorded.
        pads: what can be chosen.
        ends: of the range of a number, in words: the least and the largest value.
        marks: (gesture from 1, when) of the last minute, on the clock that `face_of` is given.
    """

    words: str
    colour: int | None = None
    level: float = math.nan
    target: float = math.nan
    note: str = ""
    dim: bool = False
    aside: str = ""
    brief: str = ""
    teaching: bool = False
    pads: tuple[Pad, ...] = ()
    ends: tuple[str, str] = ("", "")
    marks: tuple[tuple[int, float], ...] = ()


def face_of(output: Output, scene: Scene, seen: Recognised, now: float) -> Face:
    """The face of an output.

    Args:
        seen: which of its gestures were recognised.
        now: seconds, on a clock that does not jump.
    """
    answer = _answer(output, scene, seen, now)
    pads = _pads(output, scene, answer, seen, now)
    if scene.state.recording is None:
        said = teaches_words(output, scene.state, scene.target)
        face = replace(answer, aside=said, brief=taught_words(output, scene.state, scene.target))
    else:
        face = _recorded(output, scene, answer, pads)
    return replace(face, pads=pads, marks=seen.marks, ends=_ends(output))


def _recorded(output: Output, scene: Scene, answer: Face, pads: tuple[Pad, ...]) -> Face:
    """While a take is recorded: what it teaches, large."""
    taught = taught_words(output, scene.state, scene.target)
    if not taught:
        aside = "" if output.record else tr("not recorded")
        return replace(answer, dim=True, level=math.nan, note="", aside=aside)
    alive = not answer.dim and answer.words != "–"
    brief = f"{answer.words} {answer.note}".rstrip() if alive else ""
    said = tr("answers: {what}").format(what=brief) if alive else ""
    colour = next((pad.number for pad in pads if pad.taught), None)
    level = answer.level if output.kind == "continuous" else math.nan
    return Face(taught, colour, level, answer.target, aside=said, brief=brief, teaching=True)


def _training(share: float | None) -> Face:
    if share is None:
        return Face(tr("training"), dim=False)
    return Face(f"{share:.0%}", None, share, note=tr("training"), dim=False)


def _answer(output: Output, scene: Scene, seen: Recognised, now: float) -> Face:
    training = scene.state.training or {}
    if output.number in training:
        return _training(training[output.number])
    if output.model.state == "none":
        return Face(tr("needs training"), dim=True)
    live = scene.live
    if output.kind == "gesture":
        return _gesture(output, scene, seen, now)
    value = float(live.outputs[output.first]) if output.first < len(live.outputs) else math.nan
    if math.isnan(value) or (scene.silent and not scene.ever):
        return Face("–", dim=True)
    face = _class(output, value, live) if output.kind == "classification" else _number(output, value, scene)
    if scene.silent:  # what is not known any more is neither likely nor bright
        return replace(face, note="", dim=True, level=math.nan, colour=None)
    return face


def _number(output: Output, value: float, scene: Scene) -> Face:
    target = scene.target(output)
    span = (output.maximum - output.minimum) or 1.0
    level = min(max((value - output.minimum) / span, 0.0), 1.0)
    return Face(f"{value:.{_digits(output)}f}", None, level, (target - output.minimum) / span)


def _ends(output: Output) -> tuple[str, str]:
    if output.kind != "continuous":
        return ("", "")
    digits = _digits(output)
    return (f"{output.minimum:.{digits}f}", f"{output.maximum:.{digits}f}")


def _digits(output: Output) -> int:
    """After the point: as many as are read from afar."""
    span = output.maximum - output.minimum
    return 0 if output.integer or span > 500 else 1 if span > 50 else 2


def _class(output: Output, value: float, live: Live) -> Face:
    number = round(value)
    chances = _chances(output, live)
    sure = float(chances.max()) if len(chances) else math.nan
    note = "" if math.isnan(sure) else f"{sure:.0%}"
    return Face(class_words(output, number), number, sure, note=note, dim=number == 0)


def _chances(output: Output, live: Live):  # type: ignore[no-untyped-def]
    return live.distributions[output.chance : output.chance + output.classes]


def _gesture(output: Output, scene: Scene, seen: Recognised, now: float) -> Face:
    courses = courses_of(output, scene.live)
    if not len(courses) or scene.silent:
        return Face(tr("waiting"), dim=True)
    note = counted(seen.times, mark("once"), mark("{count} times")) if seen.times else ""
    last = seen.latest(now)
    if last:
        return Face(output.gestures[last - 1].name, last, seen.shine(last, now), note=note)
    furthest = int(courses[:, 0].argmax())
    progress = float(courses[furthest, 0])
    if progress < _UNDER_WAY:
        return Face(tr("waiting"), note=note, dim=True)
    return Face(output.gestures[furthest].name, furthest + 1, progress, note=note, dim=True)


def _pads(output: Output, scene: Scene, answer: Face, seen: Recognised, now: float) -> tuple[Pad, ...]:
    if output.kind == "classification":
        return _classes(output, scene, answer)
    return _gestures(output, scene, seen, now) if output.kind == "gesture" else ()


def _classes(output: Output, scene: Scene, answer: Face) -> tuple[Pad, ...]:
    alive = not scene.silent
    teaches = output.record and scene.state.teaches is None
    target = scene.target(output) if teaches else math.nan
    chances = _chances(output, scene.live) if alive else ()
    known = len(chances) == output.classes
    made = []
    for n in range(0 if output.nothing else 1, output.classes + 1):
        share = step(float(chances[n - 1]), _PAD_STEPS) if known and n else math.nan
        lit = alive and answer.colour == n
        made.append(Pad(n, class_words(output, n), share, lit, taught=target == n, shine=float(lit)))
    return tuple(made)


def _gestures(output: Output, scene: Scene, seen: Recognised, now: float) -> tuple[Pad, ...]:
    courses = courses_of(output, scene.live)
    known = len(courses) > 0 and not scene.silent and output.model.state != "none"
    made = []
    for n, gesture in enumerate(output.gestures, 1):
        share = step(min(max(float(courses[n - 1, 0]), 0.0), 1.0), _PAD_STEPS) if known else math.nan
        shine = step(seen.shine(n, now), _SHINE_STEPS)
        taught = output.record and scene.state.teaches == gesture.number
        made.append(Pad(n, gesture.name, share, shine > 0, taught, shine))
    return tuple(made)


def step(share: float, steps: int) -> float:
    """A share in as many steps as are seen; the same NaN object always, so that such faces are equal."""
    return math.nan if math.isnan(share) else round(share * steps) / steps
