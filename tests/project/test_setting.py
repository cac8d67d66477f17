"""Each field of an output says whether models learn from it; fingerprints follow, and stay what they were."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest

from wekipy.project.examples import fingerprint
from wekipy.project.schema import (
    AlgorithmChoice,
    ClassificationOutput,
    ContinuousOutput,
    Gesture,
    GestureOutput,
    Input,
    Output,
    Project,
    StageChoice,
    Take,
)
from wekipy.project.setting import settings_of, without_live

KNN = AlgorithmChoice("knn", {"k": 3})
NUMBER = ContinuousOutput(
    uid="o1", name="a", algorithm=KNN, maximum=3.0, integer=True, limits="hard", run=False, train=False,
    send_novelty=True, inputs=(0,),
)  # fmt: skip
CLASSES = ClassificationOutput(
    uid="o2", name="b", algorithm=KNN, classes=4, send_distribution=True, send_confidence=True, nothing=True,
    sensitivity=0.3, thresholds=(0.1, 0.2), class_names=("x",), record=False,
)  # fmt: skip
GESTURES = GestureOutput(
    uid="o3", name="g", algorithm=AlgorithmChoice("dtw"),
    gestures=(Gesture("q", "/q", False, 0.2, 2.0), Gesture("r", "/r")), sensitivity=0.1, refractory=1.0,
    early=True, once_per_run=True, send_following=True, slowest=0.3, fastest=4.0, offset=True, scale=True,
)  # fmt: skip
OUTPUTS: tuple[Output, ...] = (NUMBER, CLASSES, GESTURES)
PROJECT = Project(
    inputs=(Input("i"), Input("j")),
    outputs=OUTPUTS,
    takes=(Take(1, 5, {"o1": 5, "o2": 4}), Take(2, 3, {"o3": 3}, targets={"o3": 1.0})),
)
# Made by the version before fields said it: models of then are up to date.
BEFORE = ("f63746769f61dbca", "22e3ce2f405a0cc8", "a0988368f144d734")

# Another value for each field; a field without one here fails the test below.
OTHER: dict[str, Any] = {
    "uid": "o9", "name": "z", "algorithm": AlgorithmChoice("svm"), "inputs": (1,), "record": True,
    "run": True, "train": True, "send_novelty": False, "minimum": -1.0, "maximum": 9.0, "integer": False,
    "limits": "soft", "classes": 7, "send_distribution": False, "send_confidence": False, "nothing": False,
    "sensitivity": 0.9, "thresholds": None, "class_names": (), "gestures": (Gesture("q", "/q"),),
    "refractory": 0.5, "early": False, "once_per_run": False, "send_following": False, "slowest": 0.4,
    "fastest": 3.0, "offset": False, "scale": False, "leave_out_wild": False,
    "after": (StageChoice("hold", {"seconds": 1.0}),),
}  # fmt: skip


@pytest.mark.parametrize("output", OUTPUTS, ids=["number", "classes", "gestures"])
def test_every_field_says_whether_it_is_learned_or_live(output: Output) -> None:
    assert list(settings_of(type(output))) == list(output.__struct_fields__)


def test_every_field_of_a_gesture_is_live() -> None:
    assert {setting.role for setting in settings_of(Gesture).values()} == {"live"}
    assert list(settings_of(Gesture)) == list(Gesture.__struct_fields__)


def test_models_of_earlier_versions_are_up_to_date() -> None:
    assert tuple(fingerprint(PROJECT, output) for output in OUTPUTS) == BEFORE


@pytest.mark.parametrize(
    ("output", "key"),
    [(output, key) for output in OUTPUTS for key in output.__struct_fields__ if key != "uid"],
)
def test_a_model_is_out_of_date_if_what_it_was_learned_from_changes(output: Output, key: str) -> None:
    changed = msgspec.structs.replace(output, **{key: OTHER[key]})
    same = fingerprint(PROJECT, changed) == fingerprint(PROJECT, output)
    assert same == (settings_of(type(output))[key].role == "live")


def test_live_settings_of_gestures_in_an_output_do_not_count() -> None:
    quiet = msgspec.structs.replace(GESTURES, gestures=(Gesture("other", "/other"), Gesture("r", "/r")))
    assert without_live(quiet) == without_live(GESTURES)
