"""A block: its inputs, what is made of them stage by stage, and the curves before and after, live."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any

from PyQt6.QtCore import Qt, pyqtSignal
from PyQt6.QtGui import QKeySequence, QShortcut
from PyQt6.QtWidgets import QFrame, QLineEdit, QVBoxLayout, QWidget

from wekipy.client.state import Block, State
from wekipy.gui.inputs.trace import Trace
from wekipy.gui.outputs.buttons import paint, small
from wekipy.gui.session.session import Session
from wekipy.gui.signal.calibration import Calibration
from wekipy.gui.signal.curves import Curves
from wekipy.gui.signal.edits import Edits, Refused, chain_of, learns
from wekipy.gui.signal.picker import StagePicker
from wekipy.gui.signal.plans import inputs_of, inputs_text
from wekipy.gui.signal.stage_row import StageRow
from wekipy.gui.theme import scale
from wekipy.gui.theme.naming import NameEdit
from wekipy.gui.theme.parts import Rows, Shrinking, across, badge, column, label, show
from wekipy.gui.theme.reorder import Handle, Reordering
from wekipy.gui.theme.theme import role
from wekipy.gui.translation import mark, tr
from wekipy.gui.translation.counting import counted
from wekipy.gui.wording.explained import explain

Table = dict[str, dict[str, Any]]
_INPUTS = 90  # pixels: least width of the line with the inputs


class BlockCard(QFrame):
    """One block.

    Args:
        table: the stages before the models, by name.

    Attributes:
        stages: their rows, in order.
        before, after: the curves.

    Signals:
        unfolded(QWidget): a part of it that is larger now, and is to be seen.
    """

    unfolded = pyqtSignal(QWidget)

    def __init__(self, session: Session, edits: Edits, table: Table, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        role(self, "output")
        self._edits, self._table = edits, table
        self.block = Block("")
        self.stages: list[StageRow] = []
        self._chain: tuple[str, ...] = ()
        self._names: tuple[str, ...] = ()
        self.picker: StagePicker | None = None
        self.handle = Handle(tr("Drag the block to another place, or use the arrow keys"), self)
        self.name = NameEdit(self._rename, self)
        self.counts, self.delay = Shrinking(kind="small", parent=self), label(kind="badge", parent=self)
        self.remove = small("delete", tr("Remove the block; its inputs are not seen any more"), self)
        self.inputs = QLineEdit(self)
        self.inputs.setAccessibleName(tr("Inputs of the block"))
        self.inputs.setMinimumWidth(scale.roomy(_INPUTS))
        self.inputs.setPlaceholderText(tr("all inputs"))
        self.inputs.setToolTip(tr("Numbers or names of inputs: 1-3, 7, breath; empty for all."))
        self.delay.setToolTip(tr("By so much the stages of this block delay a change."))
        self.before, self.after = Curves(self), Curves(self)
        self.error = label(kind="error", parent=self)
        self.error.setWordWrap(True)
        self.error.hide()
        self._holder = QWidget(self)
        self._list: QVBoxLayout = column(self._holder, spacing=0)
        self.order = Reordering(self._holder)
        self.add = small("add", tr("Add a stage to this block"), self, tr("Add stage"))
        explain(self.counts, "feature")
        explain(self.add, "stage")
        self.calibration = Calibration(session, edits, self)
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        rows, head, chosen = column(self, scale.S, scale.XS), across(spacing=scale.XS), across()
        curves, foot = across(), across(spacing=scale.XS)
        head.addWidget(self.handle)
        head.addWidget(self.name, 1)
        head.addWidget(self.delay)
        head.addWidget(self.remove)
        chosen.addWidget(label(tr("Inputs"), "small", self))
        chosen.addWidget(self.inputs, 1)
        chosen.addWidget(self.counts, 1)
        curves.addWidget(self.before, 1)
        curves.addWidget(label("→", "dim", self))
        curves.addWidget(self.after, 1)
        foot.addWidget(self.add)
        foot.addStretch(1)
        for line in (head, chosen):
            rows.addLayout(line)
        rows.addWidget(self.error)
        rows.addLayout(curves)
        rows.addWidget(self._holder)
        rows.addWidget(self.calibration)
        rows.addLayout(foot)

    def _connect(self) -> None:
        rename = QShortcut(QKeySequence("F2"), self)
        rename.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        rename.activated.connect(self.name.edit)
        self.remove.clicked.connect(lambda: self._edits.remove_block(self.block.name))
        self.inputs.editingFinished.connect(self._choose_inputs)
        self.add.clicked.connect(self.pick)
        self.calibration.began.connect(self.error.hide)
        self.calibration.refused.connect(self.refuse)
        self.calibration.unfolded.connect(self.unfolded)
        self.calibration.learning_changed.connect(self._wait_for_learning)
        self.order.moved.connect(
            lambda start, end: self._edits.move_stage(self.block.name, start, end, self.refuse)
        )

    # State and values

    def follow(self, block: Block, state: State) -> None:
        """Show the block as it is now."""
        if block != self.block:
            self.error.hide()
        self.block, self._names = block, state.inputs
        self.name.show_name(block.name, tr("name of block {name}").format(name=block.name))
        if not self.inputs.hasFocus():
            self.inputs.setText(inputs_text(block.inputs, len(state.inputs)))
            self.inputs.setCursorPosition(0)
            role(self.inputs)
        inputs = counted(len(block.inputs), mark("1 input"), mark("{count} inputs"))
        features = counted(block.features, mark("1 feature"), mark("{count} features"))
        show(self.counts, tr("{inputs} → {features}").format(inputs=inputs, features=features))
        self._say_delay()
        if chain_of(block) != self._chain:
            self._make_rows()
        for row, stage in zip(self.stages, block.stages, strict=True):
            row.follow(stage)
        self.calibration.follow(block.name, state)
        self.calibration.setVisible(self.calibration.moving or learns(block.stages, self._table))

    def show_numbers(self, inputs: Trace, features: Trace, first: int, names: Sequence[str]) -> None:
        """Draw the curves of these from now on.

        Args:
            first: the place (from 0) of the block's first feature.
            names: of all features.
        """
        chosen = [number - 1 for number in self.block.inputs]
        self.before.show_numbers(inputs, chosen, [self._names[n] for n in chosen if n < len(self._names)])
        made = range(first, first + self.block.features)
        self.after.show_numbers(features, made, names[first : first + self.block.features])

    def draw(self) -> None:
        """Show the latest."""
        self.before.update()
        self.after.update()

    def refuse(self, sentence: str) -> None:
        """Say why something could not be done to this block."""
        show(self.error, sentence)
        self.error.show()
        self.unfolded.emit(self.error)

    def repaint_icons(self) -> None:
        """Draw them in the colours in use."""
        for button in (self.remove, self.add):
            paint(button)
        self.calibration.repaint_icons()
        for row in self.stages:
            row.repaint_icons()

    # What a person does

    def pick(self) -> None:
        """Unfold the stages that can be added, or fold them up."""
        if self.picker is not None:
            self._fold()
            return
        self.picker = StagePicker(list(self._table.values()), self._room(), self)
        self.picker.chosen.connect(self._add)
        self.picker.left.connect(self._fold)
        rows = self.layout()
        if rows is not None:
            rows.addWidget(self.picker)
        self.picker.search.setFocus()
        self.unfolded.emit(self.picker)

    def _room(self) -> int:
        """The height of what the card is seen through."""
        above = self.parentWidget()
        while above is not None and not isinstance(above, Rows):
            above = above.parentWidget()
        return (self if above is None else above).height()

    def _add(self, stage: str) -> None:
        self._fold()
        self._edits.add_stage(self.block.name, stage, self.refuse)

    def _fold(self) -> None:
        if self.picker is not None:
            self.picker.hide()
            self.picker.deleteLater()
            self.picker = None
            self.add.setFocus()

    def _rename(self, name: str, refused: Refused) -> None:
        self._edits.rename(self.block.name, name, refused)

    def _choose_inputs(self) -> None:
        text = self.inputs.text()
        if text == inputs_text(self.block.inputs, len(self._names)):
            return
        found = inputs_of(text, self._names)
        if isinstance(found, str):
            role(self.inputs, tone="bad")
            self.refuse(
                tr("There is no input “{name}”: write numbers, 1-3, or names, with commas.").format(
                    name=found
                )
            )
        else:
            self._edits.choose_inputs(self.block.name, found, self.refuse)

    def _wait_for_learning(self, learning: bool) -> None:
        for row in self.stages:
            row.learn.setEnabled(not learning)

    def _say_delay(self) -> None:
        delay = self.block.delay
        if delay is None:
            badge(self.delay, tr("cannot be used"), "bad")
        else:
            badge(self.delay, tr("{time} ms").format(time=round(1000 * delay)) if delay else "")

    def _make_rows(self) -> None:
        """Rows for the stages as they are now; one that is only at another place stays unfolded."""
        known: dict[str, list[StageRow]] = {}
        for row in self.stages:
            self._list.removeWidget(row)
            known.setdefault(row.choice.name, []).append(row)
        self._chain = chain_of(self.block)
        self.stages = [known[name].pop(0) if known.get(name) else self._make(name) for name in self._chain]
        for left in [row for rows in known.values() for row in rows]:
            left.hide()
            left.deleteLater()
        for row in self.stages:
            self._list.addWidget(row)
        self.order.follow(self.stages)

    def _make(self, name: str) -> StageRow:
        unknown = {"name": name, "title": name, "sentence": "", "options": []}
        row = StageRow(self._table.get(name, unknown), self._holder)
        row.option_set.connect(partial(self._set, row))
        row.removed.connect(
            lambda: self._edits.remove_stage(self.block.name, self.stages.index(row), self.refuse)
        )
        row.learning.connect(lambda: self.calibration.learn(self.stages.index(row) + 1))
        row.unfolded.connect(self.unfolded)
        self.order.take(row, row.handle)
        return row

    def _set(self, row: StageRow, name: str, value: Any, default: Any, refused: Refused) -> None:
        self._edits.set_option(self.block.name, self.stages.index(row), name, value, default, refused)
