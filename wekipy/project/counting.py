"""Counts in sentences, with the right plural."""

from __future__ import annotations


def many(count: int, noun: str, plural: str = "") -> str:
    """The count with its noun: “1 take”, “2 takes”, “1,000 takes”, “0 takes”.

    Args:
        count: how many there are.
        noun: for one of them; it may have words before or after it, if `plural` says how they change.
        plural: for any other count; the noun with an s, unless given.
    """
    return f"{count:,} {noun if count == 1 else plural or noun + 's'}"
