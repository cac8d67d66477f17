"""Files of new models wait in a room of their own, where nothing stays and out of which nothing leads."""

from __future__ import annotations

from pathlib import Path

import pytest

from wekipy.storage.folder import ProjectFolder
from wekipy.storage.new_models import clear_room, make_room, sweep_new_models, take_over


def names(place: Path) -> list[str]:
    return sorted(file.name for file in place.iterdir())


def test_what_trainings_leave_is_removed_but_not_what_the_last_one_may_still_save(
    folder: ProjectFolder,
) -> None:
    for training in (1, 2, 3):
        room = make_room(folder, training)
        assert room is not None
        room.file(1).write_bytes(b"")
    assert names(room.folder) == ["2-1.npz", "3-1.npz"]
    (room.folder / "of somebody else.npz").write_bytes(b"")
    clear_room(folder, 3)
    assert names(room.folder) == ["2-1.npz", "of somebody else.npz"]
    sweep_new_models(folder)
    assert names(room.folder) == ["of somebody else.npz"]


def test_a_link_in_its_place_is_not_followed(folder: ProjectFolder, tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / "1-1.npz").write_bytes(b"a treasure")
    folder.models.mkdir(exist_ok=True)
    (folder.models / "new").symlink_to(elsewhere)
    assert make_room(folder, 9) is None
    clear_room(folder, 1)
    sweep_new_models(folder)
    assert names(elsewhere) == ["1-1.npz"]


def test_without_a_folder_there_is_no_room(folder: ProjectFolder, tmp_path: Path) -> None:
    in_the_way = ProjectFolder(tmp_path / "p.wekipy")
    in_the_way.path.mkdir()
    in_the_way.models.write_text("a file where the folder of models should be")
    assert make_room(in_the_way, 1) is None
    sweep_new_models(in_the_way)


def test_only_what_is_there_is_taken_over(tmp_path: Path) -> None:
    (tmp_path / "b").write_bytes(b"old")
    assert not take_over(tmp_path / "a", tmp_path / "b")
    assert (tmp_path / "b").read_bytes() == b"old"
    (tmp_path / "a").write_bytes(b"new")
    assert take_over(tmp_path / "a", tmp_path / "b")
    assert (tmp_path / "b").read_bytes() == b"new"
    with pytest.raises(FileNotFoundError):
        (tmp_path / "a").stat()
