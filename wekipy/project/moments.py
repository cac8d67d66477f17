"""Moments as text (ISO 8601) and as seconds since 1970."""

from __future__ import annotations

from datetime import datetime, timezone
from typing import Final

PLAUSIBLE: Final = 1e8  # seconds since 1970: times below are no dates
_LATEST: Final = 2.5e11  # the year 9892


def moment(seconds: float) -> str:
    """Seconds since 1970 as ISO 8601, to the microsecond where it is not a whole second."""
    return datetime.fromtimestamp(seconds, timezone.utc).isoformat()


def seconds_of_moment(text: str) -> float:
    """Seconds since 1970 of a text in ISO 8601, UTC where it has no zone; 0.0 if it is none."""
    try:
        found = datetime.fromisoformat(text)
        if found.tzinfo is None:
            found = found.replace(tzinfo=timezone.utc)
        return max(0.0, found.timestamp())
    except (ValueError, OverflowError):
        return 0.0


def since_first(first: float) -> tuple[str, float]:
    """When a take began whose first time, in seconds since 1970, is this: as text and in seconds.

    ("", 0.0) where it is no date: then its times count from anywhere.
    """
    if not PLAUSIBLE < first <= _LATEST:
        return "", 0.0
    text = moment(first)
    return text, seconds_of_moment(text)
