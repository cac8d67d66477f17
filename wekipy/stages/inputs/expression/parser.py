"""Reads formulas into trees.

formulas   = formula {";" formula}
formula    = [name "="] either
either     = both {"or" both}
both       = comparison {"and" comparison}
comparison = sum [("<" | "<=" | "=" | "<>" | ">=" | ">") sum]
sum        = product {("+" | "-") product}
product    = signed {("*" | "/") signed}
signed     = ("-" | "+") signed | power
power      = atom ["^" signed]
atom       = number | "pi" | function "(" either {"," either} ")" | "if" "(" either "," either "," either ")"
           | (name | "'" name "'" | "#" number) ["[n" ["-" number] "]"] | "(" either ")"
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import Final

from wekipy.project.counting import many
from wekipy.project.problem import Problem
from wekipy.project.suggesting import suggest
from wekipy.stages.inputs.expression.functions import COMPARISONS, CONSTANTS, FUNCTIONS, RESERVED
from wekipy.stages.inputs.expression.tokens import Token, tokens_of, wrong
from wekipy.stages.inputs.expression.tree import (
    Call,
    Formula,
    InputValue,
    Number,
    ResultValue,
    Tree,
    height_of,
)
from wekipy.stages.inputs.sizes import LONGEST_NAME

DEEPEST: Final = 30  # brackets, signs and powers within each other
HIGHEST: Final = 100  # operations each of which needs the one before
LONGEST_DELAY: Final = 10_000  # frames


def parse_formulas(owner: str, text: str, inputs: Sequence[str]) -> tuple[Formula, ...]:
    """Read formulas, separated by semicolons.

    Args:
        owner: the stage, for problems.
        inputs: names of the numbers that come in.

    Raises:
        Problem: saying what is wrong, and marking the place.
    """
    return _Parser(owner, text, inputs).formulas()


class _Parser:
    def __init__(self, owner: str, text: str, inputs: Sequence[str]) -> None:
        self._owner, self._text, self._inputs = owner, text, inputs
        self._index = {name: n for n, name in enumerate(inputs)}
        self._tokens = tokens_of(owner, text, inputs)
        self._at = self._depth = 0
        self._defined = self._definitions()
        self._formula = 0  # which one is being read

    def formulas(self) -> tuple[Formula, ...]:
        """Read all of them."""
        found: list[Formula] = []
        while self._takes(";") or not self._ends():
            if self._ends():
                continue
            self._formula = len(found)
            name = self._definition_name(self._at)
            begin = self._token.at
            if name is not None:
                self._at += 2
            tree = self._either()
            if not self._ends():
                raise self._wrong("an operator or the end is expected here")
            if height_of(tree) > HIGHEST:
                sentence = f"more than {HIGHEST} operations upon each other; make several formulas of it"
                raise self._wrong(sentence, begin)
            found.append(Formula(name or self._text[begin : self._token.at].strip()[:LONGEST_NAME], tree))
        if not found:
            raise Problem(f'{self._owner}: there is no formula; write one, such as "d = x - x[n-1]"')
        return tuple(found)

    def _definitions(self) -> dict[str, int]:
        """Return the numbers of the formulas, by the names that are given to their results."""
        found: dict[str, int] = {}
        formula, fresh = -1, True
        for at, token in enumerate(self._tokens):
            if token.text == ";" and token.kind == "operator":
                fresh = True
            elif fresh:
                formula, fresh = formula + 1, False
                name = self._definition_name(at)
                if name in found:
                    raise wrong(self._owner, self._text, token.at, f"“{name}” is defined twice")
                if name is not None:
                    found[name] = formula
        return found

    def _definition_name(self, at: int) -> str | None:
        """Return the name in “name = …” at a token; None if it is an input, which is compared."""
        name, equals = self._tokens[at], self._tokens[min(at + 1, len(self._tokens) - 1)]
        if equals.kind != "operator" or equals.text != "=" or name.kind not in ("name", "quoted", "word"):
            return None
        if name.kind == "word" and name.text in RESERVED - CONSTANTS.keys():
            raise wrong(self._owner, self._text, name.at, f"“{name.text}” is no name that you can give")
        if name.kind == "word" or name.text in self._index:
            return None
        if not 1 <= len(name.text) <= LONGEST_NAME:
            raise wrong(self._owner, self._text, name.at, f"a name has 1 to {LONGEST_NAME} characters")
        return name.text

    @property
    def _token(self) -> Token:
        return self._tokens[self._at]

    def _ends(self) -> bool:
        token = self._token
        return token.kind == "end" or (token.kind == "operator" and token.text == ";")

    def _takes(self, *texts: str) -> str:
        """Go on if an operator, or “and” or “or”, is the next word; returns it, or an empty text."""
        token = self._token
        if token.kind in ("operator", "word") and token.text in texts:
            self._at += 1
            return token.text
        return ""

    def _expects(self, text: str) -> None:
        if not self._takes(text):
            raise self._wrong(f"“{text}” is expected here")

    def _wrong(self, sentence: str, at: int | None = None) -> Problem:
        return wrong(self._owner, self._text, self._token.at if at is None else at, sentence)

    def _row(self, part: Callable[[], Tree], *operators: str) -> Tree:
        """Read parts with operators between them, from left to right."""
        left = part()
        while operator := self._takes(*operators):
            left = Call(operator, (left, part()))
        return left

    def _either(self) -> Tree:
        return self._row(self._both, "or")

    def _both(self) -> Tree:
        return self._row(self._comparison, "and")

    def _comparison(self) -> Tree:
        left = self._sum()
        if operator := self._takes(*COMPARISONS):
            left = Call(COMPARISONS[operator], (left, self._sum()))
            if self._token.kind == "operator" and self._token.text in COMPARISONS:
                raise self._wrong("compare two at a time, with “and” between, or use brackets")
        return left

    def _sum(self) -> Tree:
        return self._row(self._product, "+", "-")

    def _product(self) -> Tree:
        return self._row(self._signed, "*", "/")

    def _signed(self) -> Tree:
        self._depth += 1
        if self._depth > DEEPEST:
            raise self._wrong(f"more than {DEEPEST} levels; make several formulas of it")
        sign = self._takes("-", "+")
        tree = self._signed() if sign else self._power()
        self._depth -= 1
        return Call("neg", (tree,)) if sign == "-" else tree

    def _power(self) -> Tree:
        base = self._atom()
        return Call("^", (base, self._signed())) if self._takes("^") else base

    def _atom(self) -> Tree:
        token = self._token
        if self._takes("("):
            tree = self._either()
            self._expects(")")
            return tree
        if token.kind == "word" and token.text not in ("and", "or"):
            return self._word(token)
        if token.kind in ("operator", "end", "delay", "word"):
            raise self._wrong("a number, a name or a bracket is expected here")
        self._at += 1
        if token.kind == "number":
            if not math.isfinite(float(token.text)):
                raise self._wrong("this number is too large", token.at)
            return Number(float(token.text))
        return self._value(token)

    def _word(self, token: Token) -> Tree:
        """Read a constant, or a function with its arguments."""
        self._at += 1
        if token.text in CONSTANTS:
            if self._takes("("):
                self._expects(")")
            return Number(CONSTANTS[token.text])
        self._expects("(")
        arguments = [self._either()]
        while self._takes(","):
            arguments.append(self._either())
        self._expects(")")
        least, most = (3, 3) if token.text == "if" else FUNCTIONS[token.text][:2]
        if not least <= len(arguments) <= most:
            expected = many(least, "argument") if least == most else f"{least} to {many(most, 'argument')}"
            got = len(arguments)
            raise self._wrong(f"{token.text} has {expected}, here are {got}", token.at)
        return Call(token.text, tuple(arguments))

    def _value(self, token: Token) -> Tree:
        """Read an input or a result, now or some frames ago."""
        delay = 0
        if self._token.kind == "delay":
            text = self._token.text
            delay = int(text) if text.isdigit() else 0
            if delay > LONGEST_DELAY:
                raise self._wrong(f"a delay is at most {LONGEST_DELAY:,} frames")
            self._at += 1
        if token.kind == "#":
            index = int(token.text[:9]) - 1
            if not 0 <= index < len(self._inputs):
                raise self._wrong(f"there is no input #{token.text}; there are {len(self._inputs)}", token.at)
            return InputValue(index, delay)
        if token.text in self._index:
            return InputValue(self._index[token.text], delay)
        return self._result(token, delay)

    def _result(self, token: Token, delay: int) -> Tree:
        if token.text not in self._defined:
            if self._token.text == "(" and self._token.kind == "operator":
                known = suggest(token.text[:40], sorted([*FUNCTIONS, "if"]))
                raise self._wrong(f"no function is called “{token.text[:40]}”; {known}", token.at)
            known = suggest(token.text[:40], [*self._inputs, *self._defined])
            raise self._wrong(f"nothing is called “{token.text[:40]}”; {known:.300}", token.at)
        index = self._defined[token.text]
        if delay == 0 and index >= self._formula:
            sentence = f"“{token.text}” is not known yet; write {token.text}[n-1] for one frame ago"
            raise self._wrong(sentence, token.at)
        return ResultValue(index, delay)
