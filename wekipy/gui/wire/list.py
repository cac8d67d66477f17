"""The list of addresses that arrive, of which one can be chosen."""

from __future__ import annotations

from collections.abc import Mapping

from PyQt6.QtCore import QSize, pyqtSignal
from PyQt6.QtWidgets import QButtonGroup, QWidget

from wekipy.gui.theme import scale
from wekipy.gui.theme.parts import Rows
from wekipy.gui.translation import tr
from wekipy.gui.wire.heard import Heard, Key, Trail
from wekipy.gui.wire.row import HeardRow

_LEAST = 58  # pixels: height of a row, with what is around it


class HeardList(Rows):
    """A row for each address; they stay where they are, what is new comes last.

    Args:
        uses: whether to show what becomes of each.
        group: of buttons of which one is chosen; others may be in it.

    Signals:
        chosen(Heard): the person has chosen this one.

    Attributes:
        rows: by key.
    """

    chosen = pyqtSignal(object)

    def __init__(self, uses: bool, group: QButtonGroup, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._uses, self._group = uses, group
        self.setAccessibleName(tr("Addresses that arrive"))
        self.rows: dict[Key, HeardRow] = {}
        self.fill([])

    def minimumSizeHint(self) -> QSize:  # noqa: N802  Qt's name
        """A row can be read as a whole."""
        return QSize(super().minimumSizeHint().width(), scale.roomy(_LEAST))

    def follow(self, found: list[Heard], trails: Mapping[Key, Trail]) -> None:
        """Show these, with how their values went."""
        keys = [heard.key for heard in found]
        if list(self.rows) != keys[: len(self.rows)]:
            self._begin_again(found)
        for heard in found[len(self.rows) :]:
            self.add(self._row(heard))
        for heard in found:
            self.rows[heard.key].follow(heard, trails[heard.key])

    def _begin_again(self, found: list[Heard]) -> None:
        """Rebuild all rows after some are gone; selection and focus are kept."""
        chosen = [key for key, row in self.rows.items() if row.isChecked()]
        focused = [key for key, row in self.rows.items() if row.hasFocus()]
        for row in self.rows.values():
            self._group.removeButton(row)
        self.rows = {}
        self.fill([self._row(heard) for heard in found])
        for key in chosen:
            if key in self.rows:
                self.rows[key].setChecked(True)
        for key in focused:
            if key in self.rows:
                self.rows[key].setFocus()

    def _row(self, heard: Heard) -> HeardRow:
        made = HeardRow(heard, self._uses, self)
        made.setCheckable(True)
        made.clicked.connect(lambda: self.chosen.emit(made.heard))
        self._group.addButton(made)
        self.rows[heard.key] = made
        return made
