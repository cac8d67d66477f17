"""Earlier models outlive the session, and a kill between two writes costs none."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import replace

import pytest

from wekipy.learning.model import Model
from wekipy.project.schema import Project
from wekipy.storage.folder import ProjectFolder, outputs_of
from wekipy.storage.model_file import load_model, save_model
from wekipy.storage.new_models import make_room
from wekipy.storage.shelf_files import ShelfFiles, ShelfRead, read_shelf

Make = Callable[..., Model]


def models(make_model: Make, count: int) -> list[Model]:
    made = [
        make_model("o1", predictor="constant", trained=f"2026-01-0{n + 1}", examples=n) for n in range(count)
    ]
    return [Model(m.header, {"offset": m.arrays["offset"]}) for m in made]


def names(folder: ProjectFolder) -> list[str]:
    return sorted(p.name for p in (folder.models / "earlier").glob("*"))


def read(folder: ProjectFolder, project: Project) -> ShelfRead:
    present = load_model(folder.model_file("o1"))
    return read_shelf(folder, outputs_of(project)[0], present)


def test_models_come_back_around_the_present_one(
    folder: ProjectFolder, project: Project, make_model: Make
) -> None:
    a, b, c = models(make_model, 3)
    files = ShelfFiles(folder, print)
    files.write("o1", [a, a])
    files.write("o1", [c, a, b, c])
    files.write("o1", [b, a, b, c])
    assert names(folder) == ["o1-1.npz", "o1-2.npz", "o1-3.npz"]
    found = read(folder, project)
    assert found.present.header == b.header
    before, after = found.around()
    assert ([m.header for m in before], [m.header for m in after]) == ([a.header], [c.header])
    if hasattr(os, "link"):
        assert folder.model_file("o1").samefile(folder.models / "earlier" / "o1-2.npz")


def test_the_file_that_a_worker_has_made_becomes_the_model_s(
    folder: ProjectFolder, project: Project, make_model: Make
) -> None:
    a, b = models(make_model, 2)
    room = make_room(folder, 4)
    assert room is not None
    places = room.write(room.file(1), a)
    assert set(places) == {"header", "offset"}
    made, inode = replace(a, made=room.file(1)), room.file(1).stat().st_ino
    lost = replace(b, made=room.file(2))  # it was removed meanwhile, or never written
    files = ShelfFiles(folder, print)
    files.write("o1", [made, made])
    files.write("o1", [lost, made, lost])
    files.sync()
    assert not list(room.folder.iterdir())
    assert (folder.models / "earlier" / "o1-1.npz").stat().st_ino == inode
    found = read(folder, project)
    assert found.present.header == b.header
    assert [m.header for m in found.around()[0]] == [a.header]


def test_the_next_session_goes_on(folder: ProjectFolder, project: Project, make_model: Make) -> None:
    a, b, c = models(make_model, 3)
    ShelfFiles(folder, print).write("o1", [b, a, b])
    found = read(folder, project)
    files = ShelfFiles(folder, print)
    files.know("o1", found)
    (before, after), present = found.around(), found.present
    files.write("o1", [c, *before, present, *after, c])
    assert names(folder) == ["o1-1.npz", "o1-2.npz", "o1-3.npz"]
    files.write("o1", [c, present, c])
    assert names(folder) == ["o1-2.npz", "o1-3.npz"]
    assert [m.header for m in read(folder, project).around()[0]] == [b.header]


def test_what_was_written_before_the_files_were_known_is_there_once(
    folder: ProjectFolder, project: Project, make_model: Make
) -> None:
    a, b, c = models(make_model, 3)
    ShelfFiles(folder, print).write("o1", [b, a, b])
    found = read(folder, project)
    files = ShelfFiles(folder, print)
    files.write("o1", [c, found.present, c])
    assert names(folder) == ["o1-1.npz", "o1-2.npz", "o1-3.npz", "o1-4.npz"]
    files.know("o1", found)
    before, _ = found.around()
    files.write("o1", [c, *before, found.present, c])
    assert names(folder) == ["o1-1.npz", "o1-3.npz", "o1-4.npz"]
    assert [m.header for m in read(folder, project).around()[0]] == [a.header, b.header]


def test_a_project_from_before_has_no_earlier_models(
    folder: ProjectFolder, project: Project, make_model: Make
) -> None:
    a, b = models(make_model, 2)
    save_model(folder.model_file("o1"), a)
    found = read(folder, project)
    assert found.around() == ([], [])
    files = ShelfFiles(folder, print)
    files.know("o1", found)
    files.write("o1", [b, found.present, b])
    assert [m.header for m in read(folder, project).around()[0]] == [a.header]


def test_damaged_and_foreign_files_are_left_out(
    folder: ProjectFolder, project: Project, make_model: Make
) -> None:
    a, b = models(make_model, 2)
    ShelfFiles(folder, print).write("o1", [b, a, b])
    earlier = folder.models / "earlier"
    (earlier / "o1-1.npz").write_bytes(b"nonsense")
    (earlier / "o1-x.npz").write_bytes(b"nonsense")
    save_model(earlier / "o1-7.npz", make_model("o2"))
    found = read(folder, project)
    assert found.around() == ([], [])
    assert len(found.notes) == 2


def test_removing_an_output_s_models_leaves_those_of_others(folder: ProjectFolder, make_model: Make) -> None:
    a, b = models(make_model, 2)
    files = ShelfFiles(folder, print)
    files.write("o1", [b, a, b])
    files.write("o11", [make_model("o11"), make_model("o11")])
    files.write("o1", [])
    assert [name for name in names(folder) if name.startswith("o1-")] == []
    assert not folder.model_file("o1").exists()
    assert folder.model_file("o11").exists()


def test_without_second_names_files_are_copied(
    folder: ProjectFolder, project: Project, make_model: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(source: object, target: object) -> None:
        raise OSError(1, "Operation not permitted")

    monkeypatch.setattr(os, "link", refused)
    a, b = models(make_model, 2)
    ShelfFiles(folder, print).write("o1", [a, a, b])
    assert [m.header for m in read(folder, project).around()[1]] == [b.header]
