"""What is said about a model: plain data for the control protocol and JSON."""

from __future__ import annotations

from typing import Literal, TypeAlias

import msgspec

Form: TypeAlias = Literal["rules", "formula", "weights", "constant"]


class Weight(msgspec.Struct, frozen=True):
    """How much an answer depends on a feature.

    Attributes:
        feature: its name.
        weight: how much larger the error is where the feature's values are shuffled: share of wrong
            answers, or RMSE in units of the output.
    """

    feature: str
    weight: float


class Explanation(msgspec.Struct, frozen=True, kw_only=True):
    """What the model of one output has learned.

    Attributes:
        number: of the output, from 1.
        algorithm: that trained it.
        form: "rules" of a tree, a "formula", a "constant", or "weights" only, where nothing else can be read.
        lines: the rules or formulas as text.
        weights: the largest first; empty where no examples are there to ask about.
        note: what the weights mean, and what was left out.
    """

    number: int
    name: str
    algorithm: str
    form: Form
    lines: tuple[str, ...]
    weights: tuple[Weight, ...]
    note: str


class Likeness(msgspec.Struct, frozen=True, kw_only=True):
    """An example that the present inputs are like.

    Attributes:
        take: its number.
        example: from 1, counted among the examples of its take that the output learns from.
        seconds: since the first of these.
        target: what it says.
        distance: per feature, in usual spreads of the examples; 0 is the same.
    """

    take: int
    example: int
    seconds: float
    target: float
    distance: float
