"""Every key at a glance."""

from __future__ import annotations

from PyQt6.QtCore import Qt
from PyQt6.QtGui import QKeySequence
from PyQt6.QtWidgets import QFrame, QGridLayout, QScrollArea, QWidget

from wekipy.gui.action_table import TABLE, Menu
from wekipy.gui.actions import key_of
from wekipy.gui.shell import Shell
from wekipy.gui.theme import scale
from wekipy.gui.theme.parts import across, column, label
from wekipy.gui.theme.theme import role
from wekipy.gui.translation import mark, tr

TITLES: dict[Menu, str] = {
    "play": mark("Play"),
    "edit": mark("Edit"),
    "project": mark("Project"),
    "view": mark("View"),
}


class CheatSheet(QWidget):
    """A block of keys for each menu; Esc, or its own key again, sends it away."""

    def __init__(self, shell: Shell, parent: QWidget | None = None) -> None:  # noqa: ARG002  as all sheets
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(tr("All keys"))
        area, inside = QScrollArea(self), QWidget()
        area.setWidgetResizable(True)
        area.setWidget(inside)
        column(self).addWidget(area)
        rows = column(inside, spacing=scale.L)
        blocks = across(spacing=scale.L)
        left, right = column(spacing=scale.L), column(None, spacing=scale.L)
        for menu, where in (("play", left), ("edit", left), ("project", right), ("view", right)):
            where.addWidget(self._block(menu))  # type: ignore[arg-type]
        for where in (left, right):
            where.addStretch(1)
            blocks.addLayout(where, 1)
        rows.addLayout(blocks, 1)
        rows.addWidget(
            label(tr("On stage, Record held longer records for as long as it is held."), "dim", self)
        )

    def _block(self, menu: Menu) -> QFrame:
        block = QFrame(self)
        role(block, "panel")
        rows = column(block, scale.L, scale.S)
        rows.addWidget(label(tr(TITLES[menu]), "heading", block))
        grid = QGridLayout()
        grid.setHorizontalSpacing(scale.L)
        grid.setVerticalSpacing(scale.S)
        grid.setColumnStretch(1, 1)
        for n, row in enumerate(row for row in TABLE if row.menu == menu):
            key = key_of(row).toString(QKeySequence.SequenceFormat.NativeText)
            cap = label(key or "–", "key", block)
            cap.setAlignment(Qt.AlignmentFlag.AlignCenter)
            grid.addWidget(cap, n, 0)
            grid.addWidget(label(tr(row.text), parent=block), n, 1)
        rows.addLayout(grid)
        return block
