"""The outputs: name, what the model says, what was demonstrated, and how the model is doing."""

from __future__ import annotations

import math

from PyQt6.QtWidgets import QFrame, QWidget

from wekipy.client import Live
from wekipy.gui.session.session import Session
from wekipy.gui.session.state import Output, State
from wekipy.gui.theme import scale
from wekipy.gui.theme.meter import Meter
from wekipy.gui.theme.parts import Rows, across, badge, column, label, show
from wekipy.gui.theme.theme import role
from wekipy.gui.translation import mark, tr

_STATES = {
    "none": (mark("needs training"), ""),
    "training": (mark("training"), "accent"),
    "ready": (mark("ready"), "good"),
    "changed": (mark("changed since trained"), "warning"),
}


class OutputRow(QFrame):
    """One output."""

    def __init__(self, output: Output, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        role(self, "row")
        self._output = output
        self.name = label(parent=self)
        self.state = label(kind="badge", parent=self)
        self.value = label("–", parent=self)
        self.target = label(kind="small", parent=self)
        self.details = label(kind="small", parent=self)
        self.meter = Meter(self)
        rows = column(self, scale.M, scale.XS)
        head, foot = across(), across()
        for widget, stretch in ((self.name, 0), (self.state, 0)):
            head.addWidget(widget, stretch)
        head.addStretch(1)
        head.addWidget(self.value)
        foot.addWidget(self.details, 1)
        foot.addWidget(self.target)
        rows.addLayout(head)
        rows.addWidget(self.meter)
        rows.addLayout(foot)
        self.follow(output)

    def follow(self, output: Output) -> None:
        """Show what this output is now."""
        self._output = output
        show(self.name, output.name)
        words, tone = _STATES[output.model.state]
        badge(self.state, tr(words), "bad" if output.model.failure else tone)
        self.state.setToolTip(output.model.failure)
        show(self.details, tr("{algorithm} · {examples} examples").format(
            algorithm=output.algorithm, examples=output.examples
        ))  # fmt: skip
        self.meter.setVisible(output.kind != "gesture")
        self.setAccessibleName(tr("output {name}").format(name=output.name))

    def draw(self, live: Live) -> None:
        """Show the latest values."""
        output = self._output
        if output.first + output.width > len(live.outputs):
            return
        if output.kind == "gesture":
            nearest = min(range(output.width), key=lambda n: live.outputs[output.first + n])
            show(self.value, output.gestures[nearest].name)
            return
        value = float(live.outputs[output.first])
        has_target = output.target is not None and output.target < len(live.targets)
        target = float(live.targets[output.target]) if has_target else math.nan
        show(self.value, words_of(output, value))
        show(
            self.target,
            "" if math.isnan(target) else tr("target {value}").format(value=words_of(output, target)),
        )
        low, high = (
            (0.0, float(output.classes))
            if output.kind == "classification"
            else (output.minimum, output.maximum)
        )
        self.meter.show_share((value - low) / (high - low), (target - low) / (high - low))


def words_of(output: Output, value: float) -> str:
    """A value of an output as people read it."""
    if math.isnan(value):
        return "–"
    if output.kind == "classification":
        return tr("nothing") if value == 0 else tr("class {number}").format(number=round(value))
    return f"{value:.0f}" if output.integer else f"{value:.3f}"


class OutputsPanel(QWidget):
    """All outputs, live."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._rows_of: list[OutputRow] = []
        self._heading = label(tr("Outputs"), "heading", self)
        self._rows = Rows(self)
        rows = column(self)
        rows.addWidget(self._heading)
        rows.addWidget(self._rows, 1)
        session.changed.connect(self._follow)
        session.tick.connect(self._draw)
        self._follow(session.state)

    def _follow(self, state: State) -> None:
        if len(state.outputs) != len(self._rows_of):
            self._rows_of = [OutputRow(output) for output in state.outputs]
            self._rows.fill(list(self._rows_of))
            self._heading.setText(tr("Outputs · {count}").format(count=len(state.outputs)))
        for row, output in zip(self._rows_of, state.outputs, strict=True):
            row.follow(output)

    def _draw(self) -> None:
        if self.isVisible():
            live = self._session.live
            for n, _ in self._rows.visible_rows():
                self._rows_of[n].draw(live)
