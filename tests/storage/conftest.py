"""A project, rows and a model to store."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from wekipy.learning.model import Model, ModelHeader
from wekipy.project.create import new_project
from wekipy.project.examples import Rows, row_type
from wekipy.project.schema import Project
from wekipy.storage.folder import ProjectFolder, create


@pytest.fixture
def project() -> Project:
    return new_project(3, "1,class:4")


@pytest.fixture
def folder(tmp_path: Path, project: Project) -> ProjectFolder:
    return create(tmp_path / "piece.wekipy", project)


@pytest.fixture
def make_rows() -> Callable[..., Rows]:
    """make_rows(count, seed): rows of 3 inputs and 2 targets; the last target is missing in every fourth."""

    def make(count: int, seed: int = 0) -> Rows:
        random = np.random.default_rng(seed)
        rows = np.zeros(count, row_type(3, 2))
        rows["time"] = 1.7e9 + np.arange(count) / 100
        rows["inputs"] = random.random((count, 3))
        rows["targets"] = random.integers(1, 4, (count, 2))
        rows["targets"][::4, 1] = np.nan
        return rows

    return make


@pytest.fixture
def make_model() -> Callable[..., Model]:
    """make_model(uid, **header fields): always answers the same, with more arrays than it needs."""

    def make(uid: str = "o1", **changes: object) -> Model:
        fields: dict[str, object] = {
            "output": uid,
            "kind": "continuous",
            "algorithm": "neural-network",
            "options": {"epochs": 5, "rate": 0.1, "bias": True, "name": "x"},
            "inputs": (0, 2),
            "predictor": "constant",
            "fingerprint": "abc",
            "examples": 7,
            **changes,
        }
        arrays = {
            "weights.0": np.arange(6.0).reshape(2, 3),
            "f": np.asfortranarray(np.arange(6, dtype=np.float32).reshape(2, 3)),
            "count": np.array(5, np.int64),
            "offset": np.array(0.5),
            "labels": np.array([1, 3]),
            "shares": np.array([0.25, 0.75]),
        }
        return Model(ModelHeader(**fields), arrays)  # type: ignore[arg-type]

    return make
