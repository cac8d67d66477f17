"""The gestures of gesture outputs."""

from __future__ import annotations

from wekipy.engine import gesture_edits
from wekipy.engine.gesture_curves import gesture_curves
from wekipy.faces.arguments import Argument
from wekipy.faces.operations.operation import GESTURE, GESTURES, OUTPUT, Operation

OPERATIONS: tuple[Operation, ...] = (
    Operation(
        "enable_gestures",
        "These gestures are recognised.",
        lambda m, numbers: gesture_edits.switch_gestures(m.engine, numbers, on=True),
        (GESTURES,),
    ),
    Operation(
        "disable_gestures",
        "These gestures are not recognised; their distance is infinite.",
        lambda m, numbers: gesture_edits.switch_gestures(m.engine, numbers, on=False),
        (GESTURES,),
    ),
    Operation(
        "gesture_sensitivity",
        "How readily gestures are recognised (none named: all together).",
        lambda m, value, numbers: gesture_edits.set_sensitivity(m.engine, value, numbers),
        (Argument("value", "float", "0 halves the threshold, 0.5 is as learned, 1 doubles it"), GESTURES),
    ),
    Operation(
        "rename_gestures",
        "Name all gestures.",
        lambda m, names: gesture_edits.name_gestures(m.engine, "name", names),
        (Argument("names", "string", "one per gesture", many=True),),
    ),
    Operation(
        "set_gesture_addresses",
        "Choose the addresses that are sent when gestures are recognised.",
        lambda m, addresses: gesture_edits.name_gestures(m.engine, "address", addresses),
        (Argument("addresses", "string", "unique, one per gesture", many=True),),
    ),
    Operation(
        "delete_gesture_examples",
        "Delete all takes of a gesture; replies with how many there were.",
        lambda m, gesture: gesture_edits.delete_gesture_examples(m.engine, gesture),
        (GESTURE,),
    ),
    Operation(
        "gesture_curves",
        "The learned examples of a gesture output as curves: inputs (numbers of those shown), period (seconds"
        " between frames), gestures: each with number, name, enabled, sensitivity, correction, learned"
        " (threshold), threshold (that its distance in the output message must fall below now; 0 is never)"
        " and examples (seconds, points).",
        lambda m, output, most: gesture_curves(m.engine.view, output, most),
        (OUTPUT, Argument("most", "int", "points of a curve, 2 to 1000", default=60)),
        aside=True,
    ),
)
