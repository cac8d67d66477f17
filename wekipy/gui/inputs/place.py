"""Where the inputs are awaited: the port and the address, in view, and changed where they stand."""

from __future__ import annotations

from PyQt6.QtWidgets import QWidget

from wekipy.client.state import State
from wekipy.gui.session.session import Session
from wekipy.gui.theme import scale
from wekipy.gui.theme.naming import NameEdit, Refused
from wekipy.gui.theme.parts import across, label
from wekipy.gui.theme.theme import theme
from wekipy.gui.translation import tr
from wekipy.gui.wording.explained import explain

_MOST = 65_535
_BOLD = 1.15  # times the width of letters that are not


class InputPlace(QWidget):
    """Two fields that look like words: click one, type, press Enter."""

    def __init__(self, session: Session, parent: QWidget) -> None:
        super().__init__(parent)
        self._session = session
        self.port, self.address = NameEdit(self._move, self), NameEdit(self._readdress, self)
        self.port.setMaxLength(len(str(_MOST)))
        theme().changed.connect(self._fit)
        self._fit()
        self._row = row = across(self, spacing=2)
        port = label(tr("port"), "small", self)
        explain(port, "port", "OSC")
        row.addWidget(port)
        row.addWidget(self.port, 2)
        row.addWidget(self.address, 3)
        session.changed.connect(self._follow)
        self._follow(session.state)

    def end_with(self, button: QWidget) -> None:
        """Show a button at the end of the line."""
        self._row.addWidget(button)

    def _fit(self) -> None:
        digits = self.port.fontMetrics().horizontalAdvance("0" * len(str(_MOST)))
        self.port.setMinimumWidth(round(_BOLD * digits) + 2 * scale.S)

    def _follow(self, state: State) -> None:
        port = str(state.port or state.receive_port or "")
        self.port.show_name(port, tr("port of the inputs"))
        # Several messages have addresses of their own, in the menu of the inputs.
        self.address.setVisible(not state.sources)
        self.address.show_name(state.input_address, tr("address of the inputs"))

    def _move(self, port: str, refused: Refused) -> None:
        number = int(port) if port.isdecimal() else 0
        if 0 < number <= _MOST:
            self._session.do("set_receive_port", number, refused=lambda why: self._say(why, refused))
        else:
            self._say(tr("A port is a number from 1 to {most}.").format(most=_MOST), refused)

    def _readdress(self, address: str, refused: Refused) -> None:
        self._session.do("set_addresses", address, refused=lambda why: self._say(why, refused))

    def _say(self, why: str, refused: Refused) -> None:
        refused(why)
        self._session.say(why)
        self._follow(self._session.state)
