"""The OSC addresses that arrive, polled a few times a second while they are visible."""

from __future__ import annotations

from collections import deque
from typing import Any, Literal

import msgspec
from PyQt6.QtCore import QObject, pyqtSignal
from PyQt6.QtWidgets import QWidget

from wekipy.gui.session.asking import Asking
from wekipy.gui.session.session import Session
from wekipy.gui.translation import tr

_EVERY = 200  # milliseconds
_KEPT = 60  # looks: 12 s
_SEEN = 4  # values of an address that are drawn
QUIET = 3.0  # seconds after which an address counts as silent

Key = tuple[str, int]
Trail = deque[tuple[float, ...]]


class Heard(msgspec.Struct, frozen=True):
    """The messages of one address and number of arguments; fields are those of `heard` (docs/protocol.md)."""

    address: str
    arguments: int
    types: str = ""
    rate: float = 0.0
    count: int = 0
    sender: str = ""
    since: float | None = None
    values: tuple[Any, ...] = ()
    use: Literal["inputs", "control", "refused", "unknown"] = "unknown"
    why: str = ""

    @property
    def key(self) -> Key:
        """What identifies it."""
        return self.address, self.arguments

    @property
    def quiet(self) -> bool:
        """Whether nothing has come for a while."""
        return self.since is None or self.since > QUIET

    @property
    def numbers(self) -> bool:
        """Whether it could be inputs: at least one argument, and all are numbers."""
        return self.arguments > 0 and all(tag in "ifhd" for tag in self.types)

    def details(self) -> str:
        """Number and types of the arguments, and the sender, in words."""
        if self.arguments == 1:
            count = tr("one number") if self.numbers else tr("one argument")
        else:
            count = tr("{count} numbers") if self.numbers else tr("{count} arguments")
        types = self.types if len(self.types) <= 8 else f"{self.types[:6]}…"
        return "  ·  ".join(filter(None, (count.format(count=self.arguments), types, self.sender)))

    def speed(self) -> str:
        """Its rate in words."""
        return tr("silent") if self.quiet else tr("{rate} per second").format(rate=f"{self.rate:.0f}")


class Ear(QObject):
    """Asks the engine what it hears, while a widget is visible.

    Args:
        session: whose engine.
        watcher: the widget; becomes its parent.

    Signals:
        heard(list[Heard]): each time, in the order in which addresses were first heard.

    Attributes:
        trails: the first values of each address lately, by key, newest last.
    """

    heard = pyqtSignal(object)

    def __init__(self, session: Session, watcher: QWidget) -> None:
        super().__init__(watcher)
        self._counts: dict[Key, int] = {}
        self.trails: dict[Key, Trail] = {}
        self._asking = Asking(session, "heard", _EVERY, watcher)
        self._asking.answered.connect(self._take)

    def _take(self, entries: list[dict[str, Any]]) -> None:
        found: dict[Key, Heard] = {}
        for heard in (msgspec.convert(entry, Heard) for entry in entries):
            found.setdefault(heard.key, heard)  # of two, the first: what it is now, not what it was before
        self.trails = {key: self.trails.get(key, deque(maxlen=_KEPT)) for key in self._order(found)}
        for key, trail in self.trails.items():
            moved = found[key].count != self._counts.get(key)
            if moved:
                numbers = [v for v in found[key].values[:_SEEN] if isinstance(v, int | float)]
                trail.append(tuple(map(float, numbers)))
            elif trail:
                trail.append(trail[-1])
        self._counts = {key: heard.count for key, heard in found.items()}
        self.heard.emit([found[key] for key in self.trails])

    def _order(self, found: dict[Key, Heard]) -> list[Key]:
        """Rows stay where they are: what is new comes last."""
        known = [key for key in self.trails if key in found]
        return known + [key for key in found if key not in self.trails]
