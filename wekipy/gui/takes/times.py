"""Where a take begins, ends and is cut, in figures: what the chart's handles do, for the keyboard."""

from __future__ import annotations

from PyQt6.QtCore import pyqtSignal
from PyQt6.QtWidgets import QDoubleSpinBox, QPushButton, QWidget

from wekipy.gui.theme.parts import across, label
from wekipy.gui.translation import mark, tr

_WORDS = (mark("Beginning of what is used"), mark("End of what is used"), mark("Where to cut"))


class Times(QWidget):
    """From, to, cut at, and a button that cuts there.

    Signals:
        trimmed(float, float): seconds of the whole take.
        placed(float): the cutting line is to be here.
        cut(float): to be cut here.
    """

    trimmed = pyqtSignal(float, float)
    placed = pyqtSignal(float)
    cut = pyqtSignal(float)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.start, self.end, self.at = (self._spin(tr(text)) for text in _WORDS)
        self.button = QPushButton(tr("Split"), self)
        self.button.setToolTip(tr("Cut the take in two at this time."))
        row = across(self)
        for text, spin in ((tr("Use"), self.start), ("–", self.end)):
            row.addWidget(label(text, "small", self))
            row.addWidget(spin)
        row.addStretch(1)
        row.addWidget(self.at)
        row.addWidget(self.button)
        for spin in (self.start, self.end):
            spin.editingFinished.connect(self._trim)
        self.at.valueChanged.connect(self.placed)
        self.button.clicked.connect(lambda: self.cut.emit(self.at.value()))
        self._used = (0.0, 0.0)

    def show_times(self, seconds: float, used: tuple[float, float]) -> None:
        """A take that is so long, of which this part is used."""
        self._used = used
        for spin, value in ((self.start, used[0]), (self.end, used[1])):
            spin.blockSignals(True)
            spin.setRange(0.0, seconds)
            spin.setValue(value)
            spin.blockSignals(False)
        self.at.setRange(0.0, seconds)

    def _trim(self) -> None:
        wanted = (self.start.value(), self.end.value())
        if wanted != (round(self._used[0], 2), round(self._used[1], 2)):
            self.trimmed.emit(*wanted)

    def _spin(self, name: str) -> QDoubleSpinBox:
        made = QDoubleSpinBox(self)
        made.setDecimals(2)
        made.setSingleStep(0.05)
        made.setSuffix(" s")
        made.setKeyboardTracking(False)
        made.setAccessibleName(name)
        made.setToolTip(name)
        return made
