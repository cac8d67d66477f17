"""Compares a new model with the present one, and finds the takes that make it worse. Runs in the workers.

A model is asked only about takes that it did not learn from. So the two are not compared as they are, but as
what makes them: an algorithm with its options, and takes.

- Known takes, from which the present model learned: each is left out once, and both are trained without it,
  the present one from all the other takes it learned from, as they were then (also those that were deleted,
  switched off, trimmed or labelled since), the new one from all others there are. The difference is what the
  new takes, the edits and the new settings do to what was known.
- New takes: the present model has never seen them and is asked as it is; the new one is trained without each.
- Takes that a person named: both are trained without all of them, if they learned from them at all.

The new model has to pass each of these exams (`exams`): what it gains on new takes does not make up for what
it loses on known ones, because new takes that agree with each other may all be wrong. Known and named takes
are believed to be right: nothing else can be a measure. In the end the very model that would play is asked
about the known and named takes as well, although it learned from them, so that none is put in place that came
out worse than its parts.

Where an exam cannot be held, it counts against the new model. If it cannot be asked about a known take, as no
other take shows its class or values, nothing can be known, unless named takes show them. If the present model
cannot be (it does not say what it learned from, or no other take showed its class), it is asked as it is,
which favours it.

What this cannot know: how the models do on an instrument, a room or a person that no take shows; and what a
few takes do not show by chance. A mean over four takes is a small sample: the verdict says how many takes
there were, and how sure that makes it. Of very many examples, some thousands are used.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import Final

from wekipy.learning.comparing.answers import Errors, contradictions, errors_of, learn
from wekipy.learning.comparing.exams import CONTRADICTS, OFF, class_losses, exam, lost_classes, passed
from wekipy.learning.comparing.faults import takes_at_fault
from wekipy.learning.comparing.parts import classes_of, folds_of, only, takes_of, thinned, without
from wekipy.learning.comparing.words import (
    AS_IT_IS,
    cannot_be_asked,
    contradict,
    lost,
    not_worse,
    worse,
    worse_itself,
)
from wekipy.learning.held_out.splitting import takes_alone
from wekipy.learning.model import Comparison, Model, TrainingJob
from wekipy.learning.verdict import Exam, Verdict
from wekipy.project.problem import Problem

MOST_FOLDS: Final = 10
FEWER_FOLDS: Final = 5  # where training takes long:
MANY_NUMBERS: Final = 20_000  # of the inputs of all examples
Takes = frozenset[int]


def judge(job: TrainingJob, model: Model, comparison: Comparison, done: Callable[[], None]) -> Verdict:
    """Decide whether a new model may take the place of the present one.

    Args:
        job: what it was trained from.
        done: called after each training that this needs.
    """
    trial = Trial(job, comparison, done)
    margin = comparison.terms.margin
    try:
        exams, reason = trial.hold(model)
    except Problem as e:
        return Verdict(accepted=False, reason=f"the comparison is impossible: {e}", margin=margin)
    if not reason:
        return Verdict(accepted=True, reason=not_worse(exams, job.kind), margin=margin, exams=exams)
    if exams and comparison.before is None:
        reason += AS_IT_IS
    at_fault = trial.contradicting
    if trial.failed is not None:
        at_fault = takes_at_fault(trial.job, trial.known, trial.fresh, comparison, trial.failed, done)
    return Verdict(accepted=False, reason=reason, margin=margin, exams=exams, at_fault=at_fault)


class Trial:
    """One comparison.

    Attributes:
        job: of the new model, with some thousand examples at most.
        known, fresh, named: the takes of the three exams; a named take is in no other.
        failed: the exam that was not passed; None if there is none.
        contradicting: new takes that contradict what the present model knows.
    """

    def __init__(self, job: TrainingJob, comparison: Comparison, done: Callable[[], None]) -> None:
        self.job, self._comparison, self._done = thinned(job), comparison, done
        self._before = comparison.before
        self._seen = comparison.seen or self.job
        self.named: Takes = takes_of(comparison.named) if comparison.named else frozenset()
        learned = (job.learned or {}).items()
        then = (comparison.present.header.learned or {}).items() if self._before else ()
        same = {take for take, lesson in learned if (take, lesson) in then}
        self.known = (takes_of(self.job) & same) - self.named
        self.fresh = takes_of(self.job) - self.known - self.named
        self.failed: Exam | None = None
        self.contradicting: tuple[int, ...] = ()
        span = float(job.y.max() - job.y.min()) if job.kind == "continuous" and len(job.y) else 0.0
        self._unit = span or 1.0

    def hold(self, model: Model) -> tuple[tuple[Exam, ...], str]:
        """Hold the exams; returns them, and why the new model may not take over ("" if it may)."""
        margin, kind = self._comparison.terms.margin, self.job.kind
        held_out = [take for fold in self._folds() for take in fold]
        unasked = self._unaskable(held_out)
        if unasked and not self._named_show(unasked):
            return (), cannot_be_asked(self.job, unasked)
        before, now = self._known_and_fresh(frozenset(held_out) - unasked)
        named_before, named_now = self._named(model)
        held = [
            exam("known", _of(before, self.known), now),
            exam("new", _of(before, self.fresh), now),
            exam("named", named_before, named_now),
        ]
        exams = tuple(one for one in held if one is not None)
        if not exams:
            return (), cannot_be_asked(self.job, takes_of(self.job))
        for one in exams:
            if not passed(one, margin):
                self.failed = one
                return exams, worse(one, margin, kind)
        trusted = {**_of(before, self.known), **named_before}
        asked = {**_of(now, self.known), **named_now}
        why = self._contradiction(trusted) or self._lost(trusted, asked) or self._itself(model, trusted)
        return exams, why

    def _folds(self) -> list[Takes]:
        most = MOST_FOLDS if self.job.X.size < MANY_NUMBERS else FEWER_FOLDS
        return folds_of(self.job, self.known | self.fresh, most)

    def _unaskable(self, takes: Collection[int]) -> Takes:
        """The takes that no model can be asked about that was trained without them."""
        job, found = self.job, set[int]()
        alone = frozenset(takes_alone(job).tolist()) if job.kind == "continuous" else frozenset()
        for take in takes:
            rest = takes_of(job) - {take}
            if take in alone or not classes_of(job, {take}) <= classes_of(job, rest):
                found.add(take)
        if self._before is None:
            return frozenset(found)
        # The present model does not know the class or the values of a take that is the first of them.
        classes = classes_of(self._before, takes_of(self._before))
        first = {t for t in found & self.fresh if not classes_of(job, {t}) & classes}
        self.fresh -= first
        return frozenset(found - first)

    def _named_show(self, takes: Takes) -> bool:
        """Whether the named takes show the classes of others; of numbers, whether there are any."""
        named = self._comparison.named
        return named is not None and classes_of(self.job, takes) <= classes_of(named, self.named)

    def _known_and_fresh(self, askable: Takes) -> tuple[Errors, Errors]:
        """The errors of both on the takes that are held out one after the other."""
        before, now = Errors(), Errors()
        for fold in self._folds():
            asked = fold & askable & (self.known | self.fresh)
            if not asked:
                continue
            now.update(self._errors(learn(without(self.job, fold)), only(self.job, asked)))
            self._done()
            known = asked & self.known
            before.update(self._errors_before(known, fold) if known else {})
            before.update(self._errors_as_it_is(asked - before.keys()))
        return before, now

    def _named(self, model: Model) -> tuple[Errors, Errors]:
        """The errors of both on the takes that were named."""
        named = self._comparison.named
        if named is None:
            return {}, {}
        rest, seen = without(self.job, self.named), only(self._seen, self.named)
        if len(takes_of(rest)) < len(takes_of(self.job)):
            model = learn(rest)
            self._done()
        seen = named if self._comparison.seen is None else seen
        before = self._errors_before(self.named, self.named, seen) if self._before else {}
        if before.keys() != takes_of(seen):
            before = self._errors(self._comparison.present, seen)
        return before, self._errors(model, named)

    def _errors_before(self, takes: Takes, left_out: Takes, seen: TrainingJob | None = None) -> Errors:
        """The errors of the present model, trained again without some takes; {} for takes it never knew."""
        before = self._before
        if before is None:
            return {}
        rest = without(before, left_out)
        if takes_of(rest) == takes_of(before):  # it is what it would be
            return self._errors_as_it_is(takes, seen)
        known = classes_of(rest, takes_of(rest))
        askable = {take for take in takes if classes_of(before, {take}) <= known}
        try:
            model = learn(rest)
        except Problem:  # too little is left; it is asked as it is
            return {}
        self._done()
        return self._errors(model, only(seen or self._seen, askable)) if askable else {}

    def _errors_as_it_is(self, takes: Collection[int], seen: TrainingJob | None = None) -> Errors:
        if not takes:
            return {}
        return self._errors(self._comparison.present, only(seen or self._seen, takes))

    def _errors(self, model: Model, job: TrainingJob) -> Errors:
        errors = errors_of(model, job, self._comparison.output)
        return {take: error / self._unit for take, error in errors.items()}

    def _contradiction(self, before: Errors) -> str:
        """Which new takes contradict what the present model knows, in a sentence; "" if none does.

        Takes that a person has edited since it learned from them do, and may.
        """
        present = self._comparison.present
        fresh = self.fresh - (present.header.learned or {}).keys()
        off = OFF * self._unit
        shares = contradictions(present, only(self._seen, fresh), self._comparison.output, off)
        class_of = self._class_of(fresh | before.keys())
        found = {}
        for take, share in shares.items():
            same = [before[t] for t in before if class_of.get(t) == class_of.get(take)]
            if share > max([CONTRADICTS, *(error + self._comparison.terms.margin for error in same)]):
                found[take] = share
        self.contradicting = tuple(sorted(found))
        return contradict(found) if found else ""

    def _class_of(self, takes: Collection[int]) -> dict[int, int]:
        """The class or gesture of takes that show one only."""
        found = {}
        for job in filter(None, (self.job, self._comparison.named)):
            for take in takes_of(job) & frozenset(takes):
                shown = classes_of(job, {take})
                if len(shown) == 1:
                    found[take] = next(iter(shown))
        return found

    def _lost(self, before: Errors, now: Errors) -> str:
        """Why a class is lost, in a sentence; "" if none is."""
        class_of = self._class_of(before.keys())
        labels = lost_classes(class_losses(before, now, class_of))
        if not labels:
            return ""
        takes = [take for take, label in class_of.items() if label == labels[0]]
        self.failed = exam("known", _of(before, frozenset(takes)), now)
        return lost(labels[0], _mean(before, takes), _mean(now, takes), self.job.kind)

    def _itself(self, model: Model, before: Errors) -> str:
        """Why the very model that would play is worse than its parts, in a sentence; "" if it is not."""
        asked = only(self.job, takes_of(self.job) & before.keys())
        now = self._errors(model, asked) if takes_of(asked) else {}
        one = exam("known", before, now)
        if one is None or one.worse <= self._comparison.terms.margin:
            return ""
        self.failed = one
        return worse_itself(one, self._comparison.terms.margin, self.job.kind)


def _of(errors: Errors, takes: Takes) -> Errors:
    return {take: error for take, error in errors.items() if take in takes}


def _mean(errors: Errors, takes: Collection[int]) -> float:
    found = [errors[take] for take in takes if take in errors]
    return sum(found) / len(found) if found else 0.0
