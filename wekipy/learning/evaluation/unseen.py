"""How well a model does with people, or in places, that it has not seen.

Takes of one person are alike, so takes left out one by one say how well the people shown are known, and
nothing about others. Where takes are tagged with two people or more, one is left out at a time (cross-
validation by groups, as in `wekipy.learning.held_out.splitting`).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Final

import numpy as np
import numpy.typing as npt

from wekipy.learning.evaluation.result import Unseen, UnseenValue
from wekipy.learning.evaluation.value_figures import rmse
from wekipy.learning.held_out.answers import HeldOutAnswers, hold_out
from wekipy.learning.held_out.splitting import Fold
from wekipy.learning.model import TrainingJob
from wekipy.learning.words import listed, percent

Mask = npt.NDArray[np.bool_]
_NOT_SEEN: Final = {"who": "a person it has not seen", "where": "a place it has not seen"}
_ONE: Final = {"who": "one person", "where": "one place"}


def tags_to_test(job: TrainingJob) -> dict[str, list[str]]:
    """By tag the values to leave out one by one: where the takes of the job have two or more."""
    takes = np.unique(job.takes).tolist()
    found = {
        tag: sorted({said[take] for take in takes if take in said}) for tag, said in (job.tags or {}).items()
    }
    return {tag: values for tag, values in found.items() if len(values) > 1}


def try_unseen(job: TrainingJob, done: Callable[[], None]) -> tuple[Unseen, ...]:
    """Leave out each person, and each place, that takes are tagged with; `done` is called after each."""
    chosen = tags_to_test(job)
    return tuple(_left_out(job, tag, values, (job.tags or {})[tag], done) for tag, values in chosen.items())


def _left_out(
    job: TrainingJob, tag: str, values: Sequence[str], said: Mapping[int, str], done: Callable[[], None]
) -> Unseen:
    own = {value: np.isin(job.takes, [t for t, v in said.items() if v == value]) for value in values}
    tagged = np.logical_or.reduce(list(own.values()))
    strange = {value: _strange(job, tagged, rows) for value, rows in own.items()}
    folds = [
        Fold(np.flatnonzero(tagged & ~rows), np.flatnonzero(rows & ~strange[value]))
        for value, rows in own.items()
    ]
    held = _ask(job, folds, done)
    figures = tuple(
        UnseenValue(
            value=value,
            takes=len(np.unique(job.takes[rows])),
            figure=_figure(job, held, rows),
            untested=tuple(np.unique(job.y[strange[value]]).astype(int).tolist()),
        )
        for value, rows in own.items()
    )
    figure = _figure(job, held, tagged)
    return Unseen(
        tag="who" if tag == "who" else "where",
        figure=figure,
        by_value=figures,
        sentence=_sentence(job, tag, figure, figures),
    )


def _strange(job: TrainingJob, tagged: Mask, rows: Mask) -> Mask:
    """(examples,): whose class is shown by one person only, so that nobody else could teach it."""
    if job.kind == "continuous":
        return np.zeros(len(job.y), bool)
    strange: Mask = rows & ~np.isin(job.y, np.unique(job.y[tagged & ~rows]))
    return strange


def _ask(job: TrainingJob, folds: Sequence[Fold], done: Callable[[], None]) -> HeldOutAnswers:
    asked = [fold for fold in folds if len(fold.test)]
    for _ in range(len(folds) - len(asked)):
        done()
    return hold_out(job, asked, done)


def _figure(job: TrainingJob, held: HeldOutAnswers, rows: Mask) -> float | None:
    tested = rows & held.tested
    if not tested.any():
        return None
    if job.kind == "continuous":
        return rmse((held.answers - job.y)[tested])
    return float(np.mean(held.answers[tested] == job.y[tested]))


def _sentence(job: TrainingJob, tag: str, figure: float | None, figures: Sequence[UnseenValue]) -> str:
    if figure is None:
        text = f"On takes of {_NOT_SEEN[tag]} nothing could be tested"
    else:
        each = ", ".join(f"{one.value} {_words(job, one.figure)}" for one in figures)
        right = " right" if job.kind == "classification" else " off (RMSE)"
        text = f"{_words(job, figure)}{right} on takes of {_NOT_SEEN[tag]} ({each})"
    alone = sorted({label for one in figures for label in one.untested})
    if alone:
        were, them = ("was", "it") if len(alone) == 1 else ("were", "them")
        text += f"; {listed(alone, 'class')} {were} not tested there, because only {_ONE[tag]} shows {them}"
    return f"{text}."


def _words(job: TrainingJob, figure: float | None) -> str:
    if figure is None:
        return "not tested"
    return f"{figure:.3g}" if job.kind == "continuous" else percent(figure)
