"""Fades outputs from their last values to their rest values when the inputs have stopped."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from wekipy.project.schema import ContinuousOutput, GestureOutput, Project

F64 = npt.NDArray[np.float64]


def rest_values(project: Project) -> F64:
    """(project.width(),): the rest values; one that is no longer legal is the output's default."""
    values = []
    for output in project.outputs:
        rest = project.silence.rest.get(output.uid)
        if isinstance(output, GestureOutput) or rest is None or not output.accepts(rest):
            rest = output.default
        values += [rest] * output.width
    return np.array(values)


def fade(project: Project, start: F64, rest: F64, share: float) -> F64:
    """(project.width(),): the values on the way from `start` to `rest`.

    Numbers glide; classes change at the end; gestures have no match from the beginning.

    Args:
        share: 0 at the start of the way, 1 at its end.
    """
    values: F64 = start.copy()
    for slot, output in zip(project.slots(), project.outputs, strict=True):
        mine = slice(slot, slot + output.width)
        if share >= 1.0 or isinstance(output, GestureOutput):
            values[mine] = rest[mine]
        elif isinstance(output, ContinuousOutput):
            gliding = start[mine] + (rest[mine] - start[mine]) * share
            values[mine] = np.rint(gliding) if output.integer else gliding
    return values
