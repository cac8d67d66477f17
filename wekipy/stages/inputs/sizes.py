"""How many numbers a stage before the models may give and remember, and how its results are called."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from wekipy.project.counting import many
from wekipy.project.problem import Problem
from wekipy.project.schema import MOST_INPUTS

MOST_KEPT: Final = 524_288  # numbers that one stage remembers, 4 MiB
LONGEST_NAME: Final = 200  # characters, as of an input


def check_inputs(owner: str, names: Sequence[str]) -> int:
    """Return how many numbers come in.

    Raises:
        Problem: if there are none.
    """
    if not names:
        raise Problem(f"{owner}: no number comes in; give its block at least one input")
    return len(names)


def check_results(owner: str, count: int, advice: str) -> None:
    """Check how many numbers a stage gives.

    Args:
        advice: what to change if there are too many, such as “choose fewer frames”.

    Raises:
        Problem: saying how many there would be.
    """
    if count > MOST_INPUTS:
        raise Problem(
            f"{owner}: would give {many(count, 'number')}, at most {MOST_INPUTS:,} may be; {advice}"
        )


def check_kept(owner: str, count: int, advice: str) -> None:
    """Check how many numbers a stage remembers; arguments as for `check_results`.

    Raises:
        Problem: saying how many there would be.
    """
    if count > MOST_KEPT:
        raise Problem(
            f"{owner}: would remember {many(count, 'number')}, at most {MOST_KEPT:,} may be; {advice}"
        )


def derived(names: Iterable[str], suffixes: Sequence[str]) -> tuple[str, ...]:
    """Return the names of results: each name with each suffix, “x.mean”, name by name, all of them unique."""
    return unique(
        f"{name[: LONGEST_NAME - 1 - len(suffix)]}.{suffix}" for name in names for suffix in suffixes
    )


def unique(names: Iterable[str]) -> tuple[str, ...]:
    """Return the names, with a number after each that was there before: “x.mean.2”."""
    found: dict[str, None] = {}
    last: dict[str, int] = {}  # number that a repeated name was given
    for name in names:
        whole = name[:LONGEST_NAME]
        free = whole
        while free in found:
            last[whole] = last.get(whole, 1) + 1
            free = f"{whole[: LONGEST_NAME - 8]}.{last[whole]}"
        found[free] = None
    return tuple(found)
