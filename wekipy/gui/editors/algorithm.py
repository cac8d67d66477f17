"""The editor of what learns an output: made from the engine's own table of algorithms."""

from __future__ import annotations

from functools import partial
from typing import Any

from PyQt6.QtCore import Qt
from PyQt6.QtWidgets import QFrame, QPushButton, QVBoxLayout, QWidget

from wekipy.client.state import Output, State
from wekipy.gui.editors.fields import Field, Refused, option_field
from wekipy.gui.editors.sheet import Sheet
from wekipy.gui.session.session import Session
from wekipy.gui.theme import scale
from wekipy.gui.theme.parts import clear, column, label
from wekipy.gui.theme.theme import role
from wekipy.gui.translation import said, tr

Row = dict[str, Any]


class Choice(QFrame):
    """An algorithm that can be chosen, with its sentence."""

    def __init__(self, row: Row, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        role(self, "output")
        rows = column(self, scale.S, 0)
        self.button = QPushButton(said(row["title"]), self)
        role(self.button, "item")
        self.button.setAccessibleDescription(said(row["sentence"]))
        text = label(said(row["sentence"]), "small", self)
        text.setWordWrap(True)
        text.setContentsMargins(scale.L, 0, scale.S, scale.XS)
        rows.addWidget(self.button)
        rows.addWidget(text)
        self.holder = QWidget(self)
        self.inside: QVBoxLayout = column(self.holder, scale.M, scale.M)
        self.holder.hide()
        rows.addWidget(self.holder)


class AlgorithmEditor(Sheet):
    """Chooses an algorithm and its options.

    Attributes:
        choices: by name, once the engine has sent them.
        fields: of the options of the one chosen, by name.
    """

    def __init__(self, session: Session, uid: str, over: QWidget) -> None:
        super().__init__(session, uid, over)
        self.choices: dict[str, Choice] = {}
        self.fields: dict[str, Field] = {}
        self._table: dict[str, Row] = {}
        self._open: tuple[str, str] = ("", "")
        self._kind = ""
        self._waiting = label(tr("Asking the engine what there is …"), "dim", self)
        self.rows.addWidget(self._waiting)
        holder = QWidget()
        self._list: QVBoxLayout = column(holder, spacing=scale.XS)
        self.rows.addWidget(holder)
        self.rows.addStretch(1)
        session.do("algorithms", then=self._fill, refused=self._waiting.setText)

    def heading(self, output: Output) -> str:
        """What it is about."""
        return tr("Algorithm for {name}").format(name=output.name)

    def _fill(self, table: list[Row]) -> None:
        self._table = {row["name"]: row for row in table}
        self._waiting.hide()
        if self.output is not None:
            self.follow(self.output, self.session.state)

    def follow(self, output: Output, state: State) -> None:  # noqa: ARG002
        """Show another state."""
        if not self._table:
            return
        if output.kind != self._kind:
            self._make_choices(output)
        if (output.algorithm, output.kind) != self._open:
            self._unfold(output)
        for row in self._options(output):
            self.fields[row["name"]].show_value(output.options.get(row["name"], row["default"]))

    def _make_choices(self, output: Output) -> None:
        self._kind = output.kind
        clear(self._list)
        suitable = [row for row in self._table.values() if output.kind in row["kinds"]]
        suitable.sort(key=lambda row: row["name"] != "auto")
        self.choices = {row["name"]: Choice(row) for row in suitable}
        for name, choice in self.choices.items():
            choice.button.clicked.connect(partial(self._choose, name))
            self._list.addWidget(choice)

    def _options(self, output: Output) -> list[Row]:
        row = self._table.get(output.algorithm)
        return [] if row is None else [option for option in row["options"] if output.kind in option["kinds"]]

    def _unfold(self, output: Output) -> None:
        before = self.choices.get(self._open[0])
        if before is not None:
            clear(before.inside)
            before.holder.hide()
            role(before, "output")
        self._open = (output.algorithm, output.kind)
        chosen = self.choices[output.algorithm]
        role(chosen, "output", "selected")
        self.fields = {}
        for row in self._options(output):
            self.fields[row["name"]] = option_field(row, partial(self._set, row["name"]))
            chosen.inside.addWidget(self.fields[row["name"]])
        chosen.holder.setVisible(bool(self.fields))
        if self.fields:
            reset = QPushButton(tr("Back to the defaults"), chosen)
            role(reset, "small")
            reset.clicked.connect(lambda: self._apply({}, self.session.say))
            chosen.inside.addWidget(reset, 0, Qt.AlignmentFlag.AlignLeft)

    def _choose(self, name: str, _checked: bool = False) -> None:
        if self.output is not None and self.output.algorithm != name:
            self.session.do("set_algorithm", self.output.number, name)

    def _set(self, name: str, value: Any, refused: Refused) -> None:
        if self.output is None:
            return
        uid, defaults = self.output.uid, {row["name"]: row["default"] for row in self._options(self.output)}

        def with_it(state: State) -> list[Any]:
            output = next((one for one in state.outputs if one.uid == uid), None)
            if output is None:
                return []
            wanted = {**output.options, name: value}
            changed = {key: v for key, v in wanted.items() if v != defaults.get(key)}
            return [output.number, output.algorithm, changed]

        self.session.amend("set_algorithm", with_it, refused)

    def _apply(self, options: dict[str, Any], refused: Refused) -> None:
        if self.output is not None:
            self.session.do(
                "set_algorithm", self.output.number, self.output.algorithm, refused=refused, **options
            )
