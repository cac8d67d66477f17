"""What formulas may call: operators and functions over float numbers.

Where a result is no number, such as 1 / 0 or sqrt(−1), they raise ArithmeticError or ValueError.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Final, NamedTuple

CONSTANTS: Final = {"pi": math.pi}


class Function(NamedTuple):
    """A function: how many arguments it has at least and at most, and the function itself."""

    least: int
    most: int
    call: Callable[..., float]


def _round(x: float) -> float:
    """To the nearest whole number, halves upwards."""
    below = math.floor(x)
    return float(below + (x - below >= 0.5))


ARITHMETIC: Final[dict[str, Callable[[float, float], float]]] = {
    "+": lambda a, b: a + b,
    "-": lambda a, b: a - b,
    "*": lambda a, b: a * b,
    "/": lambda a, b: a / b,
    "^": math.pow,
    "<": lambda a, b: float(a < b),
    "<=": lambda a, b: float(a <= b),
    "=": lambda a, b: float(a == b),
    "<>": lambda a, b: float(a != b),
    ">=": lambda a, b: float(a >= b),
    ">": lambda a, b: float(a > b),
}

COMPARISONS: Final = {"<": "<", "<=": "<=", "=": "=", "==": "=", "<>": "<>", "!=": "<>", ">=": ">=", ">": ">"}
"""How comparisons are written, and what each is called in `ARITHMETIC`."""

MOST_ARGUMENTS: Final = 100

FUNCTIONS: Final[dict[str, Function]] = {
    "abs": Function(1, 1, math.fabs),
    "acos": Function(1, 1, math.acos),
    "asin": Function(1, 1, math.asin),
    "atan": Function(1, 1, math.atan),
    "atan2": Function(2, 2, math.atan2),
    "ceil": Function(1, 1, lambda x: float(math.ceil(x))),
    "cos": Function(1, 1, math.cos),
    "exp": Function(1, 1, math.exp),
    "floor": Function(1, 1, lambda x: float(math.floor(x))),
    "log": Function(1, 1, math.log),
    "max": Function(2, MOST_ARGUMENTS, max),
    "min": Function(2, MOST_ARGUMENTS, min),
    "round": Function(1, 1, _round),
    "sin": Function(1, 1, math.sin),
    "sqrt": Function(1, 1, math.sqrt),
    "tan": Function(1, 1, math.tan),
}

RESERVED: Final = frozenset({*CONSTANTS, *FUNCTIONS, "if", "and", "or"})
"""Words that are no names, unless they stand in single quotes."""
