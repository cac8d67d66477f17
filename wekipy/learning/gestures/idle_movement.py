"""Made-up movement that is no gesture, in the range of the examples, always the same for the same ones."""

from __future__ import annotations

import numpy as np

from wekipy.learning.gestures.example import F64

SEED = 2007
PACES = (0.03, 0.1)  # of the wanderings: deviation of one step, as a share of the range
STEADY = 9  # frames that a wandering is smoothed over, as limbs are
REACHES = (0.2, 0.9)  # how long a reach takes, as a share of a gesture


def made_up_idle(examples: list[F64], frames: int) -> list[F64]:
    """Reaches from place to place, and wanderings: each (frames, inputs), normalised as the examples are."""
    every = np.concatenate(examples)
    low, high = every.min(axis=0), every.max(axis=0)
    rng = np.random.default_rng(SEED)
    usual = float(np.median([len(e) for e in examples]))
    made = [_reaches(rng, frames, usual, len(low))]
    made += [_wandering(rng, frames, pace, len(low)) for pace in PACES]
    return [low + (high - low) * path for path in made]


def _wandering(rng: np.random.Generator, frames: int, pace: float, inputs: int) -> F64:
    """A smooth random walk, folded back at 0 and 1."""
    steps = rng.normal(0, pace, (frames + STEADY - 1, inputs))
    smooth = [np.convolve(column, np.full(STEADY, STEADY**-0.5), "valid") for column in steps.T]
    walk = rng.random(inputs) + np.cumsum(np.stack(smooth, axis=1), axis=0)
    folded: F64 = 1 - np.abs(1 - walk % 2)
    return folded


def _reaches(rng: np.random.Generator, frames: int, usual: float, inputs: int) -> F64:
    """From one random place to the next, as hands reach (least jerk: Flash and Hogan, 1985)."""
    places, pieces, made = rng.random((2, inputs)), [], 0
    while made < frames:
        length = max(3, round(usual * rng.uniform(*REACHES)))
        t = np.linspace(0, 1, length)[:, None]
        pieces.append(places[0] + (places[1] - places[0]) * (10 * t**3 - 15 * t**4 + 6 * t**5))
        made += length
        places = np.stack([places[1], rng.random(inputs)])
    return np.concatenate(pieces)[:frames]
