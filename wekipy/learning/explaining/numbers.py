"""Numbers and sums in formulas."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

MOST_TERMS: Final = 30  # of a formula, the largest first


def number(value: float) -> str:
    """Four digits."""
    return f"{value:.4g}"


def weighed(terms: Iterable[tuple[float, str]], offset: float) -> str:
    """“0.5 + 2 · x − 3 · y”, in the order given; terms of weight 0 are left out."""
    text = number(offset)
    for weight, name in terms:
        if weight:
            text += f" {'−' if weight < 0 else '+'} {number(abs(weight))} · {name}"
    return text


def largest(terms: Sequence[tuple[float, float, str]]) -> tuple[list[tuple[float, str]], int]:
    """The terms (weight, size, name) with the largest sizes, and how many were left out."""
    ranked = sorted(terms, key=lambda term: -term[1])
    kept = [(weight, name) for weight, _, name in ranked[:MOST_TERMS]]
    return kept, sum(1 for weight, _, _ in ranked[MOST_TERMS:] if weight)
