"""Makes functions of trees, which answer from a list of numbers."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, TypeAlias

from wekipy.stages.inputs.expression.functions import ARITHMETIC, FUNCTIONS
from wekipy.stages.inputs.expression.tree import InputValue, Number, ResultValue, Tree

Slots: TypeAlias = Callable[[InputValue | ResultValue], int]
Evaluator: TypeAlias = Callable[[list[float]], float]


def evaluator(tree: Tree, slots: Slots) -> Evaluator:
    """Return a function that computes a formula.

    Args:
        slots: returns where the value of an input or of a result stands in the list of numbers.

    The function raises ArithmeticError or ValueError where there is no result.
    """
    if isinstance(tree, Number):
        value = tree.value
        return lambda _: value
    if isinstance(tree, InputValue | ResultValue):
        slot = slots(tree)
        return lambda values: values[slot]
    return _call(tree.name, [evaluator(one, slots) for one in tree.arguments])


def _call(name: str, parts: list[Evaluator]) -> Evaluator:
    if name in _SPECIAL:
        return _SPECIAL[name](*parts)
    call: Callable[..., float] = ARITHMETIC[name] if name in ARITHMETIC else FUNCTIONS[name].call
    if len(parts) == 1:
        (only,) = parts
        return lambda values: call(only(values))
    if len(parts) == 2:
        first, second = parts
        return lambda values: call(first(values), second(values))
    return lambda values: call(*[part(values) for part in parts])


def _neg(part: Evaluator) -> Evaluator:
    return lambda values: -part(values)


def _and(first: Evaluator, second: Evaluator) -> Evaluator:
    return lambda values: 1.0 if first(values) and second(values) else 0.0


def _or(first: Evaluator, second: Evaluator) -> Evaluator:
    return lambda values: 1.0 if first(values) or second(values) else 0.0


def _if(condition: Evaluator, then: Evaluator, otherwise: Evaluator) -> Evaluator:
    return lambda values: then(values) if condition(values) else otherwise(values)


_SPECIAL: Final[dict[str, Callable[..., Evaluator]]] = {"neg": _neg, "and": _and, "or": _or, "if": _if}
"""What does not compute all of its arguments, or has a name of its own."""
