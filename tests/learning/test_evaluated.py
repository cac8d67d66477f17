"""An evaluation in brief is what the whole of it says."""

from __future__ import annotations

import msgspec
import numpy as np
import pytest
from learning_jobs import make_job

from wekipy.learning.evaluated import read_evaluated
from wekipy.learning.evaluation.evaluate import evaluate
from wekipy.learning.evaluation.result import Evaluation
from wekipy.learning.gestures.evaluation import GestureEvaluation


@pytest.mark.parametrize("made", [("continuous", "linear"), ("classification", "knn")])
def test_the_brief_is_read_from_the_whole(made):
    whole = evaluate(make_job(*made), lambda _: None)
    found = read_evaluated(msgspec.json.encode(whole), "f1")
    figures, classes = whole.continuous, whole.classification
    assert (found.brief.rmse, found.brief.share) == (
        (figures.rmse, figures.share) if figures else (None, None)
    )
    assert found.brief.accuracy == (classes.accuracy if classes else None)
    assert found.brief.method == whole.method
    assert found.brief.findings == len(whole.findings)
    assert msgspec.json.decode(found.text, type=Evaluation) == whole
    assert msgspec.json.decode(found.text)["fingerprint"] == "f1"


def test_gestures_in_brief():
    gestures = GestureEvaluation(
        confusion=[[0, 3]], tested=[3], right=1.0, missed=0, false_per_minute=None, findings=[]
    )
    whole = Evaluation(
        number=1, name="dance", kind="gesture", algorithm="gestures", examples=3, takes=3, method="takes",
        note="", gesture=gestures,
    )  # fmt: skip
    brief = read_evaluated(msgspec.json.encode(whole), "").brief
    assert (brief.right, brief.false_per_minute, brief.rmse, brief.accuracy) == (1.0, None, None, None)


def test_what_could_not_be_tested_in_brief():
    job = make_job("continuous", "linear", n=3)
    job.takes[:] = 1
    whole = evaluate(job, lambda _: None)
    brief = read_evaluated(msgspec.json.encode(whole), "").brief
    assert brief.method == whole.method
    assert brief.rmse is None or np.isfinite(brief.rmse)
