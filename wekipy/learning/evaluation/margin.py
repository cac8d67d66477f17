"""How far the figure of an evaluation may be from what new takes will reach.

Frames of a take are alike, so takes count and not frames: what is known about a share of right answers is
as much as so many independent answers would tell, the effective sample size, from the variance between
takes of a class (Korn and Graubard 1998, "Confidence intervals for proportions with small expected number
of positive counts estimated from survey data", Survey Methodology 24:193). It is at least the number of
takes, as if each were entirely right or wrong, which is all that is known where all are right. The interval
is Jeffreys' (Brown, Cai and DasGupta 2001, "Interval estimation for a binomial proportion", Statistical
Science 16:101).

The models of an evaluation share most of their takes, so their figures vary less than those of models from
other takes would: the variance is multiplied as by Nadeau and Bengio 2003, "Inference for the
generalization error", Machine Learning 52:239. And new takes vary, too: the interval is for as many new
ones as were tested. Of an error, the logarithm of the mean square has an interval by Student's t. A
bootstrap over takes is none of it: of twelve takes that are all right, it would say that nothing can go
wrong.
"""

from __future__ import annotations

from typing import Final

import numpy as np
import numpy.typing as npt
from scipy.special import betaincinv, stdtrit

from wekipy.learning.evaluation.result import Margin
from wekipy.learning.held_out.answers import HeldOutAnswers
from wekipy.learning.held_out.dealing import main_class
from wekipy.learning.held_out.splitting import Split
from wekipy.learning.model import TrainingJob

F64 = npt.NDArray[np.float64]
LIKELY: Final = 0.95  # of the intervals hold what as many new takes reach


def margin(job: TrainingJob, plan: Split, held: HeldOutAnswers) -> Margin | None:
    """The margin of an evaluation; None unless two or more takes were left out."""
    tested = held.tested
    numbers = np.unique(job.takes[tested])
    if plan.method != "takes" or len(numbers) < 2:
        return None
    answers, targets, takes = held.answers[tested], job.y[tested], job.takes[tested]
    counts = np.array([np.count_nonzero(takes == take) for take in numbers], np.float64)
    if job.kind == "continuous":
        squares = np.array([np.mean(np.square((answers - targets)[takes == take])) for take in numbers])
        return error_margin(squares, counts, len(plan.folds))
    right = np.array([np.mean((answers == targets)[takes == take]) for take in numbers])
    classes = np.array([main_class(targets[takes == take]) for take in numbers])
    return share_margin(right, counts, classes, len(plan.folds))


def share_margin(right: F64, counts: F64, classes: F64, folds: int) -> Margin:
    """The margin of a share of right answers.

    Args:
        right: (takes,) the share of each, of two or more.
        counts: (takes,) its examples.
        classes: (takes,) its class.
        folds: how many models were trained.
    """
    takes = len(right)
    share = float(np.clip(right @ counts / counts.sum(), 0.0, 1.0))
    variance, freedom = _variance(right, counts, classes)
    variance *= _more(folds)
    effective = 0.0
    if variance > 0.0:
        student = float(stdtrit(takes - 1, _tail()) / stdtrit(freedom, _tail()))
        effective = share * (1.0 - share) / variance * student**2
    effective = float(np.clip(effective, takes, max(takes, counts.sum())))
    a, b = share * effective + 0.5, (1.0 - share) * effective + 0.5
    low = 0.0 if share == 0.0 else float(betaincinv(a, b, 1.0 - _tail()))
    high = 1.0 if share == 1.0 else float(betaincinv(a, b, _tail()))
    return Margin(min(low, share), max(high, share), takes)


def error_margin(squares: F64, counts: F64, folds: int) -> Margin | None:
    """The margin of an RMSE; None where the errors are beyond what a number can hold.

    Args:
        squares: (takes,) the mean squared error of each, of two or more.
    """
    mean = float(squares @ counts / counts.sum())
    if not np.isfinite(mean):
        return None
    if mean == 0.0:
        return Margin(0.0, 0.0, len(squares))
    variance, freedom = _variance(squares / mean, counts, np.zeros(len(squares)))
    reach = float(stdtrit(freedom, _tail())) * float(np.sqrt(variance * _more(folds)))
    # Of the logarithm: an error is never below 0, and a single bad take makes it many times larger.
    low, high = np.sqrt(mean) * np.exp(np.array([-reach, reach]) / 2)
    return Margin(float(low), float(high), len(squares)) if np.isfinite(high) else None


def _tail() -> float:
    return (1.0 + LIKELY) / 2.0


def _more(folds: int) -> float:
    """By how much the variance is larger: Nadeau and Bengio's factor, and that of as many new takes."""
    return 1.0 + folds / max(1, folds - 1) + 1.0


def _variance(values: F64, counts: F64, classes: F64) -> tuple[float, int]:
    """The variance of the mean over examples, and its degrees of freedom; takes vary within their class."""
    found, freedom = 0.0, 0
    for label in np.unique(classes):
        own = classes == label
        n = int(np.count_nonzero(own))
        if n < 2:
            continue
        mean = float(values[own] @ counts[own] / counts[own].sum())
        found += n / (n - 1) * float(np.sum(np.square(counts[own] * (values[own] - mean))))
        freedom += n - 1
    if not freedom:  # each class was tested with one take: of all together
        return _variance(values, counts, np.zeros(len(values)))
    return found / float(counts.sum()) ** 2, freedom
