"""Targets and recording."""

from __future__ import annotations

from typing import Any

import numpy as np

from wekipy.engine import gesture_edits, take_work
from wekipy.engine.randomising import randomise, set_one
from wekipy.engine.take_work import settle
from wekipy.engine.target_steps import choose_gesture, step_class
from wekipy.faces.arguments import Argument
from wekipy.faces.operations.operation import GESTURE, OUTPUT, OUTPUTS, VALUES, AsksEngine, Operation, edit
from wekipy.project import scenes
from wekipy.project.counting import many
from wekipy.project.given_examples import F64
from wekipy.project.problem import Problem
from wekipy.project.schema import Take
from wekipy.project.take_parts import NOMINAL


def _stop_recording(m: AsksEngine) -> dict[str, Any] | None:
    return _take(m.engine.recording.stop())


def _take(take: Take | None) -> dict[str, Any] | None:
    return None if take is None else {"number": take.number, "examples": take.examples}


_VALUE = Argument("value", "float", "its target")
_WHICH = Argument(
    "output", "int", "its number; 0 is the first that has classes or gestures and records", default=0
)

_STEP = Argument("step", "float", "seconds from one row to the next", default=NOMINAL)


def _add_examples(m: AsksEngine, rows: F64, targets: F64, step: float, name: str) -> int:
    return settle(
        m.engine, m.ask_engine, lambda view: take_work.add_examples(view, rows, targets, step, name)
    )


def _add_gesture(m: AsksEngine, gesture: int, rows: F64, step: float) -> int:
    return settle(m.engine, m.ask_engine, lambda view: take_work.add_gesture(view, gesture, rows, step))


def _add_example(m: AsksEngine, numbers: list[float]) -> int:
    project = m.engine.project
    inputs, targets = len(project.inputs), len(project.value_outputs())
    if not numbers or len(numbers) % (inputs + targets):
        raise Problem(
            f"{many(len(numbers), 'number')} arrived, expected {inputs + targets} for each example:"
            f" {many(inputs, 'input')} and {many(targets, 'target')}"
        )
    table = np.array(numbers, np.float64).reshape(-1, inputs + targets)
    add = take_work.add_examples(m.engine.view, table[:, :inputs], table[:, inputs:], NOMINAL)
    return add(m.engine)


def _store_scene(m: AsksEngine, name: str, scene: int) -> int:
    engine = m.engine
    label = f"replace scene {scene}" if scene else f"store {name or 'a scene'}"
    edit(m, label, scenes.store_scene, [float(target) for target in engine.targets], name, scene)
    return scene or len(engine.project.scenes)


def _recall_scene(m: AsksEngine, scene: int) -> list[float]:
    targets = scenes.targets_of(m.engine.project, scene, m.engine.targets.tolist())
    m.engine.set_outputs(targets)
    return targets


_SCENE = Argument("scene", "int", "number of the scene, from 1")

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
        "store_scene",
        "Store the present targets of all outputs as a scene, to be set again; replies with its number.",
        _store_scene,
        (
            Argument("name", "string", "of the scene; none is chosen for it", default=""),
            Argument("scene", "int", "number of the scene that they replace; 0 adds one", default=0),
        ),
    ),
    Operation(
        "recall_scene",
        "Set the targets of a scene, and send the output message once; replies with the targets. Outputs that"
        " the scene does not know keep theirs.",
        _recall_scene,
        (_SCENE,),
    ),
    Operation(
        "rename_scene",
        "Name a scene.",
        lambda m, scene, name: edit(m, f"rename scene {scene}", scenes.rename_scene, scene, name),
        (_SCENE, Argument("name", "string", "for people")),
    ),
    Operation(
        "delete_scene",
        "Take a scene away; those after it move up.",
        lambda m, scene: edit(m, f"delete scene {scene}", scenes.delete_scene, scene),
        (_SCENE,),
    ),
    Operation(
        "next_class",
        "Choose the next class of an output, or its next gesture, as what recording teaches (a foot switch);"
        " after the last comes the first. Replies with the class, or the number of the gesture.",
        lambda m, output: step_class(m.engine, output, 1),
        (_WHICH,),
    ),
    Operation(
        "previous_class",
        "As next_class, the one before.",
        lambda m, output: step_class(m.engine, output, -1),
        (_WHICH,),
    ),
    Operation(
        "choose_gesture",
        "Choose what start_recording records: examples of a gesture, or, with 0, the targets of the other"
        " outputs. Where all outputs are gesture outputs it is a gesture always, the first to begin with.",
        lambda m, gesture: choose_gesture(m.engine, gesture),
        (Argument("gesture", "int", "its number, from 1, through all gesture outputs; 0 for the targets"),),
    ),
    Operation(
        "start_recording",
        "Begin a take of the targets, or of the gesture that is chosen; replies with its number.",
        lambda m: m.engine.recording.start(),
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
        lambda m, gesture: gesture_edits.show_gesture(m.engine, gesture),
        (GESTURE,),
    ),
    Operation(
        "start_idle_recording",
        "Begin a take of what is no gesture (walking on, turning a page); it makes gestures more dependable.",
        lambda m: gesture_edits.show_idle(m.engine),
    ),
    Operation(
        "add_examples",
        "Add examples as one take, as if they had been recorded with these targets; replies with its number."
        " null in targets is none. Also while a take is recorded, and while running.",
        _add_examples,
        (
            Argument("rows", "table", "a number per input in each row"),
            Argument("targets", "table", "for each row a number per output that is no gesture output"),
            _STEP,
            Argument("name", "string", "of the take", default=""),
        ),
        aside=True,
    ),
    Operation(
        "add_example",
        "As add_examples, in plain numbers: the inputs of an example and then its targets (NaN is none);"
        " several examples one after the other are one take.",
        _add_example,
        (Argument("numbers", "float", "inputs, then targets, of each example", many=True),),
    ),
    Operation(
        "add_gesture",
        "Add a movement as an example of a gesture, as if it had been recorded; replies with the number of"
        " the take.",
        _add_gesture,
        (
            Argument(
                "gesture",
                "int",
                "number of the gesture, from 1, through all gesture outputs; 0 is none of them",
            ),
            Argument("rows", "table", "a number per input in each row, from its beginning to its end"),
            _STEP,
        ),
        aside=True,
    ),
    Operation(
        "mark",
        "Cut the take of a gesture that is being recorded here (a foot switch): when it ends, each part is an"
        " example.",
        lambda m: m.engine.recording.mark(),
    ),
)
