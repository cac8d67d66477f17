"""What was shown of each class: how many examples, and the course of its last take.

The rows of a take are asked for once, thinned, when a card first needs them; they never change.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np
from PyQt6.QtCore import QObject, pyqtSignal

from wekipy.client.state import Output, State
from wekipy.gui.session.session import Session
from wekipy.gui.takes.lanes import F64, Curves, liveliest, read_curves

_POINTS = 40  # of a course; more are not seen in a pad
_MOST_KEPT = 400  # takes
_INPUTS = 4  # of a course; more are not told apart


@dataclass(frozen=True)
class Shown:
    """What was shown of the classes of an output.

    Attributes:
        examples: by number of the class, from takes that show one class.
        last: by number of the class, the number of its last take.
        mixed: some takes show several classes; their examples are in none of these figures.
    """

    examples: dict[int, int]
    last: dict[int, int]
    mixed: bool = False


def shown_of(state: State, output: Output) -> Shown:
    """What the takes that are switched on show of an output's classes."""
    examples: dict[int, int] = {}
    last: dict[int, int] = {}
    mixed = False
    for take in state.takes:
        count = take.outputs.get(output.number, 0)
        if not take.on or not count:
            continue
        target = take.targets.get(output.number)
        if target is None:
            mixed = True
            continue
        number = round(target)
        examples[number] = examples.get(number, 0) + count
        last[number] = max(last.get(number, 0), take.number)
    return Shown(examples, last, mixed)


def courses(curves: Sequence[Curves]) -> list[F64]:
    """For each take the (points, inputs) of the inputs that differ most between them, within 0 to 1."""
    if not curves:
        return []
    chosen = np.asarray(liveliest(curves, _INPUTS), np.intp)
    low = np.min([each.inputs[:, chosen].min(axis=0) for each in curves], axis=0)
    span = np.max([each.inputs[:, chosen].max(axis=0) for each in curves], axis=0) - low
    span[span <= 0] = 1.0
    return [(each.inputs[:, chosen] - low) / span for each in curves]


class ClassCourses(QObject):
    """The courses of takes, as far as they are known.

    Signals:
        come(): there are more of them.
    """

    come = pyqtSignal()

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._session = session
        self._known: dict[int, Curves | None] = {}  # None: it is on its way, or cannot be had
        session.happened.connect(lambda kind, _text: self._known.clear() if kind == "opened" else None)

    @property
    def known(self) -> int:
        """How many courses are there."""
        return sum(curves is not None for curves in self._known.values())

    def of(self, takes: Sequence[int]) -> dict[int, F64]:
        """The courses of takes, by number, of those that are known; the others are asked for."""
        if len(self._known) > _MOST_KEPT:
            self._known.clear()
        for number in takes:
            if number not in self._known:
                self._known[number] = None
                folder = self._session.state.folder
                self._session.do(
                    "take_rows", number, _POINTS, then=partial(self._keep, folder, number), refused=_ignore
                )
        there = [
            curves for number in takes if (curves := self._known[number]) is not None and len(curves.inputs)
        ]
        widths = {curves.inputs.shape[1] for curves in there}
        alike = [curves for curves in there if curves.inputs.shape[1] == max(widths)]
        return {curves.take: course for curves, course in zip(alike, courses(alike), strict=True)}

    def _keep(self, folder: str, number: int, found: dict[str, Any]) -> None:
        if folder == self._session.state.folder:
            self._known[number] = read_curves(found)
            self.come.emit()


def _ignore(_sentence: str) -> None:
    """A thumbnail that cannot be drawn is nothing to a person."""


def class_courses_of(session: Session) -> ClassCourses:
    """The courses of a session; made on first use."""
    return session.findChild(ClassCourses) or ClassCourses(session)
