"""Plays what the outputs sound like while something sounds, and rests otherwise.

Samples are pushed, from a timer of the window: little and often, so that what is heard is some 60 ms behind
what is seen.
"""

from __future__ import annotations

from typing import Final

from PyQt6.QtCore import QObject, QSettings, QTimer, pyqtSignal

from wekipy.gui.session.session import Session
from wekipy.gui.sound.device import Device, open_device
from wekipy.gui.sound.synth import Synth, Tone
from wekipy.gui.stores.recording import recording_of
from wekipy.gui.translation import tr

_EVERY: Final = 10  # milliseconds between two helpings
_MUTED: Final = "sound/muted"


class Player(QObject):
    """The sound of a session's window: a tone, strokes, and clicks of the count-in and of takes.

    Signals:
        changed(): it is muted or not, or a device is missing.

    Attributes:
        synth: what makes the samples.
        missing: why nothing can be heard, in a sentence; "" as far as is known.
    """

    changed = pyqtSignal()

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self.synth = Synth()
        self.missing = ""
        self._muted = str(QSettings().value(_MUTED, "true")) != "false"
        self._device: Device | None = None
        self._counted = 0
        self._taking = session.state.recording is not None
        self._timer = QTimer(self)
        self._timer.setInterval(_EVERY)
        self._timer.timeout.connect(self._fill)
        recording_of(session).counting.connect(self._count)
        session.changed.connect(lambda state: self._take(state.recording is not None))

    @property
    def muted(self) -> bool:
        """Whether it is to be silent; remembered.

        It is until somebody asks for sound: the computer may be connected to the loudspeakers of a hall.
        """
        return self._muted

    def mute(self, muted: bool) -> None:
        """Be silent from now on, or not."""
        self._muted = muted
        QSettings().setValue(_MUTED, "true" if muted else "false")
        if muted:
            self._rest()
        else:
            self.missing = ""  # a device may have been plugged in
            self.click()
        self.changed.emit()

    def offer(self) -> None:
        """Sound from now on, unless a person has muted it."""
        if not QSettings().contains(_MUTED):
            self._muted = False
            self.changed.emit()

    def play(self, tone: Tone | None) -> None:
        """Let the tone go there; None lets it fade."""
        self.synth.play(tone)
        self._wake()

    def strike(self, number: int) -> None:
        """Play the stroke of a class or gesture, from 1."""
        if self._heard:
            self.synth.strike(number)
            self._wake()

    def click(self) -> None:
        """Play a click."""
        if self._heard:
            self.synth.click()
            self._wake()

    @property
    def _heard(self) -> bool:
        return not self._muted and not self.missing

    def _count(self, left: int) -> None:
        if left and left != self._counted:
            self.click()
        self._counted = left

    def _take(self, taking: bool) -> None:
        if taking != self._taking:
            self._taking = taking
            self.click()

    def _wake(self) -> None:
        if not self._heard or self.synth.quiet or self._timer.isActive():
            return
        if self._device is None:
            found = open_device(self)
            if isinstance(found, str):
                self._lose(found)
                return
            self._device = found
        if not self._device.start():
            self._lose(tr("The sound device does not answer: only drawn."))
            return
        self._timer.start()
        self._fill()

    def _fill(self) -> None:
        device = self._device
        if device is None or device.broken:
            self._lose(tr("The sound device does not answer: only drawn."))
            return
        samples = device.room
        if samples:
            device.write(self.synth.render(samples))
        if self.synth.quiet:
            self._rest()

    def _lose(self, why: str) -> None:
        self._rest()
        self._device = None
        self.missing = why
        self.changed.emit()

    def _rest(self) -> None:
        self._timer.stop()
        if self._device is not None:
            self._device.stop()


def player_of(session: Session) -> Player:
    """The sound of a session; made on first use."""
    return session.findChild(Player) or Player(session)
