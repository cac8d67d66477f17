"""One action: its key, which can be changed, and the messages that do the same."""

from __future__ import annotations

from PyQt6.QtCore import QEvent, Qt, pyqtSignal
from PyQt6.QtGui import QFocusEvent, QGuiApplication, QKeyEvent, QKeySequence
from PyQt6.QtWidgets import QFrame, QPushButton, QToolButton, QVBoxLayout, QWidget

from wekipy.gui.actions import Actions
from wekipy.gui.theme import scale
from wekipy.gui.theme.icons import icon
from wekipy.gui.theme.parts import across, column, grow_icon, label
from wekipy.gui.theme.theme import palette, role
from wekipy.gui.translation import tr

_MODIFIERS = (Qt.Key.Key_Shift, Qt.Key.Key_Control, Qt.Key.Key_Alt, Qt.Key.Key_Meta, Qt.Key.Key_AltGr)
_GO_ON = (Qt.Key.Key_Tab, Qt.Key.Key_Backtab)


class KeyButton(QPushButton):
    """Shows a key; after a click the next key that is pressed is the new one.

    Signals:
        chosen(str): this key, as Qt writes it; "" to have none.
    """

    chosen = pyqtSignal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._key = ""
        self.setCheckable(True)
        self.setMinimumWidth(scale.sized(150))
        self.toggled.connect(self._listen)

    def show_key(self, key: str) -> None:
        """The key as it is now."""
        self._key = key
        self.setChecked(False)
        self._listen(False)

    def _listen(self, on: bool) -> None:
        shown = QKeySequence(self._key).toString(QKeySequence.SequenceFormat.NativeText)
        self.setText(tr("press a key …") if on else shown or tr("no key"))

    def event(self, e: QEvent | None) -> bool:
        """A key that another action has comes here all the same, while one is waited for."""
        if e is not None and e.type() == QEvent.Type.ShortcutOverride and self.isChecked():
            e.accept()
            return True
        return super().event(e)

    def keyPressEvent(self, event: QKeyEvent | None) -> None:  # noqa: N802  Qt's name
        """The new key, if one is waited for; Esc leaves it as it is, Backspace takes it away."""
        if event is None or not self.isChecked() or event.key() in _GO_ON:
            super().keyPressEvent(event)
            return
        if event.key() in _MODIFIERS:
            return
        self.setChecked(False)
        plain = event.modifiers() == Qt.KeyboardModifier.NoModifier
        if plain and event.key() == Qt.Key.Key_Backspace:
            self.chosen.emit("")
        elif not (plain and event.key() == Qt.Key.Key_Escape):
            self.chosen.emit(QKeySequence(event.keyCombination()).toString())

    def focusOutEvent(self, event: QFocusEvent | None) -> None:  # noqa: N802  Qt's name
        """Who goes elsewhere wants no other key."""
        self.setChecked(False)
        super().focusOutEvent(event)


class KeyRow(QFrame):
    """One action.

    Signals:
        wanted(str, str): the action, and the key that it is to have.
    """

    wanted = pyqtSignal(str, str)

    def __init__(self, actions: Actions, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        role(self, "row")
        self._actions, self._name, self._row = actions, name, actions.row(name)
        text = tr(self._row.text)
        self.key = KeyButton(self)
        self.key.chosen.connect(lambda key: self.wanted.emit(name, key))
        self.key.setAccessibleDescription(tr("Press to give another key; Backspace for none."))
        self.reset = self._tool("undo", tr("The first key of “{action}” again").format(action=text))
        self.reset.clicked.connect(lambda: self.wanted.emit(name, self._row.key))
        line = across(self, scale.S, scale.M)
        line.addLayout(self._texts(text), 1)
        line.addWidget(self.key)
        line.addWidget(self.reset)
        self.follow()

    def follow(self) -> None:
        """Show the key that it has now."""
        key = self._actions[self._name].shortcut().toString()
        self.key.show_key(key)
        self.key.setAccessibleName(
            tr("key of “{action}”: {key}").format(action=tr(self._row.text), key=key or tr("no key"))
        )
        self.reset.setEnabled(QKeySequence(key) != QKeySequence(self._row.key))

    def words(self) -> str:
        """All that it can be found by."""
        key = self._actions[self._name].shortcut().toString()
        return "\n".join((tr(self._row.text), tr(self._row.tip), key, *self._row.osc)).casefold()

    def _texts(self, text: str) -> QVBoxLayout:
        lines = column(spacing=0)
        name, tip = label(text, parent=self), label(tr(self._row.tip), "small", self)
        tip.setWordWrap(True)
        lines.addWidget(name)
        lines.addWidget(tip)
        for message in self._row.osc:
            lines.addWidget(self._message(message))
        return lines

    def _message(self, message: str) -> QWidget:
        made = QWidget(self)
        line = across(made, spacing=scale.XS)
        shown = label(message, "code", made)
        shown.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        copy = self._tool("copy", tr("Copy {message}").format(message=message))
        copy.clicked.connect(lambda: _copy(message))
        line.addWidget(shown)
        line.addWidget(copy)
        line.addStretch(1)
        return made

    def _tool(self, drawing: str, words: str) -> QToolButton:
        made = QToolButton(self)
        role(made, "small")
        made.setIcon(icon(drawing, palette()))
        grow_icon(made, scale.LARGE)
        made.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        made.setAccessibleName(words)
        made.setToolTip(words)
        return made


def _copy(message: str) -> None:
    board = QGuiApplication.clipboard()
    if board is not None:
        board.setText(message)
