"""The projects beside the one that is open: making, listing and copying them while the engine runs."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from wekipy.project.problem import Problem

if TYPE_CHECKING:
    from on_stage import Stage

    MakeStage = Callable[..., Stage]

pytestmark = pytest.mark.own_engine


def record(s: Stage, *targets: float) -> None:
    with s.client.recording(targets):
        for n in range(4):
            s.client.take_inputs(n / 10, n / 20)


def test_a_project_is_made_from_an_address_that_was_heard(stage: MakeStage, tmp_path: Path) -> None:
    s = stage("--inputs", "2", "--outputs", "1")
    before = s.client.state()
    made = s.client.new_project("My hand", 3, "1,class:4", "/accxyz")
    assert made == str(tmp_path / "My hand.wekipy")
    state = s.client.state()
    assert state["inputs"] == ["accxyz-x", "accxyz-y", "accxyz-z"]
    assert state["input_address"] == "/accxyz"
    assert [output["kind"] for output in state["outputs"]] == ["continuous", "classification"]
    assert state["project"]["name"] == "My hand"
    assert state["destinations"] == before["destinations"]
    s.client.subscribe()
    s.link.inputs([1, 2, 3], address="/accxyz")
    s.client.set_outputs(0.5, 2)
    assert s.link.wait("/wek/outputs") is not None
    assert s.client.heard()[0]["values"] == [1, 2, 3]


@pytest.mark.parametrize("name", ["", "../up", "a/b", "a\\b", "..", ".hidden", "/tmp/x", "con", "a\nb"])
def test_a_name_that_leads_elsewhere_makes_nothing(stage: MakeStage, tmp_path: Path, name: str) -> None:
    s = stage("--inputs", "2")
    there = set(tmp_path.iterdir())
    for make in (s.client.new_project, s.client.copy_project):
        with pytest.raises(Problem):
            make(name)
    assert set(tmp_path.iterdir()) == there
    assert s.client.state()["project"]["name"] == "0"


def test_nothing_is_overwritten(stage: MakeStage) -> None:
    s = stage("--inputs", "2", "--outputs", "1")
    record(s, 0.5)
    for make in (s.client.new_project, s.client.copy_project):
        with pytest.raises(Problem, match="already"):
            make("0")
    with pytest.raises(Problem, match="cannot read"):
        s.client.new_project("other", 2, "nonsense")
    assert [project["name"] for project in s.client.projects()] == ["0"]
    assert s.client.state()["examples"] == 4


def test_a_copy_has_everything_and_the_original_stays_open(stage: MakeStage) -> None:
    s = stage("--inputs", "2", "--outputs", "1")
    record(s, 0.25)
    record(s, 0.75)
    s.client.delete_last_take()
    s.client.train()
    s.client.save_model(1, "mine.npz")
    copy = Path(s.client.copy_project("copy"))
    assert s.client.state()["project"]["name"] == "0"
    assert (copy / "examples" / "take-0002.rows").exists()
    assert (copy / "saved" / "mine.npz").exists()
    assert not (copy / "engine.lock").exists()
    record(s, 0.5)
    s.client.open_project("copy.wekipy")
    state = s.client.state()
    assert [take["number"] for take in state["takes"]] == [1]
    assert state["outputs"][0]["model"]["state"] == "ready"
    assert s.client.messages()[-1]["text"] == "opened copy.wekipy"


def test_the_projects_of_a_library_are_listed(stage: MakeStage, tmp_path: Path) -> None:
    s = stage("--inputs", "2", "--outputs", "2")
    record(s, 0.5, 0.5)
    s.client.save()
    s.client.copy_project("second")
    broken = tmp_path / "broken.wekipy"
    broken.mkdir()
    (broken / "project.json").write_text("{")
    (tmp_path / "no project").mkdir()
    found = {project["name"]: project for project in s.client.projects()}
    assert set(found) == {"0", "second", "broken"}
    second = found["second"]
    assert (second["inputs"], second["outputs"], second["takes"], second["examples"]) == (2, 2, 1, 4)
    assert (found["0"]["open"], second["open"]) == (True, False)
    assert "not JSON" in found["broken"]["problem"]


def test_a_project_beside_the_present_one_is_deleted_and_restored(stage: MakeStage, tmp_path: Path) -> None:
    s = stage("--inputs", "2", "--outputs", "2")
    record(s, 0.5, 0.5)
    s.client.copy_project("second")
    path = s.client.delete_project("second.wekipy")
    assert [project["name"] for project in s.client.projects()] == ["0"]
    (found,) = s.client.deleted_projects()
    assert (found["name"], found["path"]) == ("second", path)
    s.client.copy_project("second")
    restored = s.client.restore_project(path)
    assert restored == str(tmp_path / "second 2.wekipy")
    assert s.client.deleted_projects() == []
    s.client.open_project("second 2.wekipy")
    assert s.client.state()["examples"] == 4


@pytest.mark.parametrize("path", ["0.wekipy", "../0.wekipy", "", ".", "nothing.wekipy", "/tmp/x.wekipy"])
def test_neither_the_open_project_nor_what_is_elsewhere_is_deleted(
    stage: MakeStage, tmp_path: Path, path: str
) -> None:
    s = stage("--inputs", "2", "--outputs", "1")
    there = set(tmp_path.iterdir())
    with pytest.raises(Problem):
        s.client.delete_project(path)
    for way in (path, f".wekipy-deleted/../{path}", "../0.wekipy"):
        with pytest.raises(Problem):
            s.client.restore_project(way)
    assert set(tmp_path.iterdir()) == there


def test_a_project_that_another_engine_plays_is_not_deleted(stage: MakeStage) -> None:
    s = stage("--inputs", "2", "--outputs", "1")
    s.client.copy_project("second")
    s.client.open_beside("second.wekipy")
    with pytest.raises(Problem, match="open already"):
        s.client.delete_project("second.wekipy")
    assert {project["name"] for project in s.client.projects()} == {"0", "second"}
