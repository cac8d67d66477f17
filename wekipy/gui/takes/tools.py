"""What can be done with the selected takes: a table, and a row of buttons made from it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PyQt6.QtCore import Qt, pyqtSignal
from PyQt6.QtWidgets import QMenu, QToolButton, QWidget

from wekipy.client.state import State
from wekipy.gui.exchange.exports import fill_exports
from wekipy.gui.exchange.imports import ask_copy, ask_import, is_here
from wekipy.gui.session.session import Session
from wekipy.gui.stores.take_selection import selection_of
from wekipy.gui.takes.rows import Row
from wekipy.gui.theme import scale
from wekipy.gui.theme.icons import icon
from wekipy.gui.theme.parts import across, grow_icon
from wekipy.gui.theme.theme import palette, role, theme
from wekipy.gui.translation import mark, tr

Rows = Sequence[Row]


@dataclass(frozen=True)
class Tool:
    """One thing that can be done with takes; `enabled` and `do` get those that are selected."""

    id: str
    text: str
    tip: str
    icon: str
    enabled: Callable[[Rows], bool]
    do: Callable[[Session, Rows], None]


def numbers(rows: Rows) -> tuple[int, ...]:
    """The numbers of takes."""
    return tuple(row.take.number for row in rows)


def live(rows: Rows) -> bool:
    """Whether there are takes, none of them deleted."""
    return bool(rows) and not any(row.deleted for row in rows)


def play(session: Session, rows: Rows) -> None:
    """Play the first of these takes; stop it if it is playing."""
    if session.state.playing == rows[0].take.number:
        session.do("stop_playing")
    else:
        session.do("play_take", rows[0].take.number)


def switch(session: Session, rows: Rows) -> None:
    """Switch takes off, or on again if all of them are off."""
    session.do("switch_takes", not any(row.take.on for row in rows), *numbers(rows))


def delete(session: Session, rows: Rows) -> None:
    """Delete takes that are there."""
    chosen = numbers([row for row in rows if not row.deleted])
    if chosen:
        session.do("delete_takes", *chosen)


def restore(session: Session, rows: Rows) -> None:
    """Bring deleted takes back."""
    session.do("restore_takes", *numbers([row for row in rows if row.deleted]))


def show_numbers(session: Session, rows: Rows) -> None:
    """Show the numbers of takes in the panel Table."""
    selection_of(session).choose(numbers(rows))
    session.wanted.emit("table")


TOOLS: tuple[Tool, ...] = (
    Tool(
        "play", mark("Play again"), mark("Play the take into the models, as if it came now; again to stop."),
        "run", live, play,
    ),
    Tool(
        "switch", mark("On or off"), mark("Learn from the selected takes, or not. They are kept."),
        "power", live, switch,
    ),
    Tool(
        "merge", mark("Merge"), mark("Make one take of the selected ones."),
        "merge", lambda rows: live(rows) and len(rows) > 1,
        lambda session, rows: session.do("merge_takes", *sorted(numbers(rows))),
    ),
    Tool(
        "table", mark("Show in the table"), mark("Look at the numbers of the selected takes, and edit them."),
        "table", live, show_numbers,
    ),
    Tool(
        "delete", mark("Delete"), mark("Delete the selected takes. They can be restored, below the others."),
        "delete", lambda rows: any(not row.deleted for row in rows), delete,
    ),
    Tool(
        "restore", mark("Restore"), mark("Bring the selected deleted takes back."),
        "undo", lambda rows: any(row.deleted for row in rows), restore,
    ),
)  # fmt: skip


class Tools(QWidget):
    """Buttons of `TOOLS`, of renaming, and of examples from elsewhere and for elsewhere.

    Signals:
        rename(): asked for.
    """

    rename = pyqtSignal()

    def __init__(self, session: Session, selected: Callable[[], Rows], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session, self._selected = session, selected
        self.buttons = {tool.id: self._button(tr(tool.text), tr(tool.tip)) for tool in TOOLS}
        self.buttons["rename"] = self._button(tr("Rename"), tr("Name the selected take, in the list."))
        self.buttons["copy"] = self._button(
            tr("Copy from another project"), tr("Copy all takes of another project into this one.")
        )
        self.buttons["import"] = self._button(
            tr("Import examples"), tr("Add the examples of a table or a Wekinator project as takes.")
        )
        self.buttons["export"] = self._button(
            tr("Export"), tr("Write examples or models for other programs, into the project folder.")
        )
        for tool in TOOLS:
            self.buttons[tool.id].clicked.connect(lambda _, tool=tool: self._do(tool))
        self.buttons["rename"].clicked.connect(self.rename)
        self.buttons["copy"].clicked.connect(lambda: session.do("projects", then=self._offer))
        self.buttons["import"].clicked.connect(lambda: ask_import(session, self))
        self.buttons["export"].clicked.connect(self._offer_exports)
        self.menu = QMenu(self)
        row = across(self, spacing=scale.XS)
        for name in ("play", "rename", "merge", "switch", "table", "delete", "restore"):
            row.addWidget(self.buttons[name])
        row.addStretch(1)
        for name in ("copy", "import", "export"):
            row.addWidget(self.buttons[name])
        theme().changed.connect(self._paint)
        self._paint()

    def follow(self, state: State) -> None:
        """What can be done with what is selected now."""
        rows = self._selected()
        for tool in TOOLS:
            self.buttons[tool.id].setEnabled(tool.enabled(rows))
        self.buttons["rename"].setEnabled(live(rows) and len(rows) == 1)
        self.buttons["import"].setEnabled(is_here(self._session))
        playing = bool(rows) and state.playing == rows[0].take.number
        self.buttons["play"].setChecked(playing)
        self.buttons["restore"].setVisible(any(row.deleted for row in rows))
        several = len(rows) > 1  # one name or one merging: they share a place, as there is little
        self.buttons["merge"].setVisible(several)
        self.buttons["rename"].setVisible(not several)

    def _do(self, tool: Tool) -> None:
        rows = self._selected()
        if tool.enabled(rows):
            tool.do(self._session, rows)
        self.follow(self._session.state)

    def _offer_exports(self) -> None:
        fill_exports(self.menu, self._session)
        self._pop_up("export")

    def _pop_up(self, name: str) -> None:
        button = self.buttons[name]
        self.menu.popup(button.mapToGlobal(button.rect().bottomLeft()))

    def _offer(self, projects: list[dict[str, object]]) -> None:
        own = self._session.state.folder.replace("\\", "/").rstrip("/").rpartition("/")[2]
        self.menu.clear()
        for found in projects:
            if found["path"] != own and not found["problem"]:
                self._offer_one(str(found["name"]), str(found["path"]))
        if not self.menu.isEmpty():
            self.menu.addSeparator()
        else:
            nothing = self.menu.addAction(tr("There is no other project in this folder"))
            if nothing is not None:
                nothing.setEnabled(False)
        elsewhere = self.menu.addAction(tr("Elsewhere …"))
        if elsewhere is not None:
            elsewhere.setEnabled(is_here(self._session))
            elsewhere.triggered.connect(lambda: ask_copy(self._session, self))
        self._pop_up("copy")

    def _offer_one(self, name: str, path: str) -> None:
        action = self.menu.addAction(name)
        if action is not None:
            action.triggered.connect(lambda: self._session.do("copy_takes", path))

    def _button(self, text: str, tip: str) -> QToolButton:
        made = QToolButton(self)
        made.setToolTip(f"{text}\n{tip}")
        made.setAccessibleName(text)
        made.setAccessibleDescription(tip)
        grow_icon(made, scale.L)
        made.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        role(made, "quiet", "accent")
        return made

    def _paint(self) -> None:
        colours = palette()
        icons = {tool.id: tool.icon for tool in TOOLS} | {"rename": "edit"}
        for name, button in self.buttons.items():
            button.setIcon(icon(icons.get(name, name), colours, checked=colours.on_accent))
        self.buttons["play"].setCheckable(True)
