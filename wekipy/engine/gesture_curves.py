"""The templates of gestures, as curves to draw."""

from __future__ import annotations

from typing import Any, Final

import numpy as np

from wekipy.engine.view import View
from wekipy.learning.gestures import GestureModel, GestureOptions, read_gestures
from wekipy.learning.gestures.switches import Switches
from wekipy.project.editing import output_at
from wekipy.project.problem import Problem
from wekipy.project.schema import GestureOutput

MOST_NUMBERS: Final = 200_000  # points of all curves together
MOST_POINTS: Final = 1_000
_SETTINGS: Final = ("name", "enabled", "sensitivity", "correction")


def gesture_curves(view: View, number: int, most: int) -> dict[str, Any]:
    """Return the learned examples of a gesture output (from 1) as plain values.

    Args:
        most: points of one curve.

    Returns:
        inputs: numbers of the features in the curves, only the first ones if there are too many; period:
            seconds between two recorded frames; gestures: for each its number in the project, name, enabled,
            sensitivity, correction, learned (threshold), threshold (the present one; 0 for none) and
            examples, each with seconds and points [[a number per input]].
    """
    output = output_at(view.project, number)
    if not isinstance(output, GestureOutput):
        raise Problem(f"output {number} has no gestures")
    if not 2 <= most <= MOST_POINTS:
        raise Problem(f"most is {most}, expected 2 to {MOST_POINTS} points for each curve")
    gestures = view.project.gesture_outputs()
    before = sum(other.width for other in gestures[: gestures.index(output)])
    model = view.models.get(output.uid)
    learned = read_gestures(model) if model is not None else None
    thresholds = _thresholds(output, learned)
    if learned is not None:
        most = max(2, min(most, MOST_NUMBERS // max(1, len(learned.lengths))))
    shown = 0 if learned is None else _inputs(learned, most)
    return {
        "inputs": [] if model is None else [n + 1 for n in model.header.inputs[:shown]],
        "period": None if learned is None else learned.normalisation.period,
        "gestures": [
            {
                "number": before + n,
                **{name: getattr(gesture, name) for name in _SETTINGS},
                "learned": thresholds.learned[n - 1].item(),
                "threshold": thresholds.effective()[n - 1].item(),
                "examples": [] if learned is None else _examples(learned, n, most, shown),
            }
            for n, gesture in enumerate(output.gestures, 1)
        ],
    }


def _thresholds(output: GestureOutput, learned: GestureModel | None) -> Switches:
    """Return the thresholds in use while the output runs with this model."""
    known = np.zeros(len(output.gestures))
    if learned is not None:
        both = min(len(known), len(learned.thresholds))
        known[:both] = learned.thresholds[:both]
    each = tuple(gesture.sensitivity for gesture in output.gestures)
    switches = Switches(known, GestureOptions(sensitivity=output.sensitivity, sensitivities=each))
    for n, gesture in enumerate(output.gestures, 1):
        switches.set_enabled(n, gesture.enabled)
        if known[n - 1] > 0:
            switches.set_threshold(n, known[n - 1] * gesture.correction)
    return switches


def _inputs(learned: GestureModel, most: int) -> int:
    """Return how many of the inputs fit."""
    points = np.minimum(learned.lengths, most).sum()
    return min(learned.inputs, max(1, MOST_NUMBERS // max(1, int(points))))


def _examples(learned: GestureModel, gesture: int, most: int, inputs: int) -> list[dict[str, Any]]:
    found = []
    for row in np.flatnonzero(learned.gestures == gesture):
        length = int(learned.lengths[row])
        places = np.linspace(0, length - 1, min(most, length)).round().astype(np.int64)
        points = learned.frames[row, places, :inputs]
        seconds = float((length - 1) * learned.strides[row] * learned.normalisation.period)
        found.append({"seconds": seconds, "points": points.tolist()})
    return found
