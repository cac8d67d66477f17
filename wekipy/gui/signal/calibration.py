"""Calibrating a block: its stages learn from the takes, or from what the sensors send meanwhile."""

from __future__ import annotations

from PyQt6.QtCore import pyqtSignal
from PyQt6.QtWidgets import QWidget

from wekipy.client.state import State
from wekipy.gui.outputs.buttons import paint, small
from wekipy.gui.session.session import Session
from wekipy.gui.signal.edits import Edits
from wekipy.gui.theme import scale
from wekipy.gui.theme.parts import Shrinking, across, column, label, show
from wekipy.gui.translation import tr


class Calibration(QWidget):
    """Two buttons, and what to do meanwhile.

    Signals:
        began(): what was refused before is no longer of interest.
        refused(str): why nothing was learned, a sentence.
        unfolded(QWidget): it is larger now, and is to be seen.
        learning_changed(bool): whether stages learn now.

    Attributes:
        moving: whether what the sensors send now is collected for this block.
    """

    began = pyqtSignal()
    refused = pyqtSignal(str)
    unfolded = pyqtSignal(QWidget)
    learning_changed = pyqtSignal(bool)

    def __init__(self, session: Session, edits: Edits, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session, self._edits = session, edits
        self._name, self._elsewhere, self._learning = "", "", False
        self.moving = False
        self.title = Shrinking(kind="small", parent=self, least=0)
        self.takes = small(
            "target",
            tr("Calibrate: learn from the takes that are switched on"),
            self,
            tr("From takes"),
        )
        self.move_now = small("live", "", self, tr("Move now"))
        self.words = label(kind="small", parent=self)
        self.words.setWordWrap(True)
        self.words.setText(tr("Move to the ends of all that you will do, then press Stop."))
        for button in (self.takes, self.move_now):
            button.setMinimumWidth(scale.roomy(scale.HIT))  # where there is no room for its text
        rows, line = column(self, spacing=0), across(spacing=scale.XS)
        for widget in (self.title, self.takes, self.move_now):
            line.addWidget(widget)
        line.addStretch(1)
        rows.addLayout(line)
        rows.addWidget(self.words)
        self.takes.clicked.connect(lambda: self.learn(0))
        self.move_now.clicked.connect(self._move)
        self._show()

    def follow(self, name: str, state: State) -> None:
        """Show it for the block with this name."""
        self._name = name
        others = {block.name for block in state.blocks} - {name}
        self._elsewhere = state.calibrating if state.calibrating in others else ""
        began = state.calibrating == name and not self.moving
        self.moving = state.calibrating == name
        self._show()
        if began and self.move_now.hasFocus():
            self.unfolded.emit(self)

    def learn(self, stage: int) -> None:
        """Have a stage (from 1; 0: all that can) learn from the takes."""
        self._learn(True)
        self._edits.learn(self._name, stage, self._learned, self._refuse)

    def repaint_icons(self) -> None:
        """Draw them in the colours in use."""
        for button in (self.takes, self.move_now):
            paint(button)

    def _move(self) -> None:
        if self.moving:
            self._learn(True)
            self._edits.end_calibration(self._learned, self._refuse)
        else:
            self.began.emit()
            self._edits.calibrate(self._name, self.refused.emit)

    def _learn(self, on: bool) -> None:
        self._learning = on
        if on:
            self.began.emit()
        self._show()
        self.learning_changed.emit(on)

    def _learned(self, sentence: str) -> None:
        self._learn(False)
        self._session.confirm("edited", sentence)

    def _refuse(self, why: str) -> None:
        self._learn(False)
        self.refused.emit(why)

    def _show(self) -> None:
        show(self.title, tr("Calibrating …") if self._learning else tr("Calibrate"))
        self.takes.setEnabled(not self._learning and not self.moving)
        self.move_now.setEnabled(not self._learning and not self._elsewhere)
        words = tr("Stop") if self.moving else tr("Move now")
        if self._elsewhere:
            says = tr("Block “{name}” is being calibrated: press Stop there first.").format(
                name=self._elsewhere
            )
        elif self.moving:
            says = tr("Stop: learn from what came meanwhile")
        else:
            says = tr("Calibrate: learn from what the sensors send until you press Stop")
        if (self.move_now.text(), self.move_now.toolTip()) != (words, says):
            self.move_now.setText(words)
            self.move_now.setToolTip(says)
            self.move_now.setAccessibleName(says)
            self.move_now.setProperty("drawing", "stop" if self.moving else "live")
            paint(self.move_now)
        self.words.setVisible(self.moving and not self._learning)
