"""Arguments of operations: what each is called and may be, and how any client's way of sending it is read."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal, TypeAlias

import numpy as np

from wekipy.project.problem import Problem

Type: TypeAlias = Literal["int", "float", "string", "bool", "json"]

_WORDS: dict[Type, str] = {
    "int": "a whole number",
    "float": "a number",
    "string": "a string",
    "bool": "1 or 0",
    "json": "a string of JSON",
}


@dataclass(frozen=True)
class Argument:
    """One argument of an operation.

    Attributes:
        many: takes all that remain, possibly none.
        default: for an argument that may be left out; `REQUIRED` for one that may not.
    """

    name: str
    type: Type
    meaning: str
    many: bool = False
    default: object = ...

    @property
    def required(self) -> bool:
        """Whether it must be sent."""
        return self.default is ... and not self.many


def read(arguments: Sequence[Argument], values: Sequence[object]) -> list[Any]:
    """The values for a call, one per argument (a list for one that takes many).

    Integers may come as floats, as Max and Processing send them; any number is a bool or a float.

    Raises:
        Problem: if there are too few or too many, or one is of the wrong type.
    """
    took: list[Any] = []
    rest = list(values)
    for argument in arguments:
        if argument.many:
            took.append([_convert(argument, value) for value in rest])
            rest = []
        elif rest:
            took.append(_convert(argument, rest.pop(0)))
        elif argument.required:
            raise Problem(f"{argument.name} is missing; expected {describe(arguments)}")
        else:
            took.append(argument.default)
    if rest:
        raise Problem(f"{len(values)} arguments arrived, expected {describe(arguments)}")
    return took


def describe(arguments: Sequence[Argument]) -> str:
    """The arguments in words, for messages and documents: "output (a whole number), inputs (…) …"."""
    if not arguments:
        return "no arguments"
    return ", ".join(
        f"{a.name} ({_WORDS[a.type]}{', any number of them' if a.many else ''})" for a in arguments
    )


def _convert(argument: Argument, value: object) -> Any:
    plain = value.item() if isinstance(value, np.generic) else value
    wrong = Problem(f"{argument.name} is {plain!r:.60}, expected {_WORDS[argument.type]}")
    kind = argument.type
    if kind == "string" and isinstance(plain, str):
        return plain
    if kind == "json" and isinstance(plain, str):
        try:
            return json.loads(plain)
        except (ValueError, RecursionError):
            raise wrong from None
    if kind in ("int", "float", "bool") and isinstance(plain, (int, float)):
        if kind == "float":
            return float(plain)
        if plain == plain and abs(plain) < 2**53 and plain == int(plain):  # noqa: PLR0124  NaN is no number
            return bool(plain) if kind == "bool" else int(plain)
    raise wrong
