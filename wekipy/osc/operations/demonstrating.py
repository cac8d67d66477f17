"""Targets and takes: what a person shows."""

from __future__ import annotations

from typing import Any

from wekipy.engine import gestures
from wekipy.osc.operations.operation import GESTURE, VALUES, Machine, Operation
from wekipy.project.schema import Take


def _stop_recording(m: Machine) -> dict[str, Any] | None:
    return _take(m.engine.stop_recording())


def _take(take: Take | None) -> dict[str, Any] | None:
    return None if take is None else {"number": take.number, "examples": take.examples}


OPERATIONS: tuple[Operation, ...] = (
    Operation(
        "set_targets",
        "Set the targets of the examples recorded next. An illegal value is refused, the others are set.",
        lambda m, values: m.engine.set_targets(values),
        (VALUES,),
    ),
    Operation(
        "set_outputs",
        "As set_targets, by hand: the output message is sent once, too.",
        lambda m, values: m.engine.set_outputs(values),
        (VALUES,),
    ),
    Operation(
        "start_recording", "Begin a take; replies with its number.", lambda m: m.engine.start_recording()
    ),
    Operation(
        "stop_recording",
        "End the take; replies with its number and examples, or null if it is empty.",
        _stop_recording,
    ),
    Operation(
        "start_gesture_recording",
        "Begin a take that is an example of a gesture; replies with its number. It is learned as soon as the"
        " take ends. While it lasts, other outputs record no targets and gestures send no triggers.",
        lambda m, gesture: gestures.show_gesture(m.engine, gesture),
        (GESTURE,),
    ),
    Operation(
        "start_idle_recording",
        "Begin a take of what is no gesture (walking on, turning a page); it makes gestures more dependable.",
        lambda m: gestures.show_idle(m.engine),
    ),
    Operation(
        "mark",
        "Cut the take of a gesture that is being recorded here (a foot switch): when it ends, each part is an"
        " example.",
        lambda m: m.engine.mark(),
    ),
)
