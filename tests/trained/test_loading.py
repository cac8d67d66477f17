"""A project is loaded as it lies there, and nothing is changed by it; what cannot be loaded is a sentence."""

from __future__ import annotations

import json
import pickle
import shutil
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest
from answered import poses, wandering
from hypothesis import given
from hypothesis import strategies as st
from on_stage import Stage

import wekipy
from wekipy.learning.model import Model
from wekipy.project.problem import Problem
from wekipy.storage.model_file import load_model, save_model
from wekipy.trained import TrainedProject


@pytest.fixture(scope="module")
def piece(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The folder of a trained project: a number, classes, an output that is off, and one without a model."""
    folder = tmp_path_factory.mktemp("trained") / "piece.wekipy"
    stage = Stage(str(folder), "--inputs", "2", "--outputs", "1,class:3,1,class:2")
    rows, which, near = poses(1, 90)
    stage.client.add_examples(rows, np.stack([near, which, near, np.where(which > 1, 2, 1)], 1))
    stage.client.rename_inputs("x", "y")
    stage.client.rename_outputs("pitch", "pose", "off", "untrained")
    stage.client.train(1, 2, 3)
    stage.client.disable_running(3)
    stage.client.save()
    stage.close()
    yield folder


def everything_in(folder: Path) -> dict[str, tuple[bytes, int]]:
    files = [path for path in folder.rglob("*") if path.is_file()]
    return {str(path): (path.read_bytes(), path.stat().st_mtime_ns) for path in files}


def test_it_says_what_it_is(piece: Path) -> None:
    loaded = wekipy.load(piece)
    assert str(loaded).splitlines() == [
        "TrainedProject “piece”: 2 inputs (x, y)",
        "  1 “pitch”: a number from 0 to 1; neural-network, 90 examples",
        "  2 “pose”: 3 classes; svm, 90 examples",
        "  3 “off”: a number from 0 to 1; neural-network, 90 examples, switched off",
        "  4 “untrained”: 2 classes; not trained",
    ]
    assert (loaded.inputs, loaded.columns) == (("x", "y"), ("pitch", "pose", "off", "untrained"))
    assert loaded.n_features_in_ == 2 and loaded.feature_names_in_.tolist() == ["x", "y"]
    assert [output.running for output in loaded.outputs] == [True, True, False, False]
    values = loaded.predict([[0.2, 0.2], [0.8, 0.8]])
    assert values.shape == (2, 4) and values[:, 2:].tolist() == [[0, 1], [0, 1]]
    assert loaded.predict([0.2, 0.2]).tolist() == values[0].tolist()
    assert pickle.loads(pickle.dumps(loaded)).predict([0.2, 0.2]).tolist() == values[0].tolist()


def test_a_path_in_each_way_that_people_write_it(
    piece: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(piece.parent)
    monkeypatch.setenv("HOME", str(piece.parent))
    for path in (piece, str(piece), "piece.wekipy", "piece", Path("piece"), "~/piece", "./piece/"):
        assert wekipy.load(path).name == "piece"
    (tmp_path / "plain").symlink_to(piece)
    assert wekipy.load(tmp_path / "plain").predict([0.2, 0.2]).shape == (4,)


def test_neither_the_folder_nor_what_runs_is_touched(piece: Path, tmp_path: Path) -> None:
    folder = shutil.copytree(piece, tmp_path / "copy.wekipy")
    before = everything_in(folder)
    expected = wekipy.load(folder).predict(wandering(2, 20))
    assert everything_in(folder) == before
    stage = Stage(str(folder))
    try:
        np.testing.assert_array_equal(wekipy.load(folder).predict(wandering(2, 20)), expected)
        assert stage.client.state()["project"]["read_only"] == ""
    finally:
        stage.close()


def test_nothing_is_written_so_the_disk_may_be_read_only(piece: Path) -> None:
    program = (
        "import os, sys, wekipy.trained\n"
        "CHANGES = {'os.mkdir', 'os.rename', 'os.remove', 'os.rmdir', 'os.chmod', 'os.link', 'os.symlink',\n"
        "           'os.truncate', 'os.utime', 'fcntl.flock', 'fcntl.lockf'}\n"
        "def look(event, arguments):\n"
        "    writes = os.O_WRONLY | os.O_RDWR | os.O_CREAT\n"
        "    if event in CHANGES or (event == 'open' and arguments[2] & writes):\n"
        "        raise AssertionError(event, arguments)\n"
        "sys.addaudithook(look)\n"
        "print(wekipy.load(sys.argv[1]).predict([0.2, 0.2]).tolist())\n"
    )
    done = subprocess.run([sys.executable, "-Bc", program, str(piece)], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip() == str(wekipy.load(piece).predict([0.2, 0.2]).tolist())


def test_neither_scikit_learn_nor_qt_nor_a_thread_nor_a_socket_is_needed(piece: Path) -> None:
    program = (
        "import sys, threading, socket\n"
        "def none(*_): raise AssertionError('a socket or thread')\n"
        "socket.socket = threading.Thread.start = none\n"
        "import wekipy\n"
        f"piece = wekipy.load({str(piece)!r})\n"
        "piece.predict([[0.1, 0.2]]); piece.predict_proba([[0.1, 0.2]], output=2)\n"
        "piece.as_estimator('pose').score([[0.1, 0.2]], [1])\n"
        "print([name for name in ('sklearn', 'scipy', 'joblib', 'PyQt6', 'wekipy.server', 'wekipy.client')\n"
        "       if name in sys.modules])\n"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)
    assert (done.stdout.strip(), done.stderr) == ("[]", "")


def test_several_threads_may_ask_at_once(piece: Path) -> None:
    loaded, rows = wekipy.load(piece), wandering(4, 300)
    values, shares = loaded.predict(rows), loaded.predict_proba(rows, 2)
    with ThreadPoolExecutor(4) as threads:
        answers = threads.map(lambda n: loaded.predict(rows[n:]), range(40))
        probabilities = threads.map(lambda _: loaded.predict_proba(rows, 2), range(40))
        for n, found in enumerate(answers):
            np.testing.assert_array_equal(found, values[n:])
        for found in probabilities:
            np.testing.assert_array_equal(found, shares)


def copied(piece: Path, tmp_path: Path) -> Path:
    return shutil.copytree(piece, tmp_path / "copy.wekipy")


def test_what_is_no_trained_project(piece: Path, tmp_path: Path) -> None:
    (tmp_path / "sketch.wekproj").mkdir()
    (tmp_path / "empty").mkdir()
    for path, words in (
        (tmp_path / "none", "there is no project at"),
        (tmp_path / "empty", "is not a project; expected a folder"),
        (tmp_path / "sketch.wekproj", "is a Wekinator project"),
        (piece / "project.json", "is not a project; expected a folder"),
        ("~nobody-of-that-name/piece", "there is no home folder of that name"),
        (7, "expected the path of a project, got 7"),
        (b"piece", "expected the path of a project, got b'piece'"),
    ):
        with pytest.raises(Problem, match=words):
            wekipy.load(path)  # type: ignore[arg-type]


def test_without_models_or_with_a_damaged_one(piece: Path, tmp_path: Path) -> None:
    folder = copied(piece, tmp_path)
    first = next(iter(sorted((folder / "models").glob("*.npz"))))
    good = first.read_bytes()
    for bad in (b"", good[:200], good[:-40], b"x" * 500):
        first.write_bytes(bad)
        with pytest.raises(Problem, match=r"^the model of pitch cannot be used, train it again \(o1.npz"):
            wekipy.load(folder)
    other = sorted((folder / "models").glob("*.npz"))[1]
    first.write_bytes(other.read_bytes())
    with pytest.raises(Problem, match="belongs to the output"):
        wekipy.load(folder)
    for path in (folder / "models").glob("*.npz"):
        path.unlink()
    with pytest.raises(Problem, match=r"no output of copy.wekipy has a model yet: record examples and train"):
        wekipy.load(folder)
    shutil.rmtree(folder / "backups")
    (folder / "project.json").write_bytes(b"{")
    with pytest.raises(Problem, match=r"project\.json is damaged"):
        wekipy.load(folder)
    (folder / "project.json").write_bytes(b'{"format": 99}')
    with pytest.raises(Problem, match="saved by a newer wekipy"):
        wekipy.load(folder)


def test_a_project_of_an_earlier_version(piece: Path, tmp_path: Path) -> None:
    """Without the fields, and in its models without the arrays, that later versions added."""
    folder = copied(piece, tmp_path)
    text = json.loads((folder / "project.json").read_text())
    kept = {"uid", "kind", "name", "algorithm", "run", "minimum", "maximum", "classes"}
    outputs = [{key: value for key, value in o.items() if key in kept} for o in text["outputs"]]
    inputs = [{"name": one["name"]} for one in text["inputs"]]
    (folder / "project.json").write_text(json.dumps({"inputs": inputs, "outputs": outputs}))
    for path in (folder / "models").glob("*.npz"):
        model = load_model(path)
        arrays = {name: array for name, array in model.arrays.items() if not name.startswith("novelty.")}
        assert len(arrays) < len(model.arrays)
        arrays.pop("calibration", None)
        path.unlink()
        save_model(path, Model(model.header, arrays))
    rows = wandering(6, 30)
    np.testing.assert_array_equal(wekipy.load(folder).predict(rows), wekipy.load(piece).predict(rows))


def test_the_backup_of_a_damaged_project_as_an_engine_would_take_it(piece: Path, tmp_path: Path) -> None:
    folder = copied(piece, tmp_path)
    good = (folder / "project.json").read_bytes()
    shutil.rmtree(folder / "backups", ignore_errors=True)
    (folder / "backups").mkdir()
    (folder / "backups" / "project-7.json").write_bytes(good)
    (folder / "backups" / "project-8.json").write_bytes(good[:100])
    for damaged in (b"", good[:-200], b"\xff\xfe"):
        (folder / "project.json").write_bytes(damaged)
        before = everything_in(folder)
        rows = wandering(7, 10)
        np.testing.assert_array_equal(wekipy.load(folder).predict(rows), wekipy.load(piece).predict(rows))
        assert everything_in(folder) == before
    (folder / "project.json").unlink()
    assert wekipy.load(folder).columns == wekipy.load(piece).columns


def test_one_missing_model_leaves_the_others(piece: Path, tmp_path: Path) -> None:
    folder = copied(piece, tmp_path)
    (folder / "models" / "o1.npz").unlink()
    loaded, whole = wekipy.load(folder), wekipy.load(piece)
    rows = wandering(3, 10)
    np.testing.assert_array_equal(loaded.predict(rows)[:, 1], whole.predict(rows)[:, 1])
    assert set(loaded.predict(rows)[:, 0]) == {0.0}
    with pytest.raises(Problem, match="output 1 “pitch” has no model: train it first"):
        loaded.as_estimator(1)


def test_rows_that_are_none_are_refused_in_a_sentence(piece: Path) -> None:
    loaded = wekipy.load(piece)
    for X, words in (
        ([[1, 2, 3]], "rows of 3 numbers arrived, expected 2: x, y"),
        ([1, 2, 3], "rows of 3 numbers arrived, expected 2: x, y"),
        (3, r"X has the shape \(\), expected \(n, 2\): rows of x, y"),
        (np.zeros((1, 2, 2)), r"X has the shape \(1, 2, 2\), expected"),
        ([[1, 2], [3]], "X holds something that is no number"),
        ([["a", "b"]], "X holds something that is no number"),
        ([[1 + 2j, 1]], "X holds something that is no number"),
        ([[None, object()]], "X holds something that is no number"),
        ([[1, float("nan")]], "row 1, input 2 is nan: expected a finite number"),
        ([[1, 2], [1e300, 1]], "row 2, input 1 is 1e\\+300: expected a finite number"),
        (np.zeros((0, 2)), "no row arrived: expected at least one"),
    ):
        with pytest.raises(Problem, match=words):
            loaded.predict(X)
    with pytest.raises(Problem, match=r"-2 s from row to row; expected 0 \(as recorded\) to 86400"):
        loaded.predict([[1, 2]], step=-2)


def test_a_table_with_named_columns_has_them_in_order(piece: Path) -> None:
    class Table:
        def __init__(self, *columns: str) -> None:
            self.columns = columns

        def __array__(self, dtype: object = None, copy: object = None) -> np.ndarray:
            return np.array([[0.1, 0.2]])

    loaded = wekipy.load(piece)
    assert loaded.predict(Table("x", "y")).shape == loaded.predict(Table("a", "b")).shape == (1, 4)
    with pytest.raises(Problem, match="the columns are y, x; expected them as x, y"):
        loaded.predict(Table("y", "x"))


def test_which_output_is_meant(piece: Path) -> None:
    loaded = wekipy.load(piece)
    X = [[0.2, 0.3]]
    np.testing.assert_array_equal(loaded.predict_proba(X, 2), loaded.predict_proba(X, "pose"))
    for output, words in (
        (None, "which output\\? give its number or name; outputs with classes: 2 “pose”, 4 “untrained”"),
        ("wave", "no outputs are called “wave”; outputs with classes: 2 “pose”"),
        (1, "output 1 is none of these; outputs with classes: 2 “pose”"),
        (9, "output 9 is none of these"),
        (4, "output 4 “untrained” has no model: train it first"),
    ):
        with pytest.raises(Problem, match=words):
            loaded.predict_proba(X, output)
    with pytest.raises(Problem, match="output 3 “off” is switched off: switch it on"):
        loaded.as_estimator("off")
    with pytest.raises(Problem, match="outputs with gestures: none"):
        loaded.distances(X)


@given(st.recursive(st.none() | st.floats() | st.text(max_size=3), lambda e: st.lists(e, max_size=3)))
def test_whatever_is_given_is_answered_or_refused(untrained_or_trained: object) -> None:
    loaded = _LOADED[0]
    try:
        found = loaded.predict(untrained_or_trained)
    except Problem as e:
        assert str(e)
    else:
        assert np.isfinite(found).all() and found.shape[-1] == 4


_LOADED: list[TrainedProject] = []


@pytest.fixture(autouse=True, scope="module")
def once_loaded(piece: Path) -> None:
    """The project of this module for tests that are asked many times."""
    _LOADED[:] = [wekipy.load(piece)]
