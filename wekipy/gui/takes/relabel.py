"""Another target for takes that exist: which output, and what."""

from __future__ import annotations

import math

from PyQt6.QtCore import pyqtSignal
from PyQt6.QtWidgets import QComboBox, QDoubleSpinBox, QPushButton, QStackedWidget, QWidget

from wekipy.client.state import Output
from wekipy.gui.takes.labels import class_words, target_words
from wekipy.gui.takes.rows import Row
from wekipy.gui.theme.icons import icon
from wekipy.gui.theme.parts import across
from wekipy.gui.theme.theme import palette
from wekipy.gui.translation import tr
from wekipy.gui.wording.explained import explain


class Relabel(QWidget):
    """A strip: output, target, and a button.

    Signals:
        wanted(int, object): number of the output, and its target; None for none.
    """

    wanted = pyqtSignal(int, object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._outputs: tuple[Output, ...] = ()
        self.output, self.choice, self.value = QComboBox(self), QComboBox(self), QDoubleSpinBox(self)
        for choice in (self.output, self.choice):
            choice.setMinimumContentsLength(6)
            choice.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.output.setAccessibleName(tr("Output"))
        for editor in (self.choice, self.value):
            editor.setAccessibleName(tr("Target"))
        self._editors = QStackedWidget(self)
        self._editors.addWidget(self.choice)
        self._editors.addWidget(self.value)
        self.button = QPushButton(tr("Relabel"), self)
        self.button.setToolTip(tr("Give all examples of the selected takes this target."))
        explain(self.button, "target")
        self.none = QPushButton(icon("close", palette()), "", self)
        self.none.setToolTip(tr("Take this output’s targets away from the selected takes."))
        self.none.setAccessibleName(tr("No target"))
        row = across(self)
        for widget, stretch in (
            (self.output, 3), (self._editors, 3), (self.button, 0), (self.none, 0),
        ):  # fmt: skip
            row.addWidget(widget, stretch)
        self._editors.setFixedHeight(self.output.sizeHint().height())
        self.output.currentIndexChanged.connect(self._choose_output)
        self.button.clicked.connect(self._ask)
        self.none.clicked.connect(lambda: self.wanted.emit(self._chosen().number, None))

    def follow(self, outputs: tuple[Output, ...]) -> None:
        """Offer these outputs."""
        if _shape(outputs) == _shape(self._outputs):
            return
        at = max(self.output.currentIndex(), 0)
        self._outputs = outputs
        self.output.blockSignals(True)
        self.output.clear()
        self.output.addItems([output.name for output in outputs])
        self.output.setCurrentIndex(min(at, len(outputs) - 1))
        self.output.blockSignals(False)
        self.output.setVisible(len(outputs) > 1)
        self._choose_output()

    def show_row(self, row: Row | None) -> None:
        """Begin with what this take shows."""
        label = next((found for found in (row.labels if row else ())), None)
        if label is None or math.isnan(label.value):
            return
        self.output.setCurrentIndex(label.output - 1)
        self.choice.setCurrentIndex(max(self.choice.findData(label.value), 0))
        self.value.setValue(label.value)

    def _choose_output(self) -> None:
        if not self._outputs:
            return
        output = self._chosen()
        self._editors.setCurrentWidget(self.value if output.kind == "continuous" else self.choice)
        self.value.setRange(*((-1e9, 1e9) if output.limits == "soft" else (output.minimum, output.maximum)))
        self.value.setDecimals(0 if output.integer else 3)
        self.value.setSingleStep(1.0 if output.integer else (output.maximum - output.minimum) / 20)
        self.choice.clear()
        if output.kind == "gesture":
            for number in (*(gesture.number for gesture in output.gestures), 0):
                self.choice.addItem(target_words(output, number), float(number))
        for number in range(1, output.classes + 1):
            self.choice.addItem(class_words(output, number), float(number))

    def _chosen(self) -> Output:
        return self._outputs[self.output.currentIndex()]

    def _ask(self) -> None:
        if not self._outputs:
            return
        output = self._chosen()
        value = self.value.value() if output.kind == "continuous" else self.choice.currentData()
        self.wanted.emit(output.number, float(value))


def _shape(outputs: tuple[Output, ...]) -> list[tuple[object, ...]]:
    return [
        (o.name, o.kind, o.classes, o.class_names, o.minimum, o.maximum, o.integer, o.limits,
         tuple((gesture.number, gesture.name) for gesture in o.gestures))
        for o in outputs
    ]  # fmt: skip
