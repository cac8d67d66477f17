"""What a model can be trusted with: held-out answers by take, and the examples that spoil them.

Runs in the training workers: it trains with `wekipy.learning.fitting`.
"""

from __future__ import annotations

from wekipy.learning.evaluation.evaluate import evaluate
from wekipy.learning.evaluation.gestures import evaluate_gesture_output
from wekipy.learning.evaluation.result import (
    ClassFigure,
    ClassificationFigures,
    Confusion,
    ContinuousFigures,
    Evaluation,
    Finding,
    Place,
    Region,
    TakeFigure,
)
from wekipy.learning.evaluation.summary import summary

__all__ = [
    "ClassFigure",
    "ClassificationFigures",
    "Confusion",
    "ContinuousFigures",
    "Evaluation",
    "Finding",
    "Place",
    "Region",
    "TakeFigure",
    "evaluate",
    "evaluate_gesture_output",
    "summary",
]
