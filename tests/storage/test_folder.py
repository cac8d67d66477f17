from __future__ import annotations

import errno
import os
from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO

import msgspec
import numpy as np
import pytest

from wekipy.learning.model import Model
from wekipy.project.create import new_project
from wekipy.project.editing import next_take
from wekipy.project.examples import MadeOf, Rows, dataset, measured, row_type, used
from wekipy.project.missing import DataMissing, check_nothing_missing
from wekipy.project.problem import Problem
from wekipy.project.project_text import dump_project
from wekipy.project.schema import Project, Take
from wekipy.project.take_edits import restore_takes, trim_take
from wekipy.project.take_parts import cut
from wekipy.storage import take_file
from wekipy.storage.folder import ProjectFolder, create, open_folder
from wekipy.storage.model_file import save_model
from wekipy.storage.project_file import back_up, list_backups
from wekipy.storage.take_file import TakeWriter, read_take, stored_type

MakeRows = Callable[..., Rows]


def record(folder: ProjectFolder, number: int, rows: Rows) -> Take:
    writer = TakeWriter(folder.examples, number, 3, ("o1", "o2"), "2026-01-02T03:04:05")
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


def test_other_counts_than_in_the_file_are_put_right(
    folder: ProjectFolder, project: Project, make_rows: MakeRows
) -> None:
    take = record(folder, 1, make_rows(40))
    wrong = msgspec.structs.replace(take, examples=2, counts={"o1": 2}, erased=("o2",))
    with_takes(folder, project, wrong)
    opened = open_folder(folder.path)
    assert opened.project.takes == (msgspec.structs.replace(take, erased=("o2",)),)
    assert opened.notes == ["take 1 has 40 examples in its file, not 2: put right"]


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


def test_takes_with_other_inputs_and_of_another_number(
    folder: ProjectFolder, project: Project, make_rows: MakeRows
) -> None:
    writer = TakeWriter(folder.examples, 1, 4, ("o1",), "")
    writer.append([np.zeros(4, row_type(4, 1))])
    writer.close()
    record(folder, 2, make_rows(4))
    folder.take_file(2).rename(folder.take_file(5))
    opened = open_folder(folder.path)
    assert list(opened.data) == [1]
    assert opened.notes[0] == "take 1 was recovered: 4 examples, recorded with 4 inputs"
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


def damage(folder: ProjectFolder, number: int, rows: tuple[int, ...]) -> bytes:
    """Flip a bit in some rows of a take; the bytes of its file before."""
    path = folder.take_file(number)
    before = path.read_bytes()
    text, row = bytearray(before), stored_type(3, 2).itemsize
    start = len(b"".join(before.splitlines(keepends=True)[:6]))
    for n in rows:
        text[start + n * row + 9] ^= 4
    path.write_bytes(text)
    return before


def test_damaged_examples_are_left_out_and_named_each_time(
    folder: ProjectFolder, project: Project, make_rows: MakeRows
) -> None:
    rows = make_rows(40)
    take = record(folder, 1, rows)
    whole = with_takes(folder, project, take)
    sound = damage(folder, 1, (3, 20))
    for _ in range(2):
        opened = open_folder(folder.path)
        assert opened.notes == [
            "take 1: 38 examples of 40 can be used; 2 are damaged in take-0001.rows; a copy of that file"
            " would bring them back"
        ]
        assert (opened.project.takes[0].examples, opened.project.takes[0].lost) == (38, 2)
        assert opened.data[1].blocks[0].tobytes() == np.delete(rows, (3, 20)).tobytes()
        with pytest.raises(DataMissing, match="take 1 lacks 2 of 40"):
            check_nothing_missing(opened.project)
        with_takes(folder, project, *opened.project.takes)
    folder.take_file(1).write_bytes(sound)
    opened = open_folder(folder.path)
    assert opened.notes == ["take 1 has all of its 40 examples again"]
    assert opened.project == whole
    check_nothing_missing(opened.project)


def test_a_trim_stays_where_it_was_when_rows_are_damaged(
    folder: ProjectFolder, project: Project, make_rows: MakeRows
) -> None:
    rows = make_rows(40)
    take = record(folder, 1, rows)
    trimmed = trim_take(with_takes(folder, project, take), {1: read_take(folder.take_file(1))}, 1, 0.1, 0.2)
    assert trimmed.takes[0].trim is not None
    first, last = trimmed.takes[0].trim.first, trimmed.takes[0].trim.last
    with_takes(folder, project, *trimmed.takes)
    damage(folder, 1, (0, 1, 12, 39))
    for _ in range(2):
        opened = open_folder(folder.path)
        found = opened.project.takes[0]
        assert found.lost == 1
        assert used(found, opened.data[1]).blocks[0].tobytes() == np.delete(rows, 12)[first:last].tobytes()
        with_takes(folder, project, *opened.project.takes)
    again = trim_take(opened.project, opened.data, 1, found.trim.start, found.trim.end)
    assert used(again.takes[0], opened.data[1]).blocks[0]["time"][0] >= rows["time"][2]
    whole = trim_take(opened.project, opened.data, 1, 0.0, 100.0)
    assert whole.takes[0].examples == 36
    _, second = cut(whole.takes[0], opened.data[1], [0.2])
    assert second.times()[-1] == rows["time"][38]


def test_a_truncated_take_lacks_examples(
    folder: ProjectFolder, project: Project, make_rows: MakeRows
) -> None:
    with_takes(folder, project, record(folder, 1, make_rows(40)))
    path = folder.take_file(1)
    path.write_bytes(path.read_bytes()[: -stored_type(3, 2).itemsize - 1])
    opened = open_folder(folder.path)
    assert opened.project.takes[0].lost == 2
    assert "take 1: 38 examples of 40 can be used; 2 are missing from take-0001.rows" in opened.notes[0]


@pytest.mark.parametrize("code", [errno.EMFILE, errno.EIO, errno.EACCES, errno.ENOENT])
def test_a_take_that_cannot_be_read_never_looks_empty(
    folder: ProjectFolder, project: Project, make_rows: MakeRows, monkeypatch: pytest.MonkeyPatch, code: int
) -> None:
    saved = with_takes(folder, project, record(folder, 1, make_rows(40)), record(folder, 2, make_rows(3)))
    real = take_file.open_plain

    def fail(path: Path) -> BinaryIO:
        if path.name == "take-0001.rows":
            raise OSError(code, os.strerror(code))
        return real(path)

    monkeypatch.setattr(take_file, "open_plain", fail)
    for _ in range(2):
        opened = open_folder(folder.path)
        assert opened.project.takes[0].lost == 40
        assert os.strerror(code) in opened.notes[0]
        assert "its 40 examples will be there again when the file is" in opened.notes[0]
        with pytest.raises(DataMissing, match="take 1 lacks 40 of 40"):
            check_nothing_missing(opened.project)
        with_takes(folder, project, *opened.project.takes)
    monkeypatch.undo()
    assert open_folder(folder.path).project == saved


@pytest.mark.parametrize("change", [{"deleted": True}, {"on": False}])
def test_what_nothing_learns_from_is_not_missed(
    folder: ProjectFolder, project: Project, make_rows: MakeRows, change: dict[str, bool]
) -> None:
    with_takes(folder, project, msgspec.structs.replace(record(folder, 1, make_rows(4)), **change))
    damage(folder, 1, (0,))
    check_nothing_missing(open_folder(folder.path).project)


def made(folder: ProjectFolder, number: int, rows: Rows, made_of: MadeOf) -> None:
    writer = TakeWriter(folder.examples, number, 3, ("o1", "o2"), "", made_of)
    writer.append([rows])
    writer.close()


def test_what_was_made_of_a_take_does_not_come_back_beside_it(
    folder: ProjectFolder, project: Project, make_rows: MakeRows
) -> None:
    with_takes(folder, project, record(folder, 1, make_rows(10)))
    record(folder, 2, make_rows(7, 2))  # recorded, and not in the project yet
    for number, made_of in ((3, (1,)), (4, (1,)), (5, (1, 2)), (6, (9,))):
        made(folder, number, make_rows(5), MadeOf(made_of))
    for number in (7, 8, 9):
        made(folder, number, make_rows(5), MadeOf(source="other.wekipy"))
    opened = open_folder(folder.path)
    assert [t.number for t in opened.project.live_takes()] == [1, 2, 6]  # of 6's source there is nothing
    assert sorted(opened.data) == list(range(1, 10))
    after = "the engine ended before the project was saved; kept as deleted, so that no example counts twice;"
    assert opened.notes == [
        "take 2 was recovered: 7 examples",
        "take 6 was recovered: 5 examples",
        f"takes 3 to 4, made of take 1: {after} restore them or do it again",
        f"take 5, made of takes 1 to 2: {after} restore it or do it again",
        f"takes 7 to 9, made of other.wekipy: {after} restore them or do it again",
    ]
    assert restore_takes(opened.project, [3]).live_takes()[2].number == 3
    with_takes(folder, project, *opened.project.takes)
    assert open_folder(folder.path).notes == []
