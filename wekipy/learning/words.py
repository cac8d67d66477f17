"""Formats numbers and takes in sentences."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

MOST_NAMED: Final = 6


def listed(numbers: Sequence[int], one: str) -> str:
    """“take 3”, “takes 1, 3 and 4”, “takes 1, 2, 3, 4, 5, 6 and 9 more”."""
    if len(numbers) == 1:
        return f"{one} {numbers[0]}"
    many = f"{one}es" if one.endswith("s") else f"{one}s"
    named = [str(number) for number in numbers[:MOST_NAMED]]
    if len(numbers) > MOST_NAMED:
        named.append(f"{len(numbers) - MOST_NAMED} more")
    return f"{many} {', '.join(named[:-1])} and {named[-1]}"


def counted(count: int, one: str) -> str:
    """“one example”, “12 examples”."""
    return f"one {one}" if count == 1 else f"{count:,} {one}s"


def about(seconds: float) -> str:
    """“a second”, “7 seconds”, “25 seconds”, “3 minutes”, “2 hours”: as exactly as an estimate is."""
    if seconds < 1.5:
        return "a second"
    if seconds < 10:
        return f"{seconds:.0f} seconds"
    if seconds < 57.5:
        return f"{5 * round(seconds / 5)} seconds"
    if seconds < 90:
        return "a minute"
    if seconds < 5_400:
        return f"{seconds / 60:.0f} minutes"
    return f"{seconds / 3_600:.0f} hours"


def percent(share: float) -> str:
    """“83 %”, “4.2 %”, “99.6 %”; never rounded to 0 or to 100."""
    if 0.99 <= share < 1.0:
        return f"{min(share * 100, 99.9):.1f} %"
    return f"{share * 100:.2g} %" if share < 0.1 else f"{share * 100:.0f} %"
