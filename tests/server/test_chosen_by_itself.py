"""What an algorithm chooses by itself is said over the wire: the default of classes, and a rare class."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from on_stage import Stage

    MakeStage = Callable[..., Stage]


def recorded(stage: MakeStage, frames: tuple[int, int]) -> Stage:
    s = stage("--inputs", "2", "--outputs", "class:2")
    for take in range(4):
        label = take % 2
        with s.client.recording([label + 1.0]):
            for frame in range(frames[label]):
                s.client.take_inputs(label + frame / 200, take / 20)
    return s


def test_a_new_classifier_says_what_it_is_learned_by(stage: MakeStage) -> None:
    s = recorded(stage, (8, 8))
    (output,) = s.client.train()["outputs"]
    assert (output["algorithm"], output["options"]) == ("auto", {"compare": False})
    assert (output["model"]["algorithm"], output["model"]["chosen"]) == ("auto", "svm")
    assert output["model"]["note"] == "chose svm, the best in general"
    s.client.start_running()
    assert s.client.take_inputs(0.05, 0.1) == [1.0]
    assert s.client.take_inputs(1.05, 0.1) == [2.0]


def test_a_class_of_a_few_frames_is_answered_and_the_note_says_so(stage: MakeStage) -> None:
    s = recorded(stage, (60, 3))
    (output,) = s.client.train()["outputs"]
    assert output["model"]["note"].startswith("class 2 has 6 examples, class 1 120: each of class 2 counts")
    s.client.start_running()
    assert s.client.take_inputs(0.02, 0.1) == [1.0]
    assert s.client.take_inputs(1.01, 0.1) == [2.0]
