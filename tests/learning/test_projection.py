"""Principal axes, exact and approximate, against a singular value decomposition."""

from __future__ import annotations

import numpy as np
import pytest

from wekipy.learning import projection
from wekipy.learning.projection import project


def spread(n: int, width: int) -> np.ndarray:
    random = np.random.default_rng(1)
    hidden = random.standard_normal((n, 3)) * [9, 5, 2]
    X = hidden @ random.standard_normal((3, width)) + 0.01 * random.standard_normal((n, width)) + 7
    X[:, -1] = 3.0
    return X.astype(np.float32)


@pytest.mark.parametrize(("n", "width"), [(60, 5), (20, 80), (700, 600)])
def test_axes_are_those_of_a_singular_value_decomposition(n: int, width: int) -> None:
    X = spread(n, width)
    found = project(X, 2)
    Z = (X - found.mean) / found.scale
    Z[:, -1] = 0
    _, _, axes = np.linalg.svd(Z, full_matrices=False)
    assert np.abs(np.sum(found.axes * axes[:2], axis=1)) == pytest.approx(1, abs=1e-5)
    assert found.axes @ found.axes.T == pytest.approx(np.eye(2), abs=1e-9)
    assert found.scale[-1] == 1
    assert np.array_equal(project(X, 2).axes, found.axes)


def test_one_example_and_one_input_have_a_place() -> None:
    assert project(np.ones((1, 3), np.float32), 2).apply(np.ones((1, 3), np.float32)).tolist() == [[0.0]]
    assert project(np.array([[1], [2]], np.float32), 2).axes.shape == (1, 1)


def test_large_examples_are_approximated(monkeypatch: pytest.MonkeyPatch) -> None:
    X = spread(300, 200)
    exact = project(X, 2).axes
    monkeypatch.setattr(projection, "EXACT", 10)
    assert project(X, 2).axes == pytest.approx(exact, abs=1e-6)
