"""Arguments of operations: their names and types, and how to read them from a message."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final, Literal, TypeAlias

import numpy as np

from wekipy.osc.codec import number_in
from wekipy.osc.tables import read_table
from wekipy.project.counting import many
from wekipy.project.near import near_whole
from wekipy.project.problem import Problem

Type: TypeAlias = Literal["int", "float", "string", "bool", "json", "table"]

MOST: Final = 16_384  # arguments of one message, as many as there may be input names

_WORDS: dict[Type, str] = {
    "int": "a whole number",
    "float": "a number",
    "string": "a string",
    "bool": "1 or 0",
    "json": "a string of JSON",
    "table": "rows of numbers in JSON",
}


@dataclass(frozen=True)
class Argument:
    """One argument of an operation.

    Attributes:
        many: takes all remaining arguments, possibly none.
        once: duplicates among many are dropped.
        default: of an optional argument; `REQUIRED` for others.
    """

    name: str
    type: Type
    meaning: str
    many: bool = False
    once: bool = False
    default: object = ...

    @property
    def required(self) -> bool:
        """Whether the argument must be sent."""
        return self.default is ... and not self.many


def read(arguments: Sequence[Argument], values: Sequence[object]) -> list[Any]:
    """Return the values for a call, one per argument (a list for one that takes many).

    Integers may come as floats, as Max and Processing send them, also with a small offset that forces a float
    (see `near_whole`); any number counts as a bool or a float.

    Raises:
        Problem: if there are too few or too many, or one is of the wrong type.
    """
    if len(values) > MOST:
        raise Problem(f"{many(len(values), 'argument')} arrived, expected at most {MOST:,}")
    took: list[Any] = []
    rest = list(values)
    for argument in arguments:
        if argument.many:
            found = [_convert(argument, value) for value in rest]
            took.append(list(dict.fromkeys(found)) if argument.once else found)
            rest = []
        elif rest:
            took.append(_convert(argument, rest.pop(0)))
        elif argument.required:
            raise Problem(f"{argument.name} is missing; expected {describe(arguments)}")
        else:
            took.append(argument.default)
    if rest:
        raise Problem(f"{many(len(values), 'argument')} arrived, expected {describe(arguments)}")
    return took


def read_as_wekinator(arguments: Sequence[Argument], values: Sequence[object]) -> list[Any]:
    """Read like `read`, but as Wekinator does, which ignores what it does not need.

    Surplus arguments are ignored (buttons of TouchOSC, Max and Pd send a number with everything, and
    python-osc demands one), and a text that is a number is that number.

    Raises:
        Problem: if there are too few, or one is of the wrong type.
    """
    if not any(argument.many for argument in arguments):
        values = values[: len(arguments)]
    kinds = [argument.type for argument in arguments]
    kinds += kinds[-1:] * (len(values) - len(kinds))
    return read(arguments, [_from_text(kind, value) for kind, value in zip(kinds, values, strict=False)])


def _from_text(kind: Type, value: object) -> object:
    number = number_in(value) if kind in ("int", "float", "bool") else None
    return value if number is None else number


def describe(arguments: Sequence[Argument]) -> str:
    """The arguments in words, for messages and documents: "output (a whole number), inputs (…) …"."""
    if not arguments:
        return "no arguments"
    return ", ".join(
        f"{a.name} ({_WORDS[a.type]}{', any number of them' if a.many else ''})" for a in arguments
    )


def _convert(argument: Argument, value: object) -> Any:
    plain = value.item() if isinstance(value, np.generic) else value
    kind = argument.type
    if kind == "string" and isinstance(plain, str):
        return plain
    if kind == "json" and isinstance(plain, str):
        try:
            return json.loads(plain, object_pairs_hook=_each_once)
        except Problem:
            raise
        except (ValueError, RecursionError):
            raise _wrong(argument, plain) from None
    if kind == "table" and isinstance(plain, str):
        return read_table(argument.name, plain)
    if kind in ("int", "float", "bool") and isinstance(plain, (int, float)):
        if kind == "float":
            return float(plain)
        whole = near_whole(plain)
        if whole is not None:
            return bool(whole) if kind == "bool" else whole
    raise _wrong(argument, plain)


def _each_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """The object of JSON, where nothing is said twice and differently."""
    found: dict[str, Any] = {}
    for key, value in pairs:
        if found.setdefault(key, value) != value:
            raise Problem(
                f"“{key:.60}” is given twice, as {found[key]!r:.60} and as {value!r:.60}: say it once"
            )
    return found


def _wrong(argument: Argument, plain: object) -> Problem:
    return Problem(f"{argument.name} is {plain!r:.60}, expected {_WORDS[argument.type]}")
