"""Creates a project from a number of inputs and a short text for the outputs."""

from __future__ import annotations

from wekipy.project.checking import check
from wekipy.project.problem import Problem
from wekipy.project.schema import (
    MOST_CLASSES,
    MOST_GESTURES,
    MOST_INPUTS,
    MOST_OUTPUTS,
    ClassificationOutput,
    ContinuousOutput,
    Gesture,
    GestureOutput,
    Input,
    Output,
    Project,
    default_algorithm,
)

SPEC_HELP = (
    "a comma list: 5 = five continuous outputs, class:3 = one classifier with 3 classes,"
    " gesture:3 = 3 gestures; e.g. 2,class:4"
)


def new_project(inputs: int = 5, outputs: str = "5") -> Project:
    """A project with Wekinator's names: `inputs-1`…, `outputs-1`…; `output`, `gesture-1`…, `/output_1`….

    Args:
        inputs: length of the input vector.
        outputs: see `SPEC_HELP`.

    Raises:
        Problem: if a number or the text makes no project.
    """
    if not 1 <= inputs <= MOST_INPUTS:
        raise Problem(f"inputs: got {inputs}, expected 1 to {MOST_INPUTS}")
    made = tuple(make_outputs(outputs))
    return check(Project(inputs=tuple(Input(f"inputs-{n + 1}") for n in range(inputs)), outputs=made))


def make_outputs(spec: str) -> list[Output]:
    """The outputs that a text describes, see `SPEC_HELP`, with uids from o1 on."""
    made: list[Output] = []
    for part in (p.strip() for p in spec.split(",")):
        kind, _, count = part.rpartition(":")
        number = _count(part, count)
        if kind == "":
            made += [_continuous(len(made) + n + 1) for n in range(min(number, MOST_OUTPUTS + 1))]
        elif kind == "class":
            if number > MOST_CLASSES:
                raise Problem(f"outputs: “{part}” has more than {MOST_CLASSES} classes")
            made.append(_classifier(len(made) + 1, number))
        elif kind == "gesture":
            if number > MOST_GESTURES:
                raise Problem(f"outputs: “{part}” has more than {MOST_GESTURES} gestures")
            name = f"outputs-{len(made) + 1}" if "," in spec else "output"
            before = sum(o.width for o in made if isinstance(o, GestureOutput))
            made.append(_gestures(len(made) + 1, name, number, before))
        else:
            raise Problem(f"outputs: cannot read “{part}”; expected {SPEC_HELP}")
        if len(made) > MOST_OUTPUTS:
            raise Problem(f"outputs: “{spec}” makes more than {MOST_OUTPUTS} outputs")
    return made


def _count(part: str, digits: str) -> int:
    if not (digits.isascii() and digits.isdigit()) or len(digits) > 6 or int(digits) < 1:
        raise Problem(f"outputs: cannot read “{part}”; expected {SPEC_HELP}")
    return int(digits)


def _continuous(number: int) -> ContinuousOutput:
    algorithm = default_algorithm("continuous")
    return ContinuousOutput(uid=f"o{number}", name=f"outputs-{number}", algorithm=algorithm)


def _classifier(number: int, classes: int) -> ClassificationOutput:
    algorithm = default_algorithm("classification")
    return ClassificationOutput(
        uid=f"o{number}", name=f"outputs-{number}", algorithm=algorithm, classes=classes
    )


def _gestures(number: int, name: str, count: int, before: int) -> GestureOutput:
    """A gesture output; the addresses count on from the gestures `before` it."""
    return GestureOutput(
        uid=f"o{number}",
        name=name,
        algorithm=default_algorithm("gesture"),
        gestures=new_gestures(count, before),
    )


def new_gestures(count: int, before: int = 0) -> tuple[Gesture, ...]:
    """Gestures with Wekinator's addresses, counting on from those `before` them in the project."""
    return tuple(Gesture(f"gesture-{n + 1}", f"/output_{before + n + 1}") for n in range(count))
