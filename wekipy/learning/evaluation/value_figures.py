"""Errors of a continuous output, over its range, and the regions that need more."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np
import numpy.typing as npt

from wekipy.learning.evaluation.result import ContinuousFigures, Finding, Region
from wekipy.learning.held_out.answers import HeldOutAnswers
from wekipy.learning.model import TrainingJob
from wekipy.learning.words import listed, percent

F64 = npt.NDArray[np.float64]
REGIONS: Final = 5
MOST_PAIRS: Final = 2_000
LEAST_TESTED: Final = 3
TELLING: Final = 2.0  # times the other regions' usual error
MUCH: Final = 0.1  # of the range: an error worth a word
LEAST_REGIONS: Final = 3  # to call one of them worse than usual
SWEPT: Final = 10  # different targets from which on an output was swept, and not set to a few values


def rmse(errors: F64) -> float | None:
    """Root mean square; None of none, or where it is beyond what a number can hold."""
    if not len(errors):
        return None
    largest = float(np.abs(errors).max())
    if largest == 0.0:
        return 0.0
    root = largest * float(np.sqrt(np.mean(np.square(errors / largest))))
    return root if np.isfinite(root) else None


def value_figures(job: TrainingJob, held: HeldOutAnswers, training_errors: F64) -> ContinuousFigures:
    """Compute the figures of a job with at least one example."""
    low, high = float(job.y.min()), float(job.y.max())
    tested = np.flatnonzero(held.tested)
    training, error = rmse(training_errors), rmse((held.answers - job.y)[tested])
    regions = _regions(job, held) if high > low else ()
    errors = _tested(regions)
    shown = tested[np.linspace(0, len(tested) - 1, min(MOST_PAIRS, len(tested))).round().astype(np.int64)]
    return ContinuousFigures(
        low=low,
        high=high,
        training_rmse=training,
        rmse=error,
        training_share=_share(training, high - low),
        share=_share(error, high - low),
        regions=regions,
        worst=max(errors, key=lambda pair: pair[0])[1] if errors else None,
        pairs=tuple((float(job.y[row]), float(held.answers[row])) for row in shown),
        pair_takes=tuple(job.takes[shown].tolist()),
    )


def _share(error: float | None, span: float) -> float | None:
    return error / span if error is not None and span > 0 else None


def _regions(job: TrainingJob, held: HeldOutAnswers) -> tuple[Region, ...]:
    edges = np.linspace(job.y.min(), job.y.max(), REGIONS + 1)
    number = np.searchsorted(edges[1:-1], job.y, side="right")
    return tuple(_region(job, held, number == n, edges[n : n + 2]) for n in range(REGIONS))


def _region(job: TrainingJob, held: HeldOutAnswers, inside: npt.NDArray[np.bool_], edges: F64) -> Region:
    low, high = float(edges[0]), float(edges[1])
    tested = inside & held.tested
    takes = np.unique(job.takes[inside]) if inside.any() else _around(job, low)
    return Region(
        low=low,
        high=high,
        examples=int(np.count_nonzero(inside)),
        rmse=rmse((held.answers - job.y)[tested]) if np.count_nonzero(tested) >= LEAST_TESTED else None,
        takes=tuple(int(t) for t in takes),
    )


def _around(job: TrainingJob, low: float) -> Sequence[int] | npt.NDArray[np.int64]:
    """The takes of the nearest targets below and above an empty region that starts at `low`."""
    below, above = job.y < low, job.y >= low
    ends = (np.where(below, job.y, -np.inf).argmax(), np.where(above, job.y, np.inf).argmin())
    return np.unique(job.takes[list(ends)])


def regions_in_need(
    job: TrainingJob, held: HeldOutAnswers, figures: ContinuousFigures, doubtful: npt.NDArray[np.bool_]
) -> list[Finding]:
    """Regions of the range that a swept output never passed, and the one that is answered worst.

    Args:
        doubtful: (examples,) whose error has another reason: they are outliers, or at fault.
    """
    span = figures.high - figures.low
    findings = []
    if len(np.unique(job.y)) >= SWEPT:
        findings = [_gap(region) for region in figures.regions if not region.examples]
    trusted = HeldOutAnswers(np.where(doubtful, np.nan, held.answers), held.problems)
    regions = sorted(_tested(_regions(job, trusted) if span > 0 else ()), key=lambda pair: -pair[0])
    if len(regions) < LEAST_REGIONS:
        return findings
    error, worst = regions[0]
    if error > MUCH * span and error > TELLING * float(np.median([other for other, _ in regions[1:]])):
        findings.append(_worst(worst, error / span, len(job.y)))
    return findings


def _tested(regions: Sequence[Region]) -> list[tuple[float, Region]]:
    return [(region.rmse, region) for region in regions if region.rmse is not None]


def _gap(region: Region) -> Finding:
    between = f"between the targets of {listed(region.takes, 'take')}"
    text = f"Nothing was demonstrated from {region.low:.4g} to {region.high:.4g}, {between}"
    return Finding(
        kind="more",
        sentence=f"{text}: record a take that goes there.",
        takes=region.takes,
        region=(region.low, region.high),
    )


def _worst(region: Region, share: float, n: int) -> Finding:
    text = f"From {region.low:.4g} to {region.high:.4g} answers are off by {percent(share)} of the range"
    return Finding(
        kind="more",
        sentence=f"{text}, much more than elsewhere: record more takes that go there.",
        takes=region.takes,
        region=(region.low, region.high),
        severity=region.examples / n,
    )
