"""Probabilities and gesture progress of the running models; safe to read from any thread."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
import numpy.typing as npt

from wekipy.project.schema import ClassificationOutput

if TYPE_CHECKING:
    from wekipy.engine.engine import Engine

F64 = npt.NDArray[np.float64]
PER_GESTURE: Final = 3


def distributions(engine: Engine) -> F64:
    """The probability of each class, (classes of all outputs in order,); NaN where no model answers."""
    project, runtime = engine.project, engine.runtime
    running = {} if runtime is None else runtime.classifiers
    parts = []
    for slot, output in zip(project.slots(), project.outputs, strict=True):
        if isinstance(output, ClassificationOutput):
            row = np.full(output.classes, np.nan)
            if slot in running:
                known = running[slot].distribution[: output.classes]
                row[: len(known)] = known
            parts.append(row)
    return np.concatenate(parts) if parts else np.empty(0)


def gesture_progress(engine: Engine) -> F64:
    """The progress of each gesture.

    Returns:
        (gestures, 3): progress 0..1, the threshold that its distance must fall below (0 is never), and how
        often it was recognised since it started to run.
    """
    runtime = engine.runtime
    running = {} if runtime is None else {spotted.output.uid: spotted for spotted in runtime.spotted}
    parts = []
    for output in engine.project.gesture_outputs():
        table = np.zeros((output.width, PER_GESTURE))
        if output.uid in running:
            known = running[output.uid].progress()
            table[: len(known)] = known[: output.width]
        parts.append(table)
    return np.concatenate(parts) if parts else np.empty((0, PER_GESTURE))
