"""Targets and takes: what a person shows."""

from __future__ import annotations

from typing import Any

from wekipy.engine import gestures
from wekipy.engine.randomising import randomise, set_one
from wekipy.osc.arguments import Argument
from wekipy.osc.operations.operation import GESTURE, OUTPUT, OUTPUTS, VALUES, Machine, Operation
from wekipy.project.schema import Take


def _stop_recording(m: Machine) -> dict[str, Any] | None:
    return _take(m.engine.stop_recording())


def _take(take: Take | None) -> dict[str, Any] | None:
    return None if take is None else {"number": take.number, "examples": take.examples}


_VALUE = Argument("value", "float", "its target")

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
        "set_target",
        "As set_targets, of one output.",
        lambda m, output, value: set_one(m.engine, output, value, send=False),
        (OUTPUT, _VALUE),
    ),
    Operation(
        "set_output",
        "As set_outputs, of one output.",
        lambda m, output, value: set_one(m.engine, output, value, send=True),
        (OUTPUT, _VALUE),
    ),
    Operation(
        "randomise",
        "Give outputs (none named: all) random targets within their ranges, the others stay, and send the"
        " output message once; replies with the targets.",
        lambda m, amount, seed, outputs: randomise(m.engine, amount, outputs, seed),
        (
            Argument(
                "amount",
                "float",
                "share of the range to move at most: 0.1 is a little, 1 anywhere",
                default=1.0,
            ),
            Argument("seed", "int", "the same gives the same targets; -1 is chance", default=-1),
            OUTPUTS,
        ),
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
