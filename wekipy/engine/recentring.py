"""Takes back a shift of the sensors since the examples were recorded, as a scale is set to zero.

A band that sits otherwise, or a sensor that warms up, shifts its inputs, and then all poses are unlike their
examples. Whoever holds a pose that the output knows shows by how much. That is taken away from every vector
that comes in, for models and takes alike, so old and new examples stay comparable; the rows of takes never
change. What is less than the class varies by itself is no shift.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import msgspec
import numpy as np
import numpy.typing as npt

from wekipy.engine.engine import Engine
from wekipy.engine.take_work import Commit
from wekipy.engine.view import View
from wekipy.project import editing
from wekipy.project.counting import many
from wekipy.project.examples import dataset
from wekipy.project.problem import Problem
from wekipy.project.schema import ClassificationOutput

F64 = npt.NDArray[np.float64]
_LEAST: Final = 10  # frames


def recentred(view: View, number: int, label: int) -> Commit[str]:
    """Prepare to take back by how much the last two seconds differ from a class; label 0: nothing any more.

    It goes through all examples of the class, so it is done aside; what it returns is done in the engine's
    thread, and says in a sentence what was done.

    Raises:
        Problem: if the output has no such class, the class has no examples, or no frames have come.
    """
    output = editing.output_at(view.project, number)
    if not isinstance(output, ClassificationOutput):
        raise Problem(f"output {number} has no classes: recentring needs a pose of an output with classes")
    if not 0 <= label <= output.classes:
        raise Problem(f"output {number} has classes 1 to {output.classes}, got {label}")
    if label == 0:
        return _back
    usual = _shown(view, number, label)
    return lambda engine: _take_back(engine, usual, f"class {label}", f"of output {number}")


@dataclass(frozen=True)
class _Usual:
    """The inputs of an output (from 0), where a class usually has them, and by how much it varies."""

    columns: list[int]
    at: F64
    spread: F64


def _take_back(engine: Engine, usual: _Usual, label: str, of: str) -> str:
    frames = engine.entrance.lately(engine.monotonic())
    if len(frames) < _LEAST:
        raise Problem("no inputs have come for two seconds: hold the pose while the sensor sends")
    shifts = np.array([one.shift for one in engine.project.inputs])
    away = np.median(frames, axis=0)[usual.columns] - shifts[usual.columns] - usual.at
    drifted = np.abs(away) > usual.spread
    if not drifted.any():
        return f"nothing has drifted: the inputs are where {label} was shown"
    moved = np.array(usual.columns)[drifted]
    shifts[moved] += away[drifted]
    _edit(engine, f"recentre at {label} {of}", shifts)
    named = ", ".join(f"“{engine.project.inputs[n].name}” by {shifts[n]:.3g}" for n in moved[:3])
    more = f" and {many(len(moved) - 3, 'other')}" if len(moved) > 3 else ""
    return f"recentred at {label}: from now on shifted back are {named}{more}"


def _back(engine: Engine) -> str:
    if not any(one.shift for one in engine.project.inputs):
        return "no input is shifted"
    _edit(engine, "recentre no more", np.zeros(len(engine.project.inputs)))
    return "inputs count as they come again"


def _shown(view: View, number: int, label: int) -> _Usual:
    output = view.project.outputs[number - 1]
    columns = list(view.project.fed_by(output))
    raw = msgspec.structs.replace(output, inputs=tuple(columns))
    shown = dataset(msgspec.structs.replace(view.project, blocks=()), view.data, raw)
    own = shown.y == label
    if not own.any():
        raise Problem(f"class {label} of output {number} has no examples: record it first")
    X, takes = shown.X[own].astype(np.float64), shown.takes[own]
    usual = np.median([np.median(X[takes == take], axis=0) for take in np.unique(takes)], axis=0)
    return _Usual(columns, usual, np.subtract(*np.quantile(X, [0.84, 0.16], axis=0)) / 2)


def _edit(engine: Engine, label: str, shifts: F64) -> None:
    inputs = tuple(
        msgspec.structs.replace(one, shift=float(shift))
        for one, shift in zip(engine.project.inputs, shifts, strict=True)
    )
    engine.edit(label, msgspec.structs.replace(engine.project, inputs=inputs))
