"""A model that makes no sense is refused wherever one is read."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest

from wekipy.learning.model import Model, ModelHeader
from wekipy.project.create import new_project
from wekipy.project.problem import Problem
from wekipy.storage.folder import OutputOf, ProjectFolder, create, open_folder
from wekipy.storage.model_file import load_model, save_model
from wekipy.storage.shelf_files import read_shelf

if TYPE_CHECKING:
    from on_stage import Stage

    MakeStage = Callable[..., Stage]


def model(offset: float) -> Model:
    """It always answers the same."""
    header = ModelHeader(
        output="o1", kind="continuous", algorithm="a", options={}, inputs=(0,), predictor="constant",
        fingerprint="f", examples=3,
    )  # fmt: skip
    return Model(header, {"offset": np.array(offset)})


SOUND, NONSENSE = model(0.5), model(float("nan"))


@pytest.fixture
def folder(tmp_path: Path) -> ProjectFolder:
    return create(tmp_path / "a.wekipy", new_project(1, "1"))


def test_the_model_of_a_project_is_checked(folder: ProjectFolder) -> None:
    save_model(folder.model_file("o1"), SOUND)
    assert list(open_folder(folder.path).models) == ["o1"]
    save_model(folder.model_file("o1"), NONSENSE)
    opened = open_folder(folder.path)
    assert not opened.models
    assert any("cannot be used" in note for note in opened.notes)


def test_earlier_models_are_checked(folder: ProjectFolder) -> None:
    earlier = folder.models / "earlier"
    earlier.mkdir()
    save_model(earlier / "o1-1.npz", SOUND)
    save_model(earlier / "o1-2.npz", NONSENSE)
    save_model(folder.model_file("o1"), SOUND)
    shelf = read_shelf(folder, OutputOf("o1", "a"), load_model(folder.model_file("o1")))
    assert list(shelf.models) == [1]
    assert len(shelf.notes) == 1


def test_a_model_that_a_message_names_is_checked(stage: MakeStage) -> None:
    s = stage("--inputs", "1", "--outputs", "1")
    saved = s.engine.folder / "saved"
    saved.mkdir()
    save_model(saved / "sound.npz", SOUND)
    save_model(saved / "nonsense.npz", NONSENSE)
    with pytest.raises(Problem, match="is damaged"):  # before anything runs, and so looks at it
        s.client.load_model(1, "nonsense.npz")
    s.client.load_model(1, "sound.npz")
    s.client.start_running()
    assert s.client.take_inputs(1.0) == [0.5]
