"""The signal: which inputs belong together, what is made of them, and what the models see of it."""

from __future__ import annotations

import time
from typing import Any

import numpy as np
from PyQt6 import sip
from PyQt6.QtCore import Qt, QTimer
from PyQt6.QtWidgets import QWidget

from wekipy.client.state import State
from wekipy.gui.inputs.trace import Trace
from wekipy.gui.outputs.buttons import paint, small
from wekipy.gui.session.session import Session
from wekipy.gui.signal.block_card import BlockCard, Table
from wekipy.gui.signal.edits import Edits
from wekipy.gui.signal.reshaping import Reshaping
from wekipy.gui.signal.suggestions import Suggestions
from wekipy.gui.theme import scale
from wekipy.gui.theme.parts import Rows, Shrinking, across, column, label, show
from wekipy.gui.theme.reorder import Reordering
from wekipy.gui.theme.theme import theme
from wekipy.gui.translation import mark, tr
from wekipy.gui.translation.counting import counted
from wekipy.gui.wording.explained import explain

_LAID_OUT = 30  # milliseconds, after which what has become larger has its place
_EVERY = 2  # frames: curves need not be drawn 60 times a second


class SignalPanel(QWidget):
    """All blocks, live.

    Attributes:
        cards: in the order of the blocks.
        suggestions: take the place of the blocks while the button Suggest is down.
    """

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session, self._edits = session, Edits(session)
        self._table: Table | None = None
        self._asked = False
        self._frame = 0
        self._inputs, self._features = Trace(0), Trace(0)
        self.cards: list[BlockCard] = []
        self.heading = Shrinking(kind="heading", parent=self)
        explain(self.heading, "feature", "block")
        self.add = small(
            "add", tr("Add a block: a group of inputs with stages of its own"), self, tr("Add block")
        )
        self.suggest = small(
            "evaluate", tr("Suggest what may help an output, by trying it on the takes"), self, tr("Suggest")
        )
        self.suggest.setCheckable(True)
        self.reshaping = Reshaping(self)
        self.suggestions = Suggestions(session, self)
        self.words = label(kind="dim", parent=self)
        self.words.setWordWrap(True)
        self.words.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.problem = label(kind="error", parent=self)
        self.problem.setWordWrap(True)
        self._rows = Rows(self, scale.S)
        inside = self._rows.widget()
        self.order = Reordering(inside if inside is not None else self)
        self._lay_out()
        self._connect()
        self._follow(session.state)

    def _lay_out(self) -> None:
        for button in (self.suggest, self.add):
            button.setMinimumWidth(scale.roomy(scale.HIT))  # where there is no room for its text
        rows, head = column(self), across()
        head.addWidget(self.heading, 1)
        head.addWidget(self.suggest)
        head.addWidget(self.add)
        rows.addLayout(head)
        rows.addWidget(self.reshaping)
        rows.addWidget(self.problem)
        rows.addWidget(self.suggestions, 1)
        rows.addWidget(self.words, 1)
        rows.addWidget(self._rows, 1)

    def _connect(self) -> None:
        session = self._session
        self.add.clicked.connect(self._add_block)
        self.suggest.clicked.connect(self._suggest)
        self.suggestions.left.connect(self._leave_suggestions)
        self.order.moved.connect(self._edits.move_block)
        session.changed.connect(self._follow)
        session.restored.connect(lambda: self._follow(session.state))
        session.tick.connect(self._draw)
        theme().changed.connect(self._repaint_icons)

    def _follow(self, state: State) -> None:
        if self._table is None:
            self._ask_table()
            return
        count = counted(len(state.features or state.inputs), mark("1 feature"), mark("{count} features"))
        show(self.heading, tr("Signal · {features}").format(features=count))
        self.reshaping.follow(state.reshaping)
        self.add.setEnabled(bool(state.inputs))
        self.suggest.setEnabled(bool(state.outputs))
        self._show_part(state)
        show(self.words, tr(
            "The models see the inputs as they arrive. A block makes something else of some inputs first:"
            " calmer, scaled, their speed, their last values. What is recorded stays as it arrived."
        ))  # fmt: skip
        self._arrange(state)
        self._ask_problem(state)

    def _show_part(self, state: State) -> None:
        """The blocks, what they are for if there are none, or the suggestions."""
        suggesting = self.suggest.isChecked()
        self.suggestions.setVisible(suggesting)
        self.words.setVisible(not suggesting and not state.blocks)
        self._rows.setVisible(not suggesting and bool(state.blocks))

    def _suggest(self) -> None:
        self._show_part(self._session.state)
        if self.suggest.isChecked():
            self.suggestions.start()

    def _leave_suggestions(self) -> None:
        self.suggest.setChecked(False)
        self._show_part(self._session.state)

    def _add_block(self) -> None:
        self._leave_suggestions()
        self._edits.add_block()

    def _arrange(self, state: State) -> None:
        wanted = [block.name for block in state.blocks]
        if wanted != [card.block.name for card in self.cards]:
            known = {card.block.name: card for card in self.cards}
            renamed = [card for card in self.cards if card.block.name not in wanted]
            if len(wanted) == len(self.cards) and len(renamed) == 1:
                gone = renamed[0]
                known[wanted[self.cards.index(gone)]] = gone
            self.cards = [known.get(name) or self._make() for name in wanted]
            self._rows.fill(list(self.cards))
            self.order.follow(self.cards)
        if len(self._inputs.values) != len(state.inputs):
            self._inputs = Trace(len(state.inputs))
        if len(self._features.values) != len(state.features):
            self._features = Trace(len(state.features))
        first = 0
        for card, block in zip(self.cards, state.blocks, strict=True):
            card.follow(block, state)
            card.show_numbers(self._inputs, self._features, first, state.features)
            first += block.features

    def _make(self) -> BlockCard:
        card = BlockCard(self._session, self._edits, self._table or {})
        self.order.take(card, card.handle)
        card.unfolded.connect(lambda part: QTimer.singleShot(_LAID_OUT, lambda: self._bring(part)))
        return card

    def _bring(self, part: QWidget) -> None:
        if not sip.isdeleted(part):
            self._rows.ensureWidgetVisible(part, 0, scale.S)

    def _ask_table(self) -> None:
        if not self._asked and self._session.connected:
            self._asked = True
            self._session.do("stages", then=self._take_table)

    def _take_table(self, rows: list[dict[str, Any]]) -> None:
        self._table = {row["name"]: row for row in rows if row["place"] == "input"}
        self._follow(self._session.state)

    def _ask_problem(self, state: State) -> None:
        if any(block.delay is None for block in state.blocks):
            self._session.do("features", then=self._take_problem)
        else:
            self._say_problem("")

    def _take_problem(self, found: dict[str, Any]) -> None:
        self._say_problem(str(found["problem"]))

    def _say_problem(self, sentence: str) -> None:
        show(self.problem, sentence)
        self.problem.setVisible(bool(sentence))

    def _draw(self) -> None:
        live, now = self._session.live, time.monotonic()
        if len(live.inputs) == len(self._inputs.values):
            self._inputs.add(live.inputs, now)
        # Before the first frame they are not numbers.
        if len(live.features) == len(self._features.values) and np.isfinite(live.features).all():
            self._features.add(live.features, now)
        self._frame += 1
        if self.isVisible() and self._frame % _EVERY == 0:
            for n, _ in self._rows.visible_rows():
                self.cards[n].draw()

    def _repaint_icons(self) -> None:
        for button in (self.suggest, self.add):
            paint(button)
        self.suggestions.repaint_icons()
        for card in self.cards:
            card.repaint_icons()
