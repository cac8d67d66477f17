"""Examples that are damaged or missing: no command goes on with fewer of them in silence."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from wekipy.cli.main import main
from wekipy.engine.engine import Engine
from wekipy.project.create import new_project
from wekipy.server.offline import working_on
from wekipy.storage.folder import ProjectFolder, create

COMMANDS = (("train",), ("evaluate",), ("export", "--format", "csv", "-o", "examples.csv"))


def record(engine: Engine, label: int) -> None:
    engine.set_targets([label / 4, label])
    engine.recording.start()
    for n in range(20):
        engine.feed(np.array([label, n / 20]), engine.monotonic())
    engine.recording.stop()


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[ProjectFolder]:
    monkeypatch.chdir(tmp_path)
    made = create(tmp_path / "piece.wekipy", new_project(2, "1,class:3"))
    with working_on(made.path) as engine:
        for label in (1, 2, 3):
            record(engine, label)
    return made


def run(monkeypatch: pytest.MonkeyPatch, *arguments: str) -> int:
    """The exit code of a command."""
    monkeypatch.setattr(sys, "argv", ["wekipy", *arguments])
    try:
        main()
    except SystemExit as e:
        return int(e.code or 0)
    return 0


def damage(folder: ProjectFolder, how: str) -> None:
    path = folder.take_file(2)
    if how == "a byte":
        text = bytearray(path.read_bytes())
        text[-30] ^= 1
        path.write_bytes(text)
    elif how == "the header":
        path.write_bytes(b"\0" * 512 + path.read_bytes()[512:])
    else:
        path.unlink()


@pytest.mark.parametrize("how", ["a byte", "the header", "the file"])
@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command[0])
def test_fewer_examples_are_exit_code_3_and_a_sentence(
    folder: ProjectFolder,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    command: tuple[str, ...],
    how: str,
) -> None:
    damage(folder, how)
    lacks = 1 if how == "a byte" else 20
    name, *more = command
    for _ in range(2):  # not only the first time
        assert run(monkeypatch, name, str(folder.path), *more) == 3
        told = capsys.readouterr().err
        assert told.startswith(f"wekipy: examples are missing: take 2 lacks {lacks} of 20;")
        assert "--with-what-is-there" in told
    assert not Path("examples.csv").exists()
    assert not any(folder.models.glob("*.npz"))
    assert run(monkeypatch, name, str(folder.path), *more, "--with-what-is-there") == 0
    if name == "export":
        assert len(Path("examples.csv").read_text().splitlines()) == 1 + 60 - lacks


def test_a_damaged_take_that_is_switched_off_or_deleted_is_not_missed(
    folder: ProjectFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    damage(folder, "a byte")
    export = ("export", str(folder.path), "--format", "csv", "-o", "examples.csv")
    for edit in ("off", "delete"):
        assert run(monkeypatch, *export) == 3
        assert run(monkeypatch, "takes", str(folder.path), edit, "2") == 0
        assert run(monkeypatch, *export) == 0
        assert run(monkeypatch, "takes", str(folder.path), "undo") == 0


def test_what_is_not_asked_for_right_has_codes_of_its_own(
    folder: ProjectFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert run(monkeypatch, "export", str(folder.path)) == 2
    assert run(monkeypatch, "evaluate", str(folder.path / "nothing")) == 6
    assert run(monkeypatch, "info", str(folder.path)) == 0
