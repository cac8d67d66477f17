"""Showing by pressing: each press is a take, and after it the next targets are chosen."""

from __future__ import annotations

import math

from PyQt6.QtCore import QObject

from wekipy.client.state import Output
from wekipy.gui.session.session import Session
from wekipy.gui.stores.targets import targets_of
from wekipy.gui.theme.palette import Palette, class_colour
from wekipy.gui.translation import tr
from wekipy.gui.wording.target_words import all_taught


class Teacher(QObject):
    """Records while something is pressed.

    Args:
        session: becomes its parent.

    Attributes:
        on: whether a press records at all.
        goes_on: whether new targets are chosen after each press.
        learns: whether live learning is switched on with the second take: there is little to learn from one.
    """

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._session = session
        self._targets = targets_of(session)
        self._recording = False
        self.on = False
        self.goes_on = True
        self.learns = False

    def press(self) -> bool:
        """Begin a take of what is taught now; whether one has begun."""
        state = self._session.state
        if not self.on or self._recording or state.recording is not None or not state.outputs:
            return False
        self._session.do("start_recording")
        self._recording = True
        return True

    def release(self) -> None:
        """End the take, and choose what is shown next."""
        if not self._recording:
            return
        self._recording = False
        if self.learns and self._session.state.takes:
            self.learns = False
            self._session.do("live_learning", True)
        self._session.do("stop_recording")
        if self.goes_on:
            self._go_on()

    def words(self) -> str:
        """What a press teaches now, in words."""
        state = self._session.state
        what = all_taught(state, self._targets.of)
        if state.teaches is not None:
            return tr("Hold and draw “{name}”: each time is an example.").format(name=what)
        if self._classifiers():
            return tr("Press and hold here to record this position as “{name}”.").format(name=what)
        return tr("Press and hold here to record this position with the values on the left.")

    def colour(self, colours: Palette) -> str:
        """The colour of what a press teaches now."""
        state = self._session.state
        if state.teaches is not None:
            return class_colour(state.teaches, colours)
        classifiers = self._classifiers()
        target = self._targets.of(classifiers[0]) if classifiers else math.nan
        return colours.target if math.isnan(target) else class_colour(round(target), colours)

    def _go_on(self) -> None:
        state = self._session.state
        if state.teaches is not None:
            gestures = [g.number for o in state.outputs if o.record for g in o.gestures]
            if gestures:
                later = [number for number in gestures if number > state.teaches]
                self._session.do("choose_gesture", (later or gestures)[0])
            return
        continuous = [o.number for o in state.outputs if o.kind == "continuous" and o.record]
        if continuous:
            self._session.do("randomise", 1.0, *continuous)
        for output in self._classifiers():
            target = self._targets.of(output)
            if not math.isnan(target):
                self._targets.set(output.number, float(1 + round(target) % output.classes))

    def _classifiers(self) -> list[Output]:
        outputs = self._session.state.outputs
        return [output for output in outputs if output.kind == "classification" and output.record]
