"""A name of an input is changed where it stands."""

from __future__ import annotations

from PyQt6.QtCore import QRect, Qt
from PyQt6.QtWidgets import QWidget

from wekipy.gui.session.session import Session
from wekipy.gui.theme.naming import NameEdit, Refused
from wekipy.gui.translation import tr


class InputNameEdit(NameEdit):
    """Laid over the name that it changes, while it does."""

    def __init__(self, session: Session, parent: QWidget) -> None:
        super().__init__(self._ask, parent)
        self._session, self._number = session, 0
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.hide()
        self.editingFinished.connect(self.hide)

    def edit_at(self, number: int, name: str, place: QRect) -> None:
        """Edit the name of an input (from 1) in this place."""
        self._number = number
        self.setGeometry(place)
        self.show_name(name, tr("name of input {name}").format(name=name))
        self.show()
        self.raise_()
        self.edit()

    def _ask(self, name: str, _refused: Refused) -> None:
        self._session.do("rename_input", self._number, name, refused=self._session.say)

    def _leave(self) -> None:
        self.hide()
        super()._leave()
