"""The examples of gestures as curves, with the thresholds that count."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from wekipy.project.problem import Problem

if TYPE_CHECKING:
    from on_stage import Stage

    MakeStage = Callable[..., Stage]
FRAME = 0.005  # seconds


def show(s: Stage, gesture: int, height: float) -> None:
    with s.client.showing(gesture):
        for place in np.linspace(0, np.pi, 60):
            s.link.inputs([height * np.sin(place), place / np.pi])
            s.link.pump(FRAME)


def gestures(s: Stage, most: int = 60) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = s.client.gesture_curves(2, most)["gestures"]
    return found


def test_gestures_are_drawn_with_their_thresholds(stage: MakeStage) -> None:
    s = stage("--inputs", "2", "--outputs", "1,gesture:2")
    assert [gesture["examples"] for gesture in gestures(s)] == [[], []]
    show(s, 1, 1.0)
    show(s, 1, 1.1)
    show(s, 2, -1.0)
    s.client.wait_until(
        lambda state: state["training"] is None and state["outputs"][1]["model"]["state"] == "ready"
    )
    curves = s.client.gesture_curves(2, 20)
    assert curves["inputs"] == [1, 2]
    first, second = curves["gestures"]
    assert (first["number"], second["number"], first["name"]) == (1, 2, "gesture-1")
    assert [len(first["examples"]), len(second["examples"])] == [2, 1]
    points = np.array(second["examples"][0]["points"])
    assert points.shape == (20, 2)
    assert points[:, 0].min() == pytest.approx(-1.0, abs=0.1)
    lasted = s.client.state()["takes"][-1]["seconds"]
    assert lasted >= 59 * FRAME
    assert second["examples"][0]["seconds"] == pytest.approx(lasted, abs=0.01)
    assert first["threshold"] == first["learned"] > 0
    s.client.gesture_sensitivity(1.0, 1)
    s.client.disable_gestures(2)
    first, second = gestures(s)
    assert (first["sensitivity"], second["enabled"]) == (1.0, False)
    assert first["threshold"] == pytest.approx(2 * first["learned"])
    assert second["threshold"] == 0
    with pytest.raises(Problem, match="has no gestures"):
        s.client.gesture_curves(1)
    with pytest.raises(Problem, match="2 to 1000"):
        s.client.gesture_curves(2, 1)
