"""What outputs are before, between and beside what models answer: values and targets by hand."""

from __future__ import annotations

from collections.abc import Collection, Sequence

import numpy as np
import numpy.typing as npt

from wekipy.project.problem import Problem
from wekipy.project.schema import GestureOutput, Project
from wekipy.shaping.limits import LARGEST

F64 = npt.NDArray[np.float64]
F32 = npt.NDArray[np.float32]


def initial_values(project: Project) -> F64:
    """(project.width(),): what is sent before anybody has set or predicted anything."""
    return np.repeat([output.default for output in project.outputs], [o.width for o in project.outputs])


def initial_targets(project: Project) -> F64:
    """(outputs with targets,): before anybody has set any."""
    return np.array([output.default for output in project.value_outputs()])


def set_by_hand(
    project: Project, values: F64, targets: F64, given: Sequence[float], answered: Collection[int]
) -> list[str]:
    """Set targets, and the values of outputs that no model answers for, in place.

    Args:
        given: one for each output that has targets.
        answered: places in `values` that models write to.

    Returns:
        What was not legal, and where, in words; the others are set.

    Raises:
        Problem: if the number of values is wrong; nothing is set.
    """
    outputs = project.value_outputs()
    if len(given) != len(outputs):
        but = " that is no gesture output" if project.gesture_outputs() else ""
        raise Problem(
            f"{len(given)} output values arrived, expected {len(outputs)}: one for each output{but}"
        )
    wrong = []
    for n, (slot, output, value) in enumerate(zip(value_slots(project), outputs, given, strict=True)):
        if not (abs(value) <= LARGEST and output.accepts(value)):
            wrong.append(f"{value:g} for output {project.outputs.index(output) + 1}")
            continue
        targets[n] = value
        if slot not in answered:
            values[slot] = value
    return wrong


def value_slots(project: Project) -> list[int]:
    """Places in the output message of the outputs that have targets."""
    pairs = zip(project.slots(), project.outputs, strict=True)
    return [slot for slot, output in pairs if not isinstance(output, GestureOutput)]


def recorded_targets(project: Project, targets: F64) -> F32:
    """What a row of a take holds: NaN for outputs that are switched off for recording."""
    recorded = targets.astype(np.float32)
    for n, output in enumerate(project.value_outputs()):
        if not output.record:
            recorded[n] = np.nan
    return recorded


def carry_over(before: Project, after: Project, values: F64, targets: F64) -> tuple[F64, F64]:
    """Values and targets after outputs or gestures have come, gone or moved: those of the others stay."""
    places = dict(zip((o.uid for o in before.outputs), before.slots(), strict=True))
    carried = initial_values(after)
    for slot, output in zip(after.slots(), after.outputs, strict=True):
        if output.uid in places and not isinstance(output, GestureOutput):
            carried[slot] = values[places[output.uid]]
    known = dict(zip((o.uid for o in before.value_outputs()), targets.tolist(), strict=True))
    return carried, np.array([known.get(o.uid, o.default) for o in after.value_outputs()])
