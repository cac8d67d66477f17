"""A project folder is known by what it is, not by its name."""

from __future__ import annotations

from pathlib import Path

import pytest

from wekipy.storage.presence import FolderGone, Presence


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "piece.wekipy"
    (made / "examples").mkdir(parents=True)
    return made


def test_another_folder_of_its_name_is_not_it_even_with_its_takes(folder: Path) -> None:
    presence = Presence(folder, folder / "examples")
    presence.check()
    elsewhere = folder.rename(folder.with_name("elsewhere"))
    with pytest.raises(FolderGone, match="renamed or deleted"):
        presence.check()
    folder.mkdir()
    (elsewhere / "examples").rename(folder / "examples")
    with pytest.raises(FolderGone, match="something else is at its place"):
        presence.check()
    (folder / "examples").rename(elsewhere / "examples")
    folder.rmdir()
    elsewhere.rename(folder)
    presence.check()


def test_a_folder_of_takes_is_known_from_when_it_is_there(tmp_path: Path) -> None:
    folder = tmp_path / "old.wekipy"
    folder.mkdir()
    takes = folder / "examples"
    presence = Presence(folder, takes)
    assert presence.here
    takes.mkdir()
    assert presence.here
    takes.rename(folder / "yesterday")
    with pytest.raises(FolderGone, match=r"“examples” in it was renamed or deleted"):
        presence.check()
    takes.symlink_to(folder / "yesterday")
    with pytest.raises(FolderGone, match=r"something else is at the place of “examples”"):
        presence.check()
    takes.unlink()
    (folder / "yesterday").rename(takes)
    assert presence.here
