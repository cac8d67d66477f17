"""An algorithm of another package is trained, answers, is shown and is saved as those of the table are."""

from __future__ import annotations

import os
import subprocess
import sys
from importlib.metadata import EntryPoint
from pathlib import Path

import pytest

from wekipy.client import Client
from wekipy.learning import algorithms
from wekipy.learning.algorithm_rows import ROWS
from wekipy.rehearsal.engine_process import EngineProcess

# Answers the mean of the targets, times an option.
_ROW = """
from wekipy.learning.algorithm import Algorithm, PredictorRow
from wekipy.project.option import Option

ROW = Algorithm(
    "mean-of-all", "The mean", "Answers the mean of all examples.", ("continuous",),
    (Option("times", "float", 1.0, "What the mean is multiplied by.", 0.0, 10.0),),
    fitter="mean_fitter:fit",
    predictors=(PredictorRow("mean-of-all", ("continuous",), "mean_predictor:compile_means"),),
)
"""
_FITTER = """
import numpy as np
from sklearn.dummy import DummyRegressor
from wekipy.learning.fitting.base import Fitted

def fit(job):
    mean = DummyRegressor().fit(job.X, job.y)
    value = job.y.mean() * job.options["times"]
    return Fitted("mean-of-all", {"mean": np.array([value])}, np.full(len(job.y), value), mean)
"""
_PREDICTOR = """
class Mean:
    def __init__(self, placed):
        self.slot, self.mean = placed.slot, float(placed.model.arrays["mean"][0])

    def answer(self, x, values):
        values[self.slot] = self.mean

def compile_means(placed, width):
    return [Mean(each) for each in placed]
"""


@pytest.fixture
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    place = tmp_path / "packages"
    info = place / "mean-1.0.dist-info"
    info.mkdir(parents=True)
    (place / "mean_row.py").write_text(_ROW)
    (place / "mean_fitter.py").write_text(_FITTER)
    (place / "mean_predictor.py").write_text(_PREDICTOR)
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: mean\nVersion: 1.0\n")
    (info / "entry_points.txt").write_text(
        "[wekipy.algorithms]\nmean = mean_row:ROW\nbroken = mean_row:NOTHING_OF_THE_KIND\n"
    )
    monkeypatch.setenv("PYTHONPATH", str(place), prepend=os.pathsep)
    return place


def test_it_is_trained_and_answers_and_is_there_again_after_a_restart(package: Path, tmp_path: Path) -> None:
    project = str(tmp_path / "piece.wekipy")
    with (
        EngineProcess((project, "--inputs", "2", "--outputs", "1")) as engine,
        Client(port=engine.control_port) as client,
    ):
        assert "mean-of-all" in [row["name"] for row in client.algorithms()]
        client.set_algorithm(1, "mean-of-all", times=2.0)
        for target in (0.1, 0.3):
            client.set_targets(target)
            client.start_recording()
            for n in range(5):
                client.take_inputs(0.1 * n, target)
            client.stop_recording()
        client.train()
        client.start_running()
        assert client.take_inputs(0.5, 0.5) == [pytest.approx(0.4)]
        client.save()
    with EngineProcess((project, "--run")) as engine, Client(port=engine.control_port) as client:
        assert client.take_inputs(0.5, 0.5) == [pytest.approx(0.4)]


def test_one_that_cannot_be_loaded_is_told_and_left_out(package: Path) -> None:
    command = [sys.executable, "-m", "wekipy", "algorithms"]
    shown = subprocess.run(command, capture_output=True, text=True, check=True)
    assert "mean-of-all" in shown.stdout
    assert "the algorithm “broken” of mean_row:NOTHING_OF_THE_KIND cannot be loaded" in shown.stderr
    assert "Traceback" not in shown.stderr


def test_it_cannot_take_the_place_of_one_of_the_table() -> None:
    before = dict(algorithms.ALGORITHMS)
    entry = EntryPoint("linear", "wekipy.learning.algorithm_rows:ROWS", algorithms.GROUP)
    taken = EntryPoint("mine", f"{__name__}:LINEAR", algorithms.GROUP)
    try:
        algorithms.add_others([entry, taken])
        assert before == algorithms.ALGORITHMS
        assert "cannot be loaded" in algorithms.PROBLEMS[-2]
        assert "there is an algorithm “linear” already" in algorithms.PROBLEMS[-1]
    finally:
        del algorithms.PROBLEMS[-2:]


LINEAR = next(row for row in ROWS if row.name == "linear")
