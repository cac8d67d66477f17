"""What an evaluation says, as frozen data; fields are those of docs/evaluation.md."""

from __future__ import annotations

from collections import Counter
from typing import Literal

import msgspec

Method = Literal["takes", "time", "none"]


class Place(msgspec.Struct, frozen=True):
    """One example: take, number among its examples, and how far into the take it is (0 to 1)."""

    take: int
    example: int = 0
    share: float = 0.0


class Finding(msgspec.Struct, frozen=True):
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


class TakeFigure(msgspec.Struct, frozen=True):
    """How well one take was answered by models that had not seen it: RMSE, or share of wrong answers."""

    take: int
    examples: int = 0
    tested: int = 0
    error: float | None = None


class Region(msgspec.Struct, frozen=True):
    """A part of the range of a continuous output."""

    low: float
    high: float
    rmse: float | None = None
    takes: tuple[int, ...] = ()


class Continuous(msgspec.Struct, frozen=True):
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


class ClassFigure(msgspec.Struct, frozen=True):
    """Of one class."""

    label: int
    examples: int = 0
    takes: int = 0
    recall: float | None = None
    precision: float | None = None


class Confusion(msgspec.Struct, frozen=True):
    """Examples of one class that were taken for another, and their takes, the worst first."""

    label: int
    answer: int
    count: int = 0
    takes: tuple[int, ...] = ()


class Classification(msgspec.Struct, frozen=True):
    """Of a classification; `matrix` is by [class][answer], in the order of `classes`."""

    training_accuracy: float = 0.0
    accuracy: float | None = None
    classes: tuple[ClassFigure, ...] = ()
    matrix: tuple[tuple[int, ...], ...] = ()
    confusions: tuple[Confusion, ...] = ()


class Gestures(msgspec.Struct, frozen=True):
    """Of a gesture output; row g - 1 of `confusion` is gesture g, column 0 is nothing."""

    confusion: tuple[tuple[int, ...], ...] = ()
    tested: tuple[int, ...] = ()
    right: float = 0.0
    missed: int = 0
    false_per_minute: float | None = None


class Evaluation(msgspec.Struct, frozen=True):
    """Of one output, when it was last evaluated."""

    number: int
    name: str = ""
    kind: str = ""
    algorithm: str = ""
    examples: int = 0
    takes: int = 0
    method: Method = "none"
    note: str = ""
    continuous: Continuous | None = None
    classification: Classification | None = None
    gesture: Gestures | None = None
    by_take: tuple[TakeFigure, ...] = ()
    findings: tuple[Finding, ...] = ()
    current: bool = True

    def takes_behind(self, label: int, answer: int) -> tuple[int, ...]:
        """The takes whose examples of a class were taken for another one, the worst first."""
        found = () if self.classification is None else self.classification.confusions
        return next((c.takes for c in found if (c.label, c.answer) == (label, answer)), ())


def read(found: object) -> Evaluation | None:
    """An evaluation from the client's plain values; None for None."""
    return None if found is None else msgspec.convert(found, Evaluation)


def remarks_of(evaluations: dict[int, Evaluation]) -> dict[int, tuple[str, ...]]:
    """What evaluations say about single takes, by take."""
    found: dict[int, list[str]] = {}
    for _, evaluation in sorted(evaluations.items()):
        for finding in evaluation.findings:
            if finding.kind in ("take", "contradiction", "outlier"):
                for take in _to_blame(finding):
                    found.setdefault(take, []).append(f"{evaluation.name}: {finding.sentence}")
    return {take: tuple(dict.fromkeys(sentences)) for take, sentences in found.items()}


def _to_blame(finding: Finding) -> tuple[int, ...]:
    """Takes at fault: those named, or else those that most of the single examples are from."""
    if finding.takes:
        return finding.takes
    counts = Counter(place.take for place in finding.places)
    return tuple(take for take, _ in counts.most_common())
