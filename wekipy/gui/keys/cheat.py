"""Every key at a glance."""

from __future__ import annotations

from collections.abc import Sequence

from PyQt6.QtCore import Qt
from PyQt6.QtGui import QKeySequence, QResizeEvent
from PyQt6.QtWidgets import QFrame, QGridLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from wekipy.gui.action_table import TABLE, Menu
from wekipy.gui.actions import key_of
from wekipy.gui.keys.other_keys import other_keys
from wekipy.gui.shell import Shell
from wekipy.gui.theme import scale
from wekipy.gui.theme.parts import across, column, label
from wekipy.gui.theme.theme import role, theme
from wekipy.gui.translation import mark, tr

TITLES: dict[Menu, str] = {
    "play": mark("Play"),
    "edit": mark("Edit"),
    "project": mark("Project"),
    "view": mark("View"),
}
_WIDTH = 340  # pixels of a column, at least
_HEAD = 2  # rows of keys that the heading of a block is as high as, about


class CheatSheet(QWidget):
    """A block of keys for each menu and each part of the window; Esc, or its own key again, sends it away.

    Attributes:
        area: scrolls the blocks where there is no room for all.
        columns: how many blocks lie side by side.
    """

    def __init__(self, shell: Shell, parent: QWidget | None = None) -> None:  # noqa: ARG002  as all sheets
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(tr("All keys"))
        self.area, inside = QScrollArea(self), QWidget()
        self.area.setWidgetResizable(True)
        self.area.setFocusPolicy(Qt.FocusPolicy.StrongFocus)  # arrows scroll it
        self.area.setAccessibleName(tr("All keys"))
        self.area.setWidget(inside)
        self.setFocusProxy(self.area)
        column(self).addWidget(self.area)
        rows = column(inside, spacing=scale.L)
        words = label(tr("On stage, Record held longer records for as long as it is held."), "dim", self)
        words.setWordWrap(True)
        rows.addWidget(words)
        self._beside = across(spacing=scale.L)
        rows.addLayout(self._beside)
        rows.addStretch(1)
        self._blocks = self._make_blocks()
        self.columns = 0
        theme().changed.connect(self._arrange)
        self._arrange()

    def resizeEvent(self, event: QResizeEvent | None) -> None:  # noqa: N802  Qt's name
        """As many columns as there is room for."""
        super().resizeEvent(event)
        self._arrange()

    def _make_blocks(self) -> list[tuple[QFrame, int]]:
        """Each block, and how many keys are in it."""
        made = []
        for menu, title in TITLES.items():
            keys = [
                (key_of(row).toString(QKeySequence.SequenceFormat.NativeText), tr(row.text))
                for row in TABLE
                if row.menu == menu
            ]
            made.append((self._block(tr(title), keys), len(keys)))
        for place in other_keys():
            others = [(key.shown, tr(key.text)) for key in place.keys]
            made.append((self._block(tr(place.title), others), len(others)))
        return made

    def _arrange(self) -> None:
        """Put each block into the column that is the shortest so far."""
        wanted = max(self.width() // scale.roomy(_WIDTH), 1)
        if wanted == self.columns:
            return
        self.columns = wanted
        while (item := self._beside.takeAt(0)) is not None:
            old = item.layout()
            while old is not None and old.takeAt(0) is not None:
                pass
        places: list[QVBoxLayout] = [column(spacing=scale.L) for _ in range(wanted)]
        high = [0] * wanted
        for block, keys in self._blocks:
            shortest = high.index(min(high))
            places[shortest].addWidget(block)
            high[shortest] += keys + _HEAD
        for place in places:
            place.addStretch(1)
            self._beside.addLayout(place, 1)

    def _block(self, title: str, keys: Sequence[tuple[str, str]]) -> QFrame:
        block = QFrame(self)
        role(block, "panel")
        rows = column(block, scale.L, scale.S)
        rows.addWidget(label(title, "heading", block))
        grid = QGridLayout()
        grid.setHorizontalSpacing(scale.L)
        grid.setVerticalSpacing(scale.S)
        grid.setColumnStretch(1, 1)
        for n, (key, text) in enumerate(keys):
            grid.addWidget(_cap(key, block), n, 0, Qt.AlignmentFlag.AlignVCenter)
            words = label(text, parent=block)
            words.setWordWrap(True)
            grid.addWidget(words, n, 1)
        rows.addLayout(grid)
        return block


def _cap(key: str, parent: QWidget) -> QLabel:
    made = label(key or "–", "key", parent)
    made.setAlignment(Qt.AlignmentFlag.AlignCenter)
    return made
