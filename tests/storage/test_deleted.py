"""Deleted projects: whole in one place or the other, for 30 days, and nothing else is ever removed."""

from __future__ import annotations

import os
import subprocess
import sys
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest

from wekipy.project.create import new_project
from wekipy.project.problem import NoProject, Problem
from wekipy.storage.deleted import DELETED, delete_project, deleted_in, remove_expired, restore_project
from wekipy.storage.folder import create, open_folder
from wekipy.storage.lock import LockInfo, ProjectLock

NOW = datetime(2026, 12, 1, 11, 30, 5, tzinfo=timezone.utc)
DAY = timedelta(days=1)


def made(library: Path, name: str = "piece", inputs: int = 2) -> Path:
    return create(library / f"{name}.wekipy", new_project(inputs, "1")).path


def inputs_of(folder: Path) -> int:
    return len(open_folder(folder).project.inputs)


def test_a_deleted_project_comes_back_as_it_was(tmp_path: Path) -> None:
    folder = made(tmp_path, inputs=7)
    (folder / "mine.txt").write_text("a file of the person's")
    entry = delete_project(folder, NOW)
    assert not folder.exists()
    assert entry.folder == tmp_path / DELETED / "2026-12-01 11.30.05 piece.wekipy"
    assert deleted_in(tmp_path, NOW) == [entry]
    assert restore_project(entry.folder) == folder
    assert (inputs_of(folder), (folder / "mine.txt").read_text()) == (7, "a file of the person's")
    assert deleted_in(tmp_path, NOW) == []


def test_projects_of_one_name_are_deleted_and_restored_beside_each_other(tmp_path: Path) -> None:
    entries = [delete_project(made(tmp_path, inputs=n), NOW) for n in (2, 3, 4)]
    assert [entry.when.second for entry in deleted_in(tmp_path, NOW)] == [7, 6, 5]
    made(tmp_path, inputs=9)
    places = [restore_project(entry.folder) for entry in entries]
    assert [place.name for place in places] == ["piece 2.wekipy", "piece 3.wekipy", "piece 4.wekipy"]
    assert [inputs_of(place) for place in places] == [2, 3, 4]
    assert inputs_of(tmp_path / "piece.wekipy") == 9


def test_what_an_engine_has_open_is_not_deleted(tmp_path: Path) -> None:
    folder = made(tmp_path)
    lock = ProjectLock(folder)
    lock.acquire(LockInfo(os.getpid(), "127.0.0.1:6449", "now"))
    with pytest.raises(Problem, match="open already"):
        delete_project(folder, NOW)
    lock.release()
    delete_project(folder, NOW)
    assert not folder.exists()


def test_only_projects_are_deleted(tmp_path: Path) -> None:
    photos = tmp_path / "photos.wekipy"
    photos.mkdir()
    (photos / "me.jpg").write_text("a picture")
    elsewhere = made(tmp_path / "elsewhere")
    link = tmp_path / "link.wekipy"
    link.symlink_to(elsewhere)
    for folder in (photos, link, tmp_path / "nothing.wekipy", tmp_path):
        with pytest.raises(Problem):
            delete_project(folder, NOW)
    assert (photos / "me.jpg").exists() and link.is_symlink() and inputs_of(elsewhere) == 2
    assert list(photos.iterdir()) == [photos / "me.jpg"]


def test_a_linked_folder_of_deleted_projects_is_not_followed(tmp_path: Path) -> None:
    outside, library = tmp_path / "outside", tmp_path / "library"
    old = delete_project(made(outside, "theirs"), NOW - 90 * DAY)
    library.mkdir()
    (library / DELETED).symlink_to(outside / DELETED)
    folder = made(library)
    with pytest.raises(Problem, match="is a link"):
        delete_project(folder, NOW)
    assert deleted_in(library, NOW) == [] and remove_expired(library, NOW) == []
    assert old.folder.is_dir() and folder.is_dir()


def test_after_30_days_a_deleted_project_goes_for_good_and_nothing_else_does(tmp_path: Path) -> None:
    old = delete_project(made(tmp_path, "old"), NOW - 31 * DAY)
    new = delete_project(made(tmp_path, "new"), NOW - 29 * DAY)
    place = tmp_path / DELETED
    notes, odd = place / "notes.txt", place / "2020-99-99 00.00.00 odd.wekipy"
    notes.write_text("mine")
    odd.mkdir()
    (place / "2026-01-02 00.00.00 link.wekipy").symlink_to(made(tmp_path, "linked"))
    (old.folder / "way out").symlink_to(tmp_path)
    assert [entry.name for entry in deleted_in(tmp_path, NOW)] == ["new.wekipy"]
    assert remove_expired(tmp_path, NOW) == ["old.wekipy"]
    assert not old.folder.exists() and new.folder.is_dir() and odd.is_dir()
    assert notes.read_text() == "mine" and inputs_of(tmp_path / "linked.wekipy") == 2
    assert not list(place.glob(".removing*"))


def test_a_clock_that_is_not_set_removes_nothing(tmp_path: Path) -> None:
    boot = datetime(1970, 1, 1, 0, 3, tzinfo=timezone.utc)
    entry = delete_project(made(tmp_path), boot)
    assert remove_expired(tmp_path, boot + 90 * DAY) == []
    assert deleted_in(tmp_path, NOW) == [entry]
    assert remove_expired(tmp_path, NOW) == []
    (again,) = deleted_in(tmp_path, NOW)
    assert again.when == NOW
    assert remove_expired(tmp_path, NOW + 31 * DAY) == ["piece.wekipy"]


def test_what_a_killed_removal_has_left_is_removed_the_next_time(tmp_path: Path) -> None:
    place = tmp_path / DELETED
    half = place / ".removing 2026-01-02 00.00.00 piece.wekipy" / "examples"
    half.mkdir(parents=True)
    others = place / ".removing paint"
    others.mkdir()
    assert deleted_in(tmp_path, NOW) == []
    assert remove_expired(tmp_path, NOW) == []
    assert [path.name for path in place.iterdir()] == [others.name]


def test_what_is_no_deleted_project_is_not_restored(tmp_path: Path) -> None:
    folder = made(tmp_path)
    for named in (folder, tmp_path / DELETED / "2026-12-01 11.30.05 gone.wekipy"):
        with pytest.raises(NoProject):
            restore_project(named)
    assert inputs_of(folder) == 2


KILLED = """
import os, signal, sys
from datetime import datetime, timezone
from pathlib import Path
import wekipy.storage.deleted as deleted

calls = int(sys.argv[2])

def count(frame, event, argument):
    global calls
    if event == "call" and frame.f_code.co_filename != "<string>":
        calls -= 1
        if calls == 0:
            os.kill(os.getpid(), signal.SIGKILL)

sys.setprofile(count)
entry = deleted.delete_project(Path(sys.argv[1]), datetime.now(timezone.utc))
deleted.restore_project(entry.folder)
deleted.delete_project(Path(sys.argv[1]), datetime.now(timezone.utc))
"""


@pytest.mark.parametrize("calls", range(10, 400, 30))
def test_a_kill_amid_deleting_and_restoring_leaves_one_whole_project(tmp_path: Path, calls: int) -> None:
    folder = made(tmp_path, inputs=5)
    done = subprocess.run([sys.executable, "-c", KILLED, str(folder), str(calls)])
    assert done.returncode in (0, -9)
    found = [*tmp_path.glob("*.wekipy"), *(tmp_path / DELETED).glob("*.wekipy")]
    assert [inputs_of(place) for place in found] == [5]
