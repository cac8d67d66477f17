"""What would be answered with nothing although it was shown, by class and take."""

from __future__ import annotations

from dataclasses import replace

import msgspec
import numpy as np
from evaluation_jobs import poses

from wekipy.client.evaluation import Evaluation as Shown
from wekipy.client.evaluation import read_evaluation
from wekipy.gui.wording.evaluation_words import figures_of
from wekipy.learning.evaluation.evaluate import evaluate
from wekipy.learning.evaluation.result import Evaluation
from wekipy.learning.evaluation.summary import summary


def job():
    made = poses(takes=12, classes=3, frames=10, drift=0.2, seed=0, algorithm="knn")
    odd = made.takes == 5
    X = made.X.copy()
    X[odd] += 20 * X.std(axis=0)
    return replace(made, X=X, nothing=True)


def evaluated(one) -> Evaluation:
    return evaluate(one, lambda share: None)


def as_shown(evaluation: Evaluation) -> Shown:
    return read_evaluation(msgspec.json.decode(msgspec.json.encode(evaluation)))


def test_the_odd_take_is_rejected_and_said():
    found = evaluated(job())
    takes = {figure.take: figure.rejected for figure in found.by_take}
    assert takes.pop(5) == 1.0
    assert np.mean(list(takes.values())) < 0.15
    figures = found.classification
    assert figures.rejected is not None
    assert max(figures.classes, key=lambda c: c.rejected).rejected >= 1 / 12
    lines = summary(found)
    assert any(line.startswith("  answered with nothing, though shown: ") for line in lines)
    assert "  mostly answered with nothing: take 5" in lines
    shown = as_shown(found)
    assert shown.classification.rejected == figures.rejected
    assert "take 5: 100 %" in figures_of(shown)[-1][1]


def test_without_the_reject_option_there_is_no_such_figure():
    found = evaluated(replace(job(), nothing=False))
    assert found.classification.rejected is None
    assert all(figure.rejected is None for figure in found.by_take)
    assert len(figures_of(as_shown(found))) == 2
    assert not any("nothing" in line for line in summary(found)[2:4])
