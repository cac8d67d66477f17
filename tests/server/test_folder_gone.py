"""A project folder that is renamed, deleted, replaced, or taken out with its disk, while an engine plays."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import pytest
from on_stage import Stage
from waiting import ask_until

from wekipy.child import free_port
from wekipy.client import Client
from wekipy.project.problem import Problem
from wekipy.storage.folder import open_folder

MakeStage = Callable[..., Stage]
GONE = "THE PROJECT FOLDER IS GONE"


def saving(s: Stage) -> str:
    """Why nothing is saved."""
    return str(s.client.health()["saving"])


def folder_of(s: Stage) -> Path:
    return Path(s.client.state()["project"]["folder"])


def record(s: Stage, numbers: range) -> None:
    """Examples that are all different."""
    for n in numbers:
        s.client.take_inputs(n, n)


def rows(folder: Path) -> list[float]:
    """The examples in takes that count."""
    opened = open_folder(folder)
    kept = [opened.data[take.number] for take in opened.project.training_takes()]
    return sorted(float(x) for data in kept for block in data.blocks for x in block["inputs"][:, 0])


def remove(folder: Path) -> None:
    gone = folder.rename(folder.with_name("gone"))  # in one step, as the engine may write this very moment
    shutil.rmtree(gone)


def rename(folder: Path) -> None:
    folder.rename(folder.with_name("elsewhere"))


def put_a_file_there(folder: Path) -> None:
    rename(folder)
    folder.write_text("a letter")


def put_a_folder_there(folder: Path) -> None:
    rename(folder)
    folder.mkdir()


def take_the_disk_out(folder: Path) -> None:
    folder.parent.rename(folder.parent.with_name("unplugged"))


def remove_the_takes(folder: Path) -> None:
    gone = (folder / "examples").rename(folder / "gone")
    shutil.rmtree(gone)


def rename_the_takes(folder: Path) -> None:
    (folder / "examples").rename(folder / "examples of yesterday")


def put_other_takes_there(folder: Path) -> None:
    rename_the_takes(folder)
    (folder / "examples").mkdir()


def put_a_link_there(folder: Path) -> None:
    rename_the_takes(folder)
    (folder / "examples").symlink_to(folder / "examples of yesterday")


DISASTERS = [remove, rename, put_a_file_there, put_a_folder_there, take_the_disk_out]
PARTS = [remove_the_takes, rename_the_takes, put_other_takes_there, put_a_link_there]


@contextmanager
def on_a_disk(tmp_path: Path, *arguments: str) -> Iterator[Stage]:
    disk = tmp_path / "disk"
    disk.mkdir()
    s = Stage(str(disk / "piece.wekipy"), "--inputs", "2", "--outputs", "1", *arguments)
    try:
        yield s
    finally:
        s.close()


@pytest.mark.parametrize("disaster", DISASTERS, ids=lambda disaster: disaster.__name__)
def test_nothing_is_made_anew_and_a_copy_holds_all(
    disaster: Callable[[Path], None], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    with on_a_disk(tmp_path) as s:
        folder = folder_of(s)
        with s.client.recording([0.5]):
            record(s, range(10))
        s.client.save()
        s.client.start_recording()
        record(s, range(10, 20))
        disaster(folder)
        record(s, range(20, 30))
        ask_until(lambda: saving(s), lambda text: GONE in text)
        record(s, range(30, 40))
        with pytest.raises(Problem, match=GONE):
            s.client.save()
        assert any(GONE in line for line in s.engine.lines)
        if folder.exists():
            assert folder.is_file() or not list(folder.iterdir())
        s.client.train()
        copy = Path(s.client.copy_project("rescued"))
        assert folder_of(s) == copy
        assert saving(s) == ""
        with s.client.recording([0.25]):
            record(s, range(40, 50))
        s.client.save()
        assert s.engine.end() == 0
        assert rows(copy) == list(range(50))
        assert open_folder(copy).models
        if folder.exists():
            assert folder.is_file() or not list(folder.iterdir())


@pytest.mark.parametrize("disaster", PARTS, ids=lambda disaster: disaster.__name__)
def test_a_project_whose_takes_went_is_gone_and_a_copy_holds_all(
    disaster: Callable[[Path], None], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    with on_a_disk(tmp_path) as s:
        folder = folder_of(s)
        with s.client.recording([0.5]):
            record(s, range(10))
        s.client.save()
        s.client.start_recording()
        record(s, range(10, 20))
        disaster(folder)
        left = {file: file.stat().st_size for file in folder.glob("examples*/*")}
        record(s, range(20, 30))
        ask_until(lambda: saving(s), lambda text: GONE in text)
        with pytest.raises(Problem, match=GONE):
            s.client.save()
        copy = Path(s.client.copy_project("rescued"))  # ends the take, as for the whole folder
        with s.client.recording([0.25]):
            record(s, range(30, 40))
        s.client.save()
        assert s.engine.end() == 0
        assert rows(copy) == list(range(40))
        for file, size in left.items():
            assert file.stat().st_size == size  # what was put elsewhere is nobody's to write in


@pytest.mark.parametrize("away", [rename, take_the_disk_out], ids=lambda away: away.__name__)
def test_a_folder_that_comes_back_is_saved_again_in_one_piece(
    away: Callable[[Path], None], tmp_path: Path
) -> None:
    with on_a_disk(tmp_path) as s:
        folder = folder_of(s)
        s.client.start_recording()
        record(s, range(10))
        away(folder)
        record(s, range(10, 20))
        ask_until(lambda: saving(s), lambda text: GONE in text)
        if away is rename:
            folder.with_name("elsewhere").rename(folder)
        else:
            folder.parent.with_name("unplugged").rename(folder.parent)
        record(s, range(20, 30))
        ask_until(lambda: saving(s), lambda text: text == "")
        s.client.stop_recording()
        s.client.save()
        assert s.engine.end() == 0
        assert rows(folder) == list(range(30))
        assert len(open_folder(folder).project.takes) == 1


def test_an_engine_whose_folder_is_gone_ends_with_a_word_and_exit_code_4(tmp_path: Path) -> None:
    with on_a_disk(tmp_path) as s:
        with s.client.recording([0.5]):
            record(s, range(10))
        remove(folder_of(s))
        s.client.rename_outputs("x")
        ask_until(lambda: saving(s), lambda text: GONE in text)
        s.engine.process.terminate()
        assert s.engine.process.wait(20) == 4
        s.engine._finish_reading()
        assert any("NOT EVERYTHING OF piece.wekipy COULD BE SAVED" in line for line in s.engine.lines)


@pytest.mark.skipif(sys.platform != "linux", reason="sets another process's limits")
def test_an_engine_on_a_full_disk_says_what_it_waits_for_and_ends_with_exit_code_4(tmp_path: Path) -> None:
    import resource

    with on_a_disk(tmp_path) as s:
        s.client.save()
        resource.prlimit(s.engine.process.pid, resource.RLIMIT_FSIZE, (100, 100))
        with s.client.recording([0.5]):
            record(s, range(100))
        ask_until(lambda: saving(s), lambda text: "CANNOT SAVE" in text)
        s.engine.process.terminate()
        assert s.engine.process.wait(40) == 4
        s.engine._finish_reading()
        assert any("still saving; this may take" in line and "CANNOT SAVE" in line for line in s.engine.lines)
        assert any("NOT EVERYTHING" in line for line in s.engine.lines)


def test_a_project_left_for_another_is_saved_in_the_end(tmp_path: Path) -> None:
    with on_a_disk(tmp_path) as s:
        folder = folder_of(s)
        s.client.new_project("next")
        s.client.open_project(str(folder))
        rename(folder)
        with s.client.recording([0.5]):
            record(s, range(10))
        ask_until(lambda: saving(s), lambda text: GONE in text)
        s.client.open_project("next.wekipy")
        folder.with_name("elsewhere").rename(folder)
        assert s.engine.end(40) == 0
        assert rows(folder) == list(range(10))


# Projects that cannot be written


@pytest.fixture
def played(tmp_path: Path) -> Iterator[tuple[Client, Path]]:
    """A client of an engine that plays a project on a disk that is read-only."""
    with on_a_disk(tmp_path) as s:
        for value in (0.2, 0.8):
            with s.client.recording([value]):
                for x in np.random.default_rng(1).random(10):
                    s.client.take_inputs(value + x / 100, value)
        s.client.train()
        folder = Path(s.client.save())
    command = [sys.executable, "-m", "wekipy", "serve", str(folder), "--run", "--port", str(free_port())]
    if os.geteuid() == 0:  # whom no permission stops
        mount = 'mount --bind "$0" "$0" && mount -o remount,bind,ro "$0" && exec "$@"'
        command = ["unshare", "-m", "sh", "-c", mount, str(folder), *command]
        if subprocess.run([*command[:6], "true"], capture_output=True).returncode:
            pytest.skip("cannot mount anything here")
    else:
        for place in (*folder.rglob("*"), folder):
            place.chmod(0o555 if place.is_dir() else 0o444)
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    try:
        assert process.stdout
        lines = [process.stdout.readline()]
        while "ready:" not in lines[-1]:
            assert lines[-1], lines
            lines.append(process.stdout.readline())
        assert any("this project is read-only" in line for line in lines)
        control = lines[-1].partition("control at ")[2].partition(",")[0]
        with Client(port=int(control.rpartition(":")[2])) as client:
            yield client, folder
        process.terminate()
        assert process.wait(20) == 0
    finally:
        process.kill()
        process.communicate()
        for place in (folder, *folder.rglob("*")):
            place.chmod(0o755)


def test_examples_of_a_project_that_cannot_be_written_are_read_and_not_edited(
    played: tuple[Client, Path],
) -> None:
    client, _ = played
    shown = client.example_table()
    assert shown["rows"] == 20
    for edit in (
        lambda: client.edit_examples([(1, 1, 1, 0.5)]),
        lambda: client.delete_row_ranges([(1, 1, 1)]),
        lambda: client.append_examples(1, [0.1, 0.2], [0.5]),
    ):
        with pytest.raises(Problem, match="read-only"):
            edit()
    assert client.example_table()["inputs"].tolist() == shown["inputs"].tolist()


def test_a_project_that_cannot_be_written_plays_and_says_why_it_does_not_record(
    played: tuple[Client, Path],
) -> None:
    client, folder = played
    state = client.state()
    assert state["running"]
    assert "read-only" in state["project"]["read_only"]
    assert "read-only" in client.health()["saving"]
    (answer,) = client.take_inputs(0.8, 0.8)
    assert answer == pytest.approx(0.8, abs=0.1)
    with pytest.raises(Problem, match=r"read-only.*copy it, to record"):
        client.start_recording()
    with pytest.raises(Problem, match="read-only"):
        client.save()
    client.set_algorithm(1, "linear")
    client.train()
    copy = Path(client.copy_project("mine"))
    assert len(rows(copy)) == len(rows(folder)) == 20
    assert open_folder(copy).models["o1"].header.algorithm == "linear"
    client.open_project(str(copy))
    assert client.state()["project"]["read_only"] == ""
    client.start_recording()
    client.take_inputs(0.1, 0.1)
    assert client.stop_recording() is not None
