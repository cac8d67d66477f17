"""Tracks the current and the next training; summarises a training in a sentence."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Final

from wekipy.engine.view import Failure, Training
from wekipy.learning.model import Model
from wekipy.project.counting import many
from wekipy.project.examples import fingerprint
from wekipy.project.missing import lacking
from wekipy.project.schema import Project

MOST_NOTES: Final = 3  # characters in the text of one event


class Trainings:
    """One training at a time; requests during it form the next one.

    Attributes:
        present: the current training, or None.
    """

    def __init__(self, number: int = 0) -> None:
        self.present: Training | None = None
        self.number = number  # of the last one
        self._queued: tuple[str, ...] = ()

    def ask(self, uids: Sequence[str], now: float, project: Project) -> int:
        """Request training of outputs; returns the number of the training: one that starts now, or the
        next.
        """
        if self.present is None:
            self._queued = ()
            self.number += 1
            self.present = Training(self.number, now, tuple(dict.fromkeys(uids)), project)
            return self.number
        self._queued = tuple(dict.fromkeys((*self._queued, *uids)))
        return self.number + 1

    def is_under_way(self, number: int) -> bool:
        """Whether this is the current training; results of a cancelled one may still come."""
        return self.present is not None and self.present.number == number

    def progress(self, progress: Mapping[str, float]) -> None:
        """Note the progress of the current one, 0..1 per uid."""
        if self.present is not None:
            self.present = replace(self.present, progress={**self.present.progress, **progress})

    def give_up(self) -> bool:
        """Cancel the current training and the next; returns whether there was one."""
        ended, self.present, self._queued = self.present, None, ()
        return ended is not None

    def end(self) -> tuple[str, ...]:
        """End the current training; returns the uids requested meanwhile."""
        queued, self.present, self._queued = self._queued, None, ()
        return queued


def failures_of(training: Training, texts: Mapping[str, str]) -> dict[str, Failure]:
    """Return why outputs could not be trained, with the fingerprints of their examples and settings."""
    outputs = {output.uid: output for output in training.project.outputs}
    return {
        uid: Failure(text, fingerprint(training.project, outputs[uid]))
        for uid, text in texts.items()
        if uid in outputs
    }


def summary(project: Project, models: Sequence[Model], seconds: float, failures: Sequence[str]) -> str:
    """Summarise a finished training in a sentence: what was trained, what failed and why, and notes."""
    parts, trained = [], len(models)
    if trained:
        parts.append(f"trained {many(trained, 'output')} in {seconds:.2f} s")
    elif not failures:
        parts.append("nothing to train: all models are up to date")
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
