"""Showing by pressing: each press is a take, and after it the next targets are chosen."""

from __future__ import annotations

from PyQt6.QtCore import QObject

from wekipy.gui.session.session import Session
from wekipy.gui.session.state import Gesture, Output
from wekipy.gui.theme.palette import Palette, class_colour
from wekipy.gui.translation import tr


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
        self._gesture = 0  # place, among all gestures, of the one that is shown next
        self._recording = False
        self.on = False
        self.goes_on = True
        self.learns = False

    def press(self) -> bool:
        """Begin a take; whether one has begun."""
        if not self.on or self._recording or self._session.state.recording is not None:
            return False
        gesture = self._next_gesture()
        if gesture is not None:
            self._session.do("start_gesture_recording", gesture.number)
        elif self._session.state.outputs:
            self._session.do("start_recording")
        else:
            return False
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
        """What a press shows now, in words."""
        gesture = self._next_gesture()
        if gesture is not None:
            return tr("Hold and draw “{name}”: each time is an example.").format(name=gesture.name)
        number = self._class()
        if number:
            return tr("Hold the button where “{name}” shall be.").format(
                name=_class_name(self._classifiers(), number)
            )
        return tr("Hold the button where it shall be as it is now.")

    def colour(self, colours: Palette) -> str:
        """The colour of what a press shows now."""
        number = self._gesture + 1 if self._next_gesture() is not None else self._class()
        return class_colour(number, colours) if number else colours.target

    def _go_on(self) -> None:
        outputs = self._session.state.outputs
        continuous = [output.number for output in outputs if output.kind == "continuous"]
        if continuous:
            self._session.do("randomise", 1.0, *continuous)
        targets = self._session.live.targets
        for output in self._classifiers():
            if output.target is not None and output.target < len(targets):
                self._session.do(
                    "set_output", output.number, 1 + round(targets[output.target]) % output.classes
                )
        self._gesture = (self._gesture + 1) % max(1, len(self._gestures()))

    def _classifiers(self) -> list[Output]:
        return [output for output in self._session.state.outputs if output.kind == "classification"]

    def _gestures(self) -> list[Gesture]:
        """All gestures, where there is nothing else to show."""
        outputs = self._session.state.outputs
        if any(output.kind != "gesture" for output in outputs):
            return []
        return [gesture for output in outputs for gesture in output.gestures]

    def _next_gesture(self) -> Gesture | None:
        gestures = self._gestures()
        return gestures[self._gesture % len(gestures)] if gestures else None

    def _class(self) -> int:
        """The target of the first classifier; 0 if there is none."""
        targets = self._session.live.targets
        for output in self._classifiers():
            if output.target is not None and output.target < len(targets):
                return int(targets[output.target])
        return 0


def _class_name(classifiers: list[Output], number: int) -> str:
    names = classifiers[0].class_names
    name = names[number - 1] if number <= len(names) else ""
    return name or tr("class {number}").format(number=number)
