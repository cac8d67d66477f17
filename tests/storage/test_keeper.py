from __future__ import annotations

import errno
import os
import threading
import weakref
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import msgspec
import numpy as np
import pytest

from wekipy.engine.recorder import Recorder
from wekipy.learning.model import Model
from wekipy.project.create import new_project
from wekipy.project.examples import Rows, TakeData
from wekipy.project.history import History
from wekipy.project.project_text import dump_project, load_project
from wekipy.project.schema import Project, Take
from wekipy.storage import job_thread, saving, take_writing, trouble
from wekipy.storage.folder import ProjectFolder, open_folder, outputs_of
from wekipy.storage.keeper import Keeper
from wekipy.storage.project_file import list_backups
from wekipy.storage.shelf_files import ShelfRead, read_shelf
from wekipy.storage.take_file import TakeWriter, read_take
from wekipy.storage.take_writing import FollowedTake, Following, WholeTake

LONG = 30.0
needs_proc = pytest.mark.skipif(not Path("/proc/self/fd").exists(), reason="Linux tells which files are open")


@pytest.fixture
def reports() -> list[str]:
    return []


@pytest.fixture
def keeper(folder: ProjectFolder, reports: list[str]) -> Iterator[Keeper]:
    keeper = Keeper(folder, reports.append)
    yield keeper
    keeper.close()


def add(recorder: Recorder, rows: Rows) -> None:
    for row in rows:
        recorder.append(row["time"], row["inputs"], row["targets"])


def whole(data: TakeData) -> bytes:
    return b"".join(block.tobytes() for block in data.blocks)


def new_recorder(number: int = 1) -> Recorder:
    return Recorder(number, 3, ("o1", "o2"), "2026-01-02")


def with_take(project: Project, number: int, rows: int) -> Project:
    return msgspec.structs.replace(project, takes=(Take(number, rows),))


def full(*args: object) -> int:
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def test_a_take_is_on_disk_while_it_is_recorded(
    keeper: Keeper, folder: ProjectFolder, make_rows: Callable[..., Rows]
) -> None:
    rows = make_rows(70_000)  # more than two blocks of a recorder
    recorder = new_recorder()
    keeper.follow(recorder)
    for part in (rows[:5], rows[5:60_000], rows[60_000:]):
        add(recorder, part)
        assert keeper.flush(LONG)
        assert whole(read_take(folder.take_file(1))) == rows[: len(recorder)].tobytes()
    keeper.finish(1)
    assert keeper.close(LONG)
    assert whole(read_take(folder.take_file(1))) == rows.tobytes()


def test_one_take_after_the_other_and_an_empty_one(
    keeper: Keeper, folder: ProjectFolder, make_rows: Callable[..., Rows]
) -> None:
    for number, count in ((1, 3), (2, 0), (2, 4), (3, 5)):
        recorder = new_recorder(number)
        keeper.follow(recorder)
        add(recorder, make_rows(count, number))
        keeper.finish(number)
    assert keeper.flush(LONG)
    assert sorted(p.name for p in folder.examples.iterdir()) == [f"take-000{n}.rows" for n in (1, 2, 3)]
    assert [len(read_take(folder.take_file(n))) for n in (1, 2, 3)] == [3, 4, 5]
    assert open_folder(folder.path).project.takes[0].started == "2026-01-02"


def test_a_whole_take(keeper: Keeper, folder: ProjectFolder, make_rows: Callable[..., Rows]) -> None:
    data = TakeData(("o1", "o2"), (make_rows(3), make_rows(4)))
    keeper.save_take(1, data)
    keeper.save_take(2, TakeData(("o1",), ()))
    assert keeper.flush(LONG)
    assert whole(read_take(folder.take_file(1))) == whole(data)
    assert not folder.take_file(2).exists()


def test_the_newest_project_wins_and_few_are_written(
    keeper: Keeper, folder: ProjectFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    written = []
    real = saving.write_atomically

    def count(path: Path, data: bytes) -> None:
        written.append(data)
        real(path, data)

    monkeypatch.setattr(saving, "write_atomically", count)
    projects = [new_project(n, "1") for n in range(1, 1001)]
    for project in projects:
        keeper.save_project(project)
    assert keeper.flush(LONG)
    assert load_project(folder.project_file.read_bytes()) == projects[-1]
    assert written[-1] == dump_project(projects[-1])
    assert len(written) < 100


def test_a_project_waits_for_the_take_it_mentions(
    keeper: Keeper,
    folder: ProjectFolder,
    project: Project,
    make_rows: Callable[..., Rows],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    seen = []
    real = saving.write_atomically

    def look(path: Path, data: bytes) -> None:
        seen.append(len(read_take(folder.take_file(1))))
        real(path, data)

    monkeypatch.setattr(saving, "write_atomically", look)
    recorder = new_recorder()
    keeper.follow(recorder)
    add(recorder, make_rows(500))
    keeper.finish(1)
    keeper.save_project(with_take(project, 1, 500))
    assert keeper.flush(LONG)
    assert seen == [500]


def test_models_come_and_go(
    keeper: Keeper, folder: ProjectFolder, make_model: Callable[..., Model], reports: list[str]
) -> None:
    keeper.save_model(make_model("o1", fingerprint="old"))
    keeper.save_model(make_model("o1", fingerprint="new"))
    keeper.save_model(make_model("o2", kind="classification", classes=4))
    assert keeper.flush(LONG)
    models = open_folder(folder.path).models
    assert {uid: m.header.fingerprint for uid, m in models.items()} == {"o1": "new", "o2": "abc"}
    keeper.remove_model("o1")
    keeper.remove_model("o7")
    assert keeper.flush(LONG)
    assert list(open_folder(folder.path).models) == ["o2"]
    assert reports == []


def test_a_model_that_can_never_be_saved_holds_nothing_up(
    keeper: Keeper, folder: ProjectFolder, make_model: Callable[..., Model], reports: list[str]
) -> None:
    bad = Model(make_model().header, {"x": np.array([None])})  # type: ignore[dict-item]
    keeper.save_model(bad)
    assert keeper.flush(LONG)
    assert len(reports) == 1
    assert "cannot be saved" in reports[0]


def test_the_opened_project_is_backed_up_and_later_ones_now_and_then(
    keeper: Keeper, folder: ProjectFolder, project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    for n in range(1, 4):
        keeper.save_project(new_project(n, "1"))
        assert keeper.flush(LONG)
    assert [p.read_bytes() for p in list_backups(folder.backups)] == [dump_project(project)]
    monkeypatch.setattr(saving, "BACK_UP_EVERY", 0.0)
    for n in range(4, 14):
        keeper.save_project(new_project(n, "1"))
        assert keeper.flush(LONG)
    backups = [load_project(p.read_bytes()) for p in list_backups(folder.backups)]
    assert [len(p.inputs) for p in backups] == [9, 10, 11, 12, 13]


class Failing:
    """Makes a function of `os` fail until told otherwise, and waits for a report of it."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
        self.reports: list[str] = []
        self._told = threading.Event()
        self._failed_again = threading.Semaphore(0)
        self._monkeypatch = monkeypatch
        self._name = name
        self.real = getattr(os, name)
        monkeypatch.setattr(job_thread, "RETRY", 0.01)
        monkeypatch.setattr(os, name, self._fail)

    def _fail(self, *args: object) -> int:
        self._failed_again.release()
        return full()

    def report(self, text: str) -> None:
        self.reports.append(text)
        self._told.set()

    def wait(self, times: int) -> None:
        assert self._told.wait(LONG)
        for _ in range(times):
            assert self._failed_again.acquire(timeout=LONG)

    def repair(self) -> None:
        self._monkeypatch.setattr(os, self._name, self.real)


@pytest.mark.parametrize("function", ["write", "fsync", "replace"])
def test_a_full_disk_loses_nothing(
    folder: ProjectFolder,
    project: Project,
    make_rows: Callable[..., Rows],
    make_model: Callable[..., Model],
    monkeypatch: pytest.MonkeyPatch,
    function: str,
) -> None:
    failing = Failing(monkeypatch, function)
    keeper = Keeper(folder, failing.report)
    before = folder.project_file.read_bytes()
    rows = make_rows(900)
    recorder = new_recorder()
    keeper.follow(recorder)
    add(recorder, rows[:300])
    failing.wait(5)
    add(recorder, rows[300:])
    keeper.finish(1)
    saved = with_take(project, 1, 900)
    history = History(project)
    history.do("record", saved)
    keeper.record(history.fresh())
    keeper.save_project(saved)
    first, second = make_model(fingerprint="first"), make_model(fingerprint="second")
    keeper.save_model(second, [first, second])
    failing.wait(5)
    assert "CANNOT SAVE" in keeper.trouble
    assert not keeper.flush(0.05)
    assert folder.project_file.read_bytes() == before
    assert len(failing.reports) == 1
    assert "CANNOT SAVE (No space left on device" in failing.reports[0]
    failing.repair()
    assert keeper.flush(LONG)
    assert whole(read_take(folder.take_file(1))) == rows.tobytes()
    assert load_project(folder.project_file.read_bytes()) == saved
    opened = open_folder(folder.path)
    assert opened.models["o1"].header == second.header
    assert [step.label for step in opened.journal.steps.past] == ["record"]
    shelf = read_shelf(folder, outputs_of(opened.project)[0], opened.models["o1"])
    assert [model.header for model in shelf.models.values()] == [first.header, second.header]
    assert (opened.notes, shelf.notes) == ([], [])
    assert keeper.close(LONG)
    assert len(failing.reports) == 2
    assert "saving works again" in failing.reports[1]


def test_close_gives_up_on_a_disk_that_stays_full(
    folder: ProjectFolder, make_rows: Callable[..., Rows], monkeypatch: pytest.MonkeyPatch
) -> None:
    failing = Failing(monkeypatch, "write")
    keeper = Keeper(folder, failing.report)
    recorder = new_recorder()
    keeper.follow(recorder)
    add(recorder, make_rows(3))
    failing.wait(1)
    assert not keeper.close(0.05)


def test_a_take_file_in_the_way_is_kept_and_other_takes_are_written(
    keeper: Keeper, folder: ProjectFolder, make_rows: Callable[..., Rows], reports: list[str]
) -> None:
    folder.take_file(1).write_bytes(b"precious")
    data = TakeData(("o1", "o2"), (make_rows(3),))
    keeper.save_take(1, data)
    keeper.save_take(2, data)
    assert not keeper.flush(0.2)
    assert folder.take_file(1).read_bytes() == b"precious"
    folder.take_file(1).unlink()
    assert keeper.flush(LONG)
    assert len(read_take(folder.take_file(1))) == len(read_take(folder.take_file(2))) == 3
    assert "take-0001.rows" in reports[0]


def test_closing_during_a_take_keeps_its_rows(
    keeper: Keeper, folder: ProjectFolder, make_rows: Callable[..., Rows]
) -> None:
    rows = make_rows(50)
    recorder = new_recorder()
    keeper.follow(recorder)
    add(recorder, rows)
    assert keeper.close(LONG)
    opened = open_folder(folder.path)
    assert opened.notes == ["take 1 was recovered: 50 examples"]
    assert opened.project.takes[0].counts == {"o1": 50, "o2": 37}


def test_nothing_large_is_kept_after_closing(
    folder: ProjectFolder, make_rows: Callable[..., Rows], make_model: Callable[..., Model]
) -> None:
    keeper = Keeper(folder, print)
    data, model, earlier = TakeData(("o1", "o2"), (make_rows(3),)), make_model(), make_model()
    keeper.save_take(1, data)
    keeper.save_model(model, [earlier, model])
    keeper.know_models("o2", ShelfRead(earlier, {}, []))
    assert keeper.close(LONG)
    kept = [weakref.ref(large) for large in (model, earlier, data)]
    del data, model, earlier
    assert [large() for large in kept] == [None, None, None]


def test_trouble_is_told_at_most_every_thirty_seconds(monkeypatch: pytest.MonkeyPatch) -> None:
    now = [100.0]
    monkeypatch.setattr(trouble.time, "monotonic", lambda: now[0])
    told: list[str] = []
    one = trouble.Trouble(told.append)
    one.worked("rows")
    for second in range(65):
        now[0] = 100.0 + second
        one.failed("rows", OSError(28, "full", "/x"))
        one.failed("saving", MemoryError())
        one.worked("saving")
    assert len(told) == 3
    assert "full: /x" in told[0]
    one.worked("rows")
    assert "works again" in told[3]
    one.failed("saving", MemoryError())
    assert "memory is full" in told[4]


@pytest.mark.skipif(
    not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only root can mount a small disk"
)
def test_a_disk_that_is_really_full(
    tmp_path: Path, project: Project, make_rows: Callable[..., Rows], monkeypatch: pytest.MonkeyPatch
) -> None:
    import subprocess

    from wekipy.storage.folder import create

    small = tmp_path / "small"
    small.mkdir()
    if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=400k", "none", small], check=False).returncode:
        pytest.skip("this machine does not let root mount")
    try:
        monkeypatch.setattr(job_thread, "RETRY", 0.01)
        folder = create(small / "piece.wekipy", project)
        told = threading.Event()
        keeper = Keeper(folder, lambda text: told.set())
        (small / "ballast").write_bytes(bytes(300_000))
        rows = make_rows(5_000)  # 140 kB
        recorder = new_recorder()
        keeper.follow(recorder)
        add(recorder, rows)
        assert told.wait(LONG)
        assert 0 < len(read_take(folder.take_file(1))) < 5_000
        (small / "ballast").unlink()
        keeper.finish(1)
        keeper.save_project(with_take(project, 1, 5_000))
        assert keeper.close(LONG)
        assert whole(read_take(folder.take_file(1))) == rows.tobytes()
        assert open_folder(folder.path).notes == []
    finally:
        subprocess.run(["umount", "-l", small], check=True)


@needs_proc
def test_many_takes_at_once_open_few_files(
    keeper: Keeper,
    folder: ProjectFolder,
    project: Project,
    make_rows: Callable[..., Rows],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    most, real = [0], TakeWriter.append

    def count(writer: TakeWriter, parts: Iterable[Rows]) -> None:
        files = list(Path("/proc/self/fd").iterdir())
        most.append(sum(f.is_symlink() and str(f.readlink()).endswith(".rows") for f in files))
        real(writer, parts)

    monkeypatch.setattr(TakeWriter, "append", count)
    takes = tuple(Take(n, 3) for n in range(1, 301))
    for take in takes:
        keeper.save_take(take.number, TakeData(("o1", "o2"), (make_rows(3, take.number),)))
    keeper.save_project(msgspec.structs.replace(project, takes=takes))
    assert keeper.flush(LONG)
    assert 1 <= max(most) <= take_writing.MOST_OPEN + 2  # one being written, one being synced
    opened = open_folder(folder.path)
    assert len(opened.data) == 300
    assert opened.data[300].blocks[0].tobytes() == make_rows(3, 300).tobytes()


def test_takes_that_wait_for_their_sync_keep_few_files_open(
    folder: ProjectFolder, make_rows: Callable[..., Rows]
) -> None:
    """However long the other thread takes to sync them."""
    written = Following(completed=lambda: None)
    takes = [
        FollowedTake(WholeTake(n, TakeData(("o1", "o2"), (make_rows(3, n),))), folder.examples, finished=True)
        for n in range(1, 101)
    ]
    for take in takes:
        written.follow(take)
    written.work()
    assert all(take.complete for take in takes)
    assert sum(take.open for take in takes) == take_writing.MOST_OPEN
    for take in takes:
        take.sync()
    assert all(take.safe for take in takes)
    assert len(read_take(folder.take_file(100))) == 3


@needs_proc
def test_a_project_names_a_take_only_once_its_rows_are_on_disk(
    folder: ProjectFolder, project: Project, make_rows: Callable[..., Rows], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The order of what reaches the disk: the rows, the name of their file, then project.json."""
    calls: list[str] = []
    real_sync, real_replace = os.fsync, os.replace

    def sync(file: int) -> None:
        calls.append(f"fsync {Path(f'/proc/self/fd/{file}').readlink().name}")
        real_sync(file)

    def replace(old: Path, new: Path) -> None:
        calls.append(f"replace {Path(new).name}")
        real_replace(old, new)

    keeper = Keeper(folder, print)
    assert keeper.flush(LONG)
    monkeypatch.setattr(os, "fsync", sync)
    monkeypatch.setattr(os, "replace", replace)
    recorder = new_recorder()
    keeper.follow(recorder)
    add(recorder, make_rows(20))
    keeper.finish(1)
    keeper.save_take(2, TakeData(("o1", "o2"), (make_rows(5),)))
    takes = (Take(1, 20), Take(2, 5))
    keeper.save_project(msgspec.structs.replace(project, takes=takes))
    assert keeper.close(LONG)
    named = calls.index("replace project.json")
    for name in ("take-0001.rows", "take-0002.rows", "examples"):
        assert f"fsync {name}" in calls[:named], calls
    assert calls[named - 1].startswith("fsync .project.json")
    assert "fsync piece.wekipy" in calls[named:]


@needs_proc
def test_a_take_that_cannot_be_synced_is_not_in_project_json(
    folder: ProjectFolder, project: Project, make_rows: Callable[..., Rows], monkeypatch: pytest.MonkeyPatch
) -> None:
    real, failed = os.fsync, threading.Semaphore(0)

    def fail(file: int) -> None:
        if Path(f"/proc/self/fd/{file}").readlink().suffix == ".rows":
            failed.release()
            raise OSError(errno.EIO, os.strerror(errno.EIO))
        real(file)

    monkeypatch.setattr(job_thread, "RETRY", 0.01)
    monkeypatch.setattr(os, "fsync", fail)
    keeper = Keeper(folder, lambda _: None)
    keeper.save_take(1, TakeData(("o1", "o2"), (make_rows(5),)))
    keeper.save_project(with_take(project, 1, 5))
    for _ in range(5):
        assert failed.acquire(timeout=LONG)
    assert load_project(folder.project_file.read_bytes()) == project
    monkeypatch.setattr(os, "fsync", real)
    assert keeper.close(LONG)
    assert load_project(folder.project_file.read_bytes()) == with_take(project, 1, 5)


@needs_proc
def test_takes_are_written_again_after_a_failed_sync(
    folder: ProjectFolder, make_rows: Callable[..., Rows], monkeypatch: pytest.MonkeyPatch
) -> None:
    """What a disk took before it failed may be gone; also of takes whose files were closed meanwhile."""
    real, failed, works = os.fsync, threading.Semaphore(0), threading.Event()

    def fail(file: int) -> None:
        if not works.is_set() and Path(f"/proc/self/fd/{file}").readlink().suffix == ".rows":
            os.ftruncate(file, 0)
            failed.release()
            raise OSError(errno.EIO, os.strerror(errno.EIO))
        real(file)

    monkeypatch.setattr(job_thread, "RETRY", 0.01)
    monkeypatch.setattr(os, "fsync", fail)
    keeper = Keeper(folder, lambda _: None)
    count = 3 * take_writing.MOST_OPEN
    for number in range(1, count + 1):
        keeper.save_take(number, TakeData(("o1", "o2"), (make_rows(9, number),)))
    for _ in range(2 * count):
        assert failed.acquire(timeout=LONG)
    works.set()
    assert keeper.close(LONG)
    for number in range(1, count + 1):
        assert whole(read_take(folder.take_file(number))) == make_rows(9, number).tobytes()
