"""How near a match must be to count: from how near examples are to their own gesture and to all else."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from wekipy.learning.gestures.columns import I64
from wekipy.learning.gestures.example import F64, GestureOptions, Movement
from wekipy.learning.gestures.gesture_model import GestureModel, Matching, matching
from wekipy.learning.gestures.idle_movement import made_up_idle
from wekipy.learning.gestures.lanes import end_distances
from wekipy.learning.gestures.preparing import even_frames

BUDGET = 8e6  # cells of the table that training may fill, so that it takes about a second
PASSAGE = 6  # frames from the end of one example to the beginning of the next in the rehearsal
MADE_UP = 800  # frames of each made-up idle movement


@dataclass(frozen=True)
class Rehearsal:
    """How near every template came in a stream of known content.

    Attributes:
        nearest: (pieces, templates of the model) smallest distance within each piece of the stream.
        gestures: (pieces,) the gesture performed in each piece; 0 for half a gesture and idle movement.
        examples: (pieces,) the template made from the piece, or the whole of it; -1 for idle movement.
    """

    nearest: F64
    gestures: I64
    examples: I64


def rehearse(model: GestureModel, idle: list[Movement], options: GestureOptions) -> Rehearsal:
    """Perform all examples one after the other, then their halves, the idle takes and made-up movement."""
    match = matching(model, options)
    period = model.normalisation.period
    examples = [model.normalisation.apply(frames) for frames in every_period(model)]
    idles = [model.normalisation.apply(even_frames(m, period)) for m in idle] + made_up_idle(
        examples, MADE_UP
    )
    order = _interleaved(model.gestures)
    pieces = [(examples[n], int(model.gestures[n]), n) for n in order]
    pieces += [(_half(examples[n], second=second), 0, n) for second in (False, True) for n in order]
    pieces = _affordable(pieces, match) + _affordable([(f, 0, -1) for f in idles], match)
    nearest = _perform(pieces, match, options, len(examples))
    return Rehearsal(nearest, np.array([p[1] for p in pieces]), np.array([p[2] for p in pieces]))


def _half(frames: F64, *, second: bool) -> F64:
    """Half an example, held still at its end: a gesture that is broken off, or joined half-way, is none."""
    half = frames[len(frames) // 2 :] if second else frames[: len(frames) // 2]
    return np.concatenate([half, half[-1:].repeat(len(half), axis=0)])


def every_period(model: GestureModel) -> list[F64]:
    """The examples as they are performed, a frame for each period: (frames, inputs) each."""
    found = []
    for frames, length, stride in zip(model.frames, model.lengths, model.strides, strict=True):
        example = frames[:length].astype(np.float64)
        if stride > 1:
            own = np.arange(length) * stride
            at = np.arange(round(own[-1]) + 1)
            example = np.stack([np.interp(at, own, column) for column in example.T], axis=1)
        found.append(example)
    return found


def _interleaved(gestures: I64) -> list[int]:
    """The examples in an order in which each gesture follows another one: first all first examples, …"""
    ranks = np.arange(len(gestures)) - np.searchsorted(gestures, gestures)
    return [int(n) for n in np.lexsort((gestures, ranks))]


def _affordable(pieces: list[tuple[F64, int, int]], match: Matching) -> list[tuple[F64, int, int]]:
    """As many pieces as the budget allows, the first ones; idle movement is cut where it runs out."""
    left = max(500, int(BUDGET / match.templates.frames[..., 0].size))
    chosen = []
    for frames, gesture, example in pieces:
        piece = frames if example >= 0 else frames[:left]
        if 0 < len(piece) <= left:
            chosen.append((piece, gesture, example))
            left -= len(piece)
    return chosen


def _perform(pieces: list[tuple[F64, int, int]], match: Matching, options: GestureOptions, count: int) -> F64:
    """The smallest distances in each piece, of matches that began in the second half of the last or later.

    In half a gesture, of matches that began in it: two halves in a row may be a whole.
    """
    stream, firsts, last = [], [0], pieces[0][0][:1]
    for frames, _, _ in pieces:
        stream += [np.linspace(last[-1], frames[0], PASSAGE + 2)[1:-1], frames]
        firsts.append(firsts[-1] + PASSAGE + len(frames))
        last = frames
    distances, starts = end_distances(match, options, np.concatenate(stream))
    nearest = np.full((len(pieces), count), np.inf)
    since = 0
    for row, (frames, gesture, example), first, end in zip(nearest, pieces, firsts, firsts[1:], strict=False):
        if example >= 0 and not gesture:
            since = first
        found = np.where(starts[first:end] >= since, distances[first:end], np.inf)
        np.minimum.at(row, match.examples, found.min(axis=0))
        since = end - 1 - len(frames) // 2
    return nearest


@dataclass(frozen=True)
class Spread:
    """How far apart one gesture is from itself and from everything else.

    Attributes:
        within: the median distance of its examples from the others; None if that is not known.
        between: the smallest distance from other gestures, halves, idle takes and made-up idle movement.
        nearest: the gesture that `between` is about; 0 for halves and idle movement.
    """

    within: float | None
    between: float
    nearest: int


def spread(rehearsal: Rehearsal, gestures: I64, gesture: int, without: int | None = None) -> Spread | None:
    """Of one gesture, as if the template `without` were not there; None if it has no other."""
    own = gestures == gesture
    if without is not None:
        own = own & (np.arange(len(gestures)) != without)
    if not own.any():
        return None
    selves, others = [], []
    for nearest, performed, example in zip(
        rehearsal.nearest, rehearsal.gestures, rehearsal.examples, strict=True
    ):
        if example >= 0 and example == without:
            continue
        judges = own & (np.arange(len(gestures)) != example)
        if not judges.any():
            continue
        smallest = float(nearest[judges].min())
        if performed == gesture:
            selves.append(smallest)
        else:
            others.append((smallest, int(performed)))
    between, closest = min(others, default=(np.inf, 0))
    known = [d for d in selves if np.isfinite(d)]
    return Spread(float(np.median(known)) if known else None, between, closest)


GUESSED_WITHIN = 0.3  # of a gesture with one example: as far apart as human performances are
MIDDLE = 0.5  # of the way from a guess to everything else, as an exponent
LATER = 0.75  # of the way from the distances of the examples themselves
MARGIN = 1.25  # of the threshold above the examples' own distances, whatever else is near
FARTHEST_BETWEEN = 1.2  # where nothing else came near: about as far as stillness is from a movement
LARGEST_THRESHOLD = 0.6  # beyond that, movement and stillness look alike
LEAST_FREE = 0.15  # the same where place or size is free: first frames are uncertain, sizes come in steps
LEAST_WITHIN = 0.02  # examples that are copies of each other still leave room for a performance


def threshold(found: Spread, options: GestureOptions) -> float:
    """Between a gesture's own distances and those of everything else, as a share of their ratio.

    Distances scatter by factors. Those of everything else are the smallest of very many. Those of its own are
    of a few examples, shown in a row: later performances are two or three times as far. So the threshold is
    nearer to everything else, except where the own distances are the guess, which is of later performances.
    """
    least = LEAST_FREE if options.offset or options.scale else LEAST_WITHIN
    within = max(GUESSED_WITHIN if found.within is None else found.within, least)
    share = MIDDLE if found.within is None else LATER
    between = min(found.between, FARTHEST_BETWEEN)
    found_at = float(within * (between / within) ** share)
    return min(max(found_at, MARGIN * within), LARGEST_THRESHOLD)
