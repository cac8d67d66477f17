"""Finds takes of a classification whose label conflicts with other takes, or that are unlike their class.

It compares takes, not frames: frames of one take agree with each other even when their label is wrong.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt
from scipy.special import bdtrc

from wekipy.learning.evaluation.result import Finding, FindingKind
from wekipy.learning.evaluation.space import TELLING, to_groups
from wekipy.learning.evaluation.value_takes import meeting_distance
from wekipy.learning.held_out.answers import HeldOutAnswers
from wekipy.learning.model import TrainingJob
from wekipy.learning.words import listed

F64 = npt.NDArray[np.float64]
I64 = npt.NDArray[np.int64]
BLAMED: Final = 0.5  # share of a take's held-out examples that must be wrong before it is suspected
FEW: Final = 1 / 3  # of all groups may be suspect, or the fault is not in single takes
SLIP: Final = 0.1  # examples of a class in a take: fewer are a slip, which `places` finds


@dataclass(frozen=True)
class Groups:
    """The examples of one class in one take are a group.

    Attributes:
        takes, labels, counts: (groups,).
        apart: (groups, groups) median distance from the examples of one to the nearest of another;
            infinite within one take.
        wrong: (groups,) share of held-out examples that were wrong; NaN where none was tested.
        answers: (groups,) the most frequent held-out answer; NaN where none was tested.
        meeting: as near as takes at the same place are; 0 of a single take.
    """

    takes: I64
    labels: I64
    counts: I64
    apart: F64
    wrong: F64
    answers: F64
    meeting: float


def group(job: TrainingJob, held: HeldOutAnswers, apart: F64) -> Groups:
    """The groups of a job."""
    labels = job.y.astype(np.int64)
    pairs, codes = np.unique(np.stack([job.takes, labels]), axis=1, return_inverse=True)
    codes = codes.reshape(-1)
    nearest = to_groups(apart, codes)
    members = [np.flatnonzero(codes == code) for code in range(pairs.shape[1])]
    foreign = np.where(pairs[0][None, :] == job.takes[:, None], np.inf, nearest)
    several = bool(np.isfinite(foreign).any())
    between = np.stack([np.median(nearest[rows], axis=0) for rows in members])
    between[pairs[0][:, None] == pairs[0][None, :]] = np.inf
    tested = [rows[held.tested[rows]] for rows in members]
    return Groups(
        takes=pairs[0],
        labels=pairs[1],
        counts=np.array([len(rows) for rows in members]),
        apart=between,
        wrong=np.array([np.mean(held.answers[t] != job.y[t]) if len(t) else np.nan for t in tested]),
        answers=np.array([_mode(held.answers[t]) for t in tested]),
        meeting=meeting_distance(job, apart, foreign) if several else 0.0,
    )


def _mode(values: F64) -> float:
    if not len(values):
        return float("nan")
    labels, counts = np.unique(values, return_counts=True)
    return float(labels[counts.argmax()])


def takes_at_fault(groups: Groups) -> list[Finding]:
    """Takes with the wrong label, then takes that are unlike the others of their class."""
    n = int(groups.counts.sum())
    accusers = {g: _accusers(groups, g) for g in range(len(groups.takes))}
    wrong = [g for g, others in accusers.items() if len(others)]
    findings = [_wrong_label(groups, g, accusers[g], n) for g in wrong]
    good = np.ones(len(groups.takes), bool)
    good[wrong] = False
    # Those whose place a wrong label disputes are missed because of it.
    disputed = {int(other) for g in wrong for other in accusers[g]}
    left = [g for g in np.flatnonzero(good).tolist() if g not in disputed]
    return findings + [stray for g in left if (stray := _stray(groups, g, good, n)) is not None]


def _blamed(groups: Groups, g: int) -> bool:
    """Whether a group is wrong in most of its held-out examples, and much more so than others usually."""
    others = np.delete(groups.wrong, g)
    others = others[~np.isnan(others)]
    own_take = groups.counts[groups.takes == groups.takes[g]].sum()
    if np.isnan(groups.wrong[g]) or groups.wrong[g] < BLAMED or not len(others):
        return False
    if groups.counts[g] < SLIP * own_take:
        return False
    return bool(np.median(others) <= groups.wrong[g] / 2)


def _by_chance(groups: Groups, g: int) -> bool:
    """Whether one of so many groups could be that wrong by chance if all examples are wrong equally often.

    A binomial test at 1 % for all groups together (Bonferroni), with Laplace's estimate of how often.
    """
    tested = ~np.isnan(groups.wrong)
    tested[g] = False
    n = int(groups.counts[tested].sum())
    often = (float(groups.wrong[tested] @ groups.counts[tested]) + 1) / (n + 2)
    wrong = round(float(groups.wrong[g]) * float(groups.counts[g]))
    return bool(bdtrc(wrong - 1, int(groups.counts[g]), often) > 0.01 / (np.count_nonzero(tested) + 1))


def _accusers(groups: Groups, g: int) -> I64:
    """Groups of another class that are where this one is, while its own class is elsewhere; or none."""
    nobody = np.zeros(0, np.int64)
    if not _blamed(groups, g) or not np.isfinite(groups.apart[g]).any():
        return nobody
    same = groups.labels == groups.labels[g]
    same[g] = False
    other = groups.labels == groups.answers[g]
    near = groups.apart[g] <= TELLING * _usual(groups, np.ones(len(same), bool))
    own = groups.apart[g][same]
    if groups.answers[g] == groups.labels[g] or not (near & other).any() or not np.isfinite(own).any():
        return nobody
    elsewhere = own.min() > TELLING * groups.apart[g][other].min()
    # Where its own class is as well, the places of the classes overlap, and no label can be blamed.
    return np.flatnonzero(near & other) if elsewhere and not (near & same).any() else nobody


def _usual(groups: Groups, among: npt.NDArray[np.bool_]) -> float:
    """How far groups of one class usually are from the nearest other one of it; 0 if that is not known."""
    found = []
    for g in np.flatnonzero(among):
        same = among & (groups.labels == groups.labels[g])
        found.append(groups.apart[g][same].min())
    known = np.array([distance for distance in found if np.isfinite(distance)])
    return float(np.median(known)) if len(known) else 0.0


def _wrong_label(groups: Groups, g: int, accusers: I64, n: int) -> Finding:
    take, label, other = int(groups.takes[g]), int(groups.labels[g]), int(groups.labels[accusers[0]])
    others = [int(t) for t in groups.takes[accusers]]
    text = f"Take {take} is labelled class {label} but looks like {listed(others, 'take')}, class {other}"
    return Finding(
        kind="take",
        sentence=f"{text}: relabel or delete it.",
        takes=(take,),
        classes=(label, other),
        severity=float(groups.counts[g]) / n,
    )


def _agree(groups: Groups, same: npt.NDArray[np.bool_]) -> bool:
    """Whether each of these groups has another one at its place: they know where their class is."""
    return bool((groups.apart[np.ix_(same, same)].min(axis=1) <= groups.meeting).all())


def _stray(groups: Groups, g: int, good: npt.NDArray[np.bool_], n: int) -> Finding | None:
    """What to say of a group that other takes of its class do not prepare for; None if they do.

    Of two that differ nobody can say which is the stray one, so it takes three.
    """
    same = good & (groups.labels == groups.labels[g])
    same[g] = False
    if same.sum() < 2 or not _blamed(groups, g) or _by_chance(groups, g):
        return None
    # Where its class is missed in other takes as well, or much is missed anyway, it is no fault of one take.
    in_class, anywhere = groups.wrong[same], groups.wrong[~np.isnan(groups.wrong)]
    if np.nanmedian(in_class) > groups.wrong[g] / 2 or np.mean(anywhere >= BLAMED) > FEW:
        return None
    take, label, answer = int(groups.takes[g]), int(groups.labels[g]), int(groups.answers[g])
    others = groups.labels != groups.labels[g]
    kind: FindingKind = "take"
    what = "delete it if it went wrong, or record more like it"
    if groups.apart[g][same].min() > TELLING * _usual(groups, same) and _agree(groups, same):
        text = f"Take {take} is unlike the other takes of class {label}"
    elif (groups.apart[g][others] <= groups.meeting).any():
        text = f"Take {take} shows class {label} in a way that other takes make look like class {answer}"
    else:  # nobody is near enough to speak against it
        text, kind, what = (
            f"Take {take} shows class {label} as no other take does",
            "more",
            "record more like it",
        )
    return Finding(
        kind=kind,
        sentence=f"{text}: {what}.",
        takes=(take,),
        classes=(label,) if answer == label else (label, answer),
        severity=float(groups.counts[g]) / n,
    )
