"""Messages about bad input, few enough to be read however fast the bad input comes."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass

MAX_KEYS = 64
MAX_LINE = 300  # characters

_OTHERS = ("", "")  # the key that everybody shares for whom there is no room


def one_line(text: str, limit: int = MAX_LINE) -> str:
    """`text` as one line of at most `limit` characters that is safe to print.

    Replaced is what is not printable: line ends, terminal escapes, marks that turn the direction of writing.
    """
    if len(text) > limit:
        text = text[: limit - 1] + "…"
    if text.isprintable():
        return text
    return "".join([c if c.isprintable() else "\N{REPLACEMENT CHARACTER}" for c in text])


@dataclass(slots=True)
class _Told:
    """What was told last about one kind from one host, and how many were only counted since."""

    text: str
    since: float  # when it was told
    due: float  # when the next may be told
    held: int = 0


class Notices:
    """Passes on the first notice of a kind from a host, then at most one per `interval`, with a count.

    At most `MAX_KEYS` pairs of kind and host are remembered; those who come when all are in use share one. So
    a flood from any number of hosts makes at most `MAX_KEYS` lines per interval. `tell` and `flush` may be
    called from different threads; a count may then be off by one.

    Args:
        receiver: is given each line, see `one_line`.
        clock: seconds; it must not go backwards.
        interval: seconds between two lines about the same.
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
        self._told: dict[tuple[str, str], _Told] = {}
        self._room_at = float("-inf")  # before this time `flush` cannot make room

    def tell(self, kind: str, host: str, make_text: Callable[[], str]) -> None:
        """Pass on make_text() or count it; it is only called if its text is passed on.

        Args:
            kind: what is wrong, one word of the program's own.
            host: of the sender, without the port: a new port is no new sender.
            make_text: builds the text for this one.
        """
        now = self._clock()
        told = self._told.get((kind, host))
        if told is None:
            told = self._new((kind, host), now)
        if now < told.due:
            told.held += 1
            return
        more = f" (and {told.held:,} more like it in the last {now - told.since:.0f} s)" if told.held else ""
        self._renew(told, now)
        told.text = one_line(make_text(), MAX_LINE - len(more))
        self._receiver(told.text + more)

    def flush(self) -> None:
        """Tell the counts whose interval is over and forget who has been quiet. Call it now and then."""
        now = self._clock()
        for key, told in list(self._told.items()):
            if now < told.due:
                continue
            if told.held:
                text = f"{told.held:,} more in the last {now - told.since:.0f} s like this: {told.text}"
                self._renew(told, now)
                self._receiver(one_line(text))
            else:
                self._told.pop(key, None)

    def _renew(self, told: _Told, now: float) -> None:
        told.held, told.since, told.due = 0, now, now + self._interval

    def _new(self, key: tuple[str, str], now: float) -> _Told:
        """An entry for `key`, or the one of all others if there is no room; one place is kept for that."""
        if len(self._told) >= MAX_KEYS - 1 and now >= self._room_at:
            # At most once per interval or so: a look at all entries is too slow to do for every bad packet.
            self.flush()
            self._room_at = min((told.due for told in list(self._told.values())), default=now)
        if len(self._told) >= MAX_KEYS - 1:
            key = _OTHERS
        return self._told.setdefault(key, _Told("", now, now))
