"""Finds weak gesture examples and describes them in sentences."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from wekipy.learning.gestures.example import GestureExample, GestureOptions, Movement
from wekipy.learning.gestures.gesture_model import GestureModel
from wekipy.learning.gestures.preparing import LEAST_FRAMES, kept
from wekipy.learning.gestures.thresholds import LARGEST_THRESHOLD, MARGIN, Rehearsal, spread
from wekipy.learning.gestures.training import learn, usable, used
from wekipy.project.counting import many
from wekipy.project.problem import Problem

SHORT = 0.15  # seconds of movement below which an example is hard to distinguish from a twitch
LONGER = 1.8  # times the usual length of its gesture


@dataclass(frozen=True)
class Advice:
    """A warning about one example.

    Attributes:
        example: its place in the list of examples, from 0.
        text: one sentence that names it as a person counts: "gesture 2, example 1: …".
    """

    example: int
    text: str


def advise(
    examples: Sequence[GestureExample], idle: Sequence[Movement], options: GestureOptions, gestures: int
) -> list[Advice]:
    """Warnings about examples: too short, hardly any movement, much longer than others, nearer to another.

    Raises:
        Problem: as `train_gestures`, except that having no usable example is advice as well.
    """
    try:
        model, rehearsal = learn(examples, idle, options, gestures)
    except Problem:
        if used(examples):
            raise
        return _short(examples) + _still(examples) + _long(examples)
    return advise_on(examples, model, rehearsal)


def advise_on(examples: Sequence[GestureExample], model: GestureModel, rehearsal: Rehearsal) -> list[Advice]:
    """The same, with what was learned from the examples."""
    found = _short(examples) + _still(examples) + _long(examples)
    found += _unlike(examples, model, rehearsal) + _astray(examples, model, rehearsal)
    return sorted(found, key=lambda a: a.example)


def title(examples: Sequence[GestureExample], place: int) -> str:
    """An example's name for a person."""
    gesture = examples[place].gesture
    return f"gesture {gesture}, example {sum(e.gesture == gesture for e in examples[: place + 1])}"


def _short(examples: Sequence[GestureExample]) -> list[Advice]:
    found = []
    for place, example in enumerate(examples):
        if not usable(example):
            text = f"has {many(len(example), 'frame')} and is not used; at least {LEAST_FRAMES} are needed"
        elif kept(example).seconds < SHORT:
            text = f"is only {kept(example).seconds:.2f} s of movement: a twitch may be taken for it"
        else:
            continue
        found.append(Advice(place, f"{title(examples, place)}: {text}"))
    return found


def _still(examples: Sequence[GestureExample]) -> list[Advice]:
    """Those that move much less than is usual."""
    moving = used(examples)
    still = [n for n, e in enumerate(examples) if usable(e) and n not in moving]
    text = "hardly moves and is not used: delete it, or record it again with the movement in it"
    return [Advice(n, f"{title(examples, n)}: {text}") for n in still]


def _unlike(examples: Sequence[GestureExample], model: GestureModel, rehearsal: Rehearsal) -> list[Advice]:
    """The last example of gestures whose examples differ so much that the threshold is at its limit."""
    found = []
    for place in {examples[n].gesture: n for n in used(examples)}.values():
        gesture = examples[place].gesture
        known = spread(rehearsal, model.gestures, gesture)
        if known is not None and known.within is not None and MARGIN * known.within > LARGEST_THRESHOLD:
            text = (
                f"gesture {gesture}: its examples differ so much that its threshold is at its limit, and it"
                " may be missed: show it more alike, or choose the inputs that matter"
            )
            found.append(Advice(place, text))
    return found


def _long(examples: Sequence[GestureExample]) -> list[Advice]:
    found = []
    seconds = {n: kept(e).seconds for n, e in enumerate(examples) if usable(e)}
    for place, own in seconds.items():
        gesture = examples[place].gesture
        others = [s for n, s in seconds.items() if n != place and examples[n].gesture == gesture]
        if others and own > LONGER * float(np.median(others)):
            usual = float(np.median(others))
            text = f"is {own:.1f} s long, the others of its gesture {usual:.1f} s"
            found.append(Advice(place, f"{title(examples, place)}: {text}"))
    return found


def _astray(examples: Sequence[GestureExample], model: GestureModel, rehearsal: Rehearsal) -> list[Advice]:
    """Those that are nearer to another gesture than to their own."""
    places = used(examples)
    found = []
    for nearest, gesture, template in zip(
        rehearsal.nearest, rehearsal.gestures, rehearsal.examples, strict=True
    ):
        others = model.gestures != gesture
        selves = ~others & (np.arange(len(model.gestures)) != template)
        if not gesture or not others.any():
            continue
        limit = nearest[selves].min() if selves.any() else model.thresholds[gesture - 1] / 2
        if nearest[others].min() < limit:
            other = int(model.gestures[np.where(others, nearest, np.inf).argmin()])
            place = places[int(template)]
            text = f"is closer to gesture {other} than to the rest of its own"
            found.append(Advice(place, f"{title(examples, place)}: {text}"))
    return found
