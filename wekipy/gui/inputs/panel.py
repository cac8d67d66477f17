"""The inputs: rows for hundreds, a picture for thousands."""

from __future__ import annotations

import time

from PyQt6.QtCore import QRect
from PyQt6.QtWidgets import QStackedWidget, QToolButton, QWidget

from wekipy.client.state import State
from wekipy.gui.inputs.count import count_menu
from wekipy.gui.inputs.editing import InputNameEdit
from wekipy.gui.inputs.heat import HeatStrip
from wekipy.gui.inputs.place import InputPlace
from wekipy.gui.inputs.rows import InputRows
from wekipy.gui.inputs.trace import Trace
from wekipy.gui.outputs.buttons import paint, small
from wekipy.gui.session.health import health_of
from wekipy.gui.session.session import Session
from wekipy.gui.session.stillness import is_busy
from wekipy.gui.theme.parts import Shrinking, across, column, label, show
from wekipy.gui.theme.theme import role, theme
from wekipy.gui.translation import tr
from wekipy.gui.wire.hearing import hearing_of

MOST_ROWS = 512
_HEADING = 96  # pixels that the heading has in any case
_HEAT_EVERY = 3  # frames: thousands of cells need not be drawn 60 times a second
_IDLE_EVERY = 3  # frames, while nobody plays or records


class InputsPanel(QWidget):
    """All inputs, live.

    Attributes:
        head: its heading, for a title bar; what holds the panel may take it away.
        rows, heat: one of them is shown.
    """

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session, self._hearing = session, hearing_of(session)
        self._names: tuple[str, ...] | None = None
        self._trace = Trace(0)
        self._frame = 0
        self._count = ""
        self.head = QWidget(self)
        # It is cut rather than widening the panel when nothing arrives.
        self._heading = Shrinking(tr("Inputs"), "heading", self, least=_HEADING)
        self.readout = label(kind="small", parent=self)
        self.change = small("settings", tr("How many inputs there are"), self)
        self.change.setMenu(count_menu(session, self.change))
        self.change.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.rows, self.heat = InputRows(self), HeatStrip(self)
        self._stack = QStackedWidget(self)
        self._stack.addWidget(self.rows)
        self._stack.addWidget(self.heat)
        self.name = InputNameEdit(session, self)
        rows = column(self)
        head = across(self.head)
        head.addWidget(self._heading, 1)
        rows.addWidget(self.head)
        self.place = InputPlace(session, self)
        self.place.end_with(self.change)
        rows.addWidget(self.place)
        rows.addWidget(self.readout)
        rows.addWidget(self._stack, 1)
        self.heat.pointed.connect(lambda words: show(self.readout, words))
        self.rows.rename.connect(lambda number, place: self._rename(self.rows, number, place))
        self.heat.rename.connect(lambda number, place: self._rename(self.heat, number, place))
        session.changed.connect(self._follow)
        session.tick.connect(self._draw)
        health_of(session).reported.connect(lambda figures: self.rows.mark(figures.stuck, figures.drifting))
        theme().changed.connect(self._repaint)
        self._follow(session.state)

    def _follow(self, state: State) -> None:
        if state.inputs == self._names:
            return
        if self._names is None or len(state.inputs) != len(self._names):
            self._trace = Trace(len(state.inputs))
        self._names = state.inputs
        many = len(state.inputs) > MOST_ROWS
        shown = self.heat if many else self.rows
        self._stack.setCurrentWidget(shown)
        self.readout.setVisible(many)
        shown.show_inputs(state.inputs, self._trace)
        self._count = tr("Inputs · {count}").format(count=len(state.inputs))
        self._head(at_rest=False)

    def _head(self, at_rest: bool) -> None:
        """Distinguish no packets at all from a sensor at rest: only the first is a fault."""
        silent = self._hearing.sense.silent
        words = tr("Nothing arrives") if silent else tr("{heading} · at rest").format(heading=self._count)
        show(self._heading, words if silent or at_rest else self._count)
        tone = "warning" if silent else ""
        if self._heading.property("tone") != tone:
            role(self._heading, "heading", tone)
        self.rows.dim(silent)

    def _draw(self) -> None:
        values = self._session.live.inputs
        if len(values) != len(self._names or ()) or not len(values):
            return
        now = time.monotonic()
        self._frame += 1
        many = self._stack.currentWidget() is self.heat
        if many and self._frame % _HEAT_EVERY:
            return
        self._head(self._trace.seen and self._trace.at_rest(now))
        self._trace.add(values, now)  # also while hidden: the range observed is that of all
        if self.isVisible() and (is_busy(self._session.state) or not self._frame % _IDLE_EVERY):
            (self.heat if many else self.rows).draw(now)

    def _repaint(self) -> None:
        paint(self.change)
        self.update()

    def _rename(self, of: QWidget, number: int, place: QRect) -> None:
        if self._names is not None:
            moved = QRect(of.mapTo(self, place.topLeft()), place.size())
            self.name.edit_at(number, self._names[number - 1], moved)
