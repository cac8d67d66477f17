"""The evaluation: how far each output can be trusted, and the takes that are at fault."""

from __future__ import annotations

from PyQt6.QtCore import Qt
from PyQt6.QtWidgets import QComboBox, QProgressBar, QPushButton, QWidget

from wekipy.client.state import State
from wekipy.gui.evaluation.report import Report
from wekipy.gui.session.session import Session
from wekipy.gui.stores.evaluations import results_of
from wekipy.gui.stores.project_views import ProjectView
from wekipy.gui.stores.take_selection import open_takes
from wekipy.gui.theme.parts import across, column, label, show
from wekipy.gui.theme.theme import role
from wekipy.gui.translation import tr
from wekipy.gui.wording.evaluation_words import in_brief
from wekipy.gui.wording.explained import explain


class EvaluationPanel(QWidget):
    """Evaluates, and shows the evaluation of one output."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session, self._results = session, results_of(session)
        self._names: list[str] = []
        self.button = QPushButton(self)
        explain(self.button, "held-out")
        self.progress = QProgressBar(self)
        self.progress.setTextVisible(False)
        self.progress.setAccessibleName(tr("How far the evaluation is"))
        self.output = QComboBox(self)
        self.output.setMinimumContentsLength(8)
        self.output.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.output.setAccessibleName(tr("Output"))
        self.empty = label(kind="dim", parent=self)
        self.empty.setWordWrap(True)
        self.empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.report = Report(self)
        head = across()
        head.addWidget(self.output, 1)
        head.addWidget(self.button)
        rows = column(self)
        rows.addLayout(head)
        for widget, stretch in ((self.progress, 0), (self.empty, 1), (self.report, 1)):
            rows.addWidget(widget, stretch)
        self.button.clicked.connect(self._press)
        self.output.currentIndexChanged.connect(lambda _: self._show())
        self.report.opened.connect(lambda takes: open_takes(self, session, takes))
        self._view = ProjectView(session, "evaluation", self.output.currentIndex, self._choose_output)
        session.changed.connect(self._follow)
        self._results.changed.connect(lambda: self._follow(session.state))
        self._follow(session.state)

    @property
    def busy(self) -> bool:
        """Whether an evaluation is running, whoever requested it."""
        return self._results.asked or self._session.state.evaluating is not None

    def open_output(self, number: int) -> None:
        """Show the evaluation of this output."""
        self.output.setCurrentIndex(number - 1)

    def _press(self) -> None:
        if self.busy:
            self._results.cancel()
        else:
            self._results.evaluate()

    def _choose_output(self, at: int) -> None:
        self.output.setCurrentIndex(at if 0 <= at < self.output.count() else 0)

    def _follow(self, state: State) -> None:
        self._view.leave(state)
        brief = [(output.name, in_brief(output.quality)) for output in state.outputs]
        names = [f"{name}   {figure}" if figure else name for name, figure in brief]
        if names != self._names:
            self._name(names)
        self._view.enter()
        words = tr("Cancel") if self.busy else tr("Evaluate")
        if self.button.text() != words:
            self.button.setText(words)
            role(self.button, tone="" if self.busy else "accent")
        self.button.setEnabled(self.busy or state.examples > 0)
        shares = list((state.evaluating or {}).values())
        self.progress.setVisible(self.busy)
        self.progress.setRange(0, 100 if shares else 0)
        if shares:
            self.progress.setValue(round(100 * sum(shares) / len(shares)))
        self._show()

    def _name(self, names: list[str]) -> None:
        at = max(self.output.currentIndex(), 0)
        self._names = names
        self.output.blockSignals(True)
        self.output.clear()
        self.output.addItems(names)
        self.output.setCurrentIndex(at if at < len(names) else 0)
        self.output.blockSignals(False)

    def _show(self) -> None:
        evaluation = self._results.evaluations.get(self.output.currentIndex() + 1)
        self.report.setVisible(evaluation is not None)
        self.empty.setVisible(evaluation is None)
        if evaluation is not None:
            self.report.show_evaluation(evaluation, self._session.state)
        else:
            show(self.empty, self._nothing())

    def _nothing(self) -> str:
        if self.busy:
            return tr("Each take is left out once and answered by a model that has not seen it …")
        if not self._session.state.examples:
            return tr("Record takes first: there is nothing to evaluate.")
        return tr(
            "Not evaluated yet. Evaluate tells how well takes are answered that the models have not seen."
        )
