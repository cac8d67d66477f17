"""Finds outliers: examples far from all others, or with a target that no neighbour shares."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, TypeAlias

import numpy as np
import numpy.typing as npt

from wekipy.learning.evaluation.result import Finding, Place
from wekipy.learning.evaluation.space import TELLING, space
from wekipy.learning.held_out.sampling import Sample, pick
from wekipy.learning.model import TrainingJob
from wekipy.learning.words import counted, listed, percent

F64 = npt.NDArray[np.float64]
Mask: TypeAlias = npt.NDArray[np.bool_]
I64 = npt.NDArray[np.int64]
SHOWN: Final = 10  # places that a finding names
FEWEST: Final = 8  # examples among which one can be called unusual
FAR: Final = 5.0  # times the usual distance from the middle of the class
RARE: Final = 0.05  # more than this share is no outlier but how the data are
NEIGHBOURS: Final = 7
LONE: Final = 8.0  # usual deviations (1.4826 MAD) of a target from its neighbours'
WRONG: Final = 0.2  # of the range: how far such a target must be off


@dataclass(frozen=True)
class Unusual:
    """(examples,) each: whose inputs are far from everything, whose target contradicts all around."""

    far: Mask
    against: Mask


def unusual(job: TrainingJob, apart: F64, accused: frozenset[int]) -> Unusual:
    """Single unusual examples where they are rare; takes already accused neither count nor testify."""
    rows = np.flatnonzero(~np.isin(job.takes, sorted(accused)))
    if not len(rows):
        return Unusual(np.zeros(len(job.y), bool), np.zeros(len(job.y), bool))
    free, among = pick(job, rows), apart[np.ix_(rows, rows)]
    far = _far(free, space(free.X), among)
    odd = _odd_labels(free, among) if job.kind == "classification" else _odd(free, among)
    n = len(job.y)
    return Unusual(_spread(rows, _if_rare(far), n), _spread(rows, _if_rare(odd & ~far), n))


def _if_rare(rows: Mask) -> Mask:
    return rows if np.count_nonzero(rows) <= max(1.0, RARE * len(rows)) else np.zeros_like(rows)


def _spread(rows: I64, marked: Mask, n: int) -> Mask:
    whole = np.zeros(n, bool)
    whole[rows] = marked
    return whole


def outliers(sample: Sample, found: Unusual) -> list[Finding]:
    """A finding for each kind of unusual examples."""
    return [
        _finding(sample, np.flatnonzero(rows), *words)
        for rows, *words in (
            (found.far, "far from everything else", "if the sensor slipped"),
            (found.against, "told something else than all examples around", "if that was a mistake"),
        )
        if rows.any()
    ]


def left_out(job: TrainingJob) -> list[Finding]:
    """A finding for the wild frames that the model learns without, if there are any."""
    wild = job.wild
    if wild is None or not wild.left_out:
        return []
    places = tuple(
        Place(take, example + 1, example / max(1, wild.lengths[take] - 1))
        for take, example in wild.places[:SHOWN]
    )
    advice = "if they were meant, record a whole take there, or keep them with leave_out_wild=false"
    return [
        Finding(
            kind="outlier",
            sentence=f"{wild.sentence()}; {advice}.",
            takes=wild.takes,
            places=places,
            severity=len(wild.places) / (len(wild.places) + len(job.y)),
        )
    ]


def _far(job: TrainingJob, scaled: F64, apart: F64) -> Mask:
    """Whose neighbours, of any class, are farther away than its own class is wide, several times."""
    far = np.zeros(len(job.y), bool)
    classes = job.y if job.kind == "classification" else np.zeros(len(job.y))
    for label in np.unique(classes):
        rows = np.flatnonzero(classes == label)
        if len(rows) < FEWEST:
            continue
        # A sensor that drops out does so for a few frames, which are each other's neighbours.
        k = int(np.clip(len(rows) // 8, 1, 5))
        gap = np.partition(apart[rows], k - 1, axis=1)[:, k - 1]
        width = np.median(np.linalg.norm(scaled[rows] - np.median(scaled[rows], axis=0), axis=1))
        far[rows] = gap > FAR * max(float(width), float(np.median(gap)))
    return far


def _neighbours(job: TrainingJob, apart: F64) -> tuple[I64, Mask]:
    """(examples, neighbours) row numbers, and which examples have them close enough to mean something."""
    k = min(NEIGHBOURS, len(job.y) - 1)
    rows = np.argpartition(apart, k - 1, axis=1)[:, :k]
    reach = np.take_along_axis(apart, rows, axis=1).max(axis=1)
    return rows, reach <= TELLING * np.median(reach)


def _odd_labels(job: TrainingJob, apart: F64) -> Mask:
    """Whose near neighbours are all of one class, another one."""
    if len(job.y) < 2 * FEWEST:
        return np.zeros(len(job.y), bool)
    rows, close = _neighbours(job, apart)
    around = job.y[rows]
    odd: Mask = close & (around == around[:, :1]).all(axis=1) & (around[:, 0] != job.y)
    return odd


def _odd(job: TrainingJob, apart: F64) -> Mask:
    """Whose near neighbours agree with each other on another target."""
    span = float(np.ptp(job.y))
    if len(job.y) < 2 * FEWEST or span == 0.0:
        return np.zeros(len(job.y), bool)
    rows, close = _neighbours(job, apart)
    around = job.y[rows]
    off = np.abs(job.y - np.median(around, axis=1))
    # One odd example is among the neighbours of others; quartiles do not mind it.
    agree = np.subtract(*np.quantile(around, [0.75, 0.25], axis=1)) < off / TELLING
    odd: Mask = close & agree & (off > WRONG * span) & (off > LONE * 1.4826 * np.median(off))
    return odd


def _finding(sample: Sample, rows: I64, is_what: str, when: str) -> Finding:
    job = sample.job
    takes = np.unique(job.takes[rows])
    classes = np.unique(job.y[rows]) if job.kind == "classification" else np.zeros(0)
    places = tuple(_place(sample, int(row)) for row in rows[:SHOWN])
    first = places[0]
    where = f"example {first.example} of take {first.take} ({percent(first.share)} into it)"
    if len(rows) == 1:
        sentence = f"{where.capitalize()} is {is_what}"
    else:
        named = listed([int(t) for t in takes], "take")
        sentence = f"{counted(len(rows), 'example')} in {named} are {is_what}, such as {where}"
    return Finding(
        kind="outlier",
        sentence=f"{sentence}: {when}, delete the take or record it again.",
        takes=tuple(int(t) for t in takes),
        classes=tuple(int(c) for c in classes),
        places=places,
        severity=len(rows) / len(job.y),
    )


def _place(sample: Sample, row: int) -> Place:
    position, length = int(sample.positions[row]), int(sample.lengths[row])
    return Place(int(sample.job.takes[row]), position + 1, position / max(1, length - 1))
