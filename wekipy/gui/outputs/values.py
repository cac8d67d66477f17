"""The middle of the card of a number."""

from __future__ import annotations

import math

from PyQt6.QtCore import Qt
from PyQt6.QtWidgets import QLineEdit, QWidget

from wekipy.client import Live
from wekipy.client.state import Output
from wekipy.gui.outputs.calm import CalmSlider
from wekipy.gui.outputs.track import Track
from wekipy.gui.session.session import Session
from wekipy.gui.stores.targets import targets_of
from wekipy.gui.theme import scale
from wekipy.gui.theme.parts import across, column
from wekipy.gui.theme.theme import theme
from wekipy.gui.translation import tr
from wekipy.gui.wording.explained import explain
from wekipy.gui.wording.output_words import words_of

_MOST_GROWN = 26  # pixels that a track may be higher than need be
_FIELD = 84  # width of the value field


class NumberBody(QWidget):
    """A track with prediction and target, a field for the target, and how calm it is."""

    def __init__(self, session: Session, parent: QWidget) -> None:
        super().__init__(parent)
        self._targets = targets_of(session)
        self.track, self.field = Track(self), QLineEdit(self)
        self._fit()
        self.field.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.field.setToolTip(tr("The target: what the next examples show. Type a value."))
        explain(self.field, "target")
        self.calm = CalmSlider(session, self)
        rows, row = column(self, spacing=scale.XS), across()
        row.addWidget(self.track, 1)
        row.addWidget(self.field)
        rows.addLayout(row)
        rows.addWidget(self.calm)
        theme().changed.connect(self._fit)
        self.track.moved.connect(self._move)
        self.field.editingFinished.connect(self._type)

    def _fit(self) -> None:
        self.field.setFixedWidth(scale.roomy(_FIELD))

    def follow(self, output: Output) -> None:
        """Another state of the output."""
        self._output = output
        self.calm.follow(output)
        self.track.setAccessibleName(tr("target of {name}").format(name=output.name))
        self.field.setAccessibleName(tr("value of the target of {name}").format(name=output.name))

    def draw(self, live: Live, answers: bool) -> str:
        """Show the latest values; the answer in words."""
        output = self._output
        if output.target is None or output.target >= len(live.targets):
            return "–"
        value = float(live.outputs[output.first])
        target = self._targets.of(output)
        if not self.field.hasFocus() and self.field.text() != (words := words_of(output, target)):
            self.field.setText(words)
        span = output.maximum - output.minimum
        self.track.show_shares((value - output.minimum) / span, (target - output.minimum) / span, not answers)
        return words_of(output, value)

    def grow(self, extra: int) -> None:
        """Be so many pixels higher than need be, up to a thick bar."""
        self.track.grow(min(extra, scale.roomy(_MOST_GROWN)))

    def key(self, digit: int) -> None:
        """1 is the least value, 9 the largest."""
        self._move((digit - 1) / 8 if digit else 0.0)

    def _move(self, share: float) -> None:
        output = self._output
        value = output.minimum + share * (output.maximum - output.minimum)
        self._targets.set(output.number, float(round(value)) if output.integer else value)

    def _type(self) -> None:
        try:
            value = float(self.field.text().replace(",", "."))
        except ValueError:
            value = math.nan
        if math.isfinite(value):
            self._targets.set(self._output.number, value)
        if self.field.hasFocus():
            self.track.setFocus()
