"""Stages of outputs over the protocol: chosen, refused, described, undone, and applied to what is sent."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest
from answered import answered, poses, wandering
from on_stage import EngineInGivenTime, Hall, Stage

import wekipy
from wekipy.project.problem import Problem
from wekipy.stages.table import INPUT_STAGES, STAGES

MakeStage = Callable[..., Stage]


@pytest.fixture(scope="module")
def hall(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Hall]:
    """The engine that the tests of this module share."""
    made = Hall(tmp_path_factory.getbasetemp(), EngineInGivenTime)
    yield made
    made.close()


def taught(make: MakeStage) -> Stage:
    """A number and two classifiers, of which one may reject."""
    s = make("--inputs", "2", "--outputs", "1,class:3,class:3")
    s.client.configure_output(3, nothing=True)
    rows, which, near = poses(1, 90, 2)
    s.client.add_examples(rows, np.column_stack([near, which, which]))
    s.client.train()
    return s


def test_a_loaded_project_and_predict_answer_as_the_engine_does(stage: MakeStage) -> None:
    s = taught(stage)
    rows = wandering(2, 200, 2)
    raw = answered(s, rows)
    s.client.set_after(1, "one-euro", "spring:damping=0.4", "quantise:steps=9")
    s.client.set_after(2, "debounce:frames=4")
    s.client.set_after(3, "majority", "hysteresis", "hold")
    expected = answered(s, rows)
    assert (expected != raw).any(axis=0).all()
    s.client.save()
    piece = wekipy.load(Path(s.client.state()["project"]["folder"]))
    np.testing.assert_array_equal(piece.predict(rows), expected)
    np.testing.assert_array_equal(s.client.predict(rows), expected)
    np.testing.assert_array_equal(piece.predict(rows), expected)  # as a fresh run, whatever was before
    slower = piece.predict(rows, step=0.2)
    assert (slower[:, 0] != expected[:, 0]).any()  # the time of the rows counts


def test_stages_are_described_and_undone(stage: MakeStage) -> None:
    s = stage("--inputs", "1", "--outputs", "1,gesture:1")
    s.client.set_after(1, "low-pass:cutoff=2", {"name": "quantise", "options": {"steps": 5}})
    first = s.client.state()["outputs"][0]
    assert first["after"] == [
        {"name": "low-pass", "options": {"cutoff": 2.0}},
        {"name": "quantise", "options": {"steps": 5}},
    ]
    assert first["delay"] == pytest.approx(np.log(2.0) / (4.0 * np.pi))
    assert s.client.state()["undo"] == "stages of output 1: low-pass, quantise"
    s.client.undo()
    assert s.client.state()["outputs"][0]["after"] == []
    s.client.change_output(1, settings={"maximum": 8.0}, after=["range:to_high=4"], run=False)
    assert s.client.state()["outputs"][0]["after"][0]["options"] == {"to_high": 4.0}
    s.client.set_after(1)
    assert s.client.state()["outputs"][0]["after"] == []
    assert s.client.state()["outputs"][1]["delay"] == 0.0


def test_the_table_comes_over_the_wire(stage: MakeStage) -> None:
    s = stage("--inputs", "1", "--outputs", "1")
    told = s.client.stages()
    assert [row["name"] for row in told] == [*INPUT_STAGES, *STAGES]
    first = told[len(INPUT_STAGES)]
    assert first["options"][0]["name"] == "min_cutoff" and "CHI 2012" in first["text"]


def test_what_is_wrong_is_said_and_changes_nothing(stage: MakeStage) -> None:
    s = stage("--inputs", "1", "--outputs", "1,class:2,gesture:1")
    before = s.client.state()
    for call, words in (
        (lambda: s.client.set_after(1, "one-uero"), "did you mean “one-euro”"),
        (lambda: s.client.set_after(1, "majority"), "majority is no stage for continuous outputs"),
        (lambda: s.client.set_after(2, "debounce:frames=0"), "a whole number from 1 to 1000; got “0”"),
        (lambda: s.client.set_after(1, "range:from_low=1,from_high=1"), "choose two ends that differ"),
        (lambda: s.client.set_after(1, *["hold"] * 17), "17 stages arrived; an output has at most 16"),
        (lambda: s.client.set_after(3, "hold"), "gesture outputs have no stages"),
        (lambda: s.client.set_after(4, "hold"), "there is no output 4"),
        (lambda: s.client.ask("set_after", 1, '{"hold": 1}'), "expected a JSON list"),
        (lambda: s.client.ask("set_after", 1, "[["), "JSON"),
        (lambda: s.client.change_output(1, after=["hald"]), "did you mean “hold”"),
    ):
        with pytest.raises(Problem, match=words):
            call()
    assert s.client.state()["outputs"] == before["outputs"]


def test_an_export_to_a_sketch_carries_the_stages_of_an_output(stage: MakeStage, tmp_path: Path) -> None:
    s = taught(stage)
    s.client.set_after(1, "one-euro:beta=0.3")
    s.client.save()
    from click.testing import CliRunner

    from wekipy.cli.main import commands

    folder = s.client.state()["project"]["folder"]
    told = CliRunner().invoke(commands, ["export", folder, "--format", "js", "-o", str(tmp_path)])
    assert told.exit_code == 0, told.output
    (written,) = tmp_path.glob("*.mjs")
    steps = re.findall(r'\{ kind: "(\w+)", beside: false, figures: \{([^}]*)\}', written.read_text("utf-8"))
    assert [kind for kind, _ in steps] == ["OneEuro"]
    assert "beta: 0.3," in steps[0][1]
