"""Starts and ends takes by key or switch, with a count-in and a length."""

from __future__ import annotations

import math
import time
from collections.abc import Callable

from PyQt6.QtCore import QEvent, QObject, QSettings, QTimer, pyqtSignal
from PyQt6.QtGui import QKeyEvent, QKeySequence
from PyQt6.QtWidgets import QApplication

from wekipy.client.state import State
from wekipy.gui.session.session import Session
from wekipy.gui.theme.holding import Hold

COUNTS = (0, 1, 2, 3, 4, 5)
LENGTHS = (0, 1, 2, 3, 5, 10, 20, 30)


class Recording(QObject):
    """Starts and ends takes.

    Signals:
        counting(int): seconds left until it starts; 0 when it has, or was given up.

    Attributes:
        count_in: seconds before a take; 0 is at once. length: of a take in seconds; 0 is until it is ended.
    """

    counting = pyqtSignal(int)

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._session = session
        self.count_in = _kept("count-in", COUNTS)
        self.length = _kept("length", LENGTHS)
        self._starts = 0.0
        self._began: float | None = None
        self._tick = QTimer(self)
        self._tick.setInterval(50)
        self._tick.timeout.connect(self._count)
        self._end_of_take = QTimer(self)
        self._end_of_take.setSingleShot(True)
        self._end_of_take.timeout.connect(self.end)
        self._asked = False
        self.hold = Hold(lambda: self.is_on, self.begin, self.end, self.let_go)
        session.changed.connect(self._follow)
        session.lost.connect(self._give_up)

    @property
    def is_on(self) -> bool:
        """Whether a take is running or about to start."""
        return self._tick.isActive() or self._asked or self._session.state.recording is not None

    @property
    def seconds(self) -> float:
        """The seconds of the running take; 0 without one."""
        return 0.0 if self._began is None else time.monotonic() - self._began

    def choose(self, count_in: int | None = None, length: int | None = None) -> None:
        """Set the count-in and the length in seconds; None keeps one."""
        if count_in is not None:
            self.count_in = count_in
            QSettings().setValue("recording/count-in", count_in)
        if length is not None:
            self.length = length
            QSettings().setValue("recording/length", length)

    def toggle(self) -> None:
        """Start or end a take."""
        (self.end if self.is_on else self.begin)()

    def press_key(self, key: QKeySequence) -> None:
        """Handle a press of the Record key, which may be held."""
        self.hold.press()
        HeldKey(key, self.hold.release, self)

    def begin(self) -> None:
        """Start a take after the count-in."""
        if self.count_in:
            self._starts = time.monotonic() + self.count_in
            self._tick.start()
            self.counting.emit(self.count_in)
        else:
            self._start()

    def end(self) -> None:
        """End the take, or the count-in."""
        self._give_up()
        self._session.do("stop_recording")

    def let_go(self) -> None:
        """End the take that was held, unless the clock says when it ends."""
        if not self.count_in and not self.length:  # else it is the clock that says when
            self.end()

    def _give_up(self) -> None:
        self._tick.stop()
        self._end_of_take.stop()
        self._asked = False
        self.counting.emit(0)

    def _count(self) -> None:
        left = self._starts - time.monotonic()
        self.counting.emit(max(0, math.ceil(left)))
        if left <= 0:
            self._tick.stop()
            self._start()

    def _start(self) -> None:
        self._asked = True
        self._session.do("start_recording", refused=self._refuse)
        if self.length:
            self._end_of_take.start(1000 * self.length)

    def _refuse(self, sentence: str) -> None:
        self._give_up()
        self._session.say(sentence)

    def _follow(self, state: State) -> None:
        if state.recording is None:
            if self._began is not None:
                self._end_of_take.stop()
            self._began = None
        elif self._began is None:
            self._began, self._asked = time.monotonic(), False


def _kept(name: str, allowed: tuple[int, ...]) -> int:
    kept = str(QSettings().value(f"recording/{name}", 0))
    return int(kept) if kept.isdecimal() and int(kept) in allowed else 0


def recording_of(session: Session) -> Recording:
    """The recording of a session; made on first use."""
    return session.findChild(Recording) or Recording(session)


class HeldKey(QObject):
    """Reports when a pressed key is released: for shortcuts Qt reports only the press."""

    def __init__(self, key: QKeySequence, let_go: Callable[[], None], parent: QObject) -> None:
        super().__init__(parent)
        self._keys = [key[n].key() for n in range(key.count())]
        self._let_go = let_go
        app = QApplication.instance()
        if app is not None:
            app.installEventFilter(self)

    def eventFilter(self, watched: QObject | None, event: QEvent | None) -> bool:  # noqa: N802  Qt's name
        """Wait for the release."""
        up = isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyRelease
        if up and isinstance(event, QKeyEvent) and event.key() in self._keys and not event.isAutoRepeat():
            app = QApplication.instance()
            if app is not None:
                app.removeEventFilter(self)  # everything that happens comes by here: no longer than need be
            self._let_go()
            self.deleteLater()
        return super().eventFilter(watched, event)
