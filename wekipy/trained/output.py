"""What a trained project tells about one of its outputs."""

from __future__ import annotations

from dataclasses import dataclass, replace

from wekipy.learning.model import Model
from wekipy.project.counting import many
from wekipy.project.schema import ContinuousOutput, GestureOutput, Kind, Project, kind_of
from wekipy.stages.features import feature_names


@dataclass(frozen=True)
class TrainedOutput:
    """An output and what answers for it.

    Attributes:
        number: from 1.
        kind: "continuous", "classification" or "gesture".
        columns: the names of its columns in the answers of `TrainedProject.predict`: its own, or those of its
            gestures.
        inputs: the names of the features that its model reads, which are the inputs in a project without
            blocks; () without one.
        algorithm: that its model was trained with; "" without one.
        examples: how many its model was trained from.
        running: whether it has a model and is switched on; if not, it keeps its default.
        classes: how many, 0 where there are none.
        class_names: of the first classes, "" for one without a name.
        minimum, maximum: of a number, None for others.
        gestures: the addresses that are sent when its gestures are recognised.
    """

    number: int
    name: str
    kind: Kind
    columns: tuple[str, ...]
    inputs: tuple[str, ...] = ()
    algorithm: str = ""
    examples: int = 0
    running: bool = False
    classes: int = 0
    class_names: tuple[str, ...] = ()
    minimum: float | None = None
    maximum: float | None = None
    gestures: tuple[str, ...] = ()

    def __str__(self) -> str:
        """One line: its name, what it is, and what answers."""
        words = {"continuous": "a number", "classification": many(self.classes, "class", "classes")}
        what = words.get(self.kind, many(len(self.gestures), "gesture"))
        if self.minimum is not None:
            what += f" from {self.minimum:g} to {self.maximum:g}"
        model = f"{self.algorithm}, {many(self.examples, 'example')}" if self.algorithm else "not trained"
        off = "" if self.running or not self.algorithm else ", switched off"
        return f"{self.number} “{self.name}”: {what}; {model}{off}"


def _features(project: Project, model: Model) -> tuple[str, ...]:
    plan = model.header.plan
    names = tuple(one.name for one in project.inputs) if plan is None else feature_names(plan)
    return tuple(names[n] for n in model.header.inputs)


def describe_output(project: Project, number: int, model: Model | None) -> TrainedOutput:
    """Return what there is to say about an output (from 1)."""
    output = project.outputs[number - 1]
    found = TrainedOutput(number, output.name, kind_of(output), (output.name,))
    if isinstance(output, GestureOutput):
        names = tuple(gesture.name for gesture in output.gestures)
        found = replace(found, columns=names, gestures=tuple(gesture.address for gesture in output.gestures))
    elif isinstance(output, ContinuousOutput):
        found = replace(found, minimum=output.minimum, maximum=output.maximum)
    else:
        found = replace(found, classes=output.classes, class_names=output.class_names)
    if model is None:
        return found
    header = model.header
    return replace(
        found,
        inputs=_features(project, model),
        algorithm=header.chosen or header.algorithm,
        examples=header.examples,
        running=output.run and (header.kind != "gesture" or header.classes == len(found.gestures)),
    )
