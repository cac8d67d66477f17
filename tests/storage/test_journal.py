"""The journal on disk: what is whole is used, what is not costs the undo list and nothing else."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from pathlib import Path

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wekipy.project import editing
from wekipy.project.create import new_project
from wekipy.project.history import Entry, History, Step
from wekipy.project.project_text import dump_project, journal_of, load_project
from wekipy.storage import journal
from wekipy.storage.folder import ProjectFolder, create, open_folder
from wekipy.storage.journal import Journal, JournalRead, read_journal
from wekipy.storage.keeper import Keeper


def step(label: str, size: int = 10) -> Step:
    raw = msgspec.Raw(msgspec.json.encode({"fields": {"input_address": "/" + "x" * size}}))
    return Step(label, raw, raw)


def written(path: Path, entries: Sequence[Entry], read: JournalRead | None = None) -> Journal:
    made = Journal(path, read or JournalRead())
    made.add(entries)
    made.write()
    return made


DO = [Entry("do", step(f"{n}")) for n in range(5)]


def labels(read: JournalRead) -> tuple[list[str], list[str]]:
    return [s.label for s in read.steps.past], [s.label for s in read.steps.future]


def test_what_was_done_comes_back(tmp_path: Path) -> None:
    path = tmp_path / "journal"
    written(path, [*DO, Entry("undo"), Entry("undo"), Entry("redo")])
    read = read_journal(path, 8)
    assert labels(read) == (["0", "1", "2", "3"], ["4"])
    assert (read.clean, read.notes) == (True, [])
    written(path, [Entry("undo"), Entry("do", step("new"))], read)
    assert labels(read_journal(path, 10)) == (["0", "1", "2", "new"], [])


def test_what_project_json_does_not_know_is_left_out(tmp_path: Path) -> None:
    path = tmp_path / "journal"
    written(path, DO)
    read = read_journal(path, 3)
    assert labels(read) == (["0", "1", "2"], [])
    assert not read.clean
    written(path, [Entry("undo")], read)
    again = read_journal(path, 4)
    assert labels(again) == (["0", "1"], ["2"])
    assert again.clean


def test_a_journal_that_ends_before_is_left_out(tmp_path: Path) -> None:
    path = tmp_path / "journal"
    written(path, DO)
    read = read_journal(path, 6)
    assert labels(read) == ([], [])
    assert len(read.notes) == 1
    written(path, [Entry("do", step("new"))], read)
    assert labels(read_journal(path, 7)) == (["new"], [])


def test_no_journal_is_no_news(tmp_path: Path) -> None:
    read = read_journal(tmp_path / "journal", 12)
    assert (labels(read), read.notes) == (([], []), [])
    made = Journal(tmp_path / "journal", read)
    made.write()
    assert not (tmp_path / "journal").exists()


def test_a_torn_end_is_cut_off(tmp_path: Path) -> None:
    path = tmp_path / "journal"
    written(path, DO[:4])
    whole = path.read_bytes()
    written(path, DO[4:], read_journal(path, 4))
    longer = path.read_bytes()
    for cut in range(len(whole), len(longer)):
        path.write_bytes(longer[:cut])
        read = read_journal(path, 4)
        assert labels(read) == (["0", "1", "2", "3"], [])
        written(path, [Entry("undo")], read)
        assert labels(read_journal(path, 5)) == (["0", "1", "2"], ["3"])


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_a_damaged_journal_never_stops_a_project(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    folder = tmp_path_factory.mktemp("damaged")
    path = folder / "journal"
    written(path, [*DO, Entry("undo")])
    good = bytearray(path.read_bytes())
    for _ in range(data.draw(st.integers(1, 4))):
        good[data.draw(st.integers(0, len(good) - 1))] = data.draw(st.integers(0, 255))
    path.write_bytes(data.draw(st.sampled_from([bytes(good), data.draw(st.binary(max_size=200))])))
    read = read_journal(path, 6)
    assert read.notes or labels(read) == (["0", "1", "2", "3"], ["4"])
    written(path, [Entry("do", step("new"))], read)
    assert read_journal(path, 7).steps.past[-1].label == "new"
    shutil.rmtree(folder)


@pytest.mark.parametrize(
    "entries",
    [[Entry("undo")], [Entry("redo")], [Entry("do")], [*DO, Entry("redo")]],
    ids=lambda entries: "-".join(entry.move for entry in entries),
)
def test_entries_that_make_no_sense(tmp_path: Path, entries: list[Entry]) -> None:
    written(tmp_path / "journal", entries)
    read = read_journal(tmp_path / "journal", len(entries))
    assert labels(read) == ([], [])
    assert len(read.notes) == 1


def test_a_long_journal_is_written_anew(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(journal, "MOST_BYTES", 20_000)
    monkeypatch.setattr(journal, "REWRITE_BYTES", 40_000)
    path = tmp_path / "journal"
    made = Journal(path, JournalRead())
    for n in range(200):
        made.add([Entry("do", step(f"{n}", 200))])
        made.write()
        made.shorten()
    assert path.stat().st_size <= 41_000
    made.add([Entry("undo")])
    made.write()
    read = read_journal(path, 201)
    assert read.clean
    past, future = labels(read)
    assert future == ["199"]
    assert past == [str(n) for n in range(199 - len(past), 199)]
    assert len(past) > 20


def test_a_disk_that_is_full_for_a_while(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "journal"
    made = written(path, DO[:2])
    made.add(DO[2:])

    def full(file: int) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as broken:
        broken.setattr(journal.os, "fsync", full)
        with pytest.raises(OSError, match="No space"):
            made.write()
    assert made.behind
    made.write()
    assert labels(read_journal(path, 5)) == (["0", "1", "2", "3", "4"], [])


def test_project_json_says_what_led_to_it() -> None:
    project = new_project(1, "1")
    assert journal_of(dump_project(project, 7)) == 7
    assert load_project(dump_project(project, 7)) == project
    assert [
        journal_of(text) for text in (b"{}", b"[]", b'{"journal": -1}', b'{"journal": "x"}', b"\xff")
    ] == [0] * 5


def test_the_folder_keeps_its_history(folder: ProjectFolder) -> None:
    kept = History(open_folder(folder.path).project)
    keeper = Keeper(folder, print)
    for name in ("a", "b", "c"):
        kept.do(f"name {name}", editing.rename_outputs(kept.project, [name, "x"]))
        keeper.record(kept.fresh())
        keeper.save_project(kept.project)
    assert keeper.close(10.0)
    opened = open_folder(folder.path)
    assert opened.project == kept.project
    again = History(opened.project, opened.journal.steps.past, opened.journal.steps.future)
    assert [again.undo() for _ in range(3)] == ["name c", "name b", "name a"]
    assert again.project == new_project(3, "1,class:4")


def test_a_backup_goes_back_in_the_history_too(tmp_path: Path) -> None:
    folder = create(tmp_path / "p.wekipy", new_project(1, "1"))
    written(folder.journal, DO)
    folder.backups.mkdir(exist_ok=True)
    (folder.backups / "project-1.json").write_bytes(dump_project(new_project(1, "1"), 2))
    folder.project_file.write_bytes(b"damaged")
    assert labels(open_folder(folder.path).journal) == (["0", "1"], [])
