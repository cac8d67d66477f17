"""Pipes and devices in a stranger's project folder do not hold the engine up."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from wekipy.project.plain import open_plain
from wekipy.project.problem import Problem
from wekipy.storage.folder import ProjectFolder, open_folder
from wekipy.storage.library import list_projects
from wekipy.storage.take_file import read_take

pytestmark = pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no pipes with names here")


def test_only_plain_files_are_opened(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"plain")
    os.mkfifo(tmp_path / "pipe")
    for name, target in (
        ("zero", "/dev/zero"),
        ("link", "pipe"),
        ("terminal", "/dev/tty"),
        ("right", "file"),
    ):
        (tmp_path / name).symlink_to(target)
    for name in ("file", "right"):
        with open_plain(tmp_path / name) as file:
            assert file.read() == b"plain"
    for name in ("pipe", "link", "zero", "terminal", "."):
        with pytest.raises(OSError):
            open_plain(tmp_path / name)


def test_a_project_with_pipes_in_it_opens(folder: ProjectFolder) -> None:
    os.mkfifo(folder.take_file(1))
    os.mkfifo(folder.model_file("o1"))
    os.mkfifo(folder.journal)
    (folder.models / "earlier").mkdir()
    os.mkfifo(folder.models / "earlier" / "o1-1.npz")
    opened = open_folder(folder.path)
    assert any("no plain file" in note for note in opened.notes), opened.notes
    with pytest.raises(Problem, match="no plain file"):
        read_take(folder.take_file(1))
    assert any("the journal is left out" in note for note in opened.notes), opened.notes
    folder.project_file.unlink()
    os.mkfifo(folder.project_file)
    with pytest.raises(Problem):
        open_folder(folder.path)
    assert list_projects(folder.path.parent) == []
