"""Every setting of Wekinator's is taken over, or the report of the import has a line about it."""

from __future__ import annotations

from pathlib import Path

import pytest
from wekinator_by_hand import builder, classes, gestures, model, numeric, write_project

from wekipy.exchange.importing.read import read_project
from wekipy.exchange.importing.tables.choice import Choice
from wekipy.learning.algorithms import resolve
from wekipy.project.examples import dataset
from wekipy.project.schema import kind_of

NUMBERS, CLASSES = numeric("x"), classes("x", numClasses=3)

TAKEN = [
    (NUMBERS, "NeuralNetModelBuilder", {"numHiddenLayers": 1}, "neural-network", {"layers": 1}),
    (NUMBERS, "NeuralNetModelBuilder", {"numHiddenLayers": 3}, "neural-network", {"layers": 3}),
    (
        NUMBERS,
        "NeuralNetModelBuilder",
        {"hiddenLayerType": "NUM_FEATURES", "numNodesPerHiddenLayer": 0},
        "neural-network",
        {"nodes": "inputs"},
    ),
    (
        NUMBERS,
        "NeuralNetModelBuilder",
        {"hiddenLayerType": "CUSTOM", "numNodesPerHiddenLayer": 17},
        "neural-network",
        {"nodes": 17},
    ),
    (NUMBERS, "LinearRegressionModelBuilder", {"exponent": 1}, "linear", {}),
    (
        NUMBERS,
        "LinearRegressionModelBuilder",
        {"exponent": 10, "removeColinear": "false", "featureSelectionType": "NONE"},
        "polynomial",
        {"degree": 10, "products": False, "ridge": "auto"},
    ),
    (NUMBERS, "PolynomialRegressionModelBuilder", {"exponent": 20}, "polynomial", {"degree": 20}),
    (CLASSES, "KNNModelBuilder", {"numNeighbors": 9}, "knn", {"k": 9, "scale": True}),
    (
        CLASSES,
        "AdaboostModelBuilder",
        {"numRounds": 12, "baseLearnerType": "DECISION_STUMP"},
        "adaboost",
        {"rounds": 12, "base": "stump"},
    ),
    (CLASSES, "J48ModelBuilder", {}, "decision-tree", {}),
    (CLASSES, "NaiveBayesModelBuilder", {}, "naive-bayes", {}),
    (CLASSES, "DecisionStumpModelBuilder", {}, "decision-stump", {}),
    (
        CLASSES,
        "SVMModelBuilder",
        {"kernelType": "POLYNOMIAL", "polyExponent": 3.0, "polyUseLowerOrder": "true", "complexity": 0.5},
        "svm",
        {"kernel": "polynomial", "exponent": 3, "lower_order": True, "C": 0.5, "gamma": 1.0},
    ),
    (
        CLASSES,
        "SVMModelBuilder",
        {"kernelType": "POLYNOMIAL", "polyExponent": 2.0, "polyUseLowerOrder": "false", "rbfGamma": 0.0},
        "svm",
        {"exponent": 2, "lower_order": False, "C": 1.0, "scaling": "range"},
    ),
    (
        CLASSES,
        "SVMModelBuilder",
        {"kernelType": "RBF", "rbfGamma": 0.03, "polyExponent": 2.0, "polyUseLowerOrder": "false"},
        "svm",
        {"kernel": "rbf", "gamma": 0.03, "scaling": "range"},
    ),
    (CLASSES, "SVMModelBuilder", {"kernelType": "LINEAR"}, "svm", {"kernel": "linear", "scaling": "range"}),
]

TOLD = [
    (
        NUMBERS,
        "NeuralNetModelBuilder",
        {"numHiddenLayers": 4},
        "numHiddenLayers 4, which must be 1 to 3: it is 3",
    ),
    (
        NUMBERS,
        "NeuralNetModelBuilder",
        {"hiddenLayerType": "CUSTOM", "numNodesPerHiddenLayer": 5000},
        "numNodesPerHiddenLayer 5000, which must be 1 to 1000: it is 1000",
    ),
    (NUMBERS, "NeuralNetModelBuilder", {"learningRate": 0.3}, "learningRate 0.3: wekipy has no such setting"),
    (NUMBERS, "LinearRegressionModelBuilder", {"featureSelectionType": "M5"}, "attribute selection M5"),
    (
        NUMBERS,
        "LinearRegressionModelBuilder",
        {"featureSelectionType": "GREEDY"},
        "attribute selection GREEDY",
    ),
    (NUMBERS, "LinearRegressionModelBuilder", {"removeColinear": "true"}, "inputs which say the same"),
    (
        NUMBERS,
        "LinearRegressionModelBuilder",
        {"exponent": 100},
        "exponent 100, which must be 1 to 20: it is 20",
    ),
    (
        NUMBERS,
        "LinearRegressionModelBuilder",
        {"exponent": "many"},
        "exponent many, which must be 1 to 20: it is 1",
    ),
    (CLASSES, "KNNModelBuilder", {"numNeighbors": 5000}, "it is 1000"),
    (CLASSES, "AdaboostModelBuilder", {"baseLearnerType": "DECISION_TREE"}, "its trees may be of any depth"),
    (CLASSES, "AdaboostModelBuilder", {"numRounds": 0}, "numRounds 0, which must be 1 to 1000: it is 1"),
    (CLASSES, "SVMModelBuilder", {"polyExponent": 2.5}, "polyExponent 2.5, which must be 1 to 9: it is 2"),
    (CLASSES, "SVMModelBuilder", {"polyExponent": 40}, "polyExponent 40, which must be 1 to 9: it is 9"),
    (CLASSES, "SVMModelBuilder", {"complexity": "nan"}, "complexity nan"),
    (CLASSES, "SVMModelBuilder", {"kernelType": "STRING"}, "the kernel STRING"),
    (CLASSES, "SVMModelBuilder", {"polyUseLowerOrder": "maybe"}, "polyUseLowerOrder maybe"),
    (CLASSES, "KNNModelBuilder", {"distance": "MANHATTAN"}, "distance MANHATTAN: wekipy has no such setting"),
]


def imported(folder: Path, output: str, name: str, options: dict[str, object], inputs: int = 6):
    names = [f"i{n}" for n in range(inputs)]
    file = write_project(folder / "p", names, [output], [model(builder(name, **options), names)])
    arrived = read_project(file, Choice())
    return arrived, [line for line in arrived.report.left if line.startswith("output 1 “x”: ")]


@pytest.mark.parametrize(("output", "name", "options", "algorithm", "expected"), TAKEN)
def test_what_there_is_here_too_is_taken_over_without_a_word(
    output, name, options, algorithm, expected, tmp_path
):
    arrived, told = imported(tmp_path, output, name, options)
    made = arrived.project.outputs[0]
    resolved = resolve(made.algorithm, kind_of(made))
    assert made.algorithm.name == algorithm
    assert {key: resolved[key] for key in expected} == expected
    assert told == []


@pytest.mark.parametrize(("output", "name", "options", "words"), TOLD)
def test_what_is_otherwise_here_is_told(output, name, options, words, tmp_path):
    arrived, told = imported(tmp_path, output, name, options)
    made = arrived.project.outputs[0]
    resolve(made.algorithm, kind_of(made))
    assert any(words in line for line in told), told


def test_a_polynomial_of_more_inputs_than_it_can_have_terms(tmp_path):
    arrived, told = imported(tmp_path, NUMBERS, "LinearRegressionModelBuilder", {"exponent": 20}, inputs=300)
    assert arrived.project.outputs[0].algorithm.options["degree"] == 6
    assert "exponent 20 of 300 inputs, too many terms: it is 6" in told[0]


@pytest.mark.parametrize(("inputs", "nodes"), [(2, 5), (140, 100)])
def test_a_network_with_as_many_nodes_as_inputs(tmp_path, inputs, nodes):
    _, told = imported(tmp_path, NUMBERS, "NeuralNetModelBuilder", {}, inputs=inputs)
    assert f"which are {inputs}: it has {nodes}" in told[0]


OUTPUTS = [
    (
        numeric("x", min=-3, max=7, outputType="INTEGER", limitType="HARD"),
        {"minimum": -3.0, "maximum": 7.0, "integer": True, "limits": "hard"},
    ),
    (
        numeric(
            "x",
            outputType="REAL",
            limitType="SOFT",
            trainingDataLimitRestriction="DONT_ENFORCE_LIMITS",
            trainingDataIntegerRestriction="DONT_ENFORCE_INTEGER",
        ),
        {"minimum": 0.0, "maximum": 1.0, "integer": False, "limits": "soft"},
    ),
    (classes("x", numClasses=12, isSendingDistribution="true"), {"classes": 12, "send_distribution": True}),
    (classes("x", numClasses=2, isSendingDistribution="false"), {"classes": 2, "send_distribution": False}),
]


@pytest.mark.parametrize(("output", "expected"), OUTPUTS)
def test_settings_of_outputs(output, expected, tmp_path):
    file = write_project(tmp_path / "p", ["a"], [output])
    arrived = read_project(file, Choice())
    made = arrived.project.outputs[0]
    assert {key: getattr(made, key) for key in expected} == expected
    assert not [line for line in arrived.report.left if line.startswith("output “x”")]


@pytest.mark.parametrize(
    ("output", "words"),
    [
        (numeric("x", trainingDataLimitRestriction="ENFORCE_LIMITS"), "only examples within its range"),
        (numeric("x", trainingDataIntegerRestriction="ENFORCE_INTEGER"), "only whole numbers are recorded"),
        (numeric("x", min=3, max=3), "its range 3 to 3"),
        (numeric("x", curve="LOGARITHMIC"), "curve LOGARITHMIC: wekipy has no such setting"),
        (classes("x", numClasses=0), "numClasses 0"),
    ],
)
def test_settings_of_outputs_that_are_otherwise_here(output, words, tmp_path):
    arrived = read_project(write_project(tmp_path / "p", ["a"], [output]), Choice())
    assert any(words in line for line in arrived.report.left)


@pytest.mark.parametrize("switch", ["record", "run"])
def test_switches(switch, tmp_path):
    settings = model(builder("KNNModelBuilder"), ["b"], **{switch: "false"})
    file = write_project(tmp_path / "p", ["a", "b"], [CLASSES], [settings])
    made = read_project(file, Choice()).project.outputs[0]
    assert (made.record, made.run) == (switch != "record", switch != "run")
    assert made.inputs == (1,)


DTW = {
    "matchWidth": "5",
    "minAllowedGestureLength": "7",
    "hopSizeForContinuousSearch": "2",
    "minimumLengthRestriction": "SET_CONSTANT",
    "downsamplePolicy": "NO_DOWNSAMPLING",
    "downsampleMaxLength": "10",
    "downsampleFactor": "5",
}


@pytest.mark.parametrize(
    ("running", "once"), [("LABEL_CONTINUOUSLY", False), ("LABEL_ONCE_PER_RECORD", True)]
)
def test_settings_of_gestures(tmp_path, running, once):
    """All inputs are in the file, also those switched off; what is recorded is kept whole."""
    rows = ["3,1,1,2,9,3,4,9", "3,2,5,6,-9,7,8,-9,9,9,-9"]
    file = write_project(tmp_path / "p", ["a", "b", "c"], [gestures(["left", "right"], ["/l", "/r"])])
    settings = "".join(f"<{k}>{v}</{k}>" for k, v in {**DTW, "runningType": running, "novel": "1"}.items())
    (file.parent / "current" / "models" / "model1.xml").write_text(
        "<DtwModel><isGestureActive><boolean>true</boolean><boolean>false</boolean></isGestureActive>"
        f"<settings>{settings}</settings><matchThreshold>12.5</matchThreshold><selectedInputs>"
        "<boolean>true</boolean><boolean>true</boolean><boolean>false</boolean></selectedInputs></DtwModel>"
    )
    (file.parent / "current" / "currentData.csv").write_text("\n".join(["# comment", *rows]) + "\n")
    arrived = read_project(file, Choice())
    (made,) = arrived.project.outputs
    assert [(g.name, g.address, g.enabled) for g in made.gestures] == [
        ("left", "/l", True),
        ("right", "/r", False),
    ]
    assert (made.inputs, made.once_per_run) == ((0, 1), once)
    examples = dataset(arrived.project, arrived.data, made)
    assert examples.X.tolist() == [[1, 2], [3, 4], [5, 6], [7, 8], [9, 9]]
    assert examples.y.tolist() == [1, 1, 2, 2, 2]
    assert arrived.data[2].blocks[0]["inputs"][:, 2].tolist() == [-9, -9, -9]
    told = "\n".join(arrived.report.left)
    for words in ("threshold 12.5", "novel 1: wekipy has no such", *(f"{k} {v}" for k, v in DTW.items())):
        assert words in told


def test_all_elements_of_the_real_files_are_known(wekinator):
    """Whatever Wekinator itself wrote has no setting that the importer never heard of."""
    for name in ("classify4x2", "regression10x5", "gestures2"):
        told = "\n".join(read_project(wekinator(name), Choice()).report.left)
        assert "wekipy has no such setting" not in told
