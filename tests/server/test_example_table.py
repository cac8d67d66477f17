"""The table of examples over real OSC: pages, edits, undo, what is saved, and all that reads examples."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest

from wekipy.client import Client
from wekipy.project.problem import Problem
from wekipy.rehearsal.engine_process import EngineProcess
from wekipy.storage.folder import open_folder

if TYPE_CHECKING:
    from on_stage import Stage

    MakeStage = Callable[..., Stage]


def with_takes(stage: MakeStage) -> Stage:
    """Two takes: of ten examples for 0.5 and class 2, and of five for 1 and class 3."""
    s = stage("--inputs", "2", "--outputs", "1,class:3")
    x = np.arange(10.0)
    s.client.add_examples(np.column_stack([x, -x]), [0.5, 2], take="first")
    s.client.add_examples(np.column_stack([x[:5] + 100, x[:5]]), [1, 3])
    return s


def test_pages_over_the_wire(stage: MakeStage) -> None:
    c = with_takes(stage).client
    page = c.example_table(first=8, most=4)
    assert (page["rows"], page["first"]) == (15, 8)
    assert page["take"].tolist() == [1, 1, 2, 2]
    assert page["row"].tolist() == [9, 10, 1, 2]
    assert page["inputs"].tolist() == [[8, -8], [9, -9], [100, 0], [101, 1]]
    assert page["targets"].tolist() == [[0.5, 2], [0.5, 2], [1, 3], [1, 3]]
    assert c.example_table(100)["inputs"].shape == (0, 2)
    found = c.example_table(where=[(1, ">", 8), (-2, "=", 3)], takes=[2])
    assert (found["rows"], found["inputs"][:, 0].tolist()) == (5, [100, 101, 102, 103, 104])
    with pytest.raises(Problem, match="no comparison"):
        c.example_table(where=[(1, "like", 8)])
    with pytest.raises(Problem, match="there is no take 9"):
        c.example_table(takes=[9])


def test_edits_are_one_step_of_undo_each_and_give_the_models_other_numbers(stage: MakeStage) -> None:
    c = with_takes(stage).client
    c.train(wait=True)
    assert c.state().outputs[0].model.state == "ready"
    before = c.example_table()
    assert c.edit_examples([(1, 2, 1, 50.0), (2, 1, -1, None)]) == {}
    assert c.delete_row_ranges([(1, 9, 10), (2, 5, 5)]) == {}
    assert c.append_examples(2, [7.0, 8.0], [0.25, 1]) == {}
    after = c.example_table()
    assert after["inputs"][:3].tolist() == [[0, 0], [50, -1], [2, -2]]
    assert after["inputs"][-1].tolist() == [7, 8]
    assert c.examples(1)["examples"] == 12
    assert sorted(c.examples(1)["inputs"][:, 0].tolist())[-1] == 103
    assert c.state().outputs[0].model.state == "changed"
    assert c.undo() == "add 1 example to take 2"
    assert c.undo() == "delete rows of takes 1, 2"
    assert c.undo() == "edit 2 numbers of takes 1, 2"
    for name, value in c.example_table().items():
        np.testing.assert_array_equal(value, before[name])
    assert c.state().outputs[0].model.state == "ready"


def test_all_rows_of_a_take_are_deleted_and_come_back(stage: MakeStage) -> None:
    c = with_takes(stage).client
    assert c.delete_row_ranges([(2, 1, 5)]) == {2: None}
    assert [take.number for take in c.state().takes] == [1]
    c.undo()
    assert c.example_table()["rows"] == 15


def test_what_reads_examples_sees_edited_numbers(stage: MakeStage) -> None:
    s = with_takes(stage)
    c = s.client
    c.edit_examples([(1, 3, 1, 77.0), (1, 3, -1, 0.125)])
    c.delete_row_ranges([(1, 1, 2)])
    assert c.take_rows(1)["inputs"][0].tolist() == [77, -2]
    for form, lines in (("csv", 14), ("arff", 13)):
        text = Path(c.export_examples(form)).read_text(encoding="utf-8")
        rows = [line.split(",") for line in text.splitlines() if line.count(",") >= 6]
        assert len(rows) == lines
        first = rows[lines - 13]
        assert [float(number) for number in first[3:]] == [77, -2, 0.125, 2]
    with np.load(c.export_examples("npz")) as arrays:
        assert any(77.0 in arrays[name] for name in arrays.files if arrays[name].dtype.kind == "f")
    one, two = c.split_take(1, 0.05)
    assert c.take_rows(one)["inputs"][0].tolist() == [77, -2]
    c.merge_takes(two, one)
    c.save()
    opened = open_folder(Path(c.state().folder))
    assert len(opened.data[1]) == 8
    assert opened.data[1].blocks[0]["inputs"][0].tolist() == [77, -2]


def test_copies_and_copied_takes_have_the_edits(stage: MakeStage) -> None:
    c = with_takes(stage).client
    c.edit_examples([(1, 3, 1, 77.0)])
    c.delete_row_ranges([(1, 1, 1)])
    other = open_folder(Path(c.copy_project("other")))
    assert other.data[1].blocks[0]["inputs"][:, 0].tolist()[:2] == [1, 77]
    assert other.data[1].raw.blocks[0]["inputs"][:3, 0].tolist() == [0, 1, 2]


@pytest.mark.own_engine
def test_an_edit_survives_a_kill(stage: MakeStage) -> None:
    s = with_takes(stage)
    c = s.client
    c.edit_examples([(1, 3, 1, 77.0)])
    c.delete_row_ranges([(1, 1, 1)])
    c.append_examples(1, [5.5, 6.5], [0.0, 1])
    c.save()
    shown = c.example_table()
    folder = c.state().folder
    s.engine.process.kill()
    s.engine.process.wait(20)
    with EngineProcess([folder]) as engine, Client(port=engine.control_port) as client:
        for name, value in client.example_table().items():
            np.testing.assert_array_equal(value, shown[name])
        assert client.undo() == "add 1 example to take 1"
        assert client.undo() == "delete rows of take 1"
        assert client.undo() == "edit 1 number of take 1"
        assert client.example_table(takes=[1])["inputs"][:, 0].tolist() == list(range(10))


def test_takes_are_copied_from_a_project_with_its_edits(stage: MakeStage) -> None:
    c = with_takes(stage).client
    c.edit_examples([(1, 3, 1, 77.0)])
    c.delete_row_ranges([(1, 1, 1)])
    c.copy_project("source")
    (new,) = c.copy_takes("source.wekipy", 1)
    assert c.take_rows(new)["inputs"][:, 0].tolist()[:3] == [1, 77, 3]
    assert c.example_table(takes=[new])["row"].tolist() == list(range(1, 10))


def test_a_table_of_hundreds_of_thousands_of_rows(stage: MakeStage) -> None:
    c = stage("--inputs", "2", "--outputs", "1").client
    count = 300_000
    for part in range(2):
        x = np.arange(count, dtype=np.float64) + part * count
        c.add_examples(np.column_stack([x, -x]), [0.5])
    size = sum(file.stat().st_size for file in (Path(c.state().folder) / "examples").iterdir())
    for n in range(100):
        c.edit_examples([(1 + n % 2, 1 + n * 1_000, 2, float(n))])
    page = c.example_table(599_000, 2_000)
    assert (page["rows"], len(page["row"])) == (600_000, 1_000)
    assert page["inputs"][-1, 0] == 599_999
    edited = c.example_table(where=[(2, ">", 0)], most=200)
    assert edited["rows"] == 99
    assert edited["inputs"][:, 1].tolist() == [*range(2, 100, 2), *range(1, 100, 2)]
    c.save()
    after = sum(file.stat().st_size for file in (Path(c.state().folder) / "examples").iterdir())
    assert after < 1.01 * size or after <= 2 * count * 25  # both takes, once
