"""Finds the takes that make a new model worse.

Each new take is added alone to the known ones: to leave each out of all would find none of two that say the
same wrong thing. The cost is bounded: the newest takes only, and a few trainings for each.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from wekipy.learning.comparing.answers import Errors, errors_of, learn
from wekipy.learning.comparing.exams import HAIR, LOST, class_losses, exam, lost_classes
from wekipy.learning.comparing.parts import classes_of, folds_of, only, takes_of
from wekipy.learning.model import Comparison, TrainingJob
from wekipy.learning.verdict import Exam
from wekipy.project.problem import Problem

MOST_SUSPECTS: Final = 8
MOST_FOLDS: Final = 4
Takes = frozenset[int]


def takes_at_fault(  # noqa: PLR0913  each is a different thing
    job: TrainingJob,
    known: Takes,
    fresh: Takes,
    comparison: Comparison,
    failed: Exam,
    done: Callable[[], None],
) -> tuple[int, ...]:
    """The new takes that alone make the answers worse; none if they are worse without any of them.

    Args:
        failed: the exam that the new model has not passed.
        done: called after each training.
    """
    named = comparison.named
    asked = job if named is None or failed.kind != "named" else named
    held = _Held(job, asked, known, failed, comparison, done)
    try:
        alone = held.errors(frozenset())
    except Problem:  # the known takes are not enough to train from
        return ()
    found = []
    for suspect in sorted(fresh, reverse=True)[:MOST_SUSPECTS]:
        try:
            errors = held.errors(frozenset({suspect}))
        except Problem:  # it makes training impossible
            found.append(suspect)
            continue
        if held.harms(suspect, alone, errors):
            found.append(suspect)
    return tuple(sorted(found))


class _Held:
    """The exam that was not passed, for models of known takes and some others."""

    def __init__(  # noqa: PLR0913  each is a different thing
        self,
        job: TrainingJob,
        asked: TrainingJob,
        known: Takes,
        failed: Exam,
        comparison: Comparison,
        done: Callable[[], None],
    ) -> None:
        self._job, self._asked, self._known, self._takes = job, asked, known, frozenset(failed.takes)
        half = comparison.terms.margin / 2
        self._least = min(half, failed.worse / 2) if failed.worse > 0.0 else half
        self._comparison, self._done = comparison, done
        span = float(job.y.max() - job.y.min()) if job.kind == "continuous" and len(job.y) else 0.0
        self._unit = span or 1.0

    def errors(self, added: Takes) -> Errors:
        """The errors of models trained from the known takes and those added, on the takes of the exam."""
        found, base = Errors(), self._known | added
        folds = [self._takes] if not self._takes & self._known else self._folds()
        for fold in folds:
            model = learn(only(self._job, base - fold))
            self._done()
            asked = only(self._asked, fold - added)
            errors = errors_of(model, asked, self._comparison.output) if takes_of(asked) else {}
            found.update({take: error / self._unit for take, error in errors.items()})
        return found

    def _folds(self) -> list[Takes]:
        return folds_of(self._asked, self._takes, MOST_FOLDS)

    def harms(self, suspect: int, alone: Errors, errors: Errors) -> bool:
        """Whether a take makes the answers worse by half of what is too much, or of what was found."""
        mine = {take: error for take, error in alone.items() if take != suspect}
        one = exam("known", mine, errors)
        if one is not None and one.worse > self._least + HAIR:
            return True
        shown = {take: classes_of(self._asked, {take}) for take in mine}
        class_of = {take: next(iter(labels)) for take, labels in shown.items() if len(labels) == 1}
        return bool(lost_classes(class_losses(mine, errors, class_of), LOST / 2))
