"""What an output has learned: rules or a formula, weights of features, and what the inputs are like."""

from __future__ import annotations

from PyQt6.QtCore import Qt
from PyQt6.QtWidgets import QDialog, QPlainTextEdit, QPushButton, QWidget

from wekipy.client.explanation import Explanation, Likeness
from wekipy.client.state import Output
from wekipy.gui.session.session import Session
from wekipy.gui.theme.parts import across, column, label
from wekipy.gui.translation import said, tr
from wekipy.gui.wording.output_words import words_of

_MOST_WEIGHTS = 12


class Learned(QDialog):
    """Stays open beside the window; everything in it can be copied."""

    def __init__(self, session: Session, output: Output, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(tr("What {output} has learned").format(output=output.name))
        self._session, self._output = session, output
        self.text = QPlainTextEdit(self)
        self.text.setReadOnly(True)
        self.text.setAccessibleName(self.windowTitle())
        self.like = label(kind="small", parent=self)
        self.like.setWordWrap(True)
        self.button = QPushButton(tr("Which examples is this like?"), self)
        self.button.setToolTip(tr("Compares the inputs of now with the examples."))
        rows, foot = column(self), across()
        rows.addWidget(self.text, 1)
        foot.addWidget(self.like, 1)
        foot.addWidget(self.button)
        rows.addLayout(foot)
        self.button.clicked.connect(self._ask)
        self.resize(620, 440)
        self.text.setPlainText(tr("Looking into the model …"))
        session.do("explain", output.number, then=self._show, refused=self.text.setPlainText)

    def _show(self, found: Explanation) -> None:
        weighed = [one for one in found.weights if one.weight > 0][:_MOST_WEIGHTS]
        weights = [f"  {one.feature}: {one.weight:.3g}" for one in weighed]
        head = [tr("How much each feature counts:")] if weights else []
        self.text.setPlainText(
            "\n".join([*map(said, found.lines), "", *head, *weights, "", said(found.note)]).strip()
        )

    def _ask(self) -> None:
        self._session.do(
            "nearest_examples", self._output.number, then=self._show_like, refused=self.like.setText
        )

    def _show_like(self, found: list[Likeness]) -> None:
        lines = [
            tr("take {take} at {seconds} s: {target} (distance {distance})").format(
                take=one.take,
                seconds=f"{one.seconds:.2f}",
                target=words_of(self._output, one.target),
                distance=f"{one.distance:.2g}",
            )
            for one in found
        ]
        self.like.setText("\n".join(lines))
