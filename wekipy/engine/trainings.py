"""Tracks the current and the next training; summarises a training in a sentence."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from wekipy.engine.outlook import time_left
from wekipy.engine.taking_over import compared
from wekipy.engine.view import Failure, Outlook, Training
from wekipy.learning.model import Model
from wekipy.learning.verdict import Terms
from wekipy.project.counting import many
from wekipy.project.examples import fingerprint
from wekipy.project.missing import lacking
from wekipy.project.schema import Project

MOST_NOTES: Final = 3  # characters in the text of one event


@dataclass(frozen=True)
class Request:
    """A request to train outputs.

    Attributes:
        uids: of the outputs.
        terms: on which new models take over; None if they do anyway.
    """

    uids: tuple[str, ...]
    terms: Terms | None = None

    def with_more(self, uids: Sequence[str]) -> Request:
        """Return the request for more outputs, each once."""
        return replace(self, uids=tuple(dict.fromkeys((*self.uids, *uids))))


class Trainings:
    """One training at a time; requests during it form the next one.

    Attributes:
        present: the current training, or None.
    """

    def __init__(self, number: int = 0) -> None:
        self.present: Training | None = None
        self.number = number  # of the last one
        self._queued: list[Request] = []

    def ask(self, request: Request, now: float, project: Project, models: Mapping[str, Model]) -> int:
        """Request training of outputs; returns the number of the training: one that starts now, or a later
        one.

        Requests on the same terms become one training; others run one after the other.
        """
        if self.present is None:
            self._queued = []
            self._begin(request, now, project, models)
            return self.number
        if self._queued and self._queued[-1].terms == request.terms:
            self._queued[-1] = self._queued[-1].with_more(request.uids)
        else:
            self._queued.append(request.with_more(()))
        return self.number + len(self._queued)

    def _begin(self, request: Request, now: float, project: Project, models: Mapping[str, Model]) -> None:
        self.number += 1
        uids = request.with_more(()).uids
        present = {uid: models[uid] for uid in uids if uid in models}
        self.present = Training(self.number, now, uids, project, terms=request.terms, present=present)

    def go_on(self, now: float, project: Project, models: Mapping[str, Model]) -> bool:
        """Begin the next of the queued trainings; returns whether there is one."""
        if self.present is not None or not self._queued:
            return False
        self._begin(self._queued.pop(0), now, project, models)
        return True

    def is_under_way(self, number: int) -> bool:
        """Whether this is the current training; results of a cancelled one may still come."""
        return self.present is not None and self.present.number == number

    def expect(self, outlook: Outlook) -> None:
        """Note what is known of the current one."""
        if self.present is not None:
            self.present = replace(self.present, outlook=outlook, left=outlook.seconds)

    def progress(self, progress: Mapping[str, float | None], now: float) -> None:
        """Note the progress of the current one, 0..1 per uid, None for outputs that do not tell it."""
        if self.present is None:
            return
        told = {uid: share for uid, share in progress.items() if share is not None}
        present = replace(self.present, progress={**self.present.progress, **told})
        expected = present.outlook
        left = None if expected is None else time_left(expected, present.progress, now - present.started)
        self.present = replace(present, left=left)

    def give_up(self) -> bool:
        """Cancel the current training and the next; returns whether there was one."""
        ended, self.present, self._queued = self.present, None, []
        return ended is not None

    def end(self) -> None:
        """End the current training; `go_on` begins what was requested meanwhile."""
        self.present = None


def failures_of(training: Training, texts: Mapping[str, str]) -> dict[str, Failure]:
    """Return why outputs could not be trained, with the fingerprints of their examples and settings."""
    outputs = {output.uid: output for output in training.project.outputs}
    return {
        uid: Failure(text, fingerprint(training.project, outputs[uid]))
        for uid, text in texts.items()
        if uid in outputs
    }


def summary(
    project: Project,
    models: Sequence[Model],
    seconds: float,
    failures: Sequence[str],
    kept: Sequence[Model] = (),
) -> str:
    """Summarise a finished training in a sentence: what was trained, what failed and why, and notes.

    Args:
        models: those that took over.
        kept: those that did not.
    """
    parts, trained = [], len(models)
    if trained:
        parts.append(f"trained {many(trained, 'output')} in {seconds:.2f} s")
    elif not failures and not kept:
        parts.append("nothing to train: all models are up to date")
    parts += compared(project, models, kept)
    parts += failures[:3]
    if len(failures) > 3:
        parts.append(f"and {len(failures) - 3} more")
    short = lacking(project.training_takes()) if trained else ""
    parts += [f"examples are missing: {short}"] if short else []
    return "; ".join([*parts, *_notes(project, models)])


def _notes(project: Project, models: Sequence[Model]) -> list[str]:
    notes = {model.header.output: model.header.note for model in models if model.header.note}
    numbered = [(n, notes[o.uid]) for n, o in enumerate(project.outputs, 1) if o.uid in notes]
    return [f"output {n}: {note}" for n, note in numbered[:MOST_NOTES]]
