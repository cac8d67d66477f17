"""A stage of a block: its name, what is set, and unfolded its options."""

from __future__ import annotations

from functools import partial
from typing import Any

from PyQt6.QtCore import pyqtSignal
from PyQt6.QtWidgets import QFrame, QPushButton, QSizePolicy, QWidget

from wekipy.client.state import StageChoice
from wekipy.gui.editors.fields import Field, Refused, option_field, option_title
from wekipy.gui.outputs.buttons import paint, small
from wekipy.gui.theme import scale
from wekipy.gui.theme.parts import Shrinking, across, column, label, show
from wekipy.gui.theme.reorder import Handle
from wekipy.gui.theme.theme import role
from wekipy.gui.translation import said, tr

Row = dict[str, Any]


class StageRow(QFrame):
    """One stage.

    Args:
        row: of the table of stages.

    Signals:
        option_set(str, object, object, object): an option's name, the value wanted, its default, and what is
            called with a sentence if the value is refused.
        removed(): take it away.
        unfolded(QWidget): it is larger now, and is to be seen.
        learning(): learn from the takes.

    Attributes:
        fields: of its options, by name, once it has been unfolded.
    """

    option_set = pyqtSignal(str, object, object, object)
    removed = pyqtSignal()
    unfolded = pyqtSignal(QWidget)
    learning = pyqtSignal()

    def __init__(self, row: Row, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        role(self, "row")
        self.row, self.choice = row, StageChoice(row["name"])
        self.fields: dict[str, Field] = {}
        self.handle = Handle(
            tr("Drag to another place, or use the arrow keys: {name}").format(name=said(row["title"])), self
        )
        self.title = QPushButton(said(row["title"]), self)
        role(self.title, "unfold")
        self.title.setCheckable(True)
        self.title.setAccessibleDescription(said(row["sentence"]))
        self.title.setToolTip(said(row["sentence"]))
        self.title.setSizePolicy(QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Fixed)
        self.summary = Shrinking(kind="small", parent=self, least=0)
        self.learn = small("target", tr("Calibrate: learn from the takes that are switched on"), self)
        self.remove = small("close", tr("Remove {name}").format(name=said(row["title"])), self)
        self._inside = QWidget(self)
        self._body = column(self._inside, spacing=scale.S)
        self._inside.hide()
        self._lay_out()
        self.title.clicked.connect(self.unfold)
        self.learn.clicked.connect(self.learning)
        self.remove.clicked.connect(self.removed)
        self.learn.setVisible(bool(row.get("learns")))

    def _lay_out(self) -> None:
        rows, head = column(self, scale.XS, scale.XS), across(spacing=scale.XS)
        head.addWidget(self.handle)
        head.addWidget(self.title)
        head.addWidget(self.summary, 1)
        head.addWidget(self.learn)
        head.addWidget(self.remove)
        rows.addLayout(head)
        rows.addWidget(self._inside)
        self._body.setContentsMargins(scale.XL, 0, scale.S, scale.S)

    def unfold(self) -> None:
        """Show its options, or hide them again."""
        if not self._body.count():
            sentence = label(said(self.row["sentence"]), "small", self)
            sentence.setWordWrap(True)
            self._body.addWidget(sentence)
            for option in self.row["options"]:
                field = option_field(option, partial(self._set, option["name"], option["default"]))
                self.fields[option["name"]] = field
                self._body.addWidget(field)
            self.follow(self.choice)
        self._inside.setVisible(self._inside.isHidden())
        self.title.setChecked(not self._inside.isHidden())
        if not self._inside.isHidden():
            self.unfolded.emit(self)

    def follow(self, choice: StageChoice) -> None:
        """Show what is set."""
        self.choice = choice
        missing = bool(self.row.get("learns")) and not choice.learned
        parts = [f"{option_title(name)} {_short(value)}" for name, value in choice.options.items()]
        show(self.summary, " · ".join([tr("not calibrated")] * missing + parts))
        tone = "warning" if missing else ""
        if self.summary.property("tone") != tone:
            role(self.summary, "small", tone)
        for option in self.row["options"]:
            if option["name"] in self.fields:
                self.fields[option["name"]].show_value(choice.options.get(option["name"], option["default"]))

    def repaint_icons(self) -> None:
        """Draw them in the colours in use."""
        for button in (self.learn, self.remove):
            paint(button)

    def _set(self, name: str, default: object, value: object, refused: Refused) -> None:
        self.option_set.emit(name, value, default, refused)


def _short(value: object) -> str:
    if isinstance(value, bool):
        return tr("yes") if value else tr("no")
    return f"{value:g}" if isinstance(value, float) else said(str(value))
