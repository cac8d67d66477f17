"""What Wekinator saved is what wekipy opens."""

from __future__ import annotations

import json
import subprocess
import sys

import numpy as np
import pytest
from click.testing import CliRunner
from wekinator_by_hand import builder, classes, model, numeric, write_project

from wekipy.cli.main import commands
from wekipy.exchange.importing.read import read_project
from wekipy.exchange.importing.tables.choice import Choice
from wekipy.project.examples import dataset
from wekipy.project.problem import Problem
from wekipy.project.schema import ClassificationOutput, ContinuousOutput, GestureOutput
from wekipy.rehearsal.engine_process import EngineProcess
from wekipy.rehearsal.link import Link
from wekipy.storage.folder import open_folder


def run(*arguments: object) -> str:
    result = CliRunner().invoke(commands, [str(a) for a in arguments], catch_exceptions=False)
    assert result.exit_code == 0, result.output
    return result.output


def test_a_project_of_classes(wekinator, tmp_path):
    arrived = read_project(wekinator("classify4x2"), Choice())
    project = arrived.project
    assert [i.name for i in project.inputs] == ["inputs-1", "inputs-2", "inputs-3", "inputs-4"]
    assert project.input_address == "/wek/inputs"
    assert str(project.destinations[0]) == "127.0.0.1:12000"
    first, second = project.outputs
    assert isinstance(first, ClassificationOutput)
    assert (first.name, first.classes, first.inputs, first.record) == ("outputs-1", 5, None, True)
    assert (second.algorithm.name, second.algorithm.options) == ("knn", {"k": 1})
    assert (second.inputs, second.record, second.run) == ((0, 1), False, True)
    assert [t.number for t in project.takes] == [1, 2, 3]
    assert project.takes[2].counts == {"o1": 15, "o2": 0}  # `?`: the second output was not recorded
    assert project.takes[0].started.startswith("2026-11-23T")
    examples = dataset(project, arrived.data, first)
    np.testing.assert_allclose(examples.X[0], [0.75709, 0.887942, 0.52547, 0.199195], rtol=1e-6)
    assert np.diff(examples.times[:3]) == pytest.approx([0.020, 0.021], abs=1e-6)
    assert examples.y.tolist() == [1.0] * 15 + [2.0] * 15 + [3.0] * 15


def test_a_project_of_numbers(wekinator):
    arrived = read_project(wekinator("regression10x5") / "regression10x5.wekproj", Choice())
    assert len(arrived.project.outputs) == 5
    first = arrived.project.outputs[0]
    assert isinstance(first, ContinuousOutput)
    assert (first.minimum, first.maximum, first.integer, first.limits) == (0.0, 1.0, False, "soft")
    assert first.algorithm.name == "neural-network"
    assert [(t.number, t.examples) for t in arrived.project.takes] == [(3, 60)]
    assert any("output 3" in text and "model2.xml" in text for text in arrived.report.left)


def test_a_project_of_gestures(wekinator):
    folder = wekinator("gestures2")
    path = folder / "current" / "models" / "model1.xml"
    text = path.read_text().replace("<boolean>true</boolean>", "<boolean>false</boolean>", 1)
    path.write_text(text.replace("LABEL_CONTINUOUSLY", "LABEL_ONCE_PER_RECORD"))
    arrived = read_project(folder, Choice(), rate=100.0)
    (output,) = arrived.project.outputs
    assert isinstance(output, GestureOutput)
    assert [g.address for g in output.gestures] == [f"/output_{n}" for n in range(1, 6)]
    assert [g.enabled for g in output.gestures] == [False, True, True, True, True]
    assert output.once_per_run
    examples = dataset(arrived.project, arrived.data, output)
    assert np.unique(examples.takes[examples.y == 2]).tolist() == [4, 5, 6]
    assert len(arrived.data[1]) == 44
    assert np.diff(arrived.data[1].blocks[0]["time"]) == pytest.approx(0.01)
    assert any("threshold 5.0" in text for text in arrived.report.left)


ARFF = """@relation dataset

@attribute ID numeric
@attribute Time date 'yyyy/MM/dd HH:mm:ss:SSS'
@attribute 'Training round' numeric
@attribute 'left hand' numeric
@attribute right numeric
@attribute pitch numeric
@attribute pose {0,1,2,3}

@data
1,'2026/11/23 18:07:35:007',2,0.5,1,60,?
2,'2026/11/23 18:07:35:021',2,0.25,2,?,3

7,'2026/11/23 18:07:36:000',5,?,2,61,1
"""


def test_everything_by_hand(tmp_path):
    file = write_project(
        tmp_path / "piece",
        ["left hand", "right"],
        [
            numeric("pitch", min=36, max=96, outputType="INTEGER", limitType="HARD"),
            classes("pose", numClasses=3, isSendingDistribution="true"),
        ],
        [
            model(builder("LinearRegressionModelBuilder", exponent=3, featureSelectionType="M5"), ["right"]),
            model(
                builder("SVMModelBuilder", kernelType="POLYNOMIAL", polyExponent=4.0, complexity=2.5),
                ["right", "left hand"],
                run="false",
            ),
        ],
        ARFF,
        port=7000,
    )
    arrived = read_project(file, Choice())
    pitch, pose = arrived.project.outputs
    assert (arrived.project.input_address, arrived.project.output_address) == ("/my/sensor", "/my/synth")
    assert str(arrived.project.destinations[0]) == "10.0.0.7:9001"
    assert arrived.project.receive_port == 7000
    assert (pitch.minimum, pitch.maximum, pitch.integer, pitch.limits) == (36, 96, True, "hard")
    assert (pitch.algorithm.name, pitch.algorithm.options, pitch.inputs) == (
        "polynomial",
        {"degree": 3, "products": False, "ridge": "auto"},
        (1,),
    )
    assert (pose.classes, pose.send_distribution, pose.run, pose.inputs) == (3, True, False, None)
    assert pose.algorithm.options == {
        "kernel": "polynomial", "C": 2.5, "exponent": 4, "scaling": "range", "gamma": 1.0,
        "lower_order": False,
    }  # fmt: skip
    assert [(t.number, t.examples, t.counts) for t in arrived.project.takes] == [(2, 2, {"o1": 1, "o2": 1})]
    told = "\n".join(arrived.report.lines())
    for words in ("receive port 7000", "attribute selection M5", "1 row in which an input is missing"):
        assert words in told


@pytest.mark.parametrize(
    ("name", "options", "expected"),
    [
        ("KNNModelBuilder", {"numNeighbors": 7}, ("knn", {"k": 7})),
        (
            "AdaboostModelBuilder",
            {"numRounds": 30, "baseLearnerType": "DECISION_STUMP"},
            ("adaboost", {"rounds": 30, "base": "stump"}),
        ),
        ("J48ModelBuilder", {}, ("decision-tree", {})),
        (
            "SVMModelBuilder",
            {"kernelType": "LINEAR"},
            ("svm", {"kernel": "linear", "C": 1.0, "scaling": "range"}),
        ),
        (
            "SVMModelBuilder",
            {"kernelType": "RBF", "rbfGamma": 0.2, "complexity": 9},
            ("svm", {"kernel": "rbf", "C": 9.0, "scaling": "range", "gamma": 0.2}),
        ),
        ("NaiveBayesModelBuilder", {}, ("naive-bayes", {})),
        ("DecisionStumpModelBuilder", {}, ("decision-stump", {})),
        ("KNNModelBuilder", {"numNeighbors": -1}, ("knn", {"k": 1})),
        ("QuantumModelBuilder", {}, ("auto", {"compare": False})),
    ],
)
def test_algorithms_of_classes(tmp_path, name, options, expected):
    settings = model(builder(name, **options), ["a"])
    file = write_project(tmp_path / "p", ["a"], [classes("x", numClasses=2)], [settings])
    arrived = read_project(file, Choice())
    choice = arrived.project.outputs[0].algorithm
    assert (choice.name, choice.options) == expected
    lost = {"numNeighbors -1", "QuantumModelBuilder"}
    told = "\n".join(arrived.report.left)
    assert any(word in told for word in lost) == (name == "QuantumModelBuilder" or -1 in options.values())


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        ({"numHiddenLayers": 2, "hiddenLayerType": "NUMBER", "numNodesPerHiddenLayer": 12},
         ("neural-network", {"layers": 2, "nodes": 12})),
        ({"numHiddenLayers": 9}, ("neural-network", {"layers": 3})),
    ],
)  # fmt: skip
def test_networks(tmp_path, options, expected):
    settings = model(builder("NeuralNetModelBuilder", **options), ["a"])
    file = write_project(tmp_path / "p", ["a"], [numeric("x")], [settings])
    choice = read_project(file, Choice()).project.outputs[0].algorithm
    assert (choice.name, choice.options) == expected


def test_long_settings_and_strange_names(tmp_path):
    names = [f"sensor {n} 🖐 é" for n in range(4_000)]
    settings = model(builder("NeuralNetModelBuilder"), names[:3_000])
    file = write_project(tmp_path / "p", names, [numeric("x"), numeric("x")], [settings])
    project = read_project(file, Choice()).project
    assert project.outputs[0].inputs == tuple(range(3_000))
    assert project.outputs[1].name != "x"


@pytest.mark.parametrize("name", ["classify4x2", "regression10x5", "gestures2"])
def test_an_imported_project_trains_and_runs(wekinator, tmp_path, name):
    dest = tmp_path / "new.wekipy"
    told = json.loads(run("import", wekinator(name), dest, "--json"))
    assert told["taken"]
    assert told["left"]
    run("train", dest)
    opened = open_folder(dest)
    assert not opened.notes
    assert len(opened.models) == len(opened.project.outputs)
    engine = EngineProcess([str(dest), "--run", "--workers", "1"])
    link = Link(engine.port, engine.out_port)
    try:
        width = len(opened.project.inputs)
        answer = link.ask(np.full(width, 0.5))
        assert answer is not None
        assert len(answer) == opened.project.width()
    finally:
        link.close()
        engine.end()


def test_what_is_there_already_is_left_alone(wekinator, tmp_path):
    dest = tmp_path / "new.wekipy"
    dest.mkdir()
    (dest / "diary.txt").write_text("mine")
    result = CliRunner().invoke(commands, ["import", str(wekinator("classify4x2")), str(dest)])
    assert isinstance(result.exception, Problem)
    assert [p.name for p in dest.iterdir()] == ["diary.txt"]


def test_opening_a_wekinator_project_says_how_to_import_it(wekinator):
    with pytest.raises(Problem, match="wekipy import"):
        open_folder(wekinator("classify4x2"))


def test_importing_needs_no_scikit_learn(wekinator, tmp_path):
    code = (
        "import sys; from wekipy.cli.main import commands;"
        "commands(['import', *sys.argv[1:]], standalone_mode=False);"
        "print([m for m in ('sklearn', 'skops', 'onnx') if m in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(wekinator("classify4x2")), str(tmp_path / "n.wekipy")],
        capture_output=True, text=True, timeout=60,
    )  # fmt: skip
    assert done.stdout.splitlines()[-1] == "[]", done.stderr


def test_examples_without_targets_and_other_project_files_are_told(tmp_path):
    rows = "".join(
        f"{n},'2024/04/24 13:41:00:{n * 20}',1,{n / 10},{'?' if n < 30 else n},?\n" for n in range(40)
    )
    head = (
        "@relation dataset\n@attribute ID numeric\n@attribute Time date 'yyyy/MM/dd HH:mm:ss:SSS'\n"
        "@attribute 'Training round' numeric\n@attribute a numeric\n@attribute x numeric\n"
        "@attribute y {0,1,2}\n@data\n"
    )
    outputs = [numeric("x", min=0, max=40), classes("y", numClasses=2)]
    file = write_project(tmp_path / "p", ["a"], outputs, arff=head + rows)
    assert not any("beside" in line for line in read_project(file, Choice()).report.left)
    (tmp_path / "p" / "a-copy.wekproj").write_text(file.read_text().replace("6448", "7000"))
    arrived = read_project(tmp_path / "p", Choice())
    assert arrived.project.receive_port == 7000
    assert any("piece.wekproj beside it" in line for line in arrived.report.left)
    assert "targets: 10 for x" in arrived.report.taken
