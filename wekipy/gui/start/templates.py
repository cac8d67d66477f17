"""What a new project can be, to begin with."""

from __future__ import annotations

from dataclasses import dataclass

from wekipy.gui.translation import mark


@dataclass(frozen=True)
class Template:
    """A kind of project; `inputs` and `outputs` as `new_project` takes them."""

    id: str
    name: str
    words: str
    inputs: int
    outputs: str


TEMPLATES = (
    Template(
        "knobs",
        mark("Knobs and faders"),
        mark("Movement becomes continuous values: pitch, light, speed."),
        2,
        "3",
    ),
    Template(
        "poses",
        mark("Poses"),
        mark("Each pose is a class: three poses switch three sounds."),
        2,
        "class:3",
    ),
    Template(
        "gestures",
        mark("Gestures"),
        mark("Movements are recognised as they happen, once each."),
        2,
        "gesture:3",
    ),
    Template(
        "mixed",
        mark("Mixed"),
        mark("Two continuous values, and a pose that chooses what they play."),
        2,
        "2,class:3",
    ),
)
