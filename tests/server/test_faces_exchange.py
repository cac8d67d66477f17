"""Examples in and out of a project while an engine has it open: over the protocol and on the command line."""

from __future__ import annotations

import json
import os
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner

from wekipy.cli.main import commands
from wekipy.client import Client
from wekipy.osc.codec import encode
from wekipy.project.create import new_project
from wekipy.project.problem import Problem
from wekipy.rehearsal.engine_process import EngineProcess
from wekipy.rehearsal.link import Link
from wekipy.storage.folder import create, open_folder
from wekipy.storage.lock import LockInfo, ProjectLock

ROWS = "take,inputs-1,inputs-2,outputs-1,outputs-2\n1,0.25,0.5,0.75,1\n1,0.5,0.25,0.125,2\n2,1,0,0.5,3\n"
DATA = Path(__file__).parents[1] / "exchange" / "data"


class Open:
    """An engine with a project of 2 inputs, a number and three classes; somewhere else lies a table."""

    def __init__(self, place: Path) -> None:
        self.library = place / "library"
        self.elsewhere = place / "elsewhere"
        self.elsewhere.mkdir()
        self.table = self.elsewhere / "more.csv"
        self.table.write_text(ROWS)
        project = self.library / "piece.wekipy"
        self.engine = EngineProcess([str(project), "--inputs", "2", "--outputs", "1,class:3"])
        self.client = Client(port=self.engine.control_port)
        self.project = self.engine.folder

    def takes(self) -> list[tuple[int, int]]:
        return [(take["number"], take["examples"]) for take in self.client.state()["takes"]]

    def cli(self, *words: object) -> str:
        told = CliRunner().invoke(commands, [str(word) for word in words])
        if told.exception is not None and not isinstance(told.exception, SystemExit):
            raise told.exception
        assert told.exit_code == 0, told.output
        return told.output

    def close(self) -> None:
        self.client.close()
        self.engine.end()


@pytest.fixture
def piece(tmp_path: Path) -> Iterator[Open]:
    made = Open(tmp_path)
    yield made
    made.close()


def no_leftovers(folder: Path) -> bool:
    return not [entry for entry in folder.iterdir() if entry.name.startswith("incoming")]


def test_a_table_is_imported_in_one_step_of_undo(piece: Open) -> None:
    (piece.library / "more.csv").write_text(ROWS)
    found = piece.client.import_examples("more.csv")
    assert found["takes"] == [1, 2]
    assert "3 examples in 2 takes" in found["taken"]
    assert piece.takes() == [(1, 2), (2, 1)]
    rows = piece.client.take_rows(1, 10)
    np.testing.assert_array_equal(rows["inputs"], [[0.25, 0.5], [0.5, 0.25]])
    np.testing.assert_array_equal(rows["targets"], [[0.75, 1.0], [0.125, 2.0]])
    assert piece.client.undo() == "import examples of more.csv"
    assert piece.takes() == []
    assert piece.client.redo() == "import examples of more.csv"
    assert piece.takes() == [(1, 2), (2, 1)]
    piece.client.save()
    opened = open_folder(piece.project)
    assert not opened.notes
    assert [take.examples for take in opened.project.takes] == [2, 1]
    assert opened.data[2].made_of.source == "more.csv"


def test_what_is_what_can_be_said(piece: Open) -> None:
    table = "b,junk,when,a,run,y\n1,9,10.0,2,7,0.5\n3,9,10.5,4,7,0.6\n5,9,20.0,6,8,0.7\n"
    (piece.project / "odd.csv").write_text(table)
    with pytest.raises(
        Problem, match="has targets for y: name its columns as the outputs of the project are, "
    ):
        piece.client.import_examples("odd.csv", inputs=["a", "b"], outputs=["y"], take="run", time="when")
    (piece.project / "odd.csv").write_text(table.replace(",y\n", ",outputs-1\n"))
    found = piece.client.import_examples(
        "odd.csv", inputs=["a", "b"], outputs=["outputs-1"], take="run", time="when"
    )
    assert found["takes"] == [1, 2]
    assert any("junk" in line for line in found["left"])
    assert piece.client.take_rows(1, 5)["inputs"].tolist() == [[2, 1], [4, 3]]
    assert piece.client.state()["takes"][0]["seconds"] == pytest.approx(0.5)
    found = piece.client.import_examples("odd.csv", inputs=["a", "b"], outputs=["outputs-1"], rate=4.0)
    assert piece.client.state()["takes"][-1]["seconds"] == pytest.approx(0.5)  # three rows, four a second


def test_examples_arrive_while_a_take_is_recorded(piece: Open) -> None:
    """None is lost, and none goes into the other take."""
    (piece.library / "more.csv").write_text(ROWS)
    with piece.client.recording([0.5, 1]):
        for n in range(20):
            piece.client.take_inputs(n / 32, 0.5)
        piece.client.import_examples("more.csv")
        for n in range(20):
            piece.client.take_inputs(n / 32, 0.25)
    state = piece.client.state()
    assert sorted(take["examples"] for take in state["takes"]) == [1, 2, 40]
    assert len({take["number"] for take in state["takes"]}) == 3
    (recorded,) = (take["number"] for take in state["takes"] if take["examples"] == 40)
    expected = [[n / 32, second] for second in (0.5, 0.25) for n in range(20)]
    assert piece.client.take_rows(recorded, 100)["inputs"].tolist() == expected
    piece.client.save()
    assert sorted(take.examples for take in open_folder(piece.project).project.takes) == [1, 2, 40]


@pytest.mark.parametrize(
    ("path", "options", "words"),
    [
        ("../elsewhere/more.csv", {}, "holds “..”"),
        ("{elsewhere}/more.csv", {}, "outside"),
        ("link.csv", {}, "outside"),
        ("missing.csv", {}, "there is no"),
        ("more.doc", {}, "expected a Wekinator project, or a file"),
        ("other.wekipy", {}, "expected a Wekinator project, or a file"),
        ("more.csv", {"input": ["x"]}, "options: expected a JSON object with inputs and outputs"),
        ("more.csv", {"rate": 0}, "options: expected a JSON object"),
        ("more.csv", ["inputs"], "options: expected a JSON object"),
        ("more.csv", {"inputs": ["inputs-1"]}, "1 input, the project 2"),
        ("empty.csv", {}, "is empty"),
        ("bytes.csv", {}, "is no text"),
    ],
)
def test_what_cannot_be_imported_changes_nothing(piece: Open, path: str, options: object, words: str) -> None:
    (piece.library / "more.csv").write_text(ROWS)
    (piece.library / "more.doc").write_text(ROWS)
    (piece.library / "empty.csv").write_text("\n")
    (piece.library / "bytes.csv").write_bytes(bytes(range(256)))
    create(piece.library / "other.wekipy", new_project(2, "1"))
    if hasattr(os, "symlink") and sys.platform != "win32":
        (piece.library / "link.csv").symlink_to(piece.table)
    with pytest.raises(Problem, match=words.replace("..", r"\.\.")):
        piece.client.ask("import_examples", path.format(elsewhere=piece.elsewhere), json.dumps(options))
    state = piece.client.state()
    assert (state["takes"], state["undo"]) == ([], "")


def test_over_udp_there_is_nobody_to_reply_to_and_it_is_done(piece: Open) -> None:
    (piece.library / "more.csv").write_text(ROWS)
    link = Link(piece.engine.port, piece.engine.out_port)
    link.send(encode("/wekipy/import_examples", "more.csv"))
    piece.client.subscribe()
    piece.client.wait_until(lambda state: len(state["takes"]) == 2)
    link.close()


def test_the_command_line_hands_a_table_over_from_anywhere(piece: Open) -> None:
    told = piece.cli("import", piece.table, piece.project)
    assert "they are takes 1 to 2 of piece.wekipy now" in told
    assert piece.takes() == [(1, 2), (2, 1)]
    assert no_leftovers(piece.project)
    again = json.loads(piece.cli("import", piece.table, piece.project, "--json", "--take", "take"))
    assert again["taken"][-1] == "they are takes 3 to 4 of piece.wekipy now"
    assert piece.client.undo() == "import examples of more.csv"
    with pytest.raises(Problem, match="row 1"):
        piece.table.write_text(ROWS.replace("0.25,0.5", "a,b").replace("1,0.5", "1,c"))
        piece.cli("import", piece.table, piece.project)
    assert piece.takes() == [(1, 2), (2, 1)]
    assert no_leftovers(piece.project)


def test_takes_of_a_project_anywhere_are_copied_into_one_that_is_open(piece: Open) -> None:
    other = piece.elsewhere / "other.wekipy"
    create(other, new_project(2, "1,class:3"))
    piece.cli("import", piece.table, other)
    told = piece.cli("takes", piece.project, "copy", other, "2")
    assert "copied as take 1" in told
    assert piece.takes() == [(1, 1)]
    assert piece.client.undo() == "copy takes of other.wekipy"
    with pytest.raises(Problem, match=r"no project|is no wekipy project"):
        piece.cli("takes", piece.project, "copy", piece.elsewhere / "nothing.wekipy")
    assert no_leftovers(piece.project)


def test_a_wekinator_project_is_imported_into_one_that_is_open(tmp_path: Path) -> None:
    source = DATA / "classify4x2"
    folder = tmp_path / "a.wekipy"
    with EngineProcess([str(folder), "--inputs", "4", "--outputs", "class:5,class:5"]) as engine:
        words = ["import", str(source), str(engine.folder)]
        told = CliRunner().invoke(commands, words, catch_exceptions=False)
        assert told.exit_code == 0, told.output
        with Client(port=engine.control_port) as client:
            state = client.state()
            assert [take["examples"] for take in state["takes"]] == [15, 15, 15]
            assert client.undo() == "import examples of currentData.arff"


def test_gestures_of_wekinator_are_imported_into_a_project_that_is_there(tmp_path: Path) -> None:
    source = DATA / "gestures2"
    inputs = int((source / "current" / "currentData.csv").read_text().splitlines()[1].split(",")[0])
    folder = tmp_path / "a.wekipy"
    create(folder, new_project(inputs, "gesture:5"))
    told = CliRunner().invoke(commands, ["import", str(source), str(folder)], catch_exceptions=False)
    assert told.exit_code == 0, told.output
    opened = open_folder(folder)
    assert len(opened.project.takes) == 9
    assert {take.targets["o1"] for take in opened.project.takes} == {1.0, 2.0, 3.0}


@pytest.mark.parametrize("form", ["csv", "arff", "npz"])
def test_examples_are_exported_while_the_engine_runs_and_come_back_the_same(piece: Open, form: str) -> None:
    (piece.library / "more.csv").write_text(ROWS)
    piece.client.import_examples("more.csv")
    with pytest.raises(Problem, match="no output is trained"):
        piece.client.export_examples("js")
    written = Path(piece.client.export_examples(form))
    assert written == piece.project / "exports" / f"piece.{form}"
    before = piece.client.take_rows(1, 10)
    piece.client.delete_all_examples()
    piece.client.import_examples(f"exports/piece.{form}")
    after = piece.client.take_rows(3, 10)
    for name in ("inputs", "targets"):
        np.testing.assert_array_equal(before[name], after[name])


def test_trained_models_are_exported_while_the_engine_runs(piece: Open) -> None:
    (piece.library / "more.csv").write_text(ROWS)
    piece.client.import_examples("more.csv")
    piece.client.train()
    assert "class Model" in Path(piece.client.export_examples("js", "web", 2)).read_text()
    assert (piece.project / "exports" / "web.mjs").exists()
    assert Path(piece.client.export_examples("cpp")).name == "piece.hpp"


def test_what_cannot_be_exported_is_left_out_and_a_notice_says_so(tmp_path: Path) -> None:
    rows = np.random.default_rng(0).random((2_001, 1_000))
    options = [str(tmp_path / "wide.wekipy"), "--inputs", "1000", "--outputs", "2"]
    with EngineProcess(options) as engine, Client(port=engine.control_port) as client:
        client.add_examples(rows, rows[:, :2])
        client.set_algorithm(1, "knn")
        client.set_algorithm(2, "linear")
        client.train()
        written = Path(client.export_examples("js"))
        engine.wait_for("wide.mjs was written without output 1 “outputs-1”: its model holds 2,00")
        notices = [line["text"] for line in client.messages() if line["kind"] == "notice"]
    assert sum("too many for source code" in text for text in notices) == 1
    assert "new NeighbourBlend" not in (text := written.read_text()) and '"Linear"' in text


@pytest.mark.parametrize(
    ("form", "name", "words"),
    [
        ("xls", "", "no format is called “xls”"),
        ("csv", "../x", r"holds “\.\.”"),
        ("csv", "/tmp/x", "outside"),
        ("csv", "a|b", "cannot be used on every system"),
    ],
)
def test_nothing_is_written_elsewhere(piece: Open, form: str, name: str, words: str) -> None:
    (piece.library / "more.csv").write_text(ROWS)
    piece.client.import_examples("more.csv")
    with pytest.raises(Problem, match=words):
        piece.client.export_examples(form, name)


@pytest.mark.skipif(sys.platform == "win32", reason="links need rights there")
def test_no_link_in_a_wekinator_project_leads_out(piece: Open) -> None:
    shutil.copytree(DATA / "classify4x2", piece.library / "violin")
    table = piece.library / "violin" / "current" / "currentData.arff"
    table.rename(piece.elsewhere / "secret.arff")
    table.symlink_to(piece.elsewhere / "secret.arff")
    with pytest.raises(Problem, match="outside"):
        piece.client.import_examples("violin")
    table.unlink()
    (piece.elsewhere / "secret.arff").rename(table)
    assert piece.client.import_examples("violin")["takes"] == [1, 2, 3]


@pytest.mark.skipif(sys.platform == "win32", reason="links need rights there")
def test_a_link_is_not_written_into(piece: Open) -> None:
    (piece.library / "more.csv").write_text(ROWS)
    piece.client.import_examples("more.csv")
    (piece.project / "exports").symlink_to(piece.elsewhere)
    with pytest.raises(Problem, match="is a link"):
        piece.client.export_examples("csv")
    assert [entry.name for entry in piece.elsewhere.iterdir()] == ["more.csv"]


def test_the_command_line_exports_what_a_running_engine_has(piece: Open, tmp_path: Path) -> None:
    with piece.client.recording([0.5, 2]):
        piece.client.take_inputs(1, 2)
        piece.client.take_inputs(3, 4)
    piece.cli("export", piece.project, "--format", "csv", "-o", tmp_path / "x.csv")
    assert len((tmp_path / "x.csv").read_text().splitlines()) == 3


def test_an_engine_that_cannot_be_reached_changes_nothing(tmp_path: Path) -> None:
    """Its lock is held, and nobody answers at the address in it."""
    folder = create(tmp_path / "p.wekipy", new_project(1, "1"))
    table = tmp_path / "t.csv"
    table.write_text("inputs-1,outputs-1\n1,2\n")
    lock = ProjectLock(folder.path)
    lock.acquire(LockInfo(1, "127.0.0.1:9", ""))
    told = CliRunner().invoke(commands, ["import", str(table), str(folder.path)])
    lock.release()
    assert isinstance(told.exception, Problem)
    assert not open_folder(folder.path).project.takes
    assert no_leftovers(folder.path)


def test_models_for_others_are_learned_anew_into_a_folder(piece: Open) -> None:
    (piece.library / "more.csv").write_text(ROWS)
    piece.client.import_examples("more.csv")
    piece.client.set_algorithm(2, "knn")
    for form in ("onnx", "skops"):
        folder = Path(piece.client.export_examples(form))
        assert folder == piece.project / "exports" / f"piece-{form}"
        names = sorted(file.name for file in folder.iterdir())
        assert names == [f"output-1.{form}", f"output-2.{form}"]
    assert piece.client.export("skops", 2) == folder
    piece.client.add_output("gesture:1")
    piece.client.export_examples("skops")
    piece.engine.wait_for("piece-skops was written without output 3")
    with pytest.raises(Problem, match="spots gestures"):
        piece.client.export_examples("skops", "only", 3)
    with pytest.raises(Problem, match=r"holds “\.\.”"):
        piece.client.export_examples("onnx", "../x")
    piece.client.set_block("hand", inputs=[1, 2])
    with pytest.raises(Problem, match="made by blocks of stages"):
        piece.client.export_examples("onnx")
