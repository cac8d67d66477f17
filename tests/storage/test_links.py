"""Nothing in a project folder is followed as a link, when it is opened and while it is open."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from wekipy.child import ServeProcess
from wekipy.engine.engine import Engine
from wekipy.project.create import new_project
from wekipy.project.problem import Problem
from wekipy.project.project_text import dump_project
from wekipy.server.project_files import OpenFolder
from wekipy.storage.folder import ProjectFolder, create, open_folder, read_takes
from wekipy.storage.journal import Journal, JournalRead
from wekipy.storage.library import copy_project, list_projects
from wekipy.storage.new_models import make_room
from wekipy.storage.project_file import back_up
from wekipy.storage.shelf_files import ShelfFiles
from wekipy.storage.take_file import TakeWriter

if TYPE_CHECKING:
    from conftest import Stage

    MakeStage = Callable[..., Stage]

PROJECT = new_project(2, "1")
FOLDERS = ["examples", "models", "models/earlier", "models/new", "backups", "saved"]
FILES = ["journal", "engine.lock", "project.json"]
INSIDE = [
    *("examples/take-0008.rows", "models/o1.npz", "models/earlier/o1-1.npz", "models/new/1-1.npz"),
    *("backups/project-1.json", "saved/a.npz"),
]


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """What belongs to the person who opens a stranger's project."""
    home = tmp_path / "home"
    home.mkdir()
    (home / "thesis.txt").write_text("precious")
    return home


@pytest.fixture
def project(tmp_path: Path) -> Path:
    place = tmp_path / "library" / "gift.wekipy"
    create(place, PROJECT)
    return place


def link(project: Path, part: str, home: Path) -> None:
    """Have a part of a project lead into somebody's home."""
    path = project / part
    shutil.rmtree(path, ignore_errors=True)
    path.unlink(missing_ok=True)
    path.parent.mkdir(exist_ok=True)
    path.symlink_to(home if part in FOLDERS else home / "thesis.txt")


@pytest.mark.parametrize("part", [*FOLDERS, *FILES, *INSIDE])
def test_a_project_with_a_link_in_it_is_not_opened_and_nothing_is_touched(
    project: Path, home: Path, part: str
) -> None:
    link(project, part, home)
    found = f"{part} in gift.wekipy is a link"
    for open_it in (
        lambda: OpenFolder(project, "", print),
        lambda: open_folder(project),
        lambda: read_takes(project),
        lambda: copy_project(project, Engine(PROJECT).view, project.with_name("copy.wekipy")),
    ):
        with pytest.raises(Problem, match=found):
            open_it()
    (entry,) = list_projects(project.parent)
    assert found in entry["problem"]
    assert [path.name for path in home.iterdir()] == ["thesis.txt"]
    assert (home / "thesis.txt").read_text() == "precious"


def test_links_that_lead_nowhere_are_links_too(project: Path, tmp_path: Path) -> None:
    shutil.rmtree(project / "backups")
    (project / "backups").symlink_to(tmp_path / "not there")
    with pytest.raises(Problem, match=r"backups in gift\.wekipy is a link"):
        OpenFolder(project, "", print)


def test_a_project_that_is_itself_reached_by_a_link_is_opened(project: Path, tmp_path: Path) -> None:
    (tmp_path / "shortcut.wekipy").symlink_to(project)
    assert open_folder(tmp_path / "shortcut.wekipy").project == PROJECT


def test_what_becomes_a_link_while_the_project_is_open_is_not_written_through(
    project: Path, home: Path
) -> None:
    folder = ProjectFolder(project)
    for part in ("examples", "models", "backups", "journal"):
        link(project, part, home)
    entry = new_project(1, "1")
    journal = Journal(folder.journal, JournalRead(clean=True))
    journal._waiting.append(b"x")
    for write in (
        lambda: TakeWriter(folder.examples, 1, 2, ("o1",), ""),
        lambda: ShelfFiles(folder, print).write("o1", [object()]),  # type: ignore[list-item]
        lambda: back_up(folder.backups, dump_project(entry)),
        journal.write,
    ):
        with pytest.raises(OSError, match="is a link, which wekipy does not follow"):
            write()
    assert make_room(folder, 1) is None
    assert [path.name for path in home.iterdir()] == ["thesis.txt"]
    assert (home / "thesis.txt").read_text() == "precious"


def test_serve_says_in_a_sentence_why_it_does_not_open_it(project: Path, home: Path) -> None:
    link(project, "examples", home)
    with pytest.raises(Problem, match=r"examples in gift\.wekipy is a link") as told:
        ServeProcess([str(project), "--else-port", "0"])
    assert "Traceback" not in str(told.value)


@pytest.mark.own_engine
def test_messages_cannot_open_or_save_through_a_link(stage: MakeStage, tmp_path: Path, home: Path) -> None:
    s = stage("--inputs", "1", "--outputs", "1")
    create(tmp_path / "gift.wekipy", PROJECT)
    link(tmp_path / "gift.wekipy", "models", home)
    with pytest.raises(Problem, match=r"models in gift\.wekipy is a link"):
        s.client.open_project("gift.wekipy")
    with pytest.raises(Problem, match=r"models in gift\.wekipy is a link"):
        s.client.copy_takes("gift.wekipy")
    (s.engine.folder / "saved").symlink_to(home)
    with pytest.raises(Problem, match=r"saved in .* is a link"):
        s.client.load_model(1, "thesis.txt")
    assert [path.name for path in home.iterdir()] == ["thesis.txt"]
