"""Side views: shown over the right of the window without blocking it, closed with Esc."""

from __future__ import annotations

import importlib
from collections.abc import Callable
from dataclasses import dataclass

from PyQt6.QtCore import QEvent, QObject, Qt
from PyQt6.QtGui import QKeySequence, QShortcut
from PyQt6.QtWidgets import QApplication, QFrame, QMainWindow, QToolButton, QWidget

from wekipy.gui.shell import Shell
from wekipy.gui.theme import scale
from wekipy.gui.theme.icons import icon
from wekipy.gui.theme.parts import across, column, grow_icon, label
from wekipy.gui.theme.theme import palette, role
from wekipy.gui.translation import mark, tr


@dataclass(frozen=True)
class Sheet:
    """A view that can be called: a QWidget made with `(shell, parent)`; `place` is `module:class`."""

    id: str
    title: str
    place: str
    width: int
    needs_project: bool = True

    def make(self, shell: Shell, parent: QWidget) -> QWidget:
        """The view itself; imports it."""
        module, _, name = self.place.partition(":")
        kind: Callable[[Shell, QWidget], QWidget] = getattr(importlib.import_module(module), name)
        return kind(shell, parent)


SHEETS: tuple[Sheet, ...] = (
    Sheet("keys", mark("Keys and foot switches"), "wekipy.gui.keys.view:KeysView", 720),
    Sheet("cheat-sheet", mark("All keys"), "wekipy.gui.keys.cheat:CheatSheet", 0, False),
    Sheet("preferences", mark("Preferences"), "wekipy.gui.preferences.view:PreferencesView", 480, False),
    Sheet("rename", mark("Rename the project"), "wekipy.gui.projects.rename:RenameView", 480),
    Sheet(
        "documentation", mark("Documentation"), "wekipy.gui.help.documentation:DocumentationView", 960, False
    ),
    Sheet("about", mark("About wekipy"), "wekipy.gui.help.about:AboutView", 480, False),
    Sheet("set-list", mark("Set list"), "wekipy.gui.stage.set_list:SetListView", 480),
)


class Sheets(QObject):
    """Shows one sheet at a time over the window."""

    def __init__(self, window: QMainWindow, shell: Shell) -> None:
        super().__init__(window)
        self._window, self._shell = window, shell
        self._rows = {row.id: row for row in SHEETS}
        self._frame: QFrame | None = None
        self._before: QWidget | None = None
        self.shown = ""
        self.view: QWidget | None = None
        window.installEventFilter(self)

    def __contains__(self, name: str) -> bool:
        return name in self._rows

    def toggle(self, name: str) -> None:
        """Show a sheet, or close it if it is shown."""
        again = name == self.shown
        self.close()
        row = self._rows[name]
        if again or (row.needs_project and self._shell.session is None):
            return
        self._before = QApplication.focusWidget()
        self._frame = self._make(row)
        self.shown = name
        self._place()
        self._frame.show()
        self._frame.raise_()
        if self.view is not None:
            self.view.setFocus()

    def close(self) -> None:
        """Close the sheet; the focus returns to where it was."""
        if self._frame is None:
            return
        self._frame.hide()
        self._frame.deleteLater()
        self._frame, self.view, self.shown = None, None, ""
        before, self._before = self._before, None
        if before is not None and before.isVisible():
            before.setFocus()

    def eventFilter(self, watched: QObject | None, event: QEvent | None) -> bool:  # noqa: N802  Qt's name
        """Stay where it is when the window changes its size."""
        if event is not None and event.type() == QEvent.Type.Resize:
            self._place()
        return super().eventFilter(watched, event)

    def _make(self, row: Sheet) -> QFrame:
        frame = QFrame(self._window)
        role(frame, "sheet")
        rows = column(frame, scale.L, scale.M)
        head = across()
        head.addWidget(label(tr(row.title), "title", frame), 1)
        shut = QToolButton(frame)
        shut.setIcon(icon("close", palette()))
        grow_icon(shut)
        shut.setAccessibleName(tr("Close"))
        shut.setToolTip(tr("Close") + "  [Esc]")
        shut.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        role(shut, "quiet")
        shut.clicked.connect(self.close)
        head.addWidget(shut)
        rows.addLayout(head)
        self.view = row.make(self._shell, frame)
        rows.addWidget(self.view, 1)
        # Of this frame only: on stage Esc is held to leave.
        escape = QShortcut(QKeySequence(Qt.Key.Key_Escape), frame)
        escape.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        escape.activated.connect(self.close)
        return frame

    def _place(self) -> None:
        if self._frame is None:
            return
        inside = self._window.centralWidget()
        if inside is None:
            return
        area = inside.geometry().adjusted(scale.S, scale.S, -scale.S, -scale.S)
        wanted = scale.sized(self._rows[self.shown].width) if self.shown else 0
        width = min(wanted, area.width()) if wanted else area.width()
        self._frame.setGeometry(area.right() - width + 1, area.top(), width, area.height())
