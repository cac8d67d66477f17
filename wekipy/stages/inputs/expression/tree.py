"""What a formula is made of."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias


@dataclass(frozen=True)
class Number:
    """A number as it stands."""

    value: float


@dataclass(frozen=True)
class InputValue:
    """The value of an input, `delay` frames ago.

    Attributes:
        index: of the input, from 0.
    """

    index: int
    delay: int


@dataclass(frozen=True)
class ResultValue:
    """The result of a formula, `delay` frames ago.

    Attributes:
        index: of the formula, from 0.
    """

    index: int
    delay: int


@dataclass(frozen=True)
class Call:
    """An operator or a function with its arguments; "neg" is the unary minus."""

    name: str
    arguments: tuple[Tree, ...]


Tree: TypeAlias = Number | InputValue | ResultValue | Call


@dataclass(frozen=True)
class Formula:
    """A formula and how its result is called."""

    name: str
    tree: Tree


def parts_of(tree: Tree) -> list[Tree]:
    """Return all nodes of a tree, itself included."""
    found = [tree]
    for one in found:
        if isinstance(one, Call):
            found.extend(one.arguments)
    return found


def height_of(tree: Tree) -> int:
    """Return how many nodes there are from the root to the farthest leaf."""
    height, level = 0, [tree]
    while level:
        height += 1
        level = [one for node in level if isinstance(node, Call) for one in node.arguments]
    return height
