"""Dates written after a pattern of Java's, as in ARFF, to and from seconds."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Final

ISO: Final = "yyyy-MM-dd'T'HH:mm:ss"
WEKINATOR: Final = "yyyy/MM/dd HH:mm:ss:SSS"
LATEST: Final = 2.5e11  # seconds since 1970: the year 9892
_PARTS: Final = {
    "yyyy": "%Y",
    "y": "%Y",
    "yy": "%y",
    "MMMM": "%B",
    "MMM": "%b",
    "MM": "%m",
    "M": "%m",
    "EEEE": "%A",
    "EEE": "%a",
    "E": "%a",
    "dd": "%d",
    "d": "%d",
    "HH": "%H",
    "H": "%H",
    "mm": "%M",
    "m": "%M",
    "ss": "%S",
    "s": "%S",
    "SSS": "%f",
    "Z": "%z",
    "X": "%z",
    "XX": "%z",
    "XXX": "%z",
    "a": "%p",
    "hh": "%I",
    "h": "%I",
}
_TOKEN = re.compile(r"'([^']*)'|([A-Za-z])\2*|[^A-Za-z']")


class DatePattern:
    """Reads dates of one pattern, in local time where the pattern has no zone.

    Raises:
        ValueError: if the pattern has a part that is not known, or one twice.
    """

    def __init__(self, java: str) -> None:
        made, end = "", 0
        for token in _TOKEN.finditer(java):
            if token.start() != end:
                raise ValueError(java)
            end = token.end()
            if token[2] is None:
                made += (token[0] if token[1] is None else token[1] or "'").replace("%", "%%")
            elif token[0] in _PARTS and _PARTS[token[0]] not in made:
                made += _PARTS[token[0]]
            else:
                raise ValueError(java)
        if end != len(java):
            raise ValueError(java)
        self._format = made
        # The rows of a take differ in the milliseconds mostly; the rest is read once for each second.
        self._seconds: dict[str, float] = {}
        self._split = made.endswith(":%f") and made.count("%f") == 1

    def seconds(self, text: str) -> float:
        """Seconds since 1970; raises ValueError if the text is no such date."""
        if not self._split:
            return _stamp(text, self._format)
        start, colon, fraction = text.rpartition(":")
        if not (colon and fraction.isascii() and fraction.isdigit() and len(fraction) <= 3):
            raise ValueError(text)
        known = self._seconds.get(start)
        if known is None:
            if len(self._seconds) > 1_000:
                self._seconds.clear()
            known = self._seconds[start] = _stamp(start, self._format[:-3])
        return known + int(fraction) / 1_000  # Java counts milliseconds: 7 is 0.007


def _stamp(text: str, pattern: str) -> float:
    try:
        return datetime.strptime(text, pattern).timestamp()
    except (OverflowError, OSError) as e:  # the year 1, on some systems
        raise ValueError(text) from e


def in_wekinators_way(seconds: float) -> str:
    """Local time as Wekinator writes it, to the millisecond."""
    thousandths = round(seconds * 1_000)
    moment = datetime.fromtimestamp(thousandths // 1_000)
    return f"{moment:%Y/%m/%d %H:%M:%S}:{thousandths % 1_000:03d}"
