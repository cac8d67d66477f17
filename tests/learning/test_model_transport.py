"""Models come from their worker with a file; large ones out of it, as they went in."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from learning_jobs import make_job

from wekipy.learning.model import Arrays, Model
from wekipy.learning.model_transport import LARGE, ModelFile, pack, unpack
from wekipy.learning.output_training import teach
from wekipy.storage.model_file import load_model, write_model

HEADER = teach(make_job("continuous", "linear", n=5)).header


def awkward() -> Arrays:
    """One of each kind of array that a model may have."""
    rng = np.random.default_rng(0)
    return {
        "wide": rng.random((300, 200)),
        "turned": np.asfortranarray(rng.random((30, 20))),
        "single": rng.random((7, 3)).astype(np.float32),
        "number": np.array(2.5),
        "none": np.empty((0, 4)),
        "whole": np.arange(5),
    }


def test_every_array_comes_out_as_it_went_in(tmp_path: Path) -> None:
    model = Model(HEADER, awkward())
    file = pack(model, tmp_path / "a", write_model)
    assert isinstance(file, ModelFile)
    came = unpack(file)
    assert came.header == HEADER
    assert came.made == tmp_path / "a"
    for found in (came, load_model(tmp_path / "a")):
        assert list(found.arrays) == list(model.arrays)
        for name, array in model.arrays.items():
            assert found.arrays[name].dtype == array.dtype
            assert found.arrays[name].shape == array.shape
            assert np.array_equal(found.arrays[name], array)


def test_a_small_model_comes_itself_without_a_file(tmp_path: Path) -> None:
    model = Model(HEADER, {"weights": np.zeros(LARGE // 8 - 1)})
    came = pack(model, tmp_path / "a", write_model)
    assert isinstance(came, Model)
    assert came.arrays is model.arrays
    assert came.made is None
    assert not list(tmp_path.iterdir())


def test_without_a_place_for_files_the_model_goes_as_it_is(tmp_path: Path) -> None:
    model = Model(HEADER, awkward())
    assert pack(model, tmp_path / "nowhere" / "a", write_model) is model


def test_what_cannot_be_a_file_leaves_none(tmp_path: Path) -> None:
    model = Model(HEADER, {"complex": np.zeros(LARGE, np.complex128)})  # type: ignore[dict-item]
    assert pack(model, tmp_path / "a", write_model) is model
    assert not list(tmp_path.iterdir())


def test_a_file_that_was_cut_off_is_an_error(tmp_path: Path) -> None:
    file = pack(Model(HEADER, awkward()), tmp_path / "a", write_model)
    assert isinstance(file, ModelFile)
    size = max(place for *_, place in file.arrays) + 5 * 8  # the end of the last array
    file.path.write_bytes(file.path.read_bytes()[: size - 1])
    with pytest.raises(OSError, match="too short"):
        unpack(file)
