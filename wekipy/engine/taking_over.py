"""Decides which models of a finished training take over, and says why others do not."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

import msgspec

from wekipy.engine.shelf import is_rejected
from wekipy.engine.view import Training, View
from wekipy.learning.model import Model
from wekipy.learning.verdict import Verdict
from wekipy.learning.words import listed
from wekipy.project.examples import fingerprint
from wekipy.project.lessons import still_so
from wekipy.project.schema import Output, Project, kind_of
from wekipy.project.setting import without_live

MOST_TOLD: Final = 3  # outputs in the text of one event


@dataclass(frozen=True)
class Divided:
    """The models of a training: those that take over, and those that are kept on the shelf only."""

    taken: tuple[Model, ...]
    kept: tuple[Model, ...]

    @property
    def at_fault(self) -> tuple[int, ...]:
        """The takes that make models worse, rising."""
        verdicts = (model.header.verdict for model in self.kept)
        return tuple(sorted({take for verdict in verdicts if verdict for take in verdict.at_fault}))


def divide(
    project: Project, training: Training, models: Sequence[Model], answering: Mapping[str, Model]
) -> Divided:
    """Divide the models of a training that has ended.

    A model that was to take over only if it is not worse does so if that was found, of the model that still
    answers, and if all that it learned from is still as it was. Takes may have come meanwhile.
    """
    if training.terms is None:
        return Divided(tuple(models), ())
    outputs = {output.uid: output for output in project.outputs}
    then = {output.uid: output for output in training.project.outputs}
    taken, kept = [], []
    for model in models:
        uid = model.header.output
        if uid not in outputs:
            continue  # it was removed meanwhile
        why = _why_not(project, outputs[uid], then.get(uid), model)
        if not why and len(project.inputs) != len(training.project.inputs):
            why = "inputs have come or gone since it was compared"
        present = answering.get(uid)
        if not why and present is not training.present.get(uid):
            why = "another model answers by now than the one it was compared with"
        if not why:
            taken.append(model)
        else:
            kept.append(_rejected(model, why, training.terms.margin))
    return Divided(tuple(taken), tuple(kept))


def _why_not(project: Project, output: Output, then: Output | None, model: Model) -> str:
    """Why a model may not take over, a sentence; "" if it may."""
    verdict = model.header.verdict
    if verdict is not None and not verdict.accepted:
        return verdict.reason
    changed = then is None or kind_of(then) != kind_of(output) or without_live(then) != without_live(output)
    if changed or not still_so(project, output, model.header.learned or {}):
        return "settings, or examples that it learned from, have changed since it was compared"
    return ""


def _rejected(model: Model, why: str, margin: float) -> Model:
    verdict = model.header.verdict
    if verdict is not None and not verdict.accepted:
        return model
    before = verdict or Verdict(accepted=False, reason=why, margin=margin)
    verdict = msgspec.structs.replace(before, accepted=False, reason=why)
    # The file that the worker wrote has the other verdict.
    return replace(model, header=msgspec.structs.replace(model.header, verdict=verdict), made=None)


def compared(project: Project, taken: Sequence[Model], kept: Sequence[Model]) -> list[str]:
    """What comparisons have found, a sentence for each output, those first whose models stay."""
    numbers = {output.uid: number for number, output in enumerate(project.outputs, 1)}
    told = []
    for model in (*kept, *taken):
        verdict, uid = model.header.verdict, model.header.output
        if verdict is None or uid not in numbers:
            continue
        told.append(f"output {numbers[uid]}: {rejection(verdict) or verdict.reason}")
    more = [f"and {len(told) - MOST_TOLD} more compared"] if len(told) > MOST_TOLD else []
    return told[:MOST_TOLD] + more


def rejection(verdict: Verdict | None) -> str:
    """Why a model was not put in place, and which takes are at fault; "" if it was."""
    if verdict is None or verdict.accepted:
        return ""
    faults = f"; at fault: {listed(verdict.at_fault, 'take')}" if verdict.at_fault else ""
    return f"the present model goes on, the new one is on the shelf: {verdict.reason}{faults}"


def kept_beside(view: View) -> dict[str, str]:
    """By number of the output, why its newest model was not put in place.

    Not if the model that answers is up to date: what was wrong has been taken back since.
    """
    found = {}
    for number, output in enumerate(view.project.outputs, 1):
        shelf = view.shelves.get(output.uid)
        if not shelf or shelf.at == len(shelf.models) - 1 or not is_rejected(shelf.models[-1]):
            continue
        if shelf.model.header.fingerprint != fingerprint(view.project, output):
            found[str(number)] = rejection(shelf.models[-1].header.verdict)
    return found
