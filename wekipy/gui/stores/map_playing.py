"""Playing the map: whether the mouse over it stands in for the sensor, and where it is."""

from __future__ import annotations

from PyQt6.QtCore import QObject, pyqtSignal

from wekipy.client.state import State
from wekipy.gui.session.session import Session

Place = tuple[float, float, int]  # x, y, and the number of the map


class MapPlaying(QObject):
    """Sends the place of the mouse to the engine with each frame, also while it rests; never in a take.

    Signals:
        changed(): it has been switched on or off.

    Attributes:
        on: whether the map is played as soon as the mouse is over it.
    """

    changed = pyqtSignal()

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._session = session
        self.on = False
        self._place: Place | None = None
        self._under_way = False  # one at a time: the engine may be slower than the screen
        session.tick.connect(self._send)
        session.changed.connect(self._follow)
        session.recording_asked.connect(lambda: self.switch(False))
        session.lost.connect(self._lose)

    def switch(self, on: bool) -> None:
        """Switch it on or off."""
        if on == self.on or (on and self._session.state.recording is not None):
            return
        self.on = on
        if not on:
            self.leave()
        self.changed.emit()

    def move(self, x: float, y: float, number: int) -> None:
        """The mouse is at a place on the map with this number."""
        if self.on:
            self._place = (x, y, number)

    def leave(self) -> None:
        """The mouse is not over the map any more: the sensor plays again."""
        if self._place is not None:
            self._place = None
            self._session.do("stop_playing")

    def _send(self) -> None:
        if self._place is not None and not self._under_way:
            self._under_way = True
            self._session.do("play_map", *self._place, then=self._played, refused=self._refuse)

    def _played(self, _: list[float]) -> None:
        self._under_way = False

    def _refuse(self, why: str) -> None:
        self._under_way = False
        if self._place is not None:  # otherwise it has been left meanwhile, for a take perhaps
            self._place = None
            self.switch(False)
            self._session.say(why)

    def _follow(self, state: State) -> None:
        if state.recording is not None:
            self._place = None  # the engine has ended it itself
            self.switch(False)

    def _lose(self) -> None:
        self._place, self._under_way = None, False
        self.switch(False)


def map_playing_of(session: Session) -> MapPlaying:
    """The playing of the map of a session; made on first use."""
    return session.findChild(MapPlaying) or MapPlaying(session)
