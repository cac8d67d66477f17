"""Chooses the examples that a novelty model keeps, and pairs that may be compared in calibration."""

from __future__ import annotations

from typing import Any, Final

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


def may_stand_for(labels: Indexes, takes: Indexes) -> npt.NDArray[np.bool_]:
    """(rows, rows): whether the example of a column may vouch for the one of a row.

    An example is held out together with its take. Where its class has one take only, it is held out with the
    frames around it: a fifth of the class before and after it.
    """
    allowed: npt.NDArray[Any] = takes[:, None] != takes[None, :]
    for label in np.unique(labels):
        rows = np.flatnonzero(labels == label)
        if len(np.unique(takes[rows])) > 1:
            continue
        allowed[rows] = labels[None, :] != label
        gap = -(-len(rows) // BLOCKS)
        apart = np.abs(np.arange(len(rows))[:, None] - np.arange(len(rows))[None, :])
        allowed[np.ix_(rows, rows)] = apart >= gap
    return allowed


def spread_out(rows: Indexes, most: int) -> Indexes:
    """At most so many of the rows, evenly spaced."""
    if len(rows) <= most:
        return rows
    chosen: Indexes = rows[np.linspace(0, len(rows) - 1, most).round().astype(np.int64)]
    return chosen
