"""Chooses what the next take shows: a gesture, or the class some steps on (a foot switch)."""

from __future__ import annotations

from wekipy.engine.engine import Engine
from wekipy.engine.randomising import set_one
from wekipy.engine.target_choice import gesture_to_teach, number_of
from wekipy.project import editing
from wekipy.project.problem import Problem
from wekipy.project.schema import ClassificationOutput, GestureOutput, Output, Project


def choose_gesture(engine: Engine, number: int) -> None:
    """Make the next takes show this gesture (from 1), whoever starts them; 0: store the targets."""
    if number == 0:
        engine.recording.choose(None)
        return
    output, gesture = editing.gesture_at(engine.project, number)
    if not output.record:
        raise Problem(f"{output.name} is not enabled for recording: enable it first")
    engine.recording.choose((output.uid, gesture))


def step_class(engine: Engine, number: int, by: int) -> int:
    """Choose the class or gesture that many steps after the present one.

    Args:
        number: of the output (from 1); 0 for the first that has classes or gestures and records.

    Returns:
        The class, or the number of the gesture.
    """
    project = engine.project
    output = editing.output_at(project, number) if number else _first(project)
    if isinstance(output, GestureOutput):
        return _step_gesture(engine, output, by)
    if not isinstance(output, ClassificationOutput):
        raise Problem(f"{output.name} is a number: it has neither classes nor gestures to choose from")
    now = round(float(engine.targets[project.value_outputs().index(output)]))
    first = 0 if output.nothing else 1
    wanted = first + (now - first + by) % (output.classes - first + 1)
    engine.recording.choose(None)
    set_one(engine, project.outputs.index(output) + 1, wanted, send=True)
    return wanted


def _first(project: Project) -> Output:
    for output in project.outputs:
        if output.record and isinstance(output, (ClassificationOutput, GestureOutput)):
            return output
    raise Problem("no output that is enabled for recording has classes or gestures to choose from")


def _step_gesture(engine: Engine, output: GestureOutput, by: int) -> int:
    before = number_of(engine.project, output.uid, 1) - 1
    now = (gesture_to_teach(engine.project, engine.recording.chosen) or 0) - before
    # From any other value, a step forward leads to the first one and a step back to the last.
    place = (now - 1 + by) % output.width + 1 if 1 <= now <= output.width else 1 if by > 0 else output.width
    choose_gesture(engine, before + place)
    return before + place
