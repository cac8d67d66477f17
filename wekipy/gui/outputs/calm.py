"""The slider of a number that makes it calmer, or quicker, with its delay beside it."""

from __future__ import annotations

from typing import Any

from PyQt6.QtCore import Qt
from PyQt6.QtGui import QWheelEvent
from PyQt6.QtWidgets import QSlider, QWidget

from wekipy.client.state import Output, State
from wekipy.gui.session.session import Session
from wekipy.gui.theme import scale
from wekipy.gui.theme.parts import across, label, show
from wekipy.gui.theme.theme import theme
from wekipy.gui.translation import tr
from wekipy.gui.wording.calmness import QUICK, place_of, stages_at

_DELAY = 60  # width of the delay


class Slider(QSlider):
    """A slider that leaves the wheel to the list in which it lies: scrolling would change it unseen."""

    def wheelEvent(self, event: QWheelEvent | None) -> None:  # noqa: N802  Qt's name
        """Pass it on."""
        if event is not None:
            event.ignore()


class CalmSlider(QWidget):
    """From smooth to fast. Applied when the hand lets go, so that undo is one step."""

    def __init__(self, session: Session, parent: QWidget) -> None:
        super().__init__(parent)
        self._session = session
        self.slider, self.delay = Slider(Qt.Orientation.Horizontal, self), label(kind="small", parent=self)
        self.slider.setRange(0, QUICK)
        self.slider.setPageStep(QUICK // 10)
        self.slider.setToolTip(
            tr("Smooth: it rests though the sensor is noisy. Fast: it is sent as it is. Beside: the delay.")
        )
        self.delay.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        row = across(self)
        row.addWidget(label(tr("smooth"), "small", self))
        row.addWidget(self.slider, 1)
        row.addWidget(label(tr("fast"), "small", self))
        row.addWidget(self.delay)
        self._fit()
        theme().changed.connect(self._fit)
        self.slider.valueChanged.connect(self._moved)
        self.slider.sliderReleased.connect(self._finish)

    def _fit(self) -> None:
        self.delay.setFixedWidth(scale.roomy(_DELAY))

    def follow(self, output: Output) -> None:
        """Another state of the output."""
        self._output = output
        self.slider.setAccessibleName(tr("smooth or fast: {name}").format(name=output.name))
        show(self.delay, tr("{ms} ms").format(ms=round(1e3 * output.delay)))
        if not self.slider.isSliderDown():
            self._show(place_of(output.after))

    def _show(self, place: int) -> None:
        self.slider.blockSignals(True)
        self.slider.setValue(place)
        self.slider.blockSignals(False)

    def _moved(self) -> None:
        if not self.slider.isSliderDown():  # a key
            self._finish()

    def _finish(self) -> None:
        place, output = self.slider.value(), self._output
        if place != place_of(output.after):
            uid = output.uid

            def with_it(state: State) -> list[Any]:
                now = next((one for one in state.outputs if one.uid == uid), None)
                return [] if now is None else [now.number, *stages_at(place, now.after)]

            self._session.amend("set_after", with_it, self._session.say)
