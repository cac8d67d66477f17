"""OSC address patterns, matched in time that grows with the length of the pattern and with nothing else.

Source: The Open Sound Control 1.0 Specification (Wright 2002), "OSC Message Dispatching and Pattern
Matching".

    ?          any one character of a part
    *          any number of characters of a part, also none
    [a-z_]     one of these characters; [!a-z_] any other one
    {foo,bar}  one of these texts

`?`, `*` and a set never match the `/` between two parts.

Theory. A matcher that tries one way after the other, as regular expressions do, tries 2^n of them for a
pattern such as `{,}{,}{,}…`. This one follows all ways at the same time (Thompson 1968): after each element
of the pattern it knows every place in the names that the elements so far can lead to. The places are the
bits of one integer: bit i stands for the place before character i of all names, written one behind the
other, each with an end mark. An element moves the bits with one or two operations (Baeza-Yates and Gonnet
1992), whatever the number of names and of ways:

    a character c   (places & where c stands) << 1
    ?, a set        the same with more than one c
    {a,b}           the places after a, and those after b
    *               each place runs on to the end of its part: adding the bits of the places to a row of ones
                    carries through the row, and what differs afterwards is what was run through (Navarro and
                    Raffinot 1998)

Each character costs a fraction of a microsecond, and the longest pattern, `LONGEST` characters, a fraction of
a millisecond.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from functools import lru_cache
from itertools import accumulate
from operator import or_
from typing import Final

LONGEST: Final = 1_024  # characters; one pattern that spells out all control addresses has half as many

_SPECIAL: Final = frozenset("*?[{")
_END: Final = "\0"  # behind each name; no OSC string can hold it


def is_pattern(address: str) -> bool:
    """Whether an address is a pattern; one that is too long is not."""
    return len(address) <= LONGEST and not _SPECIAL.isdisjoint(address)


@lru_cache(maxsize=64)
def matches(pattern: str, address: str) -> bool:
    """Whether a pattern matches an address; an address without special characters matches itself."""
    if not is_pattern(pattern):
        return pattern == address
    return bool(Names((address,)).matching(pattern))


class Names:
    """Names that a pattern is matched against at the same time.

    Args:
        names: addresses; none holds a zero character.
    """

    def __init__(self, names: Sequence[str]) -> None:
        text = "".join(name + _END for name in names)
        where: dict[str, int] = {}
        for place, character in enumerate(text):
            where[character] = where.get(character, 0) | 1 << place
        ends = [end - 1 for end in accumulate(len(name) + 1 for name in names)]
        self._ends = [1 << end for end in ends]
        self._starts = sum({1 << (end - len(name)) for end, name in zip(ends, names, strict=True)})
        self._all_ends = where.pop(_END, 0)
        self._where = where
        # Of a part: everything but / and the end marks.
        self._part = ((1 << len(text)) - 1) & ~(where.get("/", 0) | self._all_ends)
        # Where the characters up to each stand, in the order of their codes: a range is one difference.
        self._characters = sorted(where)
        self._up_to: list[int] = [0, *accumulate((where[c] for c in self._characters), or_)]

    def matching(self, pattern: str) -> list[int]:
        """Return the indexes of the names that a pattern matches, rising; none if it is too long or
        malformed.
        """
        if len(pattern) > LONGEST:
            return []
        places = self._after(pattern)
        return [n for n, end in enumerate(self._ends) if places & end]

    def _after(self, pattern: str) -> int:
        """The places that a pattern leads to from the beginnings of the names."""
        places, at, size = self._starts, 0, len(pattern)
        where, part = self._where, self._part
        while at < size and places:
            sign = pattern[at]
            at += 1
            if sign == "?":
                places = (places & part) << 1
            elif sign == "*":
                inside = places & part
                places |= (inside + part) ^ part
            elif sign in "[{":
                close = pattern.find("]" if sign == "[" else "}", at)
                if close < 0:
                    return 0
                inner, at = pattern[at:close], close + 1
                if sign == "[":
                    places = (places & self._of_set(inner)) << 1
                else:
                    places = self._after_one_of(places, inner.split(","))
            else:
                places = (places & where.get(sign, 0)) << 1
        return places

    def _after_one_of(self, places: int, texts: Sequence[str]) -> int:
        found = 0
        for text in texts:
            left = places
            for character in text:
                left = (left & self._where.get(character, 0)) << 1
                if not left:
                    break
            found |= left
        return found

    def _of_set(self, inner: str) -> int:
        """Where the characters stand that a set means; a - that is first or last means itself."""
        other = inner.startswith("!")
        at, size, found = int(other), len(inner), 0
        while at < size:
            if at + 2 < size and inner[at + 1] == "-":
                found |= self._of_range(inner[at], inner[at + 2])
                at += 3
            else:
                found |= self._where.get(inner[at], 0)
                at += 1
        return (~found if other else found) & self._part

    def _of_range(self, first: str, last: str) -> int:
        if first > last:
            return 0
        start, stop = bisect_left(self._characters, first), bisect_right(self._characters, last)
        return self._up_to[stop] ^ self._up_to[start]
