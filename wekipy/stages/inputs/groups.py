"""Groups of numbers that belong together, such as x, y and z of a point: their names, pairs and triples."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import combinations
from typing import Final

from wekipy.project.counting import many
from wekipy.project.problem import Problem
from wekipy.stages.inputs.lists import items_of
from wekipy.stages.inputs.sizes import check_results

_PARTED: Final = re.compile(r"(.*[^ ._/:-])[ ._/:-]+[^ ._/:-]+")
_TUPLE: Final = re.compile(r"\d{1,6}(?:\s*-\s*\d{1,6})*", re.ASCII)


def group_names(owner: str, names: Sequence[str], size: int) -> tuple[str, ...]:
    """Return the names of the groups: what the names of their numbers have in common, else the first name.

    Args:
        names: of all numbers, group by group.
        size: how many numbers a group has.

    Raises:
        Problem: if the numbers do not divide into groups.
    """
    if len(names) % size:
        raise Problem(
            f"{owner}: {many(len(names), 'number')} cannot be divided into groups of {size}; choose another"
            " size, or other inputs"
        )
    groups = [names[at : at + size] for at in range(0, len(names), size)]
    stems = [{_stem(name) for name in group} for group in groups]
    if size > 1 and all(len(stem) == 1 for stem in stems):
        common = tuple(stem.pop() for stem in stems)
        if all(common) and len(set(common)) == len(common):
            return common
    return tuple(group[0] for group in groups)


def _stem(name: str) -> str:
    """Return “left hand” for “left hand.x”, and for “left hand-x”; an empty text if there is nothing to
    part."""
    match = _PARTED.fullmatch(name)
    return match[1] if match else ""


def group_at(owner: str, option: str, number: int, groups: Sequence[str]) -> int:
    """Return the place, from 0, of a group that an option names by number.

    Raises:
        Problem: if there is no such group.
    """
    if not 1 <= number <= len(groups):
        raise Problem(f"{owner}: {option} is {number}, but there {_are(len(groups))}; choose among those")
    return number - 1


def tuples_of_groups(
    owner: str, text: str, groups: Sequence[str], sizes: tuple[int, ...]
) -> list[tuple[int, ...]]:
    """Return pairs or triples of groups, from 0, that a list names: “1-2, 1-5”, “all”, or “neighbours”.

    Args:
        sizes: how many groups may be in one; the first is the size for “all” and “neighbours”.

    Raises:
        Problem: if there is none, or a group that is not there.
    """
    count, first = len(groups), sizes[0]
    expected = f"expected such as “{'-'.join('123'[:first])}”, “all” or “neighbours”"
    if text.strip() == "all":
        if first == 2:
            check_results(owner, count * (count - 1) // 2, "name the pairs that count")
        chosen = _angles_everywhere(owner, count) if first == 3 else list(combinations(range(count), first))
    elif text.strip() == "neighbours":
        chosen = [tuple(range(n, n + first)) for n in range(count - first + 1)]
    else:
        chosen = [_tuple(owner, item, count, sizes, expected) for item in items_of(owner, text)]
    if not chosen:
        raise Problem(f"{owner}: there {_are(count)}, which gives none; {expected}")
    return chosen


def _angles_everywhere(owner: str, count: int) -> list[tuple[int, ...]]:
    """All triples, each with each of its members in the middle."""
    check_results(owner, count * (count - 1) * (count - 2) // 2, "name the triples that count")
    return [
        (a, middle, b)
        for middle in range(count)
        for a, b in combinations([n for n in range(count) if n != middle], 2)
    ]


def _tuple(owner: str, item: str, count: int, sizes: tuple[int, ...], expected: str) -> tuple[int, ...]:
    numbers = tuple(int(one) for one in item.split("-")) if _TUPLE.fullmatch(item) else ()
    if len(numbers) not in sizes or len(set(numbers)) < len(numbers):
        raise Problem(f"{owner}: got “{item[:40]}”, {expected}")
    if not 1 <= min(numbers) <= max(numbers) <= count:
        raise Problem(f"{owner}: got “{item[:40]}”, but there {_are(count)}; choose among those")
    return tuple(n - 1 for n in numbers)


def _are(count: int) -> str:
    return f"{'is' if count == 1 else 'are'} {many(count, 'group')}"
