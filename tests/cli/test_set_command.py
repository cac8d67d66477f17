"""`wekipy set` on a project that lies there, and on one that an engine has open."""

from __future__ import annotations

import json
from itertools import pairwise
from pathlib import Path
from xml.etree import ElementTree

import pytest
from click.testing import CliRunner

from wekipy.cli import signal_plot
from wekipy.cli.exit_codes import Misused
from wekipy.cli.main import commands
from wekipy.project.create import new_project
from wekipy.project.problem import Problem
from wekipy.project.schema import Project
from wekipy.rehearsal.engine_process import EngineProcess
from wekipy.storage.folder import create, open_folder


@pytest.fixture
def project(tmp_path: Path) -> Path:
    return create(tmp_path / "piece.wekipy", new_project(2, "1,class:3")).path


def run(*arguments: object) -> str:
    result = CliRunner().invoke(commands, [*map(str, arguments)])
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    assert result.exit_code == 0, result.output
    return result.output


def saved(project: Path) -> Project:
    return open_folder(project).project


def test_switches_of_one_output(project: Path) -> None:
    told = run("set", project, "output", 2, "--no-train", "--no-run")
    assert told.strip() == "output 2 “outputs-2”: auto compare=False; off: run, train"
    assert [o.train for o in saved(project).outputs] == [True, False]
    assert "; off: run, train" in run("info", project)
    run("set", project, "output", 2, "--train", "--run", "--no-record")
    assert [(o.record, o.run, o.train) for o in saved(project).outputs] == [
        (True, True, True),
        (False, True, True),
    ]


def test_switches_of_all_outputs(project: Path) -> None:
    assert (
        run("set", project, "outputs", "--no-record", "--train").strip()
        == "all outputs: record off, train on"
    )
    assert [o.record for o in saved(project).outputs] == [False, False]
    run("takes", project, "undo")
    assert [o.record for o in saved(project).outputs] == [True, True]


def test_switches_of_all_outputs_of_a_running_engine(project: Path) -> None:
    with EngineProcess([str(project)]):
        run("set", project, "outputs", "--no-train")
    assert [o.train for o in saved(project).outputs] == [False, False]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("outputs", "--algorithm", "svm"), "only switches"),
        (("outputs", 2, "--no-train"), "only switches"),
        (("output", "--no-train"), "give its number"),
        (("output", 1), "nothing to set"),
        (("output", 3, "--no-train"), "no output 3"),
    ],
)
def test_what_cannot_be_set_is_said(project: Path, arguments: tuple[object, ...], words: str) -> None:
    with pytest.raises(Problem, match=words):
        run("set", project, *arguments)


def test_stages_of_an_output(project: Path) -> None:
    told = run(
        "set", project, "output", 1, "--after", "one-euro:min_cutoff=1,beta=0.01", "--after", "quantise"
    )
    assert "then one-euro:min_cutoff=1.0,beta=0.01, quantise, " in told and " ms" in told
    assert [stage.name for stage in saved(project).outputs[0].after] == ["one-euro", "quantise"]
    assert saved(project).outputs[0].after[0].options == {"min_cutoff": 1.0, "beta": 0.01}
    run("set", project, "output", 1, "--setting", "maximum=4")
    assert len(saved(project).outputs[0].after) == 2
    run("set", project, "output", 1, "--after", "none")
    assert saved(project).outputs[0].after == ()


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("output", 1, "--after", "one-uero"), "did you mean “one-euro”"),
        (("output", 1, "--after", "none", "--after", "hold"), "give it alone"),
        (("outputs", "--after", "hold"), "only switches"),
        (("inputs", 3, "--after", "hold"), "are for outputs"),
    ],
)
def test_wrong_stages_are_said(project: Path, arguments: tuple[object, ...], words: str) -> None:
    with pytest.raises(Problem, match=words):
        run("set", project, *arguments)
    assert saved(project).outputs[0].after == ()


def test_the_table_of_stages() -> None:
    assert "majority (classification outputs)" in run("stages")
    told = run("stages", "one-euro")
    assert "min_cutoff = 0.3" in told and "CHI 2012" in told and "majority" not in told
    assert [row["name"] for row in json.loads(run("stages", "hold", "--json"))] == ["hold"]
    with pytest.raises(Problem, match="did you mean “spring”"):
        run("stages", "sprnig")


def test_the_picture_of_the_smoothing_is_drawn_by_the_stage_itself(tmp_path: Path) -> None:
    signal_plot.write(tmp_path / "signal.svg")
    curves = [e for e in ElementTree.parse(tmp_path / "signal.svg").iter() if e.tag.endswith("polyline")]
    heights = [
        [float(point.split(",")[1]) for point in curve.attrib["points"].split()[20:110]] for curve in curves
    ]
    moves = [sum(abs(b - a) for a, b in pairwise(curve)) for curve in heights]
    assert moves[0] > 10 * moves[1] > 0


def test_sources_of_the_inputs(project: Path) -> None:
    told = run("set", project, "sources", "--source", "/gyro:3", "--source", "/fader/{n}:2,silence=rest")
    assert told.strip() == "5 inputs from 2 sources: gyro (3), fader (2); answered: each message"
    assert [source.silence for source in saved(project).sources] == ["hold", "rest"]
    told = run("set", project, "sources", "--frame", "rate:50")
    assert told.strip().endswith("answered: 50 times a second")
    assert len(saved(project).sources) == 2
    assert "for /gyro + /fader/{n}" in run("info", project)
    assert json.loads(run("set", project, "sources", "none", "--json"))["sources"] == []
    for wrong in (["sources"], ["sources", "none", "--frame", "all"], ["inputs", "2", "--source", "/a:1"]):
        result = CliRunner().invoke(commands, ["set", str(project), *wrong])
        assert isinstance(result.exception, Misused), wrong


def test_when_outputs_are_sent(project: Path) -> None:
    told = run("set", project, "sending", "changes", "--at-most", 30, "--if", "outputs-1 > 0.5", "--once")
    assert told.strip() == (
        "sent after every answer that differs, at most 30 times a second, once each time that outputs-1 > 0.5"
    )
    told = run("set", project, "sending", "--every", 2)
    assert told.strip().startswith("sent after one of 2 answers that differs, at most 30")
    assert saved(project).sending.condition is not None
    assert run("set", project, "sending", "--if", "none").strip().endswith("30 times a second")
    now = json.loads(run("set", project, "sending", "rate:20", "--json"))["sending"]
    assert (now["when"], now["rate"], now["condition"]) == ("rate", 20, None)
    for wrong in ([], ["often"], ["rate"], ["answers", "--once"]):
        result = CliRunner().invoke(commands, ["set", str(project), "sending", *wrong])
        assert isinstance(result.exception, Misused), wrong
    result = CliRunner().invoke(commands, ["set", str(project), "port", "7000", "--at-most", "3"])
    assert isinstance(result.exception, Misused)


def test_blocks_are_set_shown_and_removed(project: Path) -> None:
    told = run("set", project, "block", "hand", "--inputs", "1-2", "--stage", "median", "--stage", "speed")
    assert told.startswith("block “hand”: 2 inputs → median, speed → 2 features")
    assert [stage.name for stage in saved(project).blocks[0].stages] == ["median", "speed"]
    assert "block “hand”: 2 inputs" in run("info", project)
    assert "all features" in run("info", project)
    told = run("set", project, "block", "hand", "--stage", 'expression:formula="max(#1, #2); #1 - #2"')
    assert "→ expression → 2 features" in told
    run("set", project, "block", "hand", "--inputs", "2,inputs-1")
    assert saved(project).blocks[0].inputs == (1, 0)
    assert len(saved(project).blocks[0].stages) == 1
    assert run("set", project, "block", "hand", "--stage", "none").startswith(
        "block “hand”: 2 inputs → no stage"
    )
    assert run("set", project, "block", "hand", "--remove").strip() == "block “hand” is gone"
    assert saved(project).blocks == ()


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("block",), "which block"),
        (("block", "a", "--stage", "none", "--stage", "median"), "give it alone"),
        (("block", "a", "--remove", "--inputs", "1"), "stands alone"),
        (("block", "a", "--no-train"), "nothing else"),
        (("output", "1", "--inputs", "1"), "are for a block"),
    ],
)
def test_blocks_asked_wrongly(project: Path, arguments: tuple[str, ...], words: str) -> None:
    with pytest.raises(Misused, match=words):
        run("set", project, *arguments)


def test_nothing_is_suggested_without_takes(project: Path) -> None:
    with pytest.raises(Problem, match="has no examples"):
        run("suggest", project)
