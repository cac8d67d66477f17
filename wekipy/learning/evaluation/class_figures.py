"""Accuracy, recall, precision and confusions of a classification, and the classes that need more."""

from __future__ import annotations

from typing import Final

import numpy as np
import numpy.typing as npt

from wekipy.learning.evaluation.result import ClassFigure, ClassificationFigures, Confusion, Finding
from wekipy.learning.held_out.answers import HeldOutAnswers
from wekipy.learning.model import TrainingJob
from wekipy.learning.words import counted, listed, percent

I64 = npt.NDArray[np.int64]
LOW_RECALL: Final = 0.75
LEAST_TESTED: Final = 3
FEW: Final = 20  # examples; and less than a fifth of what the other classes have


def class_figures(job: TrainingJob, held: HeldOutAnswers, training_accuracy: float) -> ClassificationFigures:
    """Compute the figures of a job with at least two classes."""
    labels = np.unique(job.y).astype(np.int64)
    matrix = _matrix(job, held, labels)
    total = int(matrix.sum())
    asked, answered, right = matrix.sum(axis=1), matrix.sum(axis=0), matrix.diagonal()
    classes = tuple(
        ClassFigure(
            label=int(label),
            examples=int(np.count_nonzero(job.y == label)),
            takes=len(np.unique(job.takes[job.y == label])),
            recall=_share(right[n], asked[n]),
            precision=_share(right[n], answered[n]),
        )
        for n, label in enumerate(labels)
    )
    return ClassificationFigures(
        training_accuracy=training_accuracy,
        accuracy=_share(right.sum(), total),
        classes=classes,
        matrix=tuple(tuple(row) for row in matrix.tolist()),
        confusions=_confusions(job, held, labels, matrix),
    )


def _share(part: int, whole: int) -> float | None:
    return float(part / whole) if whole else None


def _matrix(job: TrainingJob, held: HeldOutAnswers, labels: I64) -> I64:
    matrix = np.zeros((len(labels), len(labels)), np.int64)
    true = np.searchsorted(labels, job.y[held.tested])
    predicted = np.searchsorted(labels, held.answers[held.tested])
    np.add.at(matrix, (true, predicted), 1)
    return matrix


def _confusions(job: TrainingJob, held: HeldOutAnswers, labels: I64, matrix: I64) -> tuple[Confusion, ...]:
    found = []
    for true, predicted in np.argwhere(matrix * (1 - np.eye(len(labels), dtype=np.int64))).tolist():
        rows = (job.y == labels[true]) & (held.answers == labels[predicted])
        takes, counts = np.unique(job.takes[rows], return_counts=True)
        worst = np.lexsort((takes, -counts))
        pair = (int(labels[true]), int(labels[predicted]))
        blamed = (tuple(takes[worst].tolist()), tuple(counts[worst].tolist()))
        found.append(Confusion(*pair, int(matrix[true, predicted]), *blamed))
    return tuple(sorted(found, key=lambda c: (-c.count, c.label, c.answer)))


def classes_in_need(figures: ClassificationFigures, accused: frozenset[int]) -> list[Finding]:
    """Classes that are rarely recognised, have few examples, or one take only.

    Args:
        accused: classes of takes with a wrong label, which explains their recall.
    """
    total = sum(c.examples for c in figures.classes)
    tested = {c.label: sum(row) for c, row in zip(figures.classes, figures.matrix, strict=True)}
    findings = []
    for c in figures.classes:
        others = float(np.median([other.examples for other in figures.classes if other is not c]))
        low = c.recall is not None and c.recall < LOW_RECALL and tested[c.label] >= LEAST_TESTED
        if low and c.label not in accused:
            findings.append(_rarely_recognised(c, figures, total))
        if c.examples < min(FEW, others / 5):
            findings.append(_few(c, others, total))
    once = [c.label for c in figures.classes if c.takes == 1]
    return [*findings, _one_take(once)] if once else findings


def _rarely_recognised(c: ClassFigure, figures: ClassificationFigures, total: int) -> Finding:
    recall = c.recall or 0.0
    worst = next(confusion for confusion in figures.confusions if confusion.label == c.label)
    text = f"Class {c.label} is recognised in {percent(recall)} of its examples"
    return Finding(
        kind="more",
        sentence=f"{text}, and mostly mistaken for class {worst.answer}: "
        f"record more takes of class {c.label}, made the way you will perform it.",
        takes=worst.takes,
        classes=(c.label, worst.answer),
        severity=(1 - recall) * c.examples / total,
    )


def _few(c: ClassFigure, others: float, total: int) -> Finding:
    text = f"Class {c.label} has {counted(c.examples, 'example')} where others have {others:.0f}"
    return Finding(
        kind="more",
        sentence=f"{text}: record more of it.",
        classes=(c.label,),
        severity=c.examples / total,
    )


def _one_take(labels: list[int]) -> Finding:
    text = f"{listed(labels, 'class').capitalize()} {'was' if len(labels) == 1 else 'were'}"
    return Finding(
        kind="one-take",
        sentence=f"{text} shown in one take only: record another take, a little differently.",
        classes=tuple(labels),
    )
