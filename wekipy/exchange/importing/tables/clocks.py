"""Columns that hold the time of each row: dates as people and programs write them, or seconds since 1970."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta, timezone
from typing import Final

import numpy as np

from wekipy.exchange.importing.tables.table import F64, MISSING, BadRows, Place

_CLOCK: Final = (
    r"(?P<h>\d{1,2}):(?P<m>\d\d)(?::(?P<s>\d\d)(?:(?P<mark>[.,:])(?P<part>\d{1,9}))?)?"
    r"\s*(?P<half>[AaPp][Mm])?"
)
_ZONE: Final = r"\s*(?P<zone>Z|UTC|GMT|[+-]\d\d:?(?:\d\d)?)?"
_YEAR_FIRST = re.compile(
    rf"(?P<y>\d{{4}})[-/.](?P<mo>\d{{1,2}})[-/.](?P<d>\d{{1,2}})(?:[T ,]\s*{_CLOCK}{_ZONE})?"
)
_YEAR_LAST = re.compile(
    rf"(?P<a>\d{{1,2}})(?P<sep>[./-])(?P<b>\d{{1,2}})[./-](?P<y>\d{{4}}|\d\d)(?:[T ,]\s*{_CLOCK}{_ZONE})?"
)
# 24-Mar-2024 17:00 (MATLAB), Sun, 24 Mar 2024; Mar 24, 2024 5:00 PM; Sun Mar 24 17:00:00 2024 (C, Python)
_NAMED_MONTHS: Final = tuple(
    re.compile(rf"(?:[A-Z][a-z]{{2,8}},?\s+)?{pattern}", re.IGNORECASE)
    for pattern in (
        rf"(?P<d>\d{{1,2}})[ ./-](?P<mo>[A-Z]{{3,9}})\.?[ ./-](?P<y>\d{{4}})(?:[T ,]\s*{_CLOCK}{_ZONE})?",
        rf"(?P<mo>[A-Z]{{3,9}})\.? (?P<d>\d{{1,2}}),? (?P<y>\d{{4}})(?:[T ,]\s*{_CLOCK}{_ZONE})?",
        rf"(?P<mo>[A-Z]{{3,9}}) +(?P<d>\d{{1,2}}) {_CLOCK}{_ZONE} (?P<y>\d{{4}})",
    )
)
_MONTHS: Final = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_CLOCK_ALONE = re.compile(_CLOCK)
_NAMED = re.compile(
    r"(?:time|time[ _]?stamp|date|date[ _]?time|clock|millis|(?:seconds|time)[ _]elapsed|elapsed(?:[ _]time)?"
    r"|(?:recording|logging|unix|epoch|local|utc|system|sensor)[ _]?time|epoch)"
    r"(?:[\W_]+(?P<unit>s|sec|seconds|ms|msec|millis|milliseconds|us|µs|ns|unix|utc|gmt|local))?[\W_]*",
    re.IGNORECASE,
)
_MILLISECONDS: Final = ("ms", "msec", "millis", "milliseconds")
_UNIT = re.compile(
    r"(?:^|[\W_])(s|secs?|seconds|ms|msec|millis|milliseconds|us|µs|micros|ns|unix|utc|gmt|local)[\W_]*$",
    re.IGNORECASE,
)
_DATE_IN_SECONDS: Final = 9e8  # 1998
_LATEST_DATE: Final = 4.2e9  # 2103
_STEPS: Final = ((1e6, 1e-9), (5e3, 1e-6), (5.0, 1e-3))  # from which on whole numbers count such parts
_TELLING: Final = 10  # rows
_SINCE_1970: Final = (
    (1e17, 1e-9),
    (1e14, 1e-6),
    (1e11, 1e-3),
)  # beyond it, a number counts such parts of a second
DAY: Final = 86_400.0


def is_time(name: str) -> bool:
    """Whether a column of that name holds the time of each row."""
    return _NAMED.fullmatch(name.strip()) is not None


def unit_of(name: str, values: F64) -> float:
    """What a number in a column of times is worth, in seconds.

    It is found by the size of dates, by the column's name, or, of whole numbers, by their steps: the rows
    of sensors do not come many seconds apart.
    """
    known = values[np.isfinite(values)]
    middle = float(np.median(known)) if len(known) else 0.0
    for size, worth in _SINCE_1970:
        if middle >= size and middle * worth <= _LATEST_DATE:  # beyond it, since something was started
            return worth
    found = _UNIT.search(name.strip())
    unit = found[1].lower() if found else ("s" if "second" in name.lower() else "")
    if unit in _MILLISECONDS or name.strip().lower().startswith("millis"):
        return 1e-3
    if (
        unit
        or _DATE_IN_SECONDS <= middle <= _LATEST_DATE
        or len(known) < _TELLING
        or np.any(known != np.floor(known))
    ):
        return {"us": 1e-6, "µs": 1e-6, "micros": 1e-6, "ns": 1e-9}.get(unit, 1.0)
    step = float(np.median(np.diff(known)))
    return next((worth for least, worth in _STEPS if step >= least), 1.0)


class Clock:
    """A `Reading` of dates and times of day as seconds since 1970, in local time where no zone is named.

    Args:
        day_first: whether 03/04/2024 is in April.
    """

    def __init__(self, day_first: bool, bad: BadRows) -> None:
        self._day_first, self._bad = day_first, bad

    def seconds(self, text: str) -> float:
        """Seconds since 1970, or since midnight where there is no date. Raises ValueError."""
        text = text.strip()
        found = _YEAR_FIRST.fullmatch(text)
        if found is not None:
            return _stamp(int(found["y"]), int(found["mo"]), int(found["d"]), found)
        found = _YEAR_LAST.fullmatch(text)
        if found is not None:
            day, month = int(found["a"]), int(found["b"])
            if found["sep"] == "/" and not self._day_first:
                day, month = month, day
            return _stamp(_year(found["y"]), month, day, found)
        for pattern in _NAMED_MONTHS:
            found = pattern.fullmatch(text)
            if found is not None and found["mo"][:3].lower() in _MONTHS:
                month = _MONTHS.index(found["mo"][:3].lower()) + 1
                return _stamp(int(found["y"]), month, int(found["d"]), found)
        found = _CLOCK_ALONE.fullmatch(text)
        if found is None:
            raise ValueError(text)
        return _since_midnight(found)

    def __call__(self, texts: Sequence[str], place: Place) -> F64:
        numbers = np.empty(len(texts))
        for n, text in enumerate(texts):
            try:
                numbers[n] = np.nan if text.strip().lower() in MISSING else self.seconds(text)
            except ValueError:
                numbers[n] = np.nan
                self._bad.add(place.row(n), f"{place(n)}: “{text.strip()[:80]}” is no time")
        return numbers


def _since_midnight(found: re.Match[str]) -> float:
    hours, minutes, seconds = int(found["h"]), int(found["m"]), int(found["s"] or 0)
    half = (found["half"] or "").lower()
    if half:
        hours = hours % 12 + (12 if half == "pm" else 0)
    if hours > 24 or minutes > 59 or seconds > 60:
        raise ValueError(found.string)
    part = found["part"] or "0"
    # Behind a colon Java counts milliseconds: 7 is 0.007.
    fraction = int(part) / 1_000 if found["mark"] == ":" else int(part) / 10 ** len(part)
    return hours * 3_600 + minutes * 60 + seconds + fraction


def _year(text: str) -> int:
    """24 is 2024, as spreadsheets shorten it."""
    return int(text) + (2_000 if len(text) == 2 else 0)


def _stamp(year: int, month: int, day: int, found: re.Match[str]) -> float:
    zone = found["zone"]
    moment = datetime(year, month, day, tzinfo=_zone(zone) if zone else None)
    since = _since_midnight(found) if found["h"] else 0.0
    whole = int(since)
    try:
        # Not the midnight's stamp plus the hours: the clocks may be set in between.
        return (moment + timedelta(seconds=whole)).timestamp() + (since - whole)
    except (OverflowError, OSError) as e:  # the year 1, on some systems
        raise ValueError(found.string) from e


def _zone(text: str) -> timezone:
    if text in ("Z", "UTC", "GMT"):
        return timezone.utc
    digits = text[1:].replace(":", "").ljust(4, "0")
    offset = timedelta(hours=int(digits[:2]), minutes=int(digits[2:]))
    return timezone(-offset if text[0] == "-" else offset)


def clock_for(cells: Sequence[str], bad: BadRows) -> Callable[[Sequence[str], Place], F64] | None:
    """What reads a column of which these are some cells; None if they are no times."""
    known = [text for cell in cells if (text := cell.strip()).lower() not in MISSING]
    firsts = [match for text in known if (match := _YEAR_LAST.fullmatch(text))]
    clock = Clock(any(int(match["a"]) > 12 for match in firsts), bad)
    try:
        for text in known:
            clock.seconds(text)
    except ValueError:
        return None
    return clock if known else None
