"""What a take shows, per output, in words and as a colour."""

from __future__ import annotations

import math
from dataclasses import dataclass

from wekipy.client.state import Output, Take
from wekipy.gui.theme.gradient import value_colour
from wekipy.gui.theme.palette import Palette, class_colour
from wekipy.gui.translation import tr


@dataclass(frozen=True)
class Label:
    """The target of one output in a take.

    Attributes:
        output: its number; `name` is its name.
        text: the target in words.
        value: class, gesture (counted through the project) or value; NaN where it varies within the take.
        share: where a value is in the range of its output; None for classes and gestures.
    """

    output: int
    name: str
    text: str
    value: float
    share: float | None = None

    def colour(self, palette: Palette) -> str:
        """Its colour."""
        if math.isnan(self.value):
            return palette.dim
        if self.share is None:
            return class_colour(round(self.value), palette)
        return value_colour(self.share, palette)


def labels_of(take: Take, outputs: tuple[Output, ...]) -> tuple[Label, ...]:
    """What a take shows, in the order of outputs."""
    found = (_label(take, output) for output in outputs)
    return tuple(label for label in found if label is not None)


def target_words(output: Output, target: float) -> str:
    """A target of an output as people read it; gestures are counted through the project."""
    if math.isnan(target):
        return tr("varies")
    if output.kind == "gesture":
        names = (gesture.name for gesture in output.gestures if gesture.number == target)
        return next(names, tr("idle movement"))
    if output.kind == "classification":
        return class_words(output, round(target))
    return f"{target:.0f}" if output.integer else f"{target:.3g}"


def class_words(output: Output, number: int) -> str:
    """A class as people read it."""
    if number == 0:
        return tr("nothing")
    named = output.class_names[number - 1] if number <= len(output.class_names) else ""
    return named or tr("class {number}").format(number=number)


def _label(take: Take, output: Output) -> Label | None:
    if output.kind == "gesture":
        return _gesture(take, output)
    if not take.outputs.get(output.number):
        return None
    known = take.targets.get(output.number)
    target = math.nan if known is None else known
    share = None
    if output.kind == "continuous":
        share = (target - output.minimum) / (output.maximum - output.minimum or 1.0)
    return Label(output.number, output.name, target_words(output, target), target, share)


def _gesture(take: Take, output: Output) -> Label | None:
    if take.gesture is None or output.number not in take.outputs:
        return None
    return Label(output.number, output.name, target_words(output, take.gesture), take.gesture)
