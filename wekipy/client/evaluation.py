"""What an evaluation says, as frozen data; fields are those of docs/evaluation.md."""

from __future__ import annotations

from typing import Any, Literal

import msgspec

from wekipy.client.reply import Record, Reply

Method = Literal["takes", "time", "none"]


class Place(Record, frozen=True):
    """One example: take, number among its examples, and how far into the take it is (0 to 1)."""

    take: int
    example: int = 0
    share: float = 0.0


class Finding(Record, frozen=True):
    """Something about the examples that a person should look at."""

    kind: str
    sentence: str
    takes: tuple[int, ...] = ()
    places: tuple[Place, ...] = ()
    severity: float = 0.0

    @property
    def concerned(self) -> tuple[int, ...]:
        """All takes that it is about."""
        return tuple(dict.fromkeys((*self.takes, *(place.take for place in self.places))))


class TakeFigure(Record, frozen=True):
    """How well one take was answered by models that had not seen it: RMSE, or share of wrong answers.

    Attributes:
        rejected: the share that would be answered with nothing; None without a reject option.
    """

    take: int
    examples: int = 0
    tested: int = 0
    error: float | None = None
    rejected: float | None = None


class Region(Record, frozen=True):
    """A part of the range of a continuous output."""

    low: float
    high: float
    rmse: float | None = None
    takes: tuple[int, ...] = ()


class Continuous(Record, frozen=True):
    """Of a continuous output; `pairs` are (target, held-out answer)."""

    low: float
    high: float
    training_rmse: float | None = None
    rmse: float | None = None
    training_share: float | None = None
    share: float | None = None
    worst: Region | None = None
    pairs: tuple[tuple[float, float], ...] = ()
    pair_takes: tuple[int, ...] = ()


class ClassFigure(Record, frozen=True):
    """Of one class."""

    label: int
    examples: int = 0
    takes: int = 0
    recall: float | None = None
    precision: float | None = None
    rejected: float | None = None


class Confusion(Record, frozen=True):
    """Examples of one class that were taken for another, and their takes, the worst first."""

    label: int
    answer: int
    count: int = 0
    takes: tuple[int, ...] = ()


class Classification(Record, frozen=True):
    """Of a classification; `matrix` is by [class][answer], in the order of `classes`.

    Attributes:
        rejected: the share of held-out examples that would be answered with nothing.
    """

    training_accuracy: float = 0.0
    accuracy: float | None = None
    classes: tuple[ClassFigure, ...] = ()
    matrix: tuple[tuple[int, ...], ...] = ()
    confusions: tuple[Confusion, ...] = ()
    rejected: float | None = None


class Gestures(Record, frozen=True):
    """Of a gesture output; row g - 1 of `confusion` is gesture g, column 0 is nothing."""

    confusion: tuple[tuple[int, ...], ...] = ()
    tested: tuple[int, ...] = ()
    right: float = 0.0
    missed: int = 0
    false_per_minute: float | None = None


class Margin(Record, frozen=True):
    """Where the figure of as many new takes likely lies: a share of right answers, or an RMSE."""

    low: float
    high: float
    takes: int = 0


class UnseenValue(Record, frozen=True):
    """Of one person, or one place, that models had not seen; `untested` are classes that no other shows."""

    value: str
    takes: int = 0
    figure: float | None = None
    untested: tuple[int, ...] = ()


class Unseen(Record, frozen=True):
    """How well people ("who"), or places ("where"), are known that a model has not seen."""

    tag: str
    figure: float | None = None
    by_value: tuple[UnseenValue, ...] = ()
    sentence: str = ""


class Evaluation(Reply, frozen=True):
    """How far the model of one output can be trusted.

    Attributes:
        current: whether examples and settings are still as they were then.
        note: how it was tested, what was left out and what that means, a sentence or two.
        tested: how many examples were held out once, by `folds` models.
        by_take: how well each take was answered by models that had not seen it.
        findings: what to look at, the most important first.
        margin: of the main figure; None unless takes were left out.
        unseen: people and places left out, where takes are tagged with several.
    """

    number: int
    name: str = ""
    kind: str = ""
    algorithm: str = ""
    examples: int = 0
    takes: int = 0
    method: Method = "none"
    note: str = ""
    tested: int = 0
    folds: int = 0
    continuous: Continuous | None = None
    classification: Classification | None = None
    gesture: Gestures | None = None
    by_take: tuple[TakeFigure, ...] = ()
    findings: tuple[Finding, ...] = ()
    margin: Margin | None = None
    unseen: tuple[Unseen, ...] = ()
    current: bool = True

    @property
    def accuracy(self) -> float | None:
        """The share of held-out examples with the right class; None for other outputs, or if untested."""
        return None if self.classification is None else self.classification.accuracy

    @property
    def rmse(self) -> float | None:
        """The error on held-out examples, in units of the output; None for other outputs, or if untested."""
        return None if self.continuous is None else self.continuous.rmse

    @property
    def right(self) -> float | None:
        """The share of held-out gestures that were recognised; None for other outputs."""
        return None if self.gesture is None else self.gesture.right

    def __str__(self) -> str:
        """What people want to read: the figure of its kind, the note and the findings."""
        figures = {"accuracy": self.accuracy, "rmse": self.rmse, "right": self.right}
        known = ", ".join(f"{name} {value:.3g}" for name, value in figures.items() if value is not None)
        if known and self.margin is not None:
            known += f" (likely {self.margin.low:.3g} to {self.margin.high:.3g} on new takes)"
        head = f"output {self.number} “{self.name}” ({self.algorithm}): {known or 'not tested'}"
        findings = [f"  {n}. {finding.sentence}" for n, finding in enumerate(self.findings, 1)]
        unseen = [f"  {one.sentence}" for one in self.unseen]
        return "\n".join([head, f"  {self.note}", *unseen, *findings])

    def takes_behind(self, label: int, answer: int) -> tuple[int, ...]:
        """The takes whose examples of a class were taken for another one, the worst first."""
        found = () if self.classification is None else self.classification.confusions
        return next((c.takes for c in found if (c.label, c.answer) == (label, answer)), ())


def read_evaluation(found: dict[str, Any]) -> Evaluation:
    """An evaluation from what the engine replied."""
    return msgspec.convert({**found, "raw": found}, Evaluation)
