"""Which training is under way and which comes next; and a training in a sentence."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Final

from wekipy.engine.view import Training
from wekipy.learning.model import Model
from wekipy.project.schema import Project

MOST_NOTES: Final = 3  # in the text of one event


class Trainings:
    """One training at a time; what is asked for meanwhile comes after it.

    Attributes:
        present: the training under way, or None.
    """

    def __init__(self, number: int = 0) -> None:
        self.present: Training | None = None
        self.number = number  # of the last one
        self._queued: tuple[str, ...] = ()

    def ask(self, uids: Sequence[str], now: float) -> int:
        """The number of the training that these outputs are part of: one that begins now, or the next."""
        if self.present is None:
            self._queued = ()
            self.number += 1
            self.present = Training(self.number, now, tuple(dict.fromkeys(uids)))
            return self.number
        self._queued = tuple(dict.fromkeys((*self._queued, *uids)))
        return self.number + 1

    def is_under_way(self, number: int) -> bool:
        """Whether it is this training that is under way: results of one that was cancelled may still come."""
        return self.present is not None and self.present.number == number

    def progress(self, progress: Mapping[str, float]) -> None:
        """How far the present one is, 0..1 per uid."""
        if self.present is not None:
            self.present = replace(self.present, progress={**self.present.progress, **progress})

    def give_up(self) -> bool:
        """Neither go on nor do what was asked for meanwhile; whether there was a training."""
        ended, self.present, self._queued = self.present, None, ()
        return ended is not None

    def end(self) -> tuple[str, ...]:
        """The present one has ended; the uids that were asked for meanwhile."""
        queued, self.present, self._queued = self._queued, None, ()
        return queued


def summary(project: Project, models: Sequence[Model], seconds: float, failures: Sequence[str]) -> str:
    """A training that has ended in a sentence: what was made, what failed and why, what there is to note."""
    parts, trained = [], len(models)
    if trained:
        parts.append(f"trained {trained} output{'s' * (trained > 1)} in {seconds:.2f} s")
    elif not failures:
        parts.append("nothing to train: all models are up to date")
    parts += failures[:3]
    if len(failures) > 3:
        parts.append(f"and {len(failures) - 3} more")
    return "; ".join([*parts, *_notes(project, models)])


def _notes(project: Project, models: Sequence[Model]) -> list[str]:
    notes = {model.header.output: model.header.note for model in models if model.header.note}
    numbered = [(n, notes[o.uid]) for n, o in enumerate(project.outputs, 1) if o.uid in notes]
    return [f"output {n}: {note}" for n, note in numbered[:MOST_NOTES]]
