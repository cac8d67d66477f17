"""Formulas as instructions for a stack, as the `Formulas` of the runtimes perform them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

import numpy as np

from wekipy.exchange.exporting.sketch.sheets import Figures
from wekipy.stages.inputs.expression.tree import (
    Call,
    Formula,
    InputValue,
    Number,
    ResultValue,
    Tree,
    parts_of,
)

END, NUMBER, INPUT, TAP, RESULT = range(5)
OPERATIONS: Final = {
    "if": 5, "and": 6, "or": 7, "max": 8, "min": 9,
    "+": 10, "-": 11, "*": 12, "/": 13, "^": 14,
    "<": 15, "<=": 16, "=": 17, "<>": 18, ">=": 19, ">": 20, "atan2": 21,
    "neg": 30, "abs": 31, "acos": 32, "asin": 33, "atan": 34, "cos": 35, "exp": 36, "log": 37, "sin": 38,
    "sqrt": 39, "tan": 40, "ceil": 42, "floor": 43, "round": 44,
}  # fmt: skip
"""By name, the number of what takes its arguments from the stack; see `formulas.hpp`."""


@dataclass
class _Code:
    """Instructions of three numbers each: what to do, and two that say with what.

    Attributes:
        columns: the inputs that are remembered.
        depth: how many values the stack has at most.
    """

    columns: Sequence[int]
    instructions: list[tuple[int, int, int]] = field(default_factory=list)
    numbers: list[float] = field(default_factory=list)
    depth: int = 0

    def write(self, tree: Tree, below: int) -> None:
        """Append what leaves the value of a tree on a stack that has so many values already."""
        self.depth = max(self.depth, below + 1)
        if isinstance(tree, Number):
            self.instructions.append((NUMBER, len(self.numbers), 0))
            self.numbers.append(tree.value)
        elif isinstance(tree, Call):
            for n, argument in enumerate(tree.arguments):
                self.write(argument, below + n)
            self.instructions.append((OPERATIONS[tree.name], len(tree.arguments), 0))
        elif isinstance(tree, InputValue):
            column = self.columns.index(tree.index) if tree.delay else 0
            self.instructions.append((TAP, tree.delay, column) if tree.delay else (INPUT, tree.index, 0))
        else:
            column = len(self.columns) + tree.index
            self.instructions.append((TAP, tree.delay, column) if tree.delay else (RESULT, tree.index, 0))


def formula_figures(formulas: Sequence[Formula]) -> Figures:
    """Return the figures of `Formulas`."""
    found = [one for formula in formulas for one in parts_of(formula.tree)]
    delayed = [one for one in found if isinstance(one, InputValue | ResultValue) and one.delay]
    columns = sorted({one.index for one in delayed if isinstance(one, InputValue)})
    code = _Code(columns)
    for formula in formulas:
        code.write(formula.tree, 0)
        code.instructions.append((END, 0, 0))
    return {
        "columns": len(columns),
        "inputs": np.array(columns, np.int64),
        "count": len(formulas),
        "rows": max([1, *(one.delay for one in delayed)]),
        "depth": code.depth,
        "code": np.ravel(np.array(code.instructions, np.int64)),
        "numbers": np.array(code.numbers),
    }
