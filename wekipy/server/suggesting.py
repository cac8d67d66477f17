"""Tries blocks of stages on the takes of a project and says which help an output, and by how much."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

import msgspec

from wekipy.engine.training_jobs import training_job
from wekipy.engine.view import View
from wekipy.learning.comparing.gains import LEAST, Gain, gain, promised
from wekipy.learning.comparing.parts import thinned
from wekipy.project.counting import many
from wekipy.project.editing import output_at
from wekipy.project.problem import Problem
from wekipy.project.schema import ContinuousOutput, GestureOutput, Output, Project, kind_of
from wekipy.server.means import Means
from wekipy.server.reshaping import Reshaper
from wekipy.stages.candidates import Candidate, candidates, selection
from wekipy.stages.features import delay_of_block

MATTERS: Final = 0.002  # growth of the error, as a share, below which an input says nothing


class _Found(msgspec.Struct, frozen=True):
    errors: dict[int, float]
    importance: tuple[float, ...] = ()


@dataclass(frozen=True)
class _Tried:
    candidate: Candidate
    errors: dict[int, float]
    gain: Gain


def suggest(view: View, number: int, by: Means) -> dict[str, Any]:
    """Try what may help an output (from 1); returns plain values, see the operation `suggest`.

    Raises:
        Problem: if there is no such output, or it has too few takes to compare anything.
        Cancelled: as `by` says.
    """
    output = output_at(view.project, number)
    present = _held_out(view, number, by, 0.0)
    names = [one.name for one in view.project.inputs]
    inputs = view.project.fed_by(output)
    scale = _scale(output)
    ways = candidates(names, inputs, kind_of(output))
    important = _important(view.project, output, present.importance, scale)
    if important is not None and 0 < len(important) < len(inputs):
        ways.append(selection(names, important))
    tried = []
    for n, way in enumerate(ways, 1):
        found = _try(view, number, way, by, n / (len(ways) + 1))
        if found is not None:
            tried.append(_Tried(way, found, gain(present.errors, found)))
    best = sorted(tried, key=lambda one: -one.gain.mean)
    promise = promised(present.errors, [one.errors for one in tried])
    helping = [one for one in best if one.gain.sure(scale)] if promise >= LEAST * scale else []
    return {
        "output": number,
        "measure": _measure(output),
        "takes": len(present.errors),
        "present": _mean(present.errors),
        "suggestions": [
            _plain(one, names, _mean(one.errors), promise if one is helping[0] else one.gain.mean)
            for one in helping
        ],
        "features": [round(grows, 6) for grows in present.importance],
        "sentence": _sentence(output, helping, promise, len(tried)),
    }


def _try(view: View, number: int, way: Candidate, by: Means, done: float) -> dict[int, float] | None:
    """The errors with a candidate; None if nothing can be learned that way."""
    outputs = tuple(msgspec.structs.replace(one, inputs=None) for one in view.project.outputs)
    project = msgspec.structs.replace(view.project, blocks=(way.block,), outputs=outputs)
    try:
        return _held_out(replace(view, project=project), number, by, done).errors
    except Problem:
        return None


def _held_out(view: View, number: int, by: Means, done: float) -> _Found:
    by.progress(done)
    flat = Reshaper().view(view, replace(by, progress=lambda _: None))
    asked = output_at(flat.project, number)
    job = replace(thinned(training_job(flat, number, asked)), about=asked)
    return msgspec.json.decode(by.ask("hold out", job), type=_Found)


def _important(
    project: Project, output: Output, importance: Sequence[float], scale: float
) -> tuple[int, ...] | None:
    """The inputs that matter; None if that is not known input by input."""
    if project.blocks or not importance:
        return None
    connected = project.connected(output)
    return tuple(n for n, grows in zip(connected, importance, strict=True) if grows > MATTERS * scale)


def _scale(output: Output) -> float:
    """What an error of 1 is, as a share."""
    return output.maximum - output.minimum if isinstance(output, ContinuousOutput) else 1.0


def _measure(output: Output) -> str:
    if isinstance(output, ContinuousOutput):
        return "rmse"
    return "not recognised" if isinstance(output, GestureOutput) else "wrong"


def _mean(errors: dict[int, float]) -> float:
    return sum(errors.values()) / len(errors) if errors else 0.0


def _plain(one: _Tried, names: Sequence[str], error: float, gains: float) -> dict[str, Any]:
    block = one.candidate.block
    return {
        "sentence": one.candidate.sentence,
        "block": {
            "inputs": [n + 1 for n in block.inputs],
            "stages": [{"name": s.name, "options": dict(s.options)} for s in block.stages],
        },
        "features": block.features,
        "delay": delay_of_block(names, block),
        "error": error,
        "gain": gains,
    }


def _sentence(output: Output, helping: Sequence[_Tried], promise: float, tried: int) -> str:
    if not helping:
        return f"{many(tried, 'way')} tried; none of them is better than what there is by more than chance"
    best = helping[0]
    if isinstance(output, ContinuousOutput):
        figure = f"an error smaller by {promise:.3g}"
    else:
        figure = f"{100 * promise:.0f} points more right"
    return f"best of {many(tried, 'way')}: {best.candidate.sentence}; expect {figure} on new takes"
