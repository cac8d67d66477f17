"""Made-up movement that is no gesture: wandering within the range of the inputs, always the same."""

from __future__ import annotations

import numpy as np

from wekipy.learning.gestures.example import F64

SEED = 20070415
PACES = (0.02, 0.06, 0.2)  # of the wanderings: deviation of one step, as a share of the range


def wandering(examples: list[F64], frames: int) -> list[F64]:
    """One wandering per pace, (frames, inputs) each, normalised as the examples are.

    Each is a random walk, smoothed as limbs are, folded back at the ends of the range.
    """
    every = np.concatenate(examples)
    low, high = every.min(axis=0), every.max(axis=0)
    width = np.where(high > low, high - low, 1.0)
    rng = np.random.default_rng(SEED)
    made = []
    for pace in PACES:
        steps = rng.normal(0, pace, (frames + 8, every.shape[1]))
        smooth = np.stack([np.convolve(c, np.full(9, 1 / 3), "valid") for c in steps.T], axis=1)
        walk = rng.random(every.shape[1]) + np.cumsum(smooth, axis=0)
        folded = 1 - np.abs(1 - walk % 2)
        made.append(low + width * folded)
    return made
