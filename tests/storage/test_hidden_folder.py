"""A folder that is made beside its place is there as a whole or not at all, and nothing is left of a kill."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from wekipy.project.create import new_project
from wekipy.server.project_files import OpenFolder
from wekipy.storage.folder import create
from wekipy.storage.hidden_folder import in_the_place_of, sweep

CHILD = """
import sys
from pathlib import Path
from wekipy.storage.hidden_folder import in_the_place_of
with in_the_place_of(Path(sys.argv[1])) as made:
    (made / "file").write_text("half")
    print("there", flush=True)
    sys.stdin.read()
"""


def begin(place: Path) -> subprocess.Popen[bytes]:
    child = subprocess.Popen(
        [sys.executable, "-c", CHILD, str(place)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    assert child.stdout is not None
    assert child.stdout.readline() == b"there\n"
    return child


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_all_or_nothing(tmp_path: Path) -> None:
    with in_the_place_of(tmp_path / "a" / "new.wekipy") as made:
        (made / "file").write_text("whole")
        assert not (tmp_path / "a" / "new.wekipy").exists()
    assert names(tmp_path / "a") == ["new.wekipy"]
    assert names(tmp_path / "a" / "new.wekipy") == ["file"]
    with pytest.raises(ZeroDivisionError), in_the_place_of(tmp_path / "a" / "other") as made:
        (made / "file").write_text("half")
        raise ZeroDivisionError
    with pytest.raises(OSError), in_the_place_of(tmp_path / "a" / "new.wekipy"):
        pass
    assert names(tmp_path / "a") == ["new.wekipy"]


def test_what_a_kill_leaves_goes_with_the_next_opening_and_not_before(tmp_path: Path) -> None:
    folder = create(tmp_path / "piece.wekipy", new_project(1, "1"))
    with begin(tmp_path / "new.wekipy") as child:
        OpenFolder(folder.path, "", print).close()
        assert len(names(tmp_path)) == 2  # it is still being made
        child.kill()
        child.wait()
        assert len(names(tmp_path)) == 2
        OpenFolder(folder.path, "", print).close()
        assert names(tmp_path) == ["piece.wekipy"]
    with begin(tmp_path / "new.wekipy") as child:
        assert child.stdin is not None
        sweep(tmp_path)
        child.stdin.close()
        child.wait()
    assert names(tmp_path) == ["new.wekipy", "piece.wekipy"]


def test_nothing_else_is_taken_away(tmp_path: Path) -> None:
    hidden = tmp_path / ".new.wekipy.abcd1234"
    (tmp_path / "elsewhere" / "project").mkdir(parents=True)
    (tmp_path / "elsewhere" / "engine.lock").touch()
    (tmp_path / ".link.wekipy.abcd1234").symlink_to(tmp_path / "elsewhere")
    for more in ("notes.txt", "project"):
        (hidden / more).mkdir(parents=True)
    (hidden / "engine.lock").touch()
    (tmp_path / ".own.folder.abcd1234").mkdir()
    before = sorted(tmp_path.rglob("*"))
    sweep(tmp_path)
    sweep(tmp_path / "not there")
    assert sorted(tmp_path.rglob("*")) == before
