"""Finds a take in the tuple of takes, and the takes that differ between two projects.

A project may have ten thousand takes, and most edits change one of them. What is done per edit must not look
at each of the others in turn: these functions compare takes by identity, which a C loop does, and find one by
bisection, since takes are almost always in the order of their numbers.
"""

from __future__ import annotations

from bisect import bisect_left
from itertools import compress, count, pairwise
from operator import attrgetter, is_not

from wekipy.project.schema import Take

_number = attrgetter("number")


def place_of(takes: tuple[Take, ...], number: int) -> int | None:
    """The index of the take with a number, None if there is none."""
    place = bisect_left(takes, number, key=_number)
    if place < len(takes) and takes[place].number == number:
        return place
    # Takes that were brought back may be out of order.
    return next((n for n, take in enumerate(takes) if take.number == number), None)


def changed_takes(before: tuple[Take, ...], after: tuple[Take, ...]) -> list[tuple[Take | None, Take]] | None:
    """Each take of `after` that is not the object in `before`, with the one there (None: it is new).

    None if takes were left out or put in another order, so that all have to be compared by their numbers.
    """
    if before is after:
        return []
    pairs = [(before[n], after[n]) for n in compress(count(), map(is_not, before, after))]
    if len(after) < len(before) or any(was.number != take.number for was, take in pairs):
        return None
    new = after[len(before) :]
    rising = [max(map(_number, before), default=0), *map(_number, new)] if new else []
    if any(a >= b for a, b in pairwise(rising)):
        return None
    return [*pairs, *((None, take) for take in new)]
