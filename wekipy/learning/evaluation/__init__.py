"""Evaluates models with held-out takes, and finds the examples that cause errors.

Runs in the training workers: it trains with `wekipy.learning.fitting`.
"""

from __future__ import annotations

from wekipy.learning.evaluation.evaluate import evaluate
from wekipy.learning.evaluation.gesture_figures import evaluate_gesture_output
from wekipy.learning.evaluation.result import (
    ClassFigure,
    ClassificationFigures,
    Confusion,
    ContinuousFigures,
    Evaluation,
    Finding,
    Margin,
    Place,
    Region,
    TakeFigure,
    Unseen,
    UnseenValue,
)
from wekipy.learning.evaluation.summary import summary

__all__ = [
    "ClassFigure",
    "ClassificationFigures",
    "Confusion",
    "ContinuousFigures",
    "Evaluation",
    "Finding",
    "Margin",
    "Place",
    "Region",
    "TakeFigure",
    "Unseen",
    "UnseenValue",
    "evaluate",
    "evaluate_gesture_output",
    "summary",
]
