"""Tables from anywhere: their columns as inputs, outputs and takes."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner

from wekipy.cli.main import commands
from wekipy.exchange.importing.read import read_project
from wekipy.exchange.importing.tables.choice import Choice
from wekipy.project.create import new_project
from wekipy.project.examples import dataset
from wekipy.project.problem import Problem
from wekipy.project.schema import ClassificationOutput, ContinuousOutput
from wekipy.storage.folder import create, open_folder


def table(tmp_path: Path, text: str, name: str = "t.csv") -> Path:
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    return path


IRIS = """% Fisher's irises, in short
@RELATION iris

@ATTRIBUTE sepallength  REAL
@ATTRIBUTE "sepal width" NUMERIC
@ATTRIBUTE class {'Iris setosa',Iris-versicolor}

@DATA
5.1,3.5,'Iris setosa'
4.9, 3.0, 'Iris setosa'
7.0,3.2,Iris-versicolor
?,3.2,Iris-versicolor
6.4,3.2,?
"""


def test_arff_of_weka(tmp_path):
    arrived = read_project(table(tmp_path, IRIS, "iris.arff"), Choice())
    (output,) = arrived.project.outputs
    assert isinstance(output, ClassificationOutput)
    assert (output.name, output.classes) == ("class", 2)
    assert [i.name for i in arrived.project.inputs] == ["sepallength", "sepal width"]
    assert dataset(arrived.project, arrived.data, output).y.tolist() == [1, 1, 2]
    told = "\n".join(arrived.report.lines())
    assert "1 is Iris setosa, 2 is Iris-versicolor" in told
    assert "1 row in which an input is missing" in told
    assert "all are one take" in told
    assert [data.made_of.source for data in arrived.data.values()] == ["iris.arff"]


def test_csv_with_a_mapping(tmp_path):
    text = "run,x,junk,y,pitch,pose\n" + "".join(
        f"{run},{n / 10},0,{-n},{220 + n},{'left' if n % 2 else 'right'}\n"
        for run in (7, 3)
        for n in range(4)
    )
    choice = Choice(("y", "x"), ("pitch", "pose"), take="run", kinds={"pitch": "continuous"})
    arrived = read_project(table(tmp_path, text), choice)
    assert "the columns junk" in arrived.report.left[0]
    pitch, pose = arrived.project.outputs
    assert isinstance(pitch, ContinuousOutput)
    assert (pitch.minimum, pitch.maximum) == (220.0, 223.0)
    assert isinstance(pose, ClassificationOutput)
    assert [t.number for t in arrived.project.takes] == [7, 3]
    np.testing.assert_allclose(arrived.data[3].blocks[0]["inputs"][1], [-1.0, 0.1])
    assert arrived.data[3].column("o2").tolist() == [1, 2, 1, 2]


@pytest.mark.parametrize(
    ("values", "kind", "classes"),
    [
        ([1, 2, 3, 2], "classification", [1, 2, 3, 2]),
        ([0, 1, 1, 0], "classification", [1, 2, 2, 1]),
        ([-5, 40_000, -5, 40_000], "classification", [1, 2, 1, 2]),
        ([0.5, 1, 2, 3], "continuous", [0.5, 1, 2, 3]),
        (list(range(40)), "continuous", list(range(40))),
    ],
)
def test_kinds_are_guessed(tmp_path, values, kind, classes):
    arrived = read_project(
        table(tmp_path, "a,b\n" + "".join(f"{n},{v}\n" for n, v in enumerate(values))), Choice()
    )
    (output,) = arrived.project.outputs
    assert isinstance(output, ClassificationOutput if kind == "classification" else ContinuousOutput)
    assert arrived.data[1].column("o1").tolist() == classes


@pytest.mark.parametrize(
    ("text", "inputs"),
    [
        ("0.5;1,5;2\n1;2,5;3,5\n", 2),
        ("x;y, z\n1,5;2\n1;2,5\n", 1),
        ("﻿a\tb\n1\t2\n3\t4.5\n", 1),
        ('"a ""x"", y",b\n1,2\n3,4.5\n', 1),
    ],
)
def test_other_ways_to_write_csv(tmp_path, text, inputs):
    arrived = read_project(table(tmp_path, text), Choice())
    assert len(arrived.project.inputs) == inputs
    assert arrived.project.takes[0].examples == 2


def test_arrays_of_numpy(tmp_path):
    path = tmp_path / "a.npz"
    X = np.random.default_rng(0).random((20, 3))
    np.savez_compressed(path, X=X, y=np.arange(20) % 2 + 1, take=np.repeat([4, 9], 10), other=np.ones(3))
    arrived = read_project(path, Choice())
    assert [(t.number, t.examples) for t in arrived.project.takes] == [(4, 10), (9, 10)]
    np.testing.assert_array_equal(arrived.data[9].blocks[0]["inputs"], X[10:].astype(np.float32))


@pytest.mark.parametrize(
    ("text", "choice", "words"),
    [
        ("a,b\n1,2\n3\n", Choice(), "row 2 has 1 value, expected 2"),
        ("a,b\n1,2\n" + "3.5,4\n" * 200 + "x,1\n" * 40, Choice(), "row 202, column “a”: “x”"),
        ("a,b\n1,2\n", Choice(outputs=("c",)), "no column “c”; it has a, b"),
        ("a,b\n1,2\n", Choice(inputs=("a",), outputs=("a",)), "named twice"),
        ("a,b\nx,2\ny,3\n", Choice(), "no column is left for the inputs"),
        ("a,b\nx,y\ny,z\n", Choice(), "no column is left for the inputs"),
        ("a,b\nnan,1\n", Choice(), "no row with all of its inputs"),
        ("", Choice(), "is empty"),
        ("a,b\n1,left\n2,right\n", Choice(kinds={"b": "continuous"}), "holds words"),
        ("a,b\n1,0.5\n2,1\n", Choice(kinds={"b": "classification"}), "not whole"),
    ],
)
def test_what_is_wrong_is_told(tmp_path, text, choice, words):
    with pytest.raises(Problem) as found:
        read_project(table(tmp_path, text), choice)
    assert words in str(found.value)


def run(*arguments: object):
    return CliRunner().invoke(commands, [str(a) for a in arguments])


def test_examples_for_a_project_that_is_there(tmp_path):
    folder = create(tmp_path / "p.wekipy", new_project(2, "1,class:3"))
    path = table(tmp_path, "take,inputs-1,inputs-2,outputs-2\n1,0,1,1\n1,1,1,2\n2,1,0,9\n")
    assert run("import", path, folder.path).exit_code == 0
    assert run("import", path, folder.path, "--inputs", "inputs-2,inputs-1").exit_code == 0
    opened = open_folder(folder.path)
    assert not opened.notes
    assert [(t.number, t.examples, t.counts["o2"]) for t in opened.project.takes] == [
        (1, 2, 2), (2, 1, 0), (3, 2, 2), (4, 1, 0),
    ]  # fmt: skip
    np.testing.assert_array_equal(opened.data[3].blocks[0]["inputs"], [[1, 0], [1, 1]])


def test_words_cannot_be_amounts(tmp_path):
    folder = create(tmp_path / "p.wekipy", new_project(1, "1,class:2"))
    path = table(tmp_path, "inputs-1,outputs-1\n1,left\n2,right\n")
    assert "outputs-1 is continuous" in str(run("import", path, folder.path).exception)
    path = table(tmp_path, "inputs-1,outputs-2\n1,left\n2,right\n")
    assert "1 is left, 2 is right" in run("import", path, folder.path).output


def test_a_table_that_does_not_fit_changes_nothing(tmp_path):
    folder = create(tmp_path / "p.wekipy", new_project(2, "1"))
    before = folder.project_file.read_bytes()
    result = run("import", table(tmp_path, "a,b,c,d\n1,2,3,4\n"), folder.path)
    assert "3 inputs, the project 2" in str(result.exception)
    assert folder.project_file.read_bytes() == before
