"""Finds frames of a sensor that has lost what it looks at, such as zeros from a tracker without a hand.

A lost tracker sends zeros, or one frame again and again. Such a frame is no example of a pose, also where
some of them slipped into takes, unless it was shown on purpose: most frames of a take are this one, or a
movement led to it. A tracker that loses a hand jumps.
"""

from __future__ import annotations

from typing import Final

import numpy as np
import numpy.typing as npt

from wekipy.learning.novelty.references import spread_out
from wekipy.learning.novelty.spread import Indexes, input_scale

F32 = npt.NDArray[np.float32]
Flags = npt.NDArray[np.bool_]

MOST_LOST: Final = 4  # different frames, zeros among them
MOST_COMPARED: Final = 20_000  # frames among which those that recur are looked for
ON_PURPOSE: Final = 0.5  # of a take's frames
JUMP: Final = 3.0  # times as far as nine in ten steps of a take
COARSE: Final = 0.02  # of the other frames recur, too: then the sensor is coarse, and it says nothing


def lost_frames(X: F32, labels: Indexes, takes: Indexes) -> F32:
    """(at most MOST_LOST, inputs): the frames that are nothing, all zeros among them unless shown on purpose.

    Args:
        X: (examples, inputs), in the order of time within each take.
        labels: (examples,) the class of each.
        takes: (examples,) the take of each.
    """
    candidates = [np.zeros((1, X.shape[1]), np.float32), _recurring(X, takes)]
    if not len(X):
        return candidates[0]
    size = input_scale(X).size
    found = [
        frame
        for frame in np.concatenate(candidates)
        if not _on_purpose(X / size, is_one_of(X, frame[None]), labels, takes)
    ]
    lost = np.array(found, np.float32).reshape(-1, X.shape[1])
    left = ~is_one_of(X, lost)
    return lost if np.array_equal(np.unique(labels[left]), np.unique(labels)) else lost[:0]


def is_one_of(X: F32, frames: F32) -> Flags:
    """(examples,): whether each is exactly one of these frames."""
    flags = np.zeros(len(X), np.bool_)
    for frame in frames:
        flags |= np.equal(X, frame).all(axis=1)
    return flags


def _recurring(X: F32, takes: Indexes) -> F32:
    """Frames, but zeros, that are exactly the same in several takes of a sensor whose others never are."""
    rows = spread_out(np.arange(len(X)), MOST_COMPARED)
    rows = rows[X[rows].any(axis=1)]
    if not len(rows):
        return X[:0]
    asbytes = np.ascontiguousarray(X[rows] + np.float32(0)).view(np.dtype((np.void, X[0].nbytes))).ravel()
    _, first, which = np.unique(asbytes, return_index=True, return_inverse=True)
    pairs = np.unique(np.stack([which.ravel(), takes[rows]]), axis=1)
    in_takes = np.bincount(pairs[0], minlength=len(first))
    counts = np.bincount(which.ravel(), minlength=len(first))
    often = np.flatnonzero(in_takes > 1)
    chosen = often[np.argsort(-counts[often], kind="stable")][: MOST_LOST - 1]
    others = counts[often].sum() - counts[chosen].sum()
    if others > COARSE * len(rows):
        return X[:0]
    return X[rows[first[chosen]]]


def _on_purpose(Z: npt.NDArray[np.float64], same: Flags, labels: Indexes, takes: Indexes) -> bool:
    for take in np.unique(takes[same]):
        own = np.flatnonzero(takes == take)
        flags = same[own]
        if any(flags[labels[own] == label].mean() >= ON_PURPOSE for label in np.unique(labels[own])):
            return True
        steps = np.linalg.norm(np.diff(Z[own], axis=0), axis=1)
        into = flags[1:] != flags[:-1]
        usual = steps[~flags[1:] & ~flags[:-1]]
        if len(usual) and into.any() and steps[into].min() <= JUMP * np.quantile(usual, 0.9):
            return True
    return False
