"""The verdict of a comparison in a sentence."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Final

from wekipy.learning.comparing.parts import classes_of
from wekipy.learning.model import TrainingJob
from wekipy.learning.verdict import Exam, ExamKind
from wekipy.learning.words import MOST_NAMED, listed, percent
from wekipy.project.counting import many
from wekipy.project.schema import Kind

_TAKES: dict[ExamKind, str] = {
    "known": "on {takes} that the present model knows",
    "new": "on {takes} new to the present model",
    "named": "on {takes} that you named",
}
_WRONG: dict[Kind, str] = {
    "continuous": "off by {now} of the range instead of {before}",
    "classification": "{now} wrong instead of {before}",
    "gesture": "{now} missed, confused or false instead of {before}",
}


def _figures(before: float, now: float, kind: Kind) -> str:
    return _WRONG[kind].format(now=percent(now), before=percent(before))


def _where(held: Exam) -> str:
    return _TAKES[held.kind].format(takes=many(len(held.takes), "take"))


def not_worse(exams: Sequence[Exam], kind: Kind) -> str:
    """Why a new model takes over."""
    return "not worse: " + "; ".join(f"{_figures(e.before, e.now, kind)} {_where(e)}" for e in exams)


def worse(held: Exam, margin: float, kind: Kind) -> str:
    """Why a new model does not take over."""
    sure = f"± {percent(held.unsure)}" if len(held.takes) > 1 else "by one take only"
    figures = _figures(held.before, held.now, kind)
    return f"it may be worse: {figures} {_where(held)} ({sure}; margin {percent(margin)})"


def worse_itself(held: Exam, margin: float, kind: Kind) -> str:
    """Why a model does not take over that is worse than those it was examined by."""
    figures = _figures(held.before, held.now, kind)
    return f"it is worse even on takes it learned from: {figures} {_where(held)} (margin {percent(margin)})"


def contradict(shares: Mapping[int, float]) -> str:
    """Why a model does not take over that learned from takes which contradict others."""
    takes = sorted(shares)
    most = percent(max(shares.values()))
    verb = "contradicts" if len(takes) == 1 else "contradict"
    return (
        f"{listed(takes, 'take')} {verb} what the present model knows: {most} of the examples say otherwise"
    )


def lost(label: int, before: float, now: float, kind: Kind) -> str:
    """Why a model does not take over that does not know a class any more."""
    what = "gesture" if kind == "gesture" else "class"
    return f"it may lose {what} {label}: {_figures(before, now, kind)} on its takes"


def cannot_be_asked(job: TrainingJob, takes: Collection[int]) -> str:
    """Why nothing can be known of a new model."""
    classes = sorted(classes_of(job, takes))
    if classes:
        one, several = ("gesture", "gestures") if job.kind == "gesture" else ("class", "classes")
        named = f"{one} {classes[0]}" if len(classes) == 1 else f"{several} {_list(classes)}"
        which = f"only one take shows {named}" if len(classes) == 1 else f"only one take each shows {named}"
    elif job.kind == "continuous" and takes:
        which = f"no other take shows the values of {listed(sorted(takes), 'take')}"
    else:
        which = "there are too few takes"
    return f"it cannot be compared: {which}; record another, or name takes to compare on"


def _list(classes: Sequence[int]) -> str:
    shown = [str(label) for label in classes[:MOST_NAMED]]
    return ", ".join([*shown, "…"] if len(classes) > MOST_NAMED else shown)


AS_IT_IS: Final = "; the present model does not say what it learned from, so it was asked as it is"
