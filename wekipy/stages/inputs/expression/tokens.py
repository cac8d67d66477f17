"""The words of a formula: numbers, names, delays, operators."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final, Literal, NamedTuple

from wekipy.project.problem import Problem
from wekipy.stages.inputs.expression.functions import RESERVED

_NUMBER: Final = re.compile(r"(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?", re.ASCII)
_WORD: Final = re.compile(r"[^\W\d]\w*(?:\.\w+)*")
_QUOTED: Final = re.compile(r"'([^']*)'")
_BY_NUMBER: Final = re.compile(r"#(\d+)", re.ASCII)
_DELAY: Final = re.compile(r"\[\s*n\s*(?:-\s*(\d{1,9})\s*)?\]", re.ASCII)
_OPERATOR: Final = re.compile(r"<=|>=|<>|==|!=|[-+*/^<>=(),;]")
_SHOWN: Final = 30  # characters of a formula on both sides of the place of an error

Kind = Literal["number", "name", "quoted", "#", "delay", "operator", "word", "end"]


class Token(NamedTuple):
    """A word of a formula.

    Attributes:
        kind: a "word" is a function, a constant, “and”, “or” or “if”.
        at: where it begins in the text.
    """

    kind: Kind
    text: str
    at: int


def wrong(owner: str, text: str, at: int, sentence: str) -> Problem:
    """Return the Problem of a formula, with a mark at the place of the error."""
    before, after = text[max(0, at - _SHOWN) : at], text[at : at + _SHOWN]
    dots_before, dots_after = "…" * (at > _SHOWN), "…" * (at + _SHOWN < len(text))
    return Problem(f"{owner}: {sentence}: see ▶ in “{dots_before}{before}▶{after}{dots_after}”")


def tokens_of(owner: str, text: str, names: Sequence[str]) -> list[Token]:
    """Split formulas into words; the last one is the "end".

    Args:
        names: of the inputs. Where a known name begins, the longest one counts, so that “inputs-1” is the
            input of that name and not a subtraction.

    Raises:
        Problem: if there is something else, naming the place.
    """
    known = frozenset(names)
    lengths = sorted({len(name) for name in known if _WORD.match(name)}, reverse=True)
    found: list[Token] = []
    at = 0
    while at < len(text):
        if text[at].isspace():
            at += 1
            continue
        token, end = _next(owner, text, at, known, lengths)
        found.append(token)
        at = end
    return [*found, Token("end", "", len(text))]


def _next(owner: str, text: str, at: int, known: frozenset[str], lengths: list[int]) -> tuple[Token, int]:
    if word := _WORD.match(text, at):
        name = max(word.group(), _longest(text, at, known, lengths), key=len)
        kind: Kind = "word" if name in RESERVED else "name"
        return Token(kind, name, at), at + len(name)
    patterns: tuple[tuple[Kind, re.Pattern[str]], ...] = (
        ("number", _NUMBER),
        ("quoted", _QUOTED),
        ("#", _BY_NUMBER),
        ("delay", _DELAY),
        ("operator", _OPERATOR),
    )
    for kind, pattern in patterns:
        if match := pattern.match(text, at):
            return Token(kind, match.group(match.lastindex or 0), at), match.end()
    if text[at] == "[":
        raise wrong(owner, text, at, "a delay is written [n-3], for three frames ago")
    if text[at] == "'":
        raise wrong(owner, text, at, "a quotation mark ' is missing after this one")
    raise wrong(owner, text, at, f"“{text[at]}” means nothing in a formula")


def _longest(text: str, at: int, known: frozenset[str], lengths: list[int]) -> str:
    for length in lengths:
        name, following = text[at : at + length], text[at + length : at + length + 1]
        if name in known and not (following.isalnum() or following == "_"):
            return name
    return ""
