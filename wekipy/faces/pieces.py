"""Changes of long sections in pieces: only the items that changed, by number.

A project may have ten thousand takes, and an edit changes one of them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final, TypeAlias

Item: TypeAlias = dict[str, Any]
Pieces: TypeAlias = dict[str, Item | None]  # by the item's number; None for an item that is gone

SECTIONS: Final = ("takes", "deleted", "outputs")
PIECES: Final = "pieces"  # where a change has them, beside its whole sections


def in_pieces(before: Mapping[str, Any], changes: Mapping[str, Any]) -> dict[str, Any]:
    """Changed sections with pieces for those that can be said so.

    Args:
        before: the state that the changes are of.
        changes: the sections that changed, as a whole.
    """
    found = {
        name: pieces
        for name in SECTIONS
        if name in changes and (pieces := pieces_of(before.get(name, ()), changes[name])) is not None
    }
    if not found:
        return dict(changes)
    return {**{name: value for name, value in changes.items() if name not in found}, PIECES: found}


def put_together(state: Mapping[str, Any], change: Mapping[str, Any]) -> dict[str, Any]:
    """The state after a change; sections and items that did not change stay the same objects."""
    together = {**state, **change}
    for name, pieces in together.pop(PIECES, {}).items():
        together[name] = patched(state.get(name, ()), pieces)
    return together


def pieces_of(before: Sequence[Item], now: Sequence[Item]) -> Pieces | None:
    """What leads from some items to others; None if that cannot be said, or takes no less than all of them.

    Items have a `number`. Pieces can be said of items in the order of their numbers, each number once.
    """
    was, items = {item["number"]: item for item in before}, {item["number"]: item for item in now}
    if not (_ascends(was, before) and _ascends(items, now)):
        return None
    pieces: Pieces = {
        str(number): item
        for number, item in items.items()
        if (last := was.get(number)) is not item and last != item
    }
    pieces |= {str(number): None for number in was if number not in items}
    return pieces if len(pieces) < len(now) else None


def patched(items: Sequence[Item], pieces: Pieces) -> list[Item]:
    """Items, in the order of their numbers, after what `pieces_of` found."""
    by_number = {item["number"]: item for item in items}
    for number, item in pieces.items():
        if item is None:
            by_number.pop(int(number), None)
        else:
            by_number[int(number)] = item
    return [by_number[number] for number in sorted(by_number)]


def _ascends(by_number: Mapping[int, Item], items: Sequence[Item]) -> bool:
    """Whether items are in the order of their numbers, each number once."""
    numbers = list(by_number)
    return len(numbers) == len(items) and numbers == sorted(numbers)
