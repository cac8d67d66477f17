"""Rate-limits lines about bad input."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from dataclasses import dataclass

MAX_KEYS = 64
MAX_LINE = 300  # characters

_VARYING = re.compile(r"“[^”]*”|'[^']*'|\"[^\"]*\"|-?\d[\d,.e+-]*|\b(nan|inf)\b")
_LONGEST_KIND = 120  # characters

_OTHERS = ("", "")  # the key shared by all hosts and kinds beyond the limit


def kind_of_mistake(text: str) -> str:
    """Return the common part of sentences about the same mistake: without numbers and quoted texts.

    As `kind` of `Notices.report` it makes “more like it” count the same mistake.
    """
    return _VARYING.sub("#", text[:MAX_LINE])[:_LONGEST_KIND]


def one_line(text: str, limit: int = MAX_LINE) -> str:
    """`text` as one line of at most `limit` characters that is safe to print.

    Unprintable characters are replaced: line ends, terminal escapes, marks of writing direction.
    """
    if len(text) > limit:
        text = text[: limit - 1] + "…"
    if text.isprintable():
        return text
    return "".join([c if c.isprintable() else "\N{REPLACEMENT CHARACTER}" for c in text])


@dataclass(slots=True)
class _Reported:
    """The last line about one kind from one host, and the number of notices counted since."""

    text: str
    since: float  # when it was reported
    due: float  # when the next may be reported
    held: int = 0


class Notices:
    """Passes on the first notice of a kind from a host, then at most one per `interval`, with a count.

    At most `MAX_KEYS` pairs of kind and host are stored; further ones share one entry. So a flood from any
    number of hosts makes at most `MAX_KEYS` lines per interval. `report` and `flush` may be called from
    different threads; a count may then be off by one.

    Args:
        receiver: receives each line, see `one_line`.
        clock: seconds; it must not go backwards.
        interval: seconds between two lines of the same kind and host.
    """

    def __init__(
        self,
        receiver: Callable[[str], object],
        clock: Callable[[], float] = time.monotonic,
        interval: float = 5.0,
    ) -> None:
        self._receiver = receiver
        self._clock = clock
        self._interval = interval
        self._reported: dict[tuple[str, str], _Reported] = {}
        self._room_at = float("-inf")  # before this time `flush` cannot make room

    def report(self, kind: str, host: str, make_text: Callable[[], str]) -> None:
        """Pass on `make_text()` or count the notice; `make_text` is only called if its text is passed on.

        Args:
            kind: of mistake, one word.
            host: of the sender, without the port: a new port is no new sender.
            make_text: builds the text for this one.
        """
        now = self._clock()
        last = self._reported.get((kind, host))
        if last is None:
            last = self._new((kind, host), now)
        if now < last.due:
            last.held += 1
            return
        more = f" (and {last.held:,} more like it in the last {now - last.since:.0f} s)" if last.held else ""
        self._renew(last, now)
        last.text = one_line(make_text(), MAX_LINE - len(more))
        self._receiver(last.text + more)

    def flush(self) -> None:
        """Report counts whose interval is over and drop quiet entries. Call it now and then."""
        now = self._clock()
        for key, last in list(self._reported.items()):
            if now < last.due:
                continue
            if last.held:
                text = f"{last.held:,} more in the last {now - last.since:.0f} s like this: {last.text}"
                self._renew(last, now)
                self._receiver(one_line(text))
            else:
                self._reported.pop(key, None)

    def _renew(self, last: _Reported, now: float) -> None:
        last.held, last.since, last.due = 0, now, now + self._interval

    def _new(self, key: tuple[str, str], now: float) -> _Reported:
        """An entry for `key`, or the one of all others if there is no room; one place is kept for that."""
        if len(self._reported) >= MAX_KEYS - 1 and now >= self._room_at:
            # At most about once per interval: scanning all entries for every bad packet is too slow.
            self.flush()
            self._room_at = min((last.due for last in list(self._reported.values())), default=now)
        if len(self._reported) >= MAX_KEYS - 1:
            key = _OTHERS
        return self._reported.setdefault(key, _Reported("", now, now))
