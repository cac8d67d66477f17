"""Trains gesture outputs automatically when their examples have changed, as in Wekinator."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from wekipy.learning.model import Model
from wekipy.project.examples import count_examples, fingerprint, shown_examples
from wekipy.project.schema import GestureOutput, Project


class Relearning:
    """Remembers which trainings were requested, so that one that fails is not repeated."""

    def __init__(self) -> None:
        self._tried: dict[str, str] = {}

    def forget(self) -> None:
        """Forget the requests, so that they are made again."""
        self._tried = {}

    def due(self, project: Project, models: Mapping[str, Model]) -> list[int]:
        """The numbers (from 1) of gesture outputs to train now."""
        found = []
        for number, output in enumerate(project.outputs, 1):
            if not isinstance(output, GestureOutput) or not output.train:
                continue
            if not count_examples(project, output):
                self._tried.pop(output.uid, None)
                continue
            model, now = models.get(output.uid), fingerprint(project, output)
            known = model is not None and model.header.fingerprint == now
            if not known and self._tried.get(output.uid) != now:
                self._tried[output.uid] = now
                found.append(number)
        return found


def emptied(before: Project, now: Project) -> set[str]:
    """Uids of the gesture outputs that have lost their last example."""
    return {
        output.uid
        for output in before.gesture_outputs()
        if shown_examples(before, output) and not shown_examples(now, output)
    }


def still_wanted(project: Project, models: Sequence[Model]) -> list[Model]:
    """Drop the models of gesture outputs whose examples were all deleted during the training."""
    empty = {o.uid for o in project.gesture_outputs() if not shown_examples(project, o)}
    return [model for model in models if model.header.output not in empty]
