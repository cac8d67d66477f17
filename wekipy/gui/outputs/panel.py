"""The outputs: what the models say, what was demonstrated, how they are doing."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PyQt6.QtCore import Qt
from PyQt6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PyQt6.QtWidgets import QMenu, QToolButton, QWidget

from wekipy.client.state import State
from wekipy.gui.editors.editor_table import open_editor
from wekipy.gui.outputs.buttons import paint, small
from wekipy.gui.outputs.card import OutputCard
from wekipy.gui.outputs.menu import add_menu, switches_menu
from wekipy.gui.outputs.scenes import SceneRow
from wekipy.gui.session.session import Session
from wekipy.gui.session.stillness import Stillness
from wekipy.gui.stores.locks import locks_of
from wekipy.gui.stores.project_views import ProjectView
from wekipy.gui.stores.targets import targets_of
from wekipy.gui.theme import scale
from wekipy.gui.theme.parts import Rows, Shrinking, across, column
from wekipy.gui.theme.theme import theme
from wekipy.gui.translation import tr
from wekipy.gui.wire.hearing import hearing_of

_MOST_GROWN = 64  # pixels that a card may be higher than need be


class OutputsPanel(QWidget):
    """All outputs, live. Digits are for the one that is selected.

    Attributes:
        cards: in the order of the outputs.
    """

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self.cards: list[OutputCard] = []
        self._shown: tuple[object, ...] = ()
        self._selected = ""
        self._stillness, self._hearing = Stillness(), hearing_of(session)
        self._heading = Shrinking(tr("Outputs"), "heading", self)
        self.switches = self._button("settings", tr("Switches of all outputs"), tr("All"), switches_menu)
        self.add = self._button("add", tr("Add an output"), tr("Add output"), add_menu)
        self._rows = Rows(self, scale.S)
        rows, head = column(self), across()
        head.addWidget(self._heading, 1)
        self.scenes = SceneRow(session, self)
        for button in (self.scenes.store, self.switches, self.add):
            head.addWidget(button)
        rows.addLayout(head)
        rows.addWidget(self.scenes)
        rows.addWidget(self._rows, 1)
        self._make_keys()
        self._view = ProjectView(session, "outputs", lambda: self._selected, self._select_kept)
        session.changed.connect(self._follow)
        session.tick.connect(self._draw)
        locks_of(session).changed.connect(lambda: self._follow(session.state))
        theme().changed.connect(self._repaint_icons)
        self._follow(session.state)

    def _button(
        self, name: str, says: str, text: str, menu: Callable[[Session, QWidget], QMenu]
    ) -> QToolButton:
        made = small(name, says, self, text)
        made.setMenu(menu(self._session, made))
        made.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        return made

    def _make_keys(self) -> None:
        keys: list[tuple[str, Callable[[], None]]] = [
            (str(digit), partial(self._key, digit)) for digit in range(10)
        ]
        keys += [
            ("F2", self._rename),
            ("Ctrl+Down", partial(self._step, 1)),
            ("Ctrl+Up", partial(self._step, -1)),
        ]
        for key, do in keys:
            shortcut = QShortcut(QKeySequence(key), self)
            shortcut.setAutoRepeat(False)
            if key == "F2":  # elsewhere it renames what is selected there
                shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(do)

    # Selection

    def select(self, uid: str) -> None:
        """Let keys be for this output."""
        if uid == self._selected:
            return
        self._selected = targets_of(self._session).focused = uid
        for card in self.cards:
            card.select(card.output.uid == uid)

    def _select_kept(self, uid: str) -> None:
        there = [card.output.uid for card in self.cards]
        if there:
            self.show_card(uid if uid in there else there[0])

    @property
    def selected(self) -> OutputCard | None:
        """The card that keys are for."""
        return next((card for card in self.cards if card.output.uid == self._selected), None)

    def show_card(self, uid: str) -> None:
        """Select an output, and scroll to its card."""
        self.select(uid)
        if self.selected is not None:
            self._rows.ensureWidgetVisible(self.selected, 0, scale.S)

    def _key(self, digit: int) -> None:
        if self.selected is not None:
            self.selected.body.key(digit)

    def _rename(self) -> None:
        if self.selected is not None:
            self.selected.name.edit()

    def _step(self, by: int) -> None:
        if self.selected is None:
            return
        place = min(max(self.cards.index(self.selected) + by, 0), len(self.cards) - 1)
        card = self.cards[place]
        card.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.select(card.output.uid)
        self._rows.ensureWidgetVisible(card, 0, scale.S)

    # State and values

    def _follow(self, state: State) -> None:
        self._view.leave(state)
        wanted = tuple((output.uid, output.kind) for output in state.outputs)
        if wanted != self._shown:
            self._arrange(state, wanted)
        self._view.enter()
        for card, output in zip(self.cards, state.outputs, strict=True):
            card.follow(output, state)

    def _arrange(self, state: State, wanted: tuple[object, ...]) -> None:
        known = {(card.output.uid, card.output.kind): card for card in self.cards}
        self._shown = wanted
        self.cards = [known.get((o.uid, o.kind)) or self._make(state, n) for n, o in enumerate(state.outputs)]
        self._rows.fill(list(self.cards))
        self._heading.setText(tr("Outputs · {count}").format(count=len(self.cards)))
        if self.selected is None and self.cards:
            self.select(self.cards[0].output.uid)
        self._share_room()

    def _make(self, state: State, index: int) -> OutputCard:
        card = OutputCard(self._session, state.outputs[index], self._edit)
        card.selected.connect(self.select)
        return card

    def resizeEvent(self, event: QResizeEvent | None) -> None:  # noqa: N802  Qt's name
        """Few cards share the room of a large screen."""
        super().resizeEvent(event)
        self._share_room()

    def _share_room(self) -> None:
        port = self._rows.viewport()
        if port is None or not self.cards:
            return
        for card in self.cards:
            card.grow(0)
        needed = sum(card.sizeHint().height() + scale.S for card in self.cards)
        extra = (port.height() - needed) // len(self.cards)
        for card in self.cards:
            card.grow(min(max(extra, 0), scale.roomy(_MOST_GROWN)))

    def _edit(self, editor: str, uid: str) -> None:
        open_editor(editor, self._session, uid, self)

    def _draw(self) -> None:
        if self.isVisible():
            live, running = self._session.live, self._session.state.running
            silent = self._hearing.sense.silent
            if self._stillness.passes(self._session, silent, tuple(self._rows.visible_rows())):
                return
            for n, _ in self._rows.visible_rows():
                self.cards[n].draw(live, running, silent)

    def _repaint_icons(self) -> None:
        for button in (self.switches, self.add):
            paint(button)
        for card in self.cards:
            card.repaint_icons()
