"""What a new project can be, to begin with."""

from __future__ import annotations

from dataclasses import dataclass

from wekipy.gui.translation import mark


@dataclass(frozen=True)
class Template:
    """A kind of project; `inputs` and `outputs` as `wekipy serve` takes them."""

    id: str
    name: str
    words: str
    inputs: int
    outputs: str

    def arguments(self, inputs: int | None = None) -> tuple[str, ...]:
        """Of `wekipy serve`, with so many inputs."""
        return ("--inputs", str(inputs or self.inputs), "--outputs", self.outputs)


TEMPLATES = (
    Template("knobs", mark("Knobs and faders"), mark("Movement becomes continuous values"), 2, "3"),
    Template("poses", mark("Poses"), mark("Each pose is a class"), 2, "class:3"),
    Template("gestures", mark("Gestures"), mark("Movements are spotted as they happen"), 2, "gesture:3"),
    Template("mixed", mark("Mixed"), mark("Continuous values and a class together"), 2, "2,class:3"),
)
