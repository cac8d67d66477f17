"""Chooses the examples that a novelty model keeps, and what is held out to find its border."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

MOST_ROWS: Final = 2_000
MOST_NUMBERS: Final = 1_000_000  # 4 MB of float32 for thousands of inputs
BLOCKS: Final = 5  # a single take is held out in stretches of a fifth, with as much left between
Indexes = npt.NDArray[np.int64]


def most_rows(inputs: int) -> int:
    """How many examples of so many inputs are kept."""
    return max(1, min(MOST_ROWS, MOST_NUMBERS // max(inputs, 1)))


def choose_rows(labels: Indexes, takes: Indexes, most: int) -> Indexes:
    """Indexes of at most `most` examples (but one of each class), sorted by class, then take, then time.

    Small classes stay complete; the others share the rest evenly and keep every `step`-th frame: consecutive
    frames are alike, so little is lost.
    """
    order = np.lexsort((np.arange(len(labels)), takes, labels))
    classes, starts = np.unique(labels[order], return_index=True)
    parts = np.split(order, starts[1:])
    kept: list[Indexes] = [np.empty(0, np.int64)] * len(classes)
    left = most
    for done, c in enumerate(np.argsort([len(part) for part in parts], kind="stable")):
        share = max(1, min(len(parts[c]), left // (len(parts) - done)))
        kept[c] = spread_out(parts[c], share)
        left -= share
    return np.concatenate(kept)


@dataclass(frozen=True)
class Part:
    """Examples that are asked about together, and those that nothing may be learned from meanwhile.

    Attributes:
        label: their class.
        asked: (rows,) which.
        hidden: (rows,) them, and all that is too close to them in time.
        whole: whether they are all that a take shows of the class.
    """

    label: int
    asked: Indexes
    hidden: Indexes
    whole: bool


def held_out_parts(labels: Indexes, takes: Indexes) -> list[Part]:
    """What can be held out: each take of a class, sorted by class, then take.

    Where a class has one take only, it is held out in fifths, each with as much around it. A class with one
    example is not held out.
    """
    parts = []
    for label in np.unique(labels):
        rows = np.flatnonzero(labels == label)
        own = np.unique(takes[rows])
        if len(own) > 1:
            for take in own:
                asked = rows[takes[rows] == take]
                parts.append(Part(int(label), asked, np.flatnonzero(takes == take), True))
        elif len(rows) > 1:
            gap = -(-len(rows) // BLOCKS)
            for start in range(0, len(rows), gap):
                hidden = rows[max(0, start - gap + 1) : start + 2 * gap - 1]
                if len(hidden) < len(rows):
                    parts.append(Part(int(label), rows[start : start + gap], hidden, False))
    return parts


def rounds_of(parts: Sequence[Part], most: int) -> list[list[Part]]:
    """Parts to be held out together, in so many rounds at most; takes of a class in different ones."""
    count = max(1, min(most, len(parts)))
    return [list(parts[n::count]) for n in range(count)] if parts else []


def spread_out(rows: Indexes, most: int) -> Indexes:
    """At most so many of the rows, evenly spaced."""
    if len(rows) <= most:
        return rows
    chosen: Indexes = rows[np.linspace(0, len(rows) - 1, most).round().astype(np.int64)]
    return chosen
