"""Takes that were recorded when the project had another number of inputs.

Rows are never rewritten: a take keeps the inputs that it was recorded with. Those that have been removed
since are not looked at; those that it lacks have the value that the person has given to them (`Input.fill`),
and if there is none, outputs that such an input feeds do not learn from the take.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from wekipy.project.schema import Input, Output, Project, Take

F32 = npt.NDArray[np.float32]


def recorded_with(project: Project, take: Take) -> int:
    """How many inputs a take was recorded with."""
    return take.inputs or len(project.inputs)


def needed(project: Project, chosen: Sequence[int] | range) -> int:
    """How many inputs a take must have been recorded with, so that each of these (rising) has a value."""
    return next((n + 1 for n in reversed(chosen) if project.inputs[n].fill is None), 0)


def fits(project: Project, take: Take, output: Output | None = None) -> bool:
    """Whether a take has a value for each input of an output; None: for each input there is."""
    chosen = range(len(project.inputs)) if output is None else project.fed_by(output)
    return recorded_with(project, take) >= needed(project, chosen)


def fills(project: Project, take: Take, output: Output) -> tuple[float | None, ...]:
    """What stands in a take for those inputs of an output that it was not recorded with; usually nothing."""
    inputs = recorded_with(project, take)
    connected = project.fed_by(output)
    if not connected or connected[-1] < inputs:
        return ()
    return tuple(project.inputs[n].fill for n in connected if n >= inputs)


def chosen_columns(recorded: F32, inputs: Sequence[Input], chosen: Sequence[int] | range) -> F32:
    """Some of the inputs of recorded rows.

    Args:
        recorded: (n, inputs as recorded).
        inputs: of the project.
        chosen: 0-based, rising.

    Returns:
        (n, chosen), where an input that was not recorded has its `fill`, or NaN. What was recorded itself if
        that is all of it.
    """
    known = recorded.shape[1]
    if not len(chosen) or chosen[-1] < known:
        return recorded if len(chosen) == known else recorded[:, list(chosen)]
    there = [n for n in chosen if n < known]
    found = np.full((len(recorded), len(chosen)), np.nan, np.float32)
    found[:, : len(there)] = recorded[:, there]
    for column in range(len(there), len(chosen)):
        fill = inputs[chosen[column]].fill
        if fill is not None:
            found[:, column] = fill
    return found
