"""The inputs: name, value, and where the value is in the range it has had so far."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from PyQt6.QtWidgets import QFrame, QWidget

from wekipy.gui.session.session import Session
from wekipy.gui.session.state import State
from wekipy.gui.theme import scale
from wekipy.gui.theme.meter import Meter
from wekipy.gui.theme.parts import Rows, across, column, label, show
from wekipy.gui.theme.theme import role
from wekipy.gui.translation import tr

_MOST = 256  # rows; widgets for thousands would take seconds to make


class InputRow(QFrame):
    """One input."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        role(self, "row")
        self.name = label(name, parent=self)
        self.value = label("–", "dim", self)
        self.meter = Meter(self, lambda colours: colours.dim)
        rows = column(self, scale.S, scale.XS)
        head = across()
        head.addWidget(self.name, 1)
        head.addWidget(self.value)
        rows.addLayout(head)
        rows.addWidget(self.meter)
        self.setAccessibleName(tr("input {name}").format(name=name))


class InputsPanel(QWidget):
    """The first inputs, live."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._names: tuple[str, ...] = ()
        self._low = self._high = np.empty(0)
        self._heading = label(tr("Inputs"), "heading", self)
        self._rows = Rows(self)
        rows = column(self)
        rows.addWidget(self._heading)
        rows.addWidget(self._rows, 1)
        session.changed.connect(self._follow)
        session.tick.connect(self._draw)
        self._follow(session.state)

    def _follow(self, state: State) -> None:
        if state.inputs == self._names:
            return
        self._names = state.inputs
        shown = state.inputs[:_MOST]
        count = len(state.inputs)
        words = (
            tr("Inputs · {count}") if count == len(shown) else tr("Inputs · {count}, the first {shown} shown")
        )
        self._heading.setText(words.format(count=count, shown=len(shown)))
        self._rows.fill([InputRow(name) for name in shown])

    def _draw(self) -> None:
        values = self._session.live.inputs
        if len(values) != len(self._names) or not self.isVisible():
            return
        self._widen(values)
        span = self._high - self._low
        for n, row in self._rows.visible_rows():
            if isinstance(row, InputRow):
                show(row.value, f"{values[n]:.3f}")
                row.meter.show_share((values[n] - self._low[n]) / span[n] if span[n] > 0 else 0.5)

    def _widen(self, values: npt.NDArray[np.float64]) -> None:
        if len(self._low) != len(values):
            self._low = self._high = values
        self._low, self._high = np.minimum(self._low, values), np.maximum(self._high, values)
