from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest

from wekipy.learning.model import Model
from wekipy.project.create import new_project
from wekipy.project.editing import next_take
from wekipy.project.examples import Rows, dataset, measured
from wekipy.project.problem import Problem
from wekipy.project.schema import Project, Take, dump_project
from wekipy.storage.folder import ProjectFolder, create, open_folder
from wekipy.storage.model_file import save_model
from wekipy.storage.project_file import back_up, list_backups
from wekipy.storage.take_file import TakeWriter, read_take

MakeRows = Callable[..., Rows]


def record(folder: ProjectFolder, number: int, rows: Rows, width: int = 3) -> Take:
    writer = TakeWriter(folder.examples, number, width, ("o1", "o2"), "2026-01-02T03:04:05")
    writer.append([rows])
    writer.close()
    take = Take(number, 0, started="2026-01-02T03:04:05")
    return measured(new_project(3, "1,class:4"), take, read_take(writer.path))


def with_takes(folder: ProjectFolder, project: Project, *takes: Take) -> Project:
    project = msgspec.structs.replace(project, takes=takes)
    folder.project_file.write_bytes(dump_project(project))
    return project


def test_a_new_project_opens(folder: ProjectFolder, project: Project) -> None:
    opened = open_folder(folder.path)
    assert (opened.project, opened.data, opened.models, opened.notes) == (project, {}, {}, [])


def test_takes_and_models_come_back(
    folder: ProjectFolder, project: Project, make_rows: MakeRows, make_model: Callable[..., Model]
) -> None:
    rows = make_rows(8)
    saved = with_takes(folder, project, record(folder, 1, rows))
    save_model(folder.model_file("o1"), make_model("o1"))
    save_model(folder.model_file("o9"), make_model("o9"))
    opened = open_folder(folder.path)
    assert opened.notes == []
    assert opened.project == saved
    assert list(opened.models) == ["o1"]
    examples = dataset(opened.project, opened.data, opened.project.outputs[1])
    assert examples.X.shape == (6, 3)


def test_a_take_that_the_project_does_not_know_is_recovered(
    folder: ProjectFolder, project: Project, make_rows: MakeRows
) -> None:
    with_takes(folder, project, record(folder, 1, make_rows(4)))
    expected = record(folder, 3, make_rows(120))
    opened = open_folder(folder.path)
    assert opened.notes == ["take 3 was recovered: 120 examples"]
    assert opened.project.takes[-1] == expected
    assert expected.counts == {"o1": 120, "o2": 90}
    assert len(opened.data[3]) == 120


@pytest.mark.parametrize("told", [2, 400])
def test_other_counts_than_in_the_file_are_put_right(
    folder: ProjectFolder, project: Project, make_rows: MakeRows, told: int
) -> None:
    take = record(folder, 1, make_rows(40))
    wrong = msgspec.structs.replace(take, examples=told, counts={"o1": told}, erased=("o2",))
    with_takes(folder, project, wrong)
    opened = open_folder(folder.path)
    assert opened.project.takes == (msgspec.structs.replace(take, erased=("o2",)),)
    assert opened.notes == [f"take 1 has 40 examples in its file, not {told}: put right"]


def test_missing_and_damaged_takes_leave_the_rest(
    folder: ProjectFolder, project: Project, make_rows: MakeRows
) -> None:
    takes = [record(folder, n, make_rows(4)) for n in (1, 2, 3)]
    with_takes(folder, project, *takes)
    folder.take_file(1).unlink()
    kept = folder.take_file(2).read_bytes()
    folder.take_file(2).write_bytes(b"nonsense")
    folder.take_file(7).write_bytes(b"nonsense, too")
    opened = open_folder(folder.path)
    assert sorted(opened.data) == [3]
    assert [(t.number, t.examples, t.deleted) for t in opened.project.takes] == [
        (1, 0, False),
        (2, 0, False),
        (3, 4, False),
        (7, 0, False),
    ]
    assert next_take(opened.project) == 8
    assert len(dataset(opened.project, opened.data, opened.project.outputs[0]).y) == 4
    assert [n.split(":")[0] for n in opened.notes] == [f"take {n} cannot be used" for n in (1, 2, 7)]
    assert "take-0002.rows" in opened.notes[1]

    folder.take_file(2).write_bytes(kept)
    with_takes(folder, project, *opened.project.takes)
    assert open_folder(folder.path).project.takes[1] == takes[1]


@pytest.mark.parametrize("rows", ["none", "no end of the header", "no header", "half a row"])
def test_a_take_that_a_crash_left_without_rows_does_not_appear(
    folder: ProjectFolder, project: Project, make_rows: MakeRows, rows: str
) -> None:
    record(folder, 1, make_rows(4))
    record(folder, 2, make_rows(0 if rows == "none" else 1))
    data = folder.take_file(2).read_bytes()
    end = {"none": len(data), "half a row": len(data) - 5, "no end of the header": 30, "no header": 0}[rows]
    folder.take_file(2).write_bytes(data[:end])
    opened = open_folder(folder.path)
    assert opened.notes == ["take 1 was recovered: 4 examples"]
    assert [t.number for t in opened.project.takes] == [1]
    assert next_take(opened.project) == 2
    record(folder, 2, make_rows(3))  # its number is used again
    assert len(open_folder(folder.path).data[2]) == 3
    with pytest.raises(FileExistsError):
        record(folder, 2, make_rows(3))


def test_takes_of_another_project(folder: ProjectFolder, project: Project, make_rows: MakeRows) -> None:
    record(folder, 1, make_rows(4), width=4)
    record(folder, 2, make_rows(4))
    folder.take_file(2).rename(folder.take_file(5))
    opened = open_folder(folder.path)
    assert opened.data == {}
    assert "has 4 inputs, the project has 3" in opened.notes[0]
    assert "says that it is take 2" in opened.notes[1]


def test_a_deleted_take_without_its_file_is_no_news(
    folder: ProjectFolder, project: Project, make_rows: MakeRows
) -> None:
    take = msgspec.structs.replace(record(folder, 1, make_rows(4)), deleted=True)
    with_takes(folder, project, take)
    assert list(open_folder(folder.path).data) == [1]
    folder.take_file(1).unlink()
    assert open_folder(folder.path).notes == []


def test_strange_files_among_the_examples_are_left_alone(folder: ProjectFolder) -> None:
    for name in ("take-00001.rows", "take-0000.rows", "take-x.rows", "notes.txt", "take-99999999999.rows"):
        (folder.examples / name).write_bytes(b"")
    opened = open_folder(folder.path)
    assert (opened.project.takes, opened.notes) == ((), [])


@pytest.mark.parametrize(
    "damage", [b"", b"{", b'{"inputs": 3}', b"\x00" * 500, b"[" * 100_000, b'{"inputs": [{"name": "\xff"}]}']
)
def test_a_damaged_project_file_is_replaced_by_its_backup(
    folder: ProjectFolder, project: Project, damage: bytes
) -> None:
    newer = new_project(3, "2")
    back_up(folder.backups, dump_project(project))
    back_up(folder.backups, dump_project(newer))
    (folder.backups / "project-3.json").write_bytes(b"damaged too")
    folder.project_file.write_bytes(damage)
    opened = open_folder(folder.path)
    assert opened.project == newer
    assert len(opened.notes) == 1
    assert "project-2.json" in opened.notes[0]
    aside = list(folder.path.glob("project.json.damaged-*"))
    assert [p.read_bytes() for p in aside] == [damage]
    assert open_folder(folder.path).notes == []


def test_a_missing_project_file_is_replaced_by_its_backup(folder: ProjectFolder, project: Project) -> None:
    back_up(folder.backups, dump_project(project))
    folder.project_file.unlink()
    assert open_folder(folder.path).project == project


def test_no_good_version(folder: ProjectFolder) -> None:
    folder.project_file.write_bytes(b"{")
    with pytest.raises(Problem, match="no good backup"):
        open_folder(folder.path)
    assert folder.project_file.read_bytes() == b"{"


def test_a_project_of_a_newer_version_is_not_touched(folder: ProjectFolder, project: Project) -> None:
    back_up(folder.backups, dump_project(project))
    folder.project_file.write_bytes(b'{"format": 2, "inputs": "otherwise"}')
    with pytest.raises(Problem, match="newer wekipy"):
        open_folder(folder.path)
    assert folder.project_file.read_bytes() == b'{"format": 2, "inputs": "otherwise"}'


def test_the_last_five_backups_are_kept(tmp_path: Path) -> None:
    for n in range(1, 13):
        back_up(tmp_path / "backups", str(n).encode())
        back_up(tmp_path / "backups", str(n).encode())
    found = list_backups(tmp_path / "backups")
    assert [p.name for p in found] == [f"project-{n}.json" for n in range(8, 13)]
    assert [p.read_bytes() for p in found] == [b"8", b"9", b"10", b"11", b"12"]


@pytest.mark.parametrize(
    "changes",
    [{"output": "o2"}, {"kind": "classification", "classes": 2}, {"inputs": (0, 3)}],
)
def test_models_that_do_not_fit_are_noted(
    folder: ProjectFolder, make_model: Callable[..., Model], changes: dict[str, object]
) -> None:
    save_model(folder.model_file("o1"), make_model(**changes))
    opened = open_folder(folder.path)
    assert opened.models == {}
    assert "o1.npz" in opened.notes[0]
    assert "outputs-1" in opened.notes[0]


def test_a_damaged_model_is_noted(folder: ProjectFolder) -> None:
    folder.model_file("o2").write_bytes(b"PK")
    opened = open_folder(folder.path)
    assert "the model of outputs-2 cannot be used, train it again" in opened.notes[0]


def test_a_uid_never_leaves_the_folder(folder: ProjectFolder) -> None:
    for uid in ("../../x", "/etc/x", "nul", "O1", "a" * 200, "\ud800", "o1/"):
        path = folder.model_file(uid)
        assert path.parent == folder.models
        assert path.name.startswith("u-")
        assert path.name.isascii()
    assert folder.model_file("o12").name == "o12.npz"


def test_create_uses_an_empty_folder_and_no_other(tmp_path: Path, project: Project) -> None:
    (tmp_path / "new.wekipy").mkdir()
    (tmp_path / "new.wekipy" / "engine.lock").touch()
    create(tmp_path / "new.wekipy", project)
    for path in (tmp_path / "new.wekipy", tmp_path):
        with pytest.raises(Problem, match="not empty"):
            create(path, project)
    (tmp_path / "file").touch()
    with pytest.raises(Problem, match="there already"):
        create(tmp_path / "file", project)
    with pytest.raises(Problem, match="cannot make"):
        create(tmp_path / "file" / "x.wekipy", project)


def test_what_is_no_project(tmp_path: Path) -> None:
    with pytest.raises(Problem, match="there is no project at"):
        open_folder(tmp_path / "none.wekipy")
    with pytest.raises(Problem, match="is not a project; expected a folder"):
        open_folder(tmp_path)
    (tmp_path / "old").mkdir()
    (tmp_path / "old" / "old.wekproj").touch()
    for path in (tmp_path / "old", tmp_path / "old" / "old.wekproj"):
        with pytest.raises(Problem, match="is a Wekinator project"):
            open_folder(path)
