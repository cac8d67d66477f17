"""Makes maps of all examples in two dimensions: directly, or in a worker that training never waits for."""

from __future__ import annotations

import importlib.util
import threading
from typing import Any, Final

import msgspec
import numpy as np
import numpy.typing as npt

from wekipy.engine.engine import Engine
from wekipy.engine.sampling import sample
from wekipy.learning.model import TrainingJob
from wekipy.learning.pool import Orders, WorkerPool
from wekipy.learning.projection import project
from wekipy.learning.work_item import Result
from wekipy.project.problem import Problem
from wekipy.server.kept_maps import MOST_NUMBERS, KeptMaps

F32 = npt.NDArray[np.float32]
SLOW: Final = {"tsne": "sklearn", "umap": "umap"}  # methods that run in a worker, and their modules
MOST_ROWS: Final = 5_000
MOST_ROWS_SLOW: Final = 2_000
MOST_TARGETS: Final = 1_000_000  # numbers of all outputs together, so that the reply stays small
AXES: Final = 30  # passed to a worker, and used to find neighbours


class Mapper:
    """Makes maps; its worker process exists only while it makes one.

    Call `embed` from any thread but the engine's.

    Attributes:
        maps: those that were made last.
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._one = threading.Lock()
        self._closing = False
        self.maps = KeptMaps()

    def close(self) -> None:
        """Cancel the current map, and wait until its worker has ended."""
        self._closing = True
        with self._one:
            pass

    def embed(self, method: str) -> dict[str, Any]:
        """Make a map of the examples, as plain values; see the operation `embed`.

        Raises:
            Problem: if there is no such method, there are no examples, or another map is being made.
        """
        methods = ["pca", *(name for name, module in SLOW.items() if importlib.util.find_spec(module))]
        if method == "umap" and method not in methods:
            raise Problem("umap is not installed: pip install 'wekipy[map]', or choose tsne")
        if method not in methods:
            raise Problem(f"there is no map called “{method[:40]}”; there are: {', '.join(methods)}")
        begun, view = self.maps.projects, self._engine.view
        most = MOST_ROWS_SLOW if method in SLOW else MOST_ROWS
        fit = (MOST_NUMBERS // len(view.project.inputs), MOST_TARGETS // len(view.project.outputs))
        found = sample(view, min(most, *fit))
        if not len(found.X):
            raise Problem("there are no examples to make a map of: record a take first")
        projection = project(found.X, AXES if method in SLOW else 2)
        near = projection.apply(found.X).astype(np.float32)
        axes = (projection.mean, projection.scale, projection.axes)
        mean, scale, turned = (np.asarray(array, np.float32).tobytes() for array in axes)
        points = self._in_worker(method, near) if method in SLOW else _two(near)
        return {
            "map": self.maps.keep(points, found.X, begun),
            "method": method,
            "methods": methods,
            "points": points,
            "takes": found.takes.tolist(),
            "rows": found.rows.tolist(),
            "targets": {str(n): targets.tolist() for n, targets in found.targets.items()},
            "mean": mean,
            "scale": scale,
            "axes": turned,
            "near": near.tobytes() if method in SLOW else None,
        }

    def _in_worker(self, method: str, X: F32) -> list[list[float]]:
        if not self._one.acquire(blocking=False):
            raise Problem("another map is being made: wait until it is done")
        results: list[Result] = []
        pool = WorkerPool(1)
        try:
            orders = Orders(lambda _, result: results.append(result), _ignore, lambda: self._closing)
            pool.run("map", [_job(method, X)], orders)
        finally:
            pool.close()
            self._one.release()
        if not results:
            raise Problem("the engine ends; the map is given up")
        if not isinstance(results[0], bytes):
            raise Problem(str(results[0]))
        points: list[list[float]] = msgspec.json.decode(results[0])
        return points


def _ignore(_: dict[str, float | None]) -> None:
    """Ignore progress: a map reports none."""


def _two(near: F32) -> list[list[float]]:
    """Pad to two coordinates where there is only one input or example."""
    points: list[list[float]] = np.pad(near, ((0, 0), (0, 2)))[:, :2].tolist()
    return points


def _job(method: str, X: F32) -> TrainingJob:
    nothing = np.zeros(len(X))
    return TrainingJob(
        output="map",
        number=0,
        name=method,
        kind="continuous",
        algorithm=method,
        options={},
        inputs=tuple(range(X.shape[1])),
        features=X.shape[1],
        X=X,
        y=nothing,
        takes=nothing.astype(np.int64),
        fingerprint="",
    )
