"""The actions of `action_table`, as buttons, menus and keys of a session."""

from __future__ import annotations

from collections.abc import Iterator

from PyQt6.QtCore import QObject, QSettings, Qt
from PyQt6.QtGui import QAction, QKeySequence
from PyQt6.QtWidgets import QToolButton, QWidget

from wekipy.client.state import State
from wekipy.gui.action_table import TABLE, Action
from wekipy.gui.session.session import Session
from wekipy.gui.theme.icons import icon
from wekipy.gui.theme.parts import grow_icon
from wekipy.gui.theme.steady import keep_steady
from wekipy.gui.theme.theme import palette, role, theme
from wekipy.gui.translation import tr
from wekipy.project.problem import Problem


def actions_of(session: Session) -> Actions:
    """The actions of the window that shows a session: for panels that have buttons for them."""
    found = session.findChild(Actions)
    if found is None:
        raise LookupError("the actions of this session are not made yet")
    return found


def key_of(row: Action) -> QKeySequence:
    """The key of an action: the one that the person chose, else the default."""
    return QKeySequence(str(QSettings().value(f"keys/{row.id}", row.key)))


def key_named(name: str) -> QKeySequence:
    """The key of the action with this id, also where no project is open.

    Raises:
        KeyError: if there is no such action.
    """
    return key_of({row.id: row for row in TABLE}[name])


class Actions(QObject):
    """The actions of a window, as QActions that follow the state.

    Args:
        session: what they act on.
        window: where their keys count.
        table: of the actions.
    """

    def __init__(self, session: Session, window: QWidget, table: tuple[Action, ...] = TABLE) -> None:
        super().__init__(session)
        self._session = session
        self._on: set[str] = set()  # of the window's own switches, those that are on
        self._rows = {row.id: row for row in table}
        self._made = {row.id: self._make(row) for row in table}
        window.addActions(list(self._made.values()))
        session.changed.connect(self._follow)
        session.lost.connect(self._switch_off)
        session.restored.connect(lambda: self._follow(session.state))
        theme().changed.connect(self._paint)
        self._paint()
        self._follow(session.state)

    def __getitem__(self, name: str) -> QAction:
        return self._made[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._rows)

    def row(self, name: str) -> Action:
        """What the table says of an action."""
        return self._rows[name]

    def button(self, name: str, parent: QWidget | None = None, text: bool = True) -> QToolButton:
        """A button for an action: with its icon, its text or not, and its key in the tooltip."""
        made = QToolButton(parent)
        self.dress(made, name, text)
        return made

    def dress(self, made: QToolButton, name: str, text: bool = True) -> None:
        """Make a button one for an action."""
        made.setDefaultAction(self._made[name])
        style = Qt.ToolButtonStyle.ToolButtonTextBesideIcon if text else Qt.ToolButtonStyle.ToolButtonIconOnly
        made.setToolButtonStyle(style)
        grow_icon(made)
        made.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        row = self._rows[name]
        if text and row.on:
            keep_steady(made, (tr(row.text), tr(row.on)))
        made.setAccessibleName(tr(row.text))
        made.setAccessibleDescription(tr(self._rows[name].tip))
        role(made, "" if text else "quiet", self._rows[name].tone)

    def owner(self, key: str) -> str | None:
        """The action that has this key; None if none has."""
        wanted = QKeySequence(key)
        found = (name for name, action in self._made.items() if key and action.shortcut() == wanted)
        return next(found, None)

    def set_key(self, name: str, key: str) -> None:
        """Another key for an action, from now on ("" for none).

        Raises:
            Problem: if another action has it.
        """
        wanted, other = QKeySequence(key), self.owner(key)
        if other is not None and other != name:
            text = tr(self._rows[other].text)
            raise Problem(tr("{key} is the key of “{action}”").format(key=key, action=text))
        QSettings().setValue(f"keys/{name}", key)
        self._made[name].setShortcut(wanted)
        self._describe(self._rows[name], self._session.state)

    def show_on(self, name: str, on: bool) -> None:
        """Show whether a switch is on that the engine knows nothing of."""
        (self._on.add if on else self._on.discard)(name)
        self._made[name].setChecked(on)

    def _make(self, row: Action) -> QAction:
        made = QAction(tr(row.text), self)
        made.setIconText(tr(row.text))
        made.setCheckable(row.checked is not None or row.window_switch)
        # A check mark says that it is on; its icon then has the colour for a coloured button.
        made.setIconVisibleInMenu(not made.isCheckable())
        made.setShortcut(key_of(row))
        made.setAutoRepeat(False)
        made.triggered.connect(lambda: self._trigger(row))
        return made

    def _trigger(self, row: Action) -> None:
        if row.held is None:
            row.do(self._session)
        else:
            row.held(self._session, self._made[row.id].shortcut())
        if row.checked is not None:  # Qt has turned it over; the engine says what it is
            self._made[row.id].setChecked(row.checked(self._session.state))
        elif row.window_switch:
            self._made[row.id].setChecked(row.id in self._on)

    def _follow(self, state: State) -> None:
        for row in self._rows.values():
            action = self._made[row.id]
            action.setEnabled(row.offline or (self._session.connected and row.enabled(state)))
            if row.checked is not None:
                action.setChecked(row.checked(state))
            self._describe(row, state)

    def _describe(self, row: Action, state: State) -> None:
        action, text = self._made[row.id], tr(row.text)
        more = row.more(state) if row.more is not None else ""
        why = row.why(state) if row.why is not None else ""
        key = action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
        action.setText(f"{text}: {more}" if more else text)
        action.setIconText(tr(row.on) if row.on and action.isChecked() else text)
        action.setToolTip(
            "\n".join(filter(None, (action.text() + (f"  [{key}]" if key else ""), why or tr(row.tip))))
        )

    def _switch_off(self) -> None:
        for row in self._rows.values():
            self._made[row.id].setEnabled(row.offline)

    def _paint(self) -> None:
        colours = palette()
        on = {"record": colours.on_record, "accent": colours.on_accent}
        for row in self._rows.values():
            if row.icon:
                plain = colours.record if row.tone == "record" else colours.text
                self._made[row.id].setIcon(icon(row.icon, colours, plain, on.get(row.tone, "")))
