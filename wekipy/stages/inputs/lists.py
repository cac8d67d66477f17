"""Lists in options: names, numbers and ranges, separated by commas or semicolons."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from wekipy.project.problem import Problem
from wekipy.project.suggesting import suggest

_ITEM: Final = re.compile(r"\s*(?:'([^']*)'|([^',;][^,;]*)|)\s*(?:[,;]|$)")
_RANGE: Final = re.compile(r"(\d{1,9})\s*-\s*(\d{1,9})", re.ASCII)
_WHOLE: Final = re.compile(r"\d{1,9}", re.ASCII)


def items_of(owner: str, text: str) -> list[str]:
    """Return the items of a list; one that contains a comma or a semicolon stands in single quotes.

    Raises:
        Problem: if a quotation mark is missing.
    """
    found: list[str] = []
    at = 0
    while at < len(text):
        match = _ITEM.match(text, at)
        if match is None:
            raise Problem(
                f"{owner}: expected a comma after each item, and a quotation mark ' before and after a name"
                f" with commas; got “{text[at : at + 40]}”"
            )
        item = match.group(1) if match.group(1) is not None else (match.group(2) or "").strip()
        if item:
            found.append(item)
        at = match.end()
    return found


def selected(owner: str, text: str, names: Sequence[str]) -> list[int]:
    """Return the places, from 0, that a list of names, numbers and ranges selects, in the order of the list.

    Args:
        names: of what there is. An item that is a name is that one, even if it looks like a number.

    Raises:
        Problem: if nothing is selected, something twice, or something that is not there.
    """
    index = {name: n for n, name in enumerate(names)}
    found: list[int] = []
    for item in items_of(owner, text):
        if item in index:
            found.append(index[item])
        elif match := _RANGE.fullmatch(item):
            found += _range(owner, item, int(match[1]), int(match[2]), len(names))
        elif _WHOLE.fullmatch(item):
            found += _range(owner, item, int(item), int(item), len(names))
        else:
            raise Problem(f"{owner}: nothing is called “{item[:40]}”; {suggest(item[:40], names):.300}")
    if not found:
        raise Problem(f"{owner}: nothing is selected; write numbers, ranges or names, such as “1-3, 7”")
    if len(set(found)) < len(found):
        twice = next(one for n, one in enumerate(found) if one in found[:n])
        raise Problem(f"{owner}: “{names[twice]}” is selected twice; leave one out")
    return found


def _range(owner: str, item: str, first: int, last: int, count: int) -> range:
    if not 1 <= first <= last <= count:
        raise Problem(f"{owner}: got “{item}”, but numbers rise from 1 to {count}; choose among those")
    return range(first - 1, last)
