"""The result of an evaluation: plain data for the control protocol and JSON."""

from __future__ import annotations

from typing import Literal, TypeAlias

import msgspec

from wekipy.learning.gestures.evaluation import GestureEvaluation
from wekipy.learning.held_out import Method
from wekipy.project.schema import Kind

FindingKind: TypeAlias = Literal["take", "contradiction", "outlier", "more", "one-take"]


class Place(msgspec.Struct, frozen=True):
    """One example.

    Attributes:
        take: its number.
        example: from 1, counted among the examples of its take that have a target for this output.
        share: how far into the take it is, 0 (start) to 1 (end).
    """

    take: int
    example: int
    share: float


class Finding(msgspec.Struct, frozen=True, kw_only=True):
    """Something about the examples that a person should look at.

    Attributes:
        kind: "take" is at fault, "contradiction" between examples, "outlier" examples, "more"
            demonstrations of a class or region are needed, a class has "one-take" only.
        sentence: what it is and what to do, for a musician.
        classes: concerned; the wrong one first where a take contradicts others.
        region: (low, high) of the output, in its units.
        places: single examples, at most the first `wekipy.learning.evaluation.outlying.SHOWN`.
        severity: share of the output's examples that are concerned, 0 to 1.
    """

    kind: FindingKind
    sentence: str
    takes: tuple[int, ...] = ()
    classes: tuple[int, ...] = ()
    region: tuple[float, float] | None = None
    places: tuple[Place, ...] = ()
    severity: float = 0.0


class TakeFigure(msgspec.Struct, frozen=True, kw_only=True):
    """How well one take was answered by models that were not trained on it.

    Attributes:
        examples: used of it.
        tested: how many of them were held out once.
        error: RMSE in output units, or the share of examples that were wrong; None if none was tested.
        rejected: the share that would be answered with nothing; None without a reject option.
    """

    take: int
    examples: int
    tested: int
    error: float | None
    rejected: float | None = None


class Region(msgspec.Struct, frozen=True, kw_only=True):
    """One of equal parts of the demonstrated range of a continuous output.

    Attributes:
        rmse: held out, in output units; None where nothing was tested.
        takes: those with examples in it; where it is empty, those with the nearest ones below and above.
    """

    low: float
    high: float
    examples: int
    rmse: float | None
    takes: tuple[int, ...]


class ContinuousFigures(msgspec.Struct, frozen=True, kw_only=True):
    """How well a continuous output is learned.

    Attributes:
        low, high: the smallest and largest target demonstrated.
        training_rmse: on the model's own examples, in output units.
        rmse: on held-out examples; None if nothing could be held out.
        training_share, share: the same as a share of high - low; None where that is 0.
        worst: the region with the largest held-out error.
        pairs: (target, held-out answer), at most 2,000, evenly spaced over what was tested.
        pair_takes: the take that each pair is from.
    """

    low: float
    high: float
    training_rmse: float | None
    rmse: float | None
    training_share: float | None
    share: float | None
    regions: tuple[Region, ...]
    worst: Region | None
    pairs: tuple[tuple[float, float], ...]
    pair_takes: tuple[int, ...] = ()


class ClassFigure(msgspec.Struct, frozen=True, kw_only=True):
    """How well one class is known.

    Attributes:
        recall: the share of its held-out examples that were recognised; None if none was tested.
        precision: the share of the answers with this class that were right; None if there were none.
        rejected: the share of its held-out examples that would be answered with nothing, being unlike the
            others; None without a reject option.
    """

    label: int
    examples: int
    takes: int
    recall: float | None
    precision: float | None
    rejected: float | None = None


class Confusion(msgspec.Struct, frozen=True):
    """Held-out examples of one class that were taken for another.

    Attributes:
        takes: that they are from, the worst first.
        take_counts: how many of them are from each.
    """

    label: int
    answer: int
    count: int
    takes: tuple[int, ...]
    take_counts: tuple[int, ...] = ()


class ClassificationFigures(msgspec.Struct, frozen=True, kw_only=True):
    """How well a classification is learned.

    Attributes:
        training_accuracy: share of the model's own examples it gets right.
        accuracy: of held-out examples; None if nothing could be held out.
        classes: those that have examples, rising.
        matrix: held-out examples by [class][answer], in the order of `classes`.
        confusions: the most frequent first.
        rejected: as of a class, of all.
    """

    training_accuracy: float
    accuracy: float | None
    classes: tuple[ClassFigure, ...]
    matrix: tuple[tuple[int, ...], ...]
    confusions: tuple[Confusion, ...]
    rejected: float | None = None


class Margin(msgspec.Struct, frozen=True):
    """Where the figure of as many new takes lies in 95 of 100 cases, see `wekipy.learning.evaluation.margin`.

    Attributes:
        low, high: shares of right answers, 0 to 1; of a continuous output RMSE in its units.
        takes: how many were tested (of gestures: examples).
    """

    low: float
    high: float
    takes: int


class UnseenValue(msgspec.Struct, frozen=True, kw_only=True):
    """How well takes of one person, or in one place, were answered by models that had seen none of them.

    Attributes:
        value: who it is, or where.
        takes: how many.
        figure: share of right answers, or RMSE in units of the output; None if nothing was tested.
        untested: classes that no other shows.
    """

    value: str
    takes: int
    figure: float | None
    untested: tuple[int, ...] = ()


class Unseen(msgspec.Struct, frozen=True, kw_only=True):
    """How well people, or places, are known that a model has not seen.

    Attributes:
        figure: over all that was tested, as of `UnseenValue`.
        sentence: the same for a musician.
    """

    tag: Literal["who", "where"]
    figure: float | None
    by_value: tuple[UnseenValue, ...]
    sentence: str


class Evaluation(msgspec.Struct, frozen=True, kw_only=True):
    """The evaluation of one output's model, with advice about its examples.

    Attributes:
        number: of the output, from 1.
        examples, takes: how many there are.
        method: "takes": each was answered by a model that knew nothing of its take; "time": takes were
            split in time, with a gap; "none": nothing could be tested, `note` says why.
        note: how it was tested, what was left out and what that means, for a musician.
        tested: how many examples were held out once.
        folds: how many models were trained for it.
        continuous, classification, gesture: the figures of its kind; None where it cannot be trained.
        findings: the most important first, at most 30.
        margin: of the accuracy, the RMSE, or the share of gestures; None unless takes were left out.
        unseen: how well people, or places, are known that were not seen, where takes are tagged with several.
    """

    number: int
    name: str
    kind: Kind
    algorithm: str
    examples: int
    takes: int
    method: Method
    note: str
    tested: int = 0
    folds: int = 0
    continuous: ContinuousFigures | None = None
    classification: ClassificationFigures | None = None
    gesture: GestureEvaluation | None = None
    by_take: tuple[TakeFigure, ...] = ()
    findings: tuple[Finding, ...] = ()
    margin: Margin | None = None
    unseen: tuple[Unseen, ...] = ()
