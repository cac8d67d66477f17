"""The set list, to be put in order: which projects are played, and one after the other."""

from __future__ import annotations

from PyQt6.QtCore import Qt
from PyQt6.QtGui import QKeySequence, QShortcut
from PyQt6.QtWidgets import QAbstractItemView, QHBoxLayout, QListWidget, QListWidgetItem, QToolButton, QWidget

from wekipy.gui.shell import Shell
from wekipy.gui.stage.order import keep_order
from wekipy.gui.stage.walking import Library, look
from wekipy.gui.theme import scale
from wekipy.gui.theme.icons import icon
from wekipy.gui.theme.parts import across, column, grow_icon, label
from wekipy.gui.theme.theme import palette
from wekipy.gui.translation import tr

_PATH = Qt.ItemDataRole.UserRole


class SetListView(QWidget):
    """The projects beside the present one; ticked ones are played, in this order. Kept at once."""

    def __init__(self, shell: Shell, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        if shell.session is None:
            raise LookupError("there is no set list without a project")
        self._session = shell.session
        self._library = ""
        self._present = ""
        self.list = QListWidget(self)
        self.list.setAccessibleName(tr("Set list"))
        self.list.setDragDropMode(QAbstractItemView.DragDropMode.InternalMove)
        rows = column(self, spacing=scale.M)
        words = label(
            tr("Ticked projects are played, in this order. Drag them, or move them with the arrows."),
            "dim", self,
        )  # fmt: skip
        words.setWordWrap(True)
        rows.addWidget(words)
        rows.addWidget(self.list, 1)
        rows.addLayout(self._tools())
        self.list.itemChanged.connect(self._keep)
        model = self.list.model()
        if model is not None:
            model.rowsMoved.connect(self._keep)
        self.list.itemActivated.connect(self._open)
        self.setFocusProxy(self.list)
        look(self._session, self._fill)

    def _tools(self) -> QHBoxLayout:
        row = across()
        for drawing, words, key, do in (
            ("up", tr("Earlier"), "Alt+Up", lambda: self._move(-1)),
            ("down", tr("Later"), "Alt+Down", lambda: self._move(1)),
            ("open", tr("Open this project"), "", lambda: self._open(self.list.currentItem())),
        ):
            button = QToolButton(self)
            button.setIcon(icon(drawing, palette()))
            grow_icon(button)
            button.setText(words)
            button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
            button.setAccessibleName(words)
            button.setToolTip(f"{words}  [{key or 'Enter'}]")
            button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
            button.clicked.connect(do)
            row.addWidget(button)
            if key:
                shortcut = QShortcut(QKeySequence(key), self)
                shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
                shortcut.activated.connect(do)
        row.addStretch(1)
        return row

    def _fill(self, known: Library) -> None:
        self._library, self._present = "", known.present  # nothing is kept while it is being filled
        self.list.clear()
        for path in (*known.order.played, *known.order.others):
            item = QListWidgetItem(known.names[path], self.list)
            item.setData(_PATH, path)
            item.setFlags(
                Qt.ItemFlag.ItemIsEnabled
                | Qt.ItemFlag.ItemIsSelectable
                | Qt.ItemFlag.ItemIsUserCheckable
                | Qt.ItemFlag.ItemIsDragEnabled
            )
            ticked = path in known.order.played
            item.setCheckState(Qt.CheckState.Checked if ticked else Qt.CheckState.Unchecked)
            if path == known.present:
                font = item.font()
                font.setBold(True)
                item.setFont(font)
                self.list.setCurrentItem(item)
        self._library = known.place

    def _move(self, by: int) -> None:
        at = self.list.currentRow()
        if at < 0 or not 0 <= at + by < self.list.count():
            return
        item = self.list.takeItem(at)
        self.list.insertItem(at + by, item)
        self.list.setCurrentRow(at + by)
        self._keep()

    def _keep(self) -> None:
        if not self._library:
            return
        items = [item for n in range(self.list.count()) if (item := self.list.item(n)) is not None]
        ticked = [item for item in items if item.checkState() == Qt.CheckState.Checked]
        keep_order(self._library, [str(item.data(_PATH)) for item in ticked])
        self._session.set_list_changed.emit()

    def _open(self, item: QListWidgetItem | None) -> None:
        if item is not None and item.data(_PATH) != self._present:
            self._session.do("open_project", item.data(_PATH), self._session.state.running, then=self._opened)

    def _opened(self, _path: str) -> None:
        look(self._session, self._fill)
