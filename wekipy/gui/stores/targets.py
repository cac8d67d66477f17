"""Targets on their way to the engine, and what the next take shows: one place for all widgets.

The latest target wanted of each output is sent, one at a time, so that a drag never queues up. Before a take
begins, by whatever way of this window, all that are wanted still are sent.
"""

from __future__ import annotations

import math
import time
from dataclasses import dataclass
from functools import partial
from typing import Any

from PyQt6.QtCore import QObject

from wekipy.client.state import Output
from wekipy.gui.session.session import Session

_ON_ITS_WAY = 0.15  # seconds, in which values from the engine may still be those before


@dataclass
class _Wanted:
    """The wanted target of one output.

    Attributes:
        waiting: it is not sent yet. busy: one that was sent is not answered yet.
        until: when what the engine says counts again.
    """

    value: float
    waiting: bool = True
    busy: bool = False
    until: float = 0.0


class Targets(QObject):
    """The targets of a session's outputs: the wanted ones and those of the engine.

    Attributes:
        focused: uid of the output that keys are for.
    """

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._session = session
        self.focused = ""
        self._wanted: dict[int, _Wanted] = {}
        session.recording_asked.connect(self._send_all)
        session.lost.connect(self._wanted.clear)
        session.happened.connect(lambda kind, _text: self._wanted.clear() if kind == "opened" else None)

    def set(self, number: int, value: float) -> None:
        """Want a target for the output with this number; a gesture that was chosen is not taught any more."""
        wanted = self._wanted.setdefault(number, _Wanted(value))
        wanted.value, wanted.waiting, wanted.until = value, True, time.monotonic() + _ON_ITS_WAY
        if not wanted.busy:
            self._send(number)
        if self._session.state.teaches is not None:
            self._session.do("choose_gesture", 0)

    def step(self, by: int) -> None:
        """The next class, or gesture, of the output that keys are for; else of the first that has some."""
        self.settle()
        for output in self._session.state.outputs:
            if output.uid == self.focused and output.record and output.kind != "continuous":
                self._session.do("next_class" if by > 0 else "previous_class", output.number)
                return
        self._session.do("next_class" if by > 0 else "previous_class")

    def settle(self) -> None:
        """Send the pending targets, and show those of the engine, which will receive other ones."""
        self._send_all()
        self._wanted.clear()

    def of(self, output: Output) -> float:
        """Return the target of an output: the wanted one until the engine can have confirmed it; NaN for
        none.
        """
        wanted = self._wanted.get(output.number)
        if wanted is not None and time.monotonic() < wanted.until:
            return wanted.value
        live = self._session.live.targets
        known = output.target is not None and output.target < len(live)
        return float(live[output.target]) if known else math.nan

    def _send_all(self) -> None:
        for number, wanted in self._wanted.items():
            if wanted.waiting:
                self._send(number)

    def _send(self, number: int) -> None:
        wanted = self._wanted[number]
        wanted.waiting, wanted.busy = False, True
        self._session.do(
            "set_output",
            number,
            wanted.value,
            then=partial(self._done, number),
            refused=partial(self._refuse, number),
        )

    def _done(self, number: int, _: Any = None) -> None:
        wanted = self._wanted.get(number)
        if wanted is None:
            return
        wanted.busy = False
        if wanted.waiting:
            self._send(number)

    def _refuse(self, number: int, sentence: str) -> None:
        if number in self._wanted:
            self._wanted[number].until = 0.0
        self._session.say(sentence)
        self._done(number)


def targets_of(session: Session) -> Targets:
    """The targets of a session; made on first use."""
    return session.findChild(Targets) or Targets(session)
