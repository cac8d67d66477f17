"""Finds weak gesture examples and describes them in sentences."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from wekipy.learning.gestures.example import GestureExample, GestureOptions, Movement
from wekipy.learning.gestures.gesture_model import GestureModel
from wekipy.learning.gestures.preparing import LEAST_FRAMES, kept
from wekipy.learning.gestures.thresholds import Rehearsal
from wekipy.learning.gestures.training import learn, usable
from wekipy.project.counting import many
from wekipy.project.problem import Problem

SHORT = 0.15  # seconds of movement below which an example is hard to distinguish from a twitch
LONGER = 1.8  # times the usual length of its gesture
SMALL = 0.15  # of the usual range of movement


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
        if any(usable(e) for e in examples):
            raise
        return _short(examples) + _still(examples) + _long(examples)
    return advise_on(examples, model, rehearsal)


def advise_on(examples: Sequence[GestureExample], model: GestureModel, rehearsal: Rehearsal) -> list[Advice]:
    """The same, with what was learned from the examples."""
    found = _short(examples) + _still(examples) + _long(examples)
    return sorted(found + _astray(examples, model, rehearsal), key=lambda a: a.example)


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
    """Those that move much less than the usual example, in the input in which they move most."""
    measured = [n for n, e in enumerate(examples) if usable(e)]
    if not measured:
        return []
    moved = np.array([examples[n].frames.astype(np.float64).std(axis=0) for n in measured])
    usual = np.median(moved, axis=0)
    most = np.where(usual > 0, moved / np.where(usual > 0, usual, 1.0), 0.0).max(axis=1)
    still = (most < SMALL) | (moved.max(axis=1) == 0)
    text = "hardly moves: delete it, or record it again with the movement in it"
    return [Advice(n, f"{title(examples, n)}: {text}") for n, s in zip(measured, still, strict=True) if s]


def _long(examples: Sequence[GestureExample]) -> list[Advice]:
    found = []
    for place, example in enumerate(examples):
        others = [
            kept(e).seconds
            for n, e in enumerate(examples)
            if n != place and e.gesture == example.gesture and usable(e)
        ]
        seconds = kept(example).seconds
        if others and usable(example) and seconds > LONGER * float(np.median(others)):
            usual = float(np.median(others))
            text = f"is {seconds:.1f} s long, the others of its gesture {usual:.1f} s"
            found.append(Advice(place, f"{title(examples, place)}: {text}"))
    return found


def _astray(examples: Sequence[GestureExample], model: GestureModel, rehearsal: Rehearsal) -> list[Advice]:
    """Those that are nearer to another gesture than to their own."""
    places = sorted((n for n, e in enumerate(examples) if usable(e)), key=lambda n: examples[n].gesture)
    found = []
    for nearest, gesture, template in zip(
        rehearsal.nearest, rehearsal.gestures, rehearsal.examples, strict=True
    ):
        others = model.gestures != gesture
        selves = ~others & (np.arange(len(model.gestures)) != template)
        if template < 0 or not others.any():
            continue
        limit = nearest[selves].min() if selves.any() else model.thresholds[gesture - 1] / 2
        if nearest[others].min() < limit:
            other = int(model.gestures[np.where(others, nearest, np.inf).argmin()])
            place = places[int(template)]
            text = f"is closer to gesture {other} than to the rest of its own"
            found.append(Advice(place, f"{title(examples, place)}: {text}"))
    return found
