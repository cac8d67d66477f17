"""The last evaluations of a session's outputs, fetched when there are new ones."""

from __future__ import annotations

from functools import partial

from PyQt6.QtCore import QObject, pyqtSignal

from wekipy.client.evaluation import Evaluation
from wekipy.client.state import Quality, State
from wekipy.gui.session.session import Session
from wekipy.gui.stores.remarks import remarks_of
from wekipy.gui.translation import said


class Results(QObject):
    """The same evaluations for every panel.

    Signals:
        changed(): evaluations have come, gone or become out of date.

    Attributes:
        evaluations: by number of the output.
        asked: whether this window waits for an evaluation.
    """

    changed = pyqtSignal()

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._session = session
        self._known: dict[int, tuple[str, Quality]] = {}
        self.evaluations: dict[int, Evaluation] = {}
        self.asked = False
        session.changed.connect(self._follow)
        session.problem.connect(self._give_up)
        session.lost.connect(self._give_up)
        self._follow(session.state)

    @property
    def remarks(self) -> dict[int, tuple[str, ...]]:
        """The remarks on takes, by take number: of evaluations and of gesture models."""
        found = remarks_of(self.evaluations)
        for output in self._session.state.outputs:
            for take, advice in output.model.advice.items():
                if take.isdecimal():
                    found[int(take)] = (*found.get(int(take), ()), said(advice))
        return found

    def evaluate(self) -> None:
        """Evaluate all outputs that have examples."""
        chosen = [output.number for output in self._session.state.outputs if output.examples]
        self.asked = True
        self._session.do("evaluate", *chosen, then=lambda _: self._give_up())
        self.changed.emit()

    def cancel(self) -> None:
        """Cancel the current evaluation."""
        self._session.do("cancel_evaluation")

    def _give_up(self) -> None:
        if self.asked:
            self.asked = False
            self.changed.emit()

    def _follow(self, state: State) -> None:
        qualities = {
            output.number: (output.name, output.quality)
            for output in state.outputs
            if output.quality is not None
        }
        if qualities == self._known:
            return
        for number, known in qualities.items():
            if self._known.get(number) != known:
                self._session.do("evaluation", number, then=partial(self._keep, number))
        gone = set(self.evaluations) - set(qualities)
        self._known = qualities
        for number in gone:
            del self.evaluations[number]
        if gone:
            self.changed.emit()

    def _keep(self, number: int, evaluation: Evaluation | None) -> None:
        if evaluation is not None and number in self._known:
            self.evaluations[number] = evaluation
            self.changed.emit()


def results_of(session: Session) -> Results:
    """The evaluations of a session; made on first use."""
    return session.findChild(Results) or Results(session)
