"""A person saves a model to any folder and loads it from there; a message from the network never can."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from wekipy.cli.main import commands
from wekipy.client import Client
from wekipy.project.problem import Problem
from wekipy.rehearsal.engine_process import EngineProcess

if TYPE_CHECKING:
    from on_stage import Stage

    MakeStage = Callable[..., Stage]


def taught(stage: MakeStage, turned: bool = False) -> Stage:
    s = stage("--inputs", "1", "--outputs", "1,class:2")
    rows = [[n / 10] for n in range(11)]
    values = [[1 - n / 10 if turned else n / 10, 1 + (n > 5)] for n in range(11)]
    s.client.add_examples(rows, values)
    s.client.train()
    return s


def nothing_left(s: Stage) -> bool:
    saved = Path(s.client.state()["project"]["folder"]) / "saved"
    return not saved.exists() or not list(saved.iterdir())


def test_a_model_goes_from_one_project_to_another(stage: MakeStage, tmp_path: Path) -> None:
    one, other = taught(stage), taught(stage, turned=True)
    place = one.client.save_model_to(1, tmp_path / "anywhere" / "hand")
    assert place == tmp_path / "anywhere" / "hand.npz"
    other.client.start_running()
    assert other.client.take_inputs(0.9)[0] == pytest.approx(0.1, abs=0.1)
    other.client.load_model_from(1, place)
    assert other.client.take_inputs(0.9)[0] == pytest.approx(0.9, abs=0.1)
    assert nothing_left(one) and nothing_left(other)
    assert other.client.state()["examples"] == 11
    other.client.previous_model(1)
    assert other.client.take_inputs(0.9)[0] == pytest.approx(0.1, abs=0.1)
    other.client.load_model_from(1, place, with_data=True)
    assert other.client.state()["outputs"][0]["examples"] == 22
    assert other.client.undo() == "load examples of model.npz"
    assert other.client.state()["outputs"][0]["examples"] == 11


def test_what_is_no_model_or_does_not_fit_is_refused(stage: MakeStage, tmp_path: Path) -> None:
    s = taught(stage)
    letter = tmp_path / "letter.npz"
    letter.write_bytes(b"dear")
    place = s.client.save_model_to(1, tmp_path / "hand.npz")
    for output, file, words in (
        (1, letter, "model.npz"),
        (1, tmp_path / "none.npz", "no file"),
        (1, tmp_path, "no file"),
        (2, place, "is a continuous model, but output 2 is a classification output"),
        (3, place, "no output 3"),
    ):
        with pytest.raises(Problem, match=words):
            s.client.load_model_from(output, file)
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(Problem, match="cannot be written"):
        s.client.save_model_to(1, tmp_path / "file" / "hand.npz")
    assert nothing_left(s)
    assert s.client.state()["outputs"][0]["model"]["number"] == 1


def test_messages_stay_inside_the_project(stage: MakeStage, tmp_path: Path) -> None:
    s = taught(stage)
    place = s.client.save_model_to(1, tmp_path / "hand.npz")
    for path in (str(place), "../../hand.npz"):
        with pytest.raises(Problem, match=r"outside of|holds “\.\.”"):
            s.client.load_model(1, path)
        with pytest.raises(Problem, match=r"outside of|holds “\.\.”"):
            s.client.save_model(1, path)


def test_a_link_in_the_project_is_not_followed(stage: MakeStage, tmp_path: Path) -> None:
    s = taught(stage)
    place = s.client.save_model_to(1, tmp_path / "hand.npz")
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    saved = Path(s.client.state()["project"]["folder"]) / "saved"
    if saved.exists():
        saved.rmdir()
    saved.symlink_to(elsewhere)
    for call in (lambda: s.client.load_model_from(1, place), lambda: s.client.save_model_to(1, place)):
        with pytest.raises(Problem, match=r"saved in .* is a link"):
            call()
    assert list(elsewhere.iterdir()) == []


def work_with(project: Path, tmp_path: Path) -> None:
    """The same, whether an engine has the project open or not."""

    def run(*arguments: object) -> str:
        done = CliRunner().invoke(commands, [*map(str, arguments)], catch_exceptions=False)
        assert done.exit_code == 0
        return done.output

    assert run("save-model", project, 1, tmp_path / "hand") == f"wrote {tmp_path / 'hand.npz'}\n"
    told = run("load-model", project, 1, tmp_path / "hand.npz", "--with-examples")
    assert told == "hand.npz answers for output 1\n"
    with pytest.raises(Problem, match="classification output"):
        run("load-model", project, 2, tmp_path / "hand.npz")
    with pytest.raises(Problem, match="no file"):
        run("load-model", project, 1, tmp_path / "none.npz")
    with pytest.raises(Problem, match="no output 4"):
        run("save-model", project, 4, tmp_path / "none.npz")


@pytest.mark.own_engine
def test_from_the_command_line(stage: MakeStage, tmp_path: Path) -> None:
    s = taught(stage)
    project = Path(s.client.state()["project"]["folder"])
    s.client.save()
    work_with(project, tmp_path)
    s.client.shut_down()
    s.engine.process.wait(20)
    work_with(project, tmp_path)
    with EngineProcess([str(project)]) as engine, Client(port=engine.control_port) as client:
        assert [take["examples"] for take in client.state()["takes"]] == [11, 11, 22]
