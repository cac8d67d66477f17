"""Numbers, tables and files as people give them, on a real engine."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from waiting import until

from wekipy.client import replies
from wekipy.project.problem import Problem

if TYPE_CHECKING:
    from on_stage import Stage

    MakeStage = Callable[..., Stage]

WEKINATOR = Path(__file__).parents[1] / "exchange" / "data" / "classify4x2"


@pytest.mark.parametrize(
    ("rows", "targets", "expected"),
    [
        ([[1, 2], [3, 4]], [[0.5, 1], [0.25, 2]], [(0.5, 1.0), (0.25, 2.0)]),
        (np.array([[1, 2], [3, 4]], np.int32), [0.5, 2], [(0.5, 2.0), (0.5, 2.0)]),
        ([1, 2], [0.5, 2], [(0.5, 2.0)]),
        (((1, 2), (3, 4)), [[0.5, None], [np.nan, 2]], [(0.5, None), (None, 2.0)]),
    ],
)
def test_examples_in_every_shape(stage: MakeStage, rows: Any, targets: Any, expected: list[Any]) -> None:
    s = stage("--inputs", "2", "--outputs", "1,class:2")
    number = s.client.add_examples(rows, targets, take="left hand")
    found = s.client.take_rows(number)
    np.testing.assert_array_equal(found["inputs"], np.atleast_2d(rows))
    wanted = [[np.nan if value is None else value for value in row] for row in expected]
    np.testing.assert_array_equal(found["targets"], wanted)
    assert s.client.takes[0].name == "left hand"
    assert s.client.undo().startswith("add")
    assert s.client.takes == ()


@pytest.mark.parametrize(
    ("rows", "targets", "expected"),
    [
        ([1, 2, 3], [0.1, 0.2, 0.3], [0.1, 0.2, 0.3]),
        ([1, 2, 3], 0.5, [0.5] * 3),
        ([[1], [2], [3]], [0.5], [0.5] * 3),
        ([[1], [2], [3]], np.array([0.1, 0.2, 0.3]), [0.1, 0.2, 0.3]),
        (2.0, 0.5, [0.5]),
    ],
)
def test_examples_of_one_input_and_one_output(
    stage: MakeStage, rows: Any, targets: Any, expected: list[float]
) -> None:
    s = stage("--inputs", "1", "--outputs", "1")
    found = s.client.take_rows(s.client.add_examples(rows, targets))
    assert found["targets"][:, 0].tolist() == np.float32(expected).tolist()
    assert found["inputs"][:, 0].tolist() == np.ravel(rows).tolist()


def test_what_is_no_table_is_named(stage: MakeStage) -> None:
    s = stage("--inputs", "2", "--outputs", "1")
    w = s.client
    for call, words in (
        (lambda: w.add_examples([[1, 2], [3]], [1, 2]), "rows: expected as many numbers"),
        (lambda: w.add_examples([["a", 2]], [1]), "rows: expected as many numbers"),
        (lambda: w.add_examples(np.zeros((2, 2, 2)), [1, 2]), r"got one of the shape \(2, 2, 2\)"),
        (lambda: w.add_examples([[1, 2, 3]], [1]), "expected 2: one for each input"),
        (lambda: w.add_examples([[1, 2]], [[1], [2]]), "targets for each row"),
        (lambda: w.add_examples([[1, 2]], [1], take="n" * 201), "at most 200 characters"),
        (lambda: w.set_targets("0.5"), "'0.5' arrived, expected numbers"),
        (lambda: w.take_inputs([1, "b"]), "expected numbers"),
        (lambda: w.predict([[1, 2]]), "no output has a model yet"),
        (lambda: w.import_table("nowhere.csv"), "there is no file"),
        (lambda: w.import_wekinator("nowhere"), "no Wekinator project"),
        (lambda: w.export("poses.docx"), "expected a name that ends with one of"),
    ):
        with pytest.raises(Problem, match=words):
            call()
    assert w.takes == ()


def test_one_row_is_answered_as_one_row_and_many_as_many(stage: MakeStage) -> None:
    s = stage("--inputs", "2", "--outputs", "1,class:2")
    rows = np.random.default_rng(1).random((60, 2))
    s.client.add_examples(rows, np.column_stack([rows[:, 0], 1.0 + (rows[:, 1] > 0.5)]))
    s.client.train()
    answers = s.client.predict(rows)
    assert answers.shape == (60, 2)
    assert s.client.predict(rows[7]).tolist() == answers[7].tolist()
    s.client.start_running()
    live = [s.client.take_inputs(row) for row in rows]
    np.testing.assert_allclose(answers, live, rtol=1e-6)


def test_files_anywhere_on_this_machine(stage: MakeStage, tmp_path: Path) -> None:
    s = stage("--inputs", "2", "--outputs", "1")
    s.client.add_examples([[1, 2], [3, 4]], [0.25, 0.75])
    s.client.train()
    for name, says in (
        ("a/poses.csv", "0.25"),
        ("poses.arff", "@"),
        ("poses.hpp", "#"),
        ("poses.mjs", "export"),
    ):
        made = s.client.export(tmp_path / name)
        assert made == tmp_path / name
        assert says in made.read_text(encoding="utf-8")
    before = made.read_bytes()
    with pytest.raises(Problem, match="there is no output 7"):
        s.client.export(tmp_path / "poses.mjs", 7)
    assert made.read_bytes() == before, "what was there is kept"
    inside = s.client.export("csv")
    assert inside.parent == s.engine.folder / "exports"
    found = s.client.import_table(tmp_path / "a" / "poses.csv")
    assert found["takes"] == [2]
    assert s.client.take_rows(2)["inputs"].tolist() == [[1, 2], [3, 4]]
    left = [path.name for path in (s.engine.folder / "saved").glob("passing-*")]
    assert left == [] == [path.name for path in (s.engine.folder / "exports").glob("passing-*")]


def test_replies_have_the_keys_that_their_types_say(stage: MakeStage) -> None:
    s = stage("--inputs", "2", "--outputs", "1,gesture:2")
    w = s.client
    for n in range(2):
        w.add_examples([[n, 2], [3, 4]], [0.25, 0.75])
    w.add_gesture(1, [[n / 10, 0] for n in range(30)])
    w.configure_output(1, send_novelty=True)
    w.copy_project("gone")
    w.delete_project("gone.wekipy")
    w.train()
    w.start_running()
    s.link.inputs([1, 2])
    until(lambda: s.arrived() > 0)
    sent, curves = w.sent(), w.gesture_curves(2)
    for found, kind in (
        (w.values(), replies.Values),
        (w.heard()[0], replies.HeardAddress),
        (w.messages()[0], replies.Line),
        (w.projects()[0], replies.Listed),
        (w.deleted_projects()[0], replies.ListedAsDeleted),
        (w.algorithms()[0], replies.AlgorithmRow),
        (w.algorithms()[0]["options"][0], replies.OptionRow),
        (w.compare_models(1)[0], replies.KeptModel),
        (w.compare_takes(1, 2), replies.Compared),
        (w.compare_takes(1, 2)["inputs"][0], replies.ComparedInput),
        (w.take_rows(1), replies.TakeRows),
        (w.examples(1), replies.OutputExamples),
        (w.send_test_message()[0], replies.Tried),
        (sent, replies.Sent),
        (sent["extras"][0], replies.SentMessage),
        (curves, replies.Curves),
        (curves["gestures"][0], replies.GestureCurves),
        (curves["gestures"][0]["examples"][0], replies.Curve),
    ):
        assert set(found) == set(kind.__annotations__), kind.__name__


def test_typed_results_have_all_that_the_engine_replies(stage: MakeStage) -> None:
    s = stage("--inputs", "2", "--outputs", "1")
    s.client.add_examples([[1, 2], [3, 4]], [0.25, 0.75])
    s.client.train()
    (evaluation,) = s.client.evaluate()
    for found in (s.client.state(), s.client.health()):
        assert set(found) <= set(type(found).__struct_fields__), type(found).__name__
    assert set(evaluation) - set(type(evaluation).__struct_fields__) == {"fingerprint"}
    assert evaluation["note"] == evaluation.note
    assert s.client.state() == s.client.ask("state") == {**s.client.state()}


@pytest.mark.parametrize("named", [WEKINATOR, WEKINATOR / "classify4x2.wekproj"])
def test_a_wekinator_project_anywhere_on_this_machine(stage: MakeStage, named: Path) -> None:
    s = stage("--inputs", "4", "--outputs", "class:5,class:5")
    before = sorted(named.parents[0].rglob("*"))
    found = s.client.import_wekinator(named)
    assert found["takes"]
    assert s.client.state().examples > 10
    assert sorted(named.parents[0].rglob("*")) == before
    assert not list((s.engine.folder / "saved").glob("passing-*"))
