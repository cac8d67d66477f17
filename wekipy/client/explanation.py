"""What a model has learned, and which examples an input is like, as frozen data."""

from __future__ import annotations

from typing import Any, Literal

import msgspec

from wekipy.client.reply import Record, Reply


class Weight(Record, frozen=True):
    """By how much the error grows where the values of a feature are shuffled among the examples."""

    feature: str
    weight: float = 0.0


class Explanation(Reply, frozen=True):
    """What the model of an output has learned.

    Attributes:
        form: what `lines` are: the rules of a tree, a formula, one constant; or there are weights only.
        weights: of all features, the largest first; empty without examples.
    """

    number: int
    name: str = ""
    algorithm: str = ""
    form: Literal["rules", "formula", "weights", "constant"] = "weights"
    lines: tuple[str, ...] = ()
    weights: tuple[Weight, ...] = ()
    note: str = ""

    def __str__(self) -> str:
        """All of it, for people."""
        found = [
            f"output {self.number} “{self.name}” ({self.algorithm})",
            *(f"  {line}" for line in self.lines),
        ]
        shown = [one for one in self.weights if one.weight > 0][:20]
        if shown:
            found.append("  how much each feature counts:")
            found += [f"    {one.feature}: {one.weight:.3g}" for one in shown]
        none = sum(1 for one in self.weights if one.weight <= 0)
        if none:
            found.append(f"    {none} without any weight")
        return "\n".join([*found, f"  {self.note}"])


class Likeness(Record, frozen=True):
    """An example that the present inputs are like.

    Attributes:
        example: from 1, among those of its take that the output learns from; `seconds` since the first.
        target: what it says.
        distance: per feature, in usual spreads of the examples; 0 is the same.
    """

    take: int
    example: int = 1
    seconds: float = 0.0
    target: float = 0.0
    distance: float = 0.0

    def __str__(self) -> str:
        return f"take {self.take} at {self.seconds:.2f} s: {self.target:g}, distance {self.distance:.3g}"


def read_explanation(reply: dict[str, Any]) -> Explanation:
    """An explanation of the reply to the operation `explain`."""
    return msgspec.convert({**reply, "raw": reply}, Explanation)


def read_likenesses(reply: list[dict[str, Any]]) -> list[Likeness]:
    """The examples of the reply to the operation `nearest_examples`."""
    return msgspec.convert(reply, list[Likeness])
