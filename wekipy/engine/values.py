"""Values and targets that do not come from models: initial ones, and those set by hand."""

from __future__ import annotations

from collections.abc import Collection, Sequence

import numpy as np
import numpy.typing as npt

from wekipy.project.counting import many
from wekipy.project.problem import Problem
from wekipy.project.schema import GestureOutput, Project
from wekipy.stages.limits import LARGEST

F64 = npt.NDArray[np.float64]
F32 = npt.NDArray[np.float32]


def initial_values(project: Project) -> F64:
    """(project.width(),): the values before anything is set or predicted."""
    return np.repeat([output.default for output in project.outputs], [o.width for o in project.outputs])


def initial_targets(project: Project) -> F64:
    """(outputs with targets,): the targets before any is set."""
    return np.array([output.default for output in project.value_outputs()])


def set_by_hand(
    project: Project, values: F64, targets: F64, given: Sequence[float], kept: Collection[int]
) -> list[str]:
    """Set targets, and values with them, in place.

    Args:
        given: one target for each output that has targets.
        kept: slots in `values` that do not change, because a model answers there.

    Returns:
        What was illegal, and where, in words; the others are set.

    Raises:
        Problem: if the number of values is wrong; nothing is set.
    """
    outputs = project.value_outputs()
    if len(given) != len(outputs):
        but = " that is no gesture output" if project.gesture_outputs() else ""
        raise Problem(
            f"{many(len(given), 'output value')} arrived, expected {len(outputs)}: one for each output{but}"
        )
    wrong = []
    for n, (slot, output, value) in enumerate(zip(value_slots(project), outputs, given, strict=True)):
        legal = output.legal(value) if abs(value) <= LARGEST else None
        if legal is None:
            wrong.append(f"{value:g} for output {project.outputs.index(output) + 1}")
            continue
        targets[n] = legal
        if slot not in kept:
            values[slot] = legal
    return wrong


def value_slots(project: Project) -> list[int]:
    """Slots in the output message of the outputs that have targets."""
    pairs = zip(project.slots(), project.outputs, strict=True)
    return [slot for slot, output in pairs if not isinstance(output, GestureOutput)]


def legal_targets(project: Project, targets: F64) -> F64:
    """The targets; one that settings have made illegal is the default, as no take may store it."""
    pairs = zip(project.value_outputs(), targets.tolist(), strict=True)
    return np.array([value if output.accepts(value) else output.default for output, value in pairs])


def recorded_targets(project: Project, targets: F64) -> F32:
    """The targets of a recorded row: NaN for outputs whose record switch is off."""
    recorded = targets.astype(np.float32)
    for n, output in enumerate(project.value_outputs()):
        if not output.record:
            recorded[n] = np.nan
    return recorded


def carry_over(before: Project, after: Project, values: F64, targets: F64) -> tuple[F64, F64]:
    """Return values and targets after outputs or gestures were added, removed or moved; the others keep
    theirs.
    """
    places = dict(zip((o.uid for o in before.outputs), before.slots(), strict=True))
    carried = initial_values(after)
    for slot, output in zip(after.slots(), after.outputs, strict=True):
        if output.uid in places and not isinstance(output, GestureOutput):
            carried[slot] = values[places[output.uid]]
    known = dict(zip((o.uid for o in before.value_outputs()), targets.tolist(), strict=True))
    return carried, np.array([known.get(o.uid, o.default) for o in after.value_outputs()])
