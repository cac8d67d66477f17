"""A project gets another name while its engine plays, records afterwards, and is killed."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from wekipy.child import engine_of
from wekipy.project.problem import Problem
from wekipy.storage.folder import open_folder

if TYPE_CHECKING:
    from on_stage import Stage

    MakeStage = Callable[..., Stage]

pytestmark = pytest.mark.own_engine


def taught(s: Stage, *targets: float) -> None:
    with s.client.recording(targets):
        for n in range(4):
            s.client.take_inputs(n / 10, n / 20)


def test_a_renamed_project_plays_on_and_keeps_everything(stage: MakeStage, tmp_path: Path) -> None:
    s = stage("--inputs", "2", "--outputs", "1")
    taught(s, 0.25)
    taught(s, 0.75)
    s.client.train()
    s.client.start_running()
    made = Path(s.client.rename_project("My piece"))
    state = s.client.state()
    assert made == tmp_path / "My piece.wekipy" == Path(state["project"]["folder"])
    assert not (tmp_path / "0.wekipy").exists()
    assert state["running"] and state["outputs"][0]["model"]["state"] == "ready"
    assert engine_of(made) == ("127.0.0.1", s.engine.control_port)
    taught(s, 0.5)
    s.client.train()
    s.client.undo()
    s.client.redo()
    s.client.save()
    s.engine.kill()
    opened = open_folder(made)
    assert [take.examples for take in opened.project.takes] == [4, 4, 4]
    assert opened.notes == []
    assert len(opened.journal.steps.past) == 3
    earlier = {file.name for file in (made / "models/earlier").iterdir()}
    assert len(earlier) == 2  # none is there twice


def test_a_renamed_project_tells_those_who_subscribed(stage: MakeStage) -> None:
    s = stage("--inputs", "2", "--outputs", "1")
    s.client.subscribe()
    s.client.rename_project("told")
    s.client.wait_until(lambda state: state["project"]["name"] == "told")
    assert [entry["name"] for entry in s.client.projects() if entry["open"]] == ["told"]


@pytest.mark.parametrize("name", ["", "../up", "a/b", "a\\b", "..", ".hidden", "/tmp/x", "con", "other"])
def test_a_refused_name_leaves_the_project_as_it_was(stage: MakeStage, tmp_path: Path, name: str) -> None:
    s = stage("--inputs", "2", "--outputs", "1")
    s.client.copy_project("other")
    there = set(tmp_path.iterdir())
    with pytest.raises(Problem):
        s.client.rename_project(name)
    assert set(tmp_path.iterdir()) == there
    taught(s, 0.5)
    s.client.save()
    assert s.client.state()["project"]["name"] == "0"
    assert (tmp_path / "0.wekipy/examples/take-0001.rows").is_file()


def test_a_project_is_not_renamed_amid_a_take(stage: MakeStage, tmp_path: Path) -> None:
    s = stage("--inputs", "2", "--outputs", "1")
    s.client.start_recording()
    with pytest.raises(Problem, match="end it, then rename"):
        s.client.rename_project("amid")
    s.client.take_inputs(0.1, 0.2)
    s.client.stop_recording()
    assert s.client.rename_project("amid") == str(tmp_path / "amid.wekipy")
    assert s.client.state()["takes"][0]["examples"] == 1


def test_the_same_name_again_is_no_other_name(stage: MakeStage, tmp_path: Path) -> None:
    s = stage("--inputs", "2", "--outputs", "1")
    assert s.client.rename_project("0.wekipy") == str(tmp_path / "0.wekipy")
