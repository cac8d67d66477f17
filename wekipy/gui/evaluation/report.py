"""The evaluation of one output: figures, matrix or plot, takes, and what to look at."""

from __future__ import annotations

from functools import partial

from PyQt6.QtCore import Qt, pyqtSignal
from PyQt6.QtWidgets import QFrame, QPushButton, QScrollArea, QSizePolicy, QWidget

from wekipy.client.evaluation import Evaluation, Finding
from wekipy.client.state import State
from wekipy.gui.evaluation.bars import TakeBars
from wekipy.gui.evaluation.confusion import table_of
from wekipy.gui.evaluation.matrix import Matrix
from wekipy.gui.evaluation.pairs import Pairs
from wekipy.gui.theme import scale
from wekipy.gui.theme.parts import across, clear, column, label, show
from wekipy.gui.theme.theme import role
from wekipy.gui.translation import said, tr
from wekipy.gui.wording.evaluation_words import figures_of, margin_words
from wekipy.gui.wording.explained import explain

_MOST_TAKES = 12  # named by a finding's button


class Report(QScrollArea):
    """Scrolls.

    Signals:
        opened(tuple): these takes are to be looked at.
    """

    opened = pyqtSignal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._shown: tuple[Evaluation, State] | None = None
        inside = QWidget()
        self.stale = label(tr("Examples or settings have changed since. Evaluate again."), "small", inside)
        self.stale.setWordWrap(True)
        self.note = label(kind="small", parent=inside)
        self.note.setWordWrap(True)
        self.margin = label(kind="small", parent=inside)
        self.margin.setWordWrap(True)
        explain(self.margin, "margin")
        self.matrix, self.pairs, self.bars = Matrix(inside), Pairs(inside), TakeBars(inside)
        self.worst = QPushButton(inside)
        role(self.worst, "item")
        self._figures, self._findings = across(spacing=scale.XL), QWidget(inside)
        self._heads = {
            name: label(text, "heading", inside)
            for name, text in (("takes", tr("Error by take")), ("findings", tr("Look at")))
        }
        column(self._findings, spacing=2)
        rows = column(inside, spacing=scale.M)
        rows.addWidget(self.stale)
        rows.addLayout(self._figures)
        rows.addWidget(self.margin)
        rows.addWidget(self._heads["findings"])
        rows.addWidget(self._findings)
        for widget in (self.matrix, self.pairs, self.worst, self._heads["takes"], self.bars, self.note):
            rows.addWidget(widget)
        rows.addStretch(1)
        self.setWidget(inside)
        self.matrix.opened.connect(self.opened)
        self.pairs.opened.connect(lambda take: self.opened.emit((take,)))
        self.bars.opened.connect(lambda take: self.opened.emit((take,)))
        self.worst.clicked.connect(self._open_worst)

    def show_evaluation(self, evaluation: Evaluation, state: State) -> None:
        """Show this one; `state` has names and takes as they are now."""
        before, self._shown = self._shown, (evaluation, state)
        if before is not None and before[0] is evaluation and before[1].outputs is state.outputs:
            return
        self.stale.setVisible(not evaluation.current)
        show(self.note, said(evaluation.note))
        words = [margin_words(evaluation), *(said(unseen.sentence) for unseen in evaluation.unseen)]
        show(self.margin, "\n".join(filter(None, words)))
        self.margin.setVisible(any(words))
        self._show_figures(evaluation)
        self._show_findings(evaluation)
        table = table_of(evaluation, state)
        self.matrix.setVisible(table is not None)
        if table is not None:
            self.matrix.show_table(table)
        continuous = evaluation.continuous
        self.pairs.setVisible(continuous is not None and bool(continuous.pairs))
        if continuous is not None and continuous.pairs:
            self.pairs.show_figures(continuous)
        self._show_worst(evaluation)
        several = len(evaluation.by_take) > 1
        self.bars.setVisible(several)
        self._heads["takes"].setVisible(several)
        self.bars.show_figures(evaluation.by_take, evaluation.kind != "continuous")

    def _show_figures(self, evaluation: Evaluation) -> None:
        clear(self._figures)
        for n, (figure, words) in enumerate(figures_of(evaluation)):
            one = QWidget(self)
            rows = column(one, spacing=0)
            rows.addWidget(label(figure, "" if n else "title", one))
            line = label(words, "small", one)
            line.setWordWrap(True)
            rows.addWidget(line, 1)
            line.setAlignment(Qt.AlignmentFlag.AlignTop)
            self._figures.addWidget(one, 1, Qt.AlignmentFlag.AlignTop)

    def _show_findings(self, evaluation: Evaluation) -> None:
        layout = self._findings.layout()
        if layout is None:
            return
        clear(layout)
        for finding in evaluation.findings:
            layout.addWidget(self._finding(finding))
        for widget in (self._findings, self._heads["findings"]):
            widget.setVisible(bool(evaluation.findings))

    def _finding(self, finding: Finding) -> QWidget:
        """A sentence; pressing it opens the takes that it is about."""
        takes = finding.concerned
        made = QPushButton(self._findings)
        role(made, "item")
        rows = column(made, scale.S)
        sentence = said(finding.sentence)
        line = label(sentence, parent=made)
        line.setWordWrap(True)
        line.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        rows.addWidget(line)
        made.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        made.setMinimumHeight(line.heightForWidth(max(self.width() - 3 * scale.XL, 200)) + 2 * scale.M)
        made.setAccessibleName(sentence)
        if takes:
            shown = ", ".join(map(str, takes[:_MOST_TAKES])) + " …" * (len(takes) > _MOST_TAKES)
            made.setToolTip(tr("Show the takes: {takes}").format(takes=shown))
            made.clicked.connect(partial(self.opened.emit, takes))
            made.setCursor(Qt.CursorShape.PointingHandCursor)
        made.setEnabled(bool(takes))
        return made

    def _show_worst(self, evaluation: Evaluation) -> None:
        worst = evaluation.continuous.worst if evaluation.continuous else None
        self.worst.setVisible(worst is not None and worst.rmse is not None)
        if worst is not None and worst.rmse is not None:
            self.worst.setText(
                tr("Worst from {low} to {high}: error {error}").format(
                    low=f"{worst.low:.3g}", high=f"{worst.high:.3g}", error=f"{worst.rmse:.3g}"
                )
            )

    def _open_worst(self) -> None:
        continuous = self._shown[0].continuous if self._shown else None
        if continuous is not None and continuous.worst is not None and continuous.worst.takes:
            self.opened.emit(continuous.worst.takes)
