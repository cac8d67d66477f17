"""The last evaluations of a session's outputs, fetched when there are new ones."""

from __future__ import annotations

from functools import partial

from PyQt6.QtCore import QObject, pyqtSignal

from wekipy.gui.evaluation.figures import Evaluation, read, remarks_of
from wekipy.gui.session.session import Session
from wekipy.gui.session.state import Quality, State


class Results(QObject):
    """The same evaluations for every panel.

    Signals:
        changed(): there are others now, or those there were are out of date.

    Attributes:
        evaluations: by number of the output.
        asked: whether this window has asked for an evaluation that has not come yet.
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
        """What is said about takes, by take: by evaluations and by models of gestures."""
        found = remarks_of(self.evaluations)
        for output in self._session.state.outputs:
            for take, advice in output.model.advice.items():
                if take.isdecimal():
                    found[int(take)] = (*found.get(int(take), ()), advice)
        return found

    def evaluate(self) -> None:
        """Evaluate all outputs that have examples."""
        chosen = [output.number for output in self._session.state.outputs if output.examples]
        self.asked = True
        self._session.do("evaluate", *chosen, then=lambda _: self._give_up())
        self.changed.emit()

    def cancel(self) -> None:
        """Give up the evaluation under way."""
        self._session.do("cancel_evaluation")

    def _give_up(self) -> None:
        if self.asked:
            self.asked = False
            self.changed.emit()

    def _follow(self, state: State) -> None:
        told = {
            output.number: (output.name, output.quality)
            for output in state.outputs
            if output.quality is not None
        }
        if told == self._known:
            return
        for number, known in told.items():
            if self._known.get(number) != known:
                self._session.do("evaluation", number, then=partial(self._keep, number))
        gone = set(self.evaluations) - set(told)
        self._known = told
        for number in gone:
            del self.evaluations[number]
        if gone:
            self.changed.emit()

    def _keep(self, number: int, told: object) -> None:
        evaluation = read(told)
        if evaluation is not None and number in self._known:
            self.evaluations[number] = evaluation
            self.changed.emit()


def results_of(session: Session) -> Results:
    """The evaluations of a session; made on first use."""
    return session.findChild(Results) or Results(session)
