"""Single examples of a take, by their numbers, to be deleted."""

from __future__ import annotations

from PyQt6.QtCore import pyqtSignal
from PyQt6.QtWidgets import QComboBox, QMenu, QPushButton, QSpinBox, QToolButton, QWidget, QWidgetAction

from wekipy.client.state import Output
from wekipy.gui.outputs.buttons import paint, small
from wekipy.gui.theme import scale
from wekipy.gui.theme.parts import across, label
from wekipy.gui.theme.theme import theme
from wekipy.gui.translation import tr


class Examples(QWidget):
    """From, to, for which outputs, and a button that deletes them; it comes from a button of its own.

    Signals:
        placed(int, int): these are meant now.
        deleted(int, int, int): these are to go; of the output with this number, 0 for all.
    """

    placed = pyqtSignal(int, int)
    deleted = pyqtSignal(int, int, int)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.first = self._spin(tr("Number of the first example to delete"))
        self.last = self._spin(tr("Number of the last example to delete"))
        self.of = QComboBox(self)
        self.of.setAccessibleName(tr("For which output the examples are deleted"))
        self.of.setToolTip(tr("Delete these examples, or only what they teach one output."))
        self.button = QPushButton(tr("Delete"), self)
        self.opener = self._opener(parent)
        row = across(self, scale.S)
        for widget in (
            label(tr("Examples"), "small", self),
            self.first,
            label("–", "small", self),
            self.last,
        ):
            row.addWidget(widget)
        row.addWidget(self.of)
        row.addWidget(self.button)
        self.first.valueChanged.connect(self._place)
        self.last.valueChanged.connect(self._place)
        self.button.clicked.connect(self._delete)

    def show_count(self, count: int) -> None:
        """Show a take with so many examples; none is selected yet."""
        for spin in (self.first, self.last):
            spin.blockSignals(True)
            spin.setRange(1, max(count, 1))
            spin.setValue(1)
            spin.blockSignals(False)

    def offer(self, outputs: tuple[Output, ...]) -> None:
        """The outputs that the take has targets for."""
        self.of.clear()
        self.of.addItem(tr("Of all outputs"), 0)
        for output in outputs if len(outputs) > 1 else ():
            self.of.addItem(tr("Only for {output}").format(output=output.name), output.number)

    def _opener(self, parent: QWidget) -> QToolButton:
        made = small("delete", tr("Delete single examples of this take"), parent, tr("Examples"))
        menu = QMenu(made)
        inside = QWidgetAction(menu)
        inside.setDefaultWidget(self)
        menu.addAction(inside)
        made.setMenu(menu)
        made.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        theme().changed.connect(self._repaint)
        return made

    def _repaint(self) -> None:
        paint(self.opener)

    def _delete(self) -> None:
        menu = self.opener.menu()
        if menu is not None:
            menu.hide()
        self.deleted.emit(self.first.value(), self.last.value(), int(self.of.currentData()))

    def _place(self) -> None:
        if self.last.value() < self.first.value():
            if self.sender() is self.first:
                self.last.setValue(self.first.value())
            else:
                self.first.setValue(self.last.value())
            return
        self.placed.emit(self.first.value(), self.last.value())

    def _spin(self, name: str) -> QSpinBox:
        made = QSpinBox(self)
        made.setKeyboardTracking(False)
        made.setAccessibleName(name)
        made.setToolTip(name)
        return made
