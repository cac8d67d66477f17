"""Scenes over the wire: stored, recalled from a foot switch, undone, and there after a restart."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from on_stage import Stage
from waiting import until

from wekipy.osc.codec import encode
from wekipy.project.problem import Problem

MakeStage = Callable[..., Stage]


def test_a_scene_is_stored_recalled_by_a_foot_switch_and_sent(stage: MakeStage) -> None:
    piece = stage("--inputs", "2", "--outputs", "2,class:3")
    client = piece.client
    client.set_targets(0.25, 0.5, 2)
    assert client.store_scene("dawn") == 1
    client.set_targets(0.75, 1.0, 3)
    assert client.store_scene() == 2
    state = client.state()
    assert state["scenes"] == [
        {"name": "dawn", "targets": {"1": 0.25, "2": 0.5, "3": 2.0}},
        {"name": "scene 2", "targets": {"1": 0.75, "2": 1.0, "3": 3.0}},
    ]
    piece.link.send(encode("/wekipy/recall_scene", 1))
    until(lambda: client.values()["targets"] == [0.25, 0.5, 2.0])
    assert client.recall_scene(2) == [0.75, 1.0, 3.0]
    with pytest.raises(Problem, match="there is no scene 7"):
        client.recall_scene(7)


def test_scenes_are_undone_and_there_again_after_a_restart(stage: MakeStage) -> None:
    piece = stage("--inputs", "2", "--outputs", "2")
    client = piece.client
    client.set_targets(0.25, 0.5)
    client.store_scene("dawn")
    client.rename_scene(1, "dusk")
    client.delete_scene(1)
    assert client.state()["scenes"] == []
    client.undo()
    client.undo()
    assert [scene["name"] for scene in client.state()["scenes"]] == ["dawn"]
    folder = client.save()
    client.copy_project("copy")
    client.open_project("copy.wekipy")
    assert client.save() != folder
    assert [scene["name"] for scene in client.state()["scenes"]] == ["dawn"]
    assert client.recall_scene(1) == [0.25, 0.5]
