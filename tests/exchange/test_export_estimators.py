"""Estimators that read all inputs of the project, and answer what the engine answers."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import numpy as np
import nursery
import pytest
import skops.io
from click.testing import CliRunner
from learning_jobs import compile_one, make_job, vectors
from test_compiled_predictors import CLASSIFICATION, CONTINUOUS

from wekipy.cli.exit_codes import NOT_ALL, REFUSED, NotAll
from wekipy.cli.main import commands
from wekipy.exchange.exporting.write import write_model
from wekipy.exchange.importing.arrived import make_project
from wekipy.exchange.importing.read import read_project
from wekipy.exchange.importing.tables.choice import Choice
from wekipy.learning.algorithms import remembers
from wekipy.learning.fitting import fit
from wekipy.project.create import new_project
from wekipy.project.editing import set_algorithm
from wekipy.project.examples import TakeData, row_type
from wekipy.project.problem import Problem
from wekipy.project.schema import AlgorithmChoice
from wekipy.storage.folder import create
from wekipy.storage.take_file import write_takes

CASES = [("continuous", *case) for case in CONTINUOUS if not remembers(case[0])] + [
    ("classification", *case) for case in CLASSIFICATION if not remembers(case[0])
]
OURS = {
    "wekipy.learning.predictors.blending.smooth_weights",
    "wekipy.learning.predictors.blending.shepard_weights",
}


def name_of(case: tuple[str, str, dict[str, object]]) -> str:
    return f"{case[0]}-{case[1]}" + "".join(f" {k}={v}" for k, v in case[2].items())


def engine_answers(job, X) -> np.ndarray:
    predictor, values = compile_one(job, fit(job)), np.zeros(1)
    answers = np.empty(len(X))
    for n, x in enumerate(X):
        predictor.answer(x, values)
        answers[n] = values[0]
    return answers


def as_given(job, X) -> np.ndarray:
    return X.astype(np.float32) if job.algorithm == "knn" else X


@pytest.mark.parametrize("case", CASES, ids=name_of)
def test_skops_answers_as_the_engine(case, tmp_path):
    job = make_job(*case, shape="some inputs")
    path = tmp_path / "m.skops"
    write_model(path, "skops", job)
    untrusted = skops.io.get_untrusted_types(file=path)
    assert {u for u in untrusted if u.startswith("wekipy")} <= OURS
    assert all(u.startswith(("wekipy", "sklearn", "numpy")) for u in untrusted), untrusted
    estimator = skops.io.load(path, trusted=untrusted)
    X = vectors(job)
    np.testing.assert_allclose(
        estimator.predict(as_given(job, X)), engine_answers(job, X), rtol=1e-9, atol=1e-9
    )


def test_joblib_answers_as_the_engine_without_wekipy(tmp_path):
    """Loaded where there is no wekipy, as by whoever is given the file."""
    for case in (("continuous", "knn", {"weights": "distance"}), ("classification", "svm", {})):
        job = make_job(*case, shape="some inputs")
        path = tmp_path / "m.joblib"
        write_model(path, "joblib", job)
        X = vectors(job)
        np.save(tmp_path / "X.npy", as_given(job, X))
        code = (
            "import joblib, numpy, sys; sys.modules['wekipy'] = None;"
            "numpy.save('y.npy', joblib.load('m.joblib').predict(numpy.load('X.npy')))"
        )
        subprocess.run([sys.executable, "-c", code], cwd=tmp_path, check=True, timeout=60)
        np.testing.assert_allclose(np.load(tmp_path / "y.npy"), engine_answers(job, X), rtol=1e-9)


@pytest.mark.parametrize("case", CASES, ids=name_of)
def test_onnx_answers_as_the_engine(case, tmp_path):
    onnxruntime = pytest.importorskip("onnxruntime")
    kind, algorithm, _ = case
    job = make_job(*case, shape="some inputs")
    path = tmp_path / "m.onnx"
    if (kind, algorithm) == ("classification", "gaussian-process"):
        with pytest.raises(Problem, match="ONNX cannot express"):
            write_model(path, "onnx", job)
        assert not path.exists()
        return
    write_model(path, "onnx", job)
    session = onnxruntime.InferenceSession(str(path), providers=["CPUExecutionProvider"])
    X = vectors(job)[:-1]
    (answers, *_) = session.run(None, {"inputs": X.astype(np.float32)})
    expected = engine_answers(job, X)
    np.testing.assert_allclose(np.ravel(answers), expected, rtol=1e-4, atol=1e-3)
    if kind == "classification":
        np.testing.assert_array_equal(np.ravel(answers), expected)


def test_boosting_of_many_examples_answers_as_the_engine_in_skops_and_onnx(tmp_path):
    """By histograms, which skl2onnx and ONNX do not agree about."""
    onnxruntime = pytest.importorskip("onnxruntime")
    job = make_job("continuous", "gradient-boosting", {"rounds": 20}, n=2_500, shape="some inputs")
    X = vectors(job)
    expected = engine_answers(job, X)
    write_model(tmp_path / "m.skops", "skops", job)
    untrusted = skops.io.get_untrusted_types(file=tmp_path / "m.skops")
    assert all(u.startswith(("sklearn", "numpy")) for u in untrusted), untrusted
    np.testing.assert_allclose(
        skops.io.load(tmp_path / "m.skops", trusted=untrusted).predict(X), expected, rtol=1e-12
    )
    write_model(tmp_path / "m.onnx", "onnx", job)
    session = onnxruntime.InferenceSession(str(tmp_path / "m.onnx"), providers=["CPUExecutionProvider"])
    (answers,) = session.run(None, {"inputs": X.astype(np.float32)})
    assert answers.shape == (len(X), 1)
    np.testing.assert_allclose(answers[:, 0], expected, rtol=1e-5)


@pytest.mark.parametrize(
    "options",
    [
        {"k": 1},
        {"k": 5},
        {"k": 60},
        {"weights": "distance"},
        {"weights": "distance", "k": 1},
        {"scale": False},
    ],
    ids=str,
)
@pytest.mark.parametrize("shape", ["plain", "constant input", "twice the same", "one input", "far away"])
def test_blended_neighbours_in_onnx_are_the_engines(options, shape, tmp_path):
    """Also right on the examples, where one that is met has all the say, and far from them."""
    onnxruntime = pytest.importorskip("onnxruntime")
    job = make_job("continuous", "knn", options, shape=shape)
    path = tmp_path / "m.onnx"
    write_model(path, "onnx", job)
    session = onnxruntime.InferenceSession(str(path), providers=["CPUExecutionProvider"])
    X = np.concatenate([vectors(job, 80), np.eye(job.features) * 3e38])
    X[:60, list(job.inputs)] = job.X
    (answers,) = session.run(None, {"inputs": X.astype(np.float32)})
    assert answers.shape == (len(X), 1)
    np.testing.assert_allclose(answers[:, 0], engine_answers(job, X), rtol=3e-7)
    (alone,) = session.run(None, {"inputs": X[7:8].astype(np.float32)})
    assert alone[0, 0] == answers[7, 0]


@pytest.mark.parametrize("form", ["skops", "onnx"])
def test_what_auto_chose_is_exported(form, tmp_path):
    """A bowed surface, for which it chooses something that needs float64 in ONNX."""
    job = make_job("continuous", "auto", shape="some inputs")
    job.y[:] = 300.0 + job.X[:, 0] ** 2
    path = tmp_path / "m"
    write_model(path, form, job)
    X = vectors(job)[:-1].astype(np.float32)
    if form == "skops":
        answers = skops.io.load(path, trusted=skops.io.get_untrusted_types(file=path)).predict(
            X.astype(float)
        )
    else:
        onnxruntime = pytest.importorskip("onnxruntime")
        session = onnxruntime.InferenceSession(str(path), providers=["CPUExecutionProvider"])
        answers = np.ravel(session.run(None, {"inputs": X})[0])
    np.testing.assert_allclose(answers, engine_answers(job, X.astype(float)), rtol=1e-5)


@pytest.mark.parametrize("form", ["skops", "joblib", "onnx"])
@pytest.mark.parametrize("kind", ["continuous", "classification"])
def test_what_never_moved_can_be_exported_too(form, kind, tmp_path):
    job = make_job(kind, "knn")
    job.X[:] = 3.0
    path = tmp_path / "m"
    try:
        write_model(path, form, job)
    except Problem as e:
        assert form == "onnx"  # which has no estimator that always says the same
        assert "ONNX cannot express" in str(e)


def test_a_file_for_each_output(wekinator, tmp_path: Path):
    project = tmp_path / "p.wekipy"
    make_project(project, read_project(wekinator("classify4x2"), Choice()))
    run = CliRunner()
    done = run.invoke(commands, ["export", str(project), "--format", "skops", "-o", str(tmp_path / "out")])
    assert done.exit_code == 0, done.exception
    assert sorted(p.name for p in (tmp_path / "out").iterdir()) == ["output-1.skops", "output-2.skops"]
    one = tmp_path / "second.onnx"
    done = run.invoke(commands, ["export", str(project), "--format", "onnx", "--output", "2", "-o", str(one)])
    assert done.exit_code == 0, done.exception
    assert one.exists()


def test_gestures_are_no_estimators(wekinator, tmp_path: Path):
    project = tmp_path / "p.wekipy"
    make_project(project, read_project(wekinator("gestures2"), Choice()))
    done = CliRunner().invoke(
        commands, ["export", str(project), "--format", "skops", "-o", str(tmp_path / "x")]
    )
    assert "spots gestures" in str(done.exception)


def test_an_output_that_cannot_be_exported_is_named_and_the_others_are_written(tmp_path: Path):
    folder = create(tmp_path / "p.wekipy", new_project(2, "1,gesture:2,1"))
    rows = np.zeros(8, row_type(2, 2))
    rows["inputs"] = np.random.default_rng(1).random((8, 2))
    rows["targets"] = rows["inputs"]
    write_takes(folder.examples, {1: TakeData(("o1", "o3"), (rows,))})
    out = tmp_path / "out"
    done = CliRunner().invoke(commands, ["export", str(folder.path), "--format", "skops", "-o", str(out)])
    assert sorted(path.name for path in out.iterdir()) == ["output-1.skops", "output-3.skops"]
    assert isinstance(done.exception, NotAll)
    assert "output 2" in str(done.exception)
    assert "(2 files written)" in str(done.exception)


def examples_of(folder: Path, outputs: str, *algorithms: str) -> Path:
    """A project with examples for outputs of these algorithms; it is not trained."""
    project = new_project(2, outputs)
    for number, algorithm in enumerate(algorithms, 1):
        if algorithm:
            project = set_algorithm(project, number, AlgorithmChoice(algorithm))
    made = create(folder, project)
    rng = np.random.default_rng(1)
    rows = np.zeros(40, row_type(2, len(project.outputs)))
    rows["inputs"] = rng.random((40, 2))
    for n, output in enumerate(project.outputs):
        low = rows["inputs"][:, 0] < 0.5
        rows["targets"][:, n] = np.where(low, 1, 2) if output.default else rows["inputs"].sum(axis=1)
    write_takes(made.examples, {1: TakeData(tuple(output.uid for output in project.outputs), (rows,))})
    return folder


def test_onnx_of_21_outputs_of_which_two_cannot_be(tmp_path: Path):
    outputs = ",".join(["1"] * 19 + ["class:2", "gesture:1"])
    project = examples_of(tmp_path / "p.wekipy", outputs, *["linear"] * 19, "gaussian-process")
    out = tmp_path / "out"
    done = run_wekipy("export", project, "--format", "onnx", "-o", out)
    assert done.returncode == NOT_ALL
    assert len(list(out.iterdir())) == 19
    assert len(done.stderr.splitlines()) == 1
    assert "output 20: ONNX cannot express a Gaussian process of classes" in done.stderr
    assert "output 21 spots gestures" in done.stderr and "(19 files written)" in done.stderr
    done = run_wekipy("export", project, "--format", "onnx", "-o", tmp_path / "x.onnx", "--output", 20)
    assert done.returncode == REFUSED and not (tmp_path / "x.onnx").exists()


def test_an_option_that_is_none_keeps_no_other_output_from_it(tmp_path: Path):
    project = examples_of(tmp_path / "p.wekipy", "1,1", "linear", "linear")
    text = (project / "project.json").read_text()
    assert text.count('"linear"') == 2
    (project / "project.json").write_text(text.replace('"linear"', '"no-such-algorithm"', 1))
    done = run_wekipy("export", project, "--format", "skops", "-o", tmp_path / "out")
    assert done.returncode == NOT_ALL and "output 1: no algorithm is called" in done.stderr
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["output-2.skops"]


def run_wekipy(*arguments: object) -> subprocess.CompletedProcess[str]:
    return nursery.run(*arguments)
