from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from wekipy.project.problem import Problem
from wekipy.storage.lock import LockInfo, ProjectLock, find_engine

CHILD = """
import os, sys
from pathlib import Path
from wekipy.storage.lock import LockInfo, ProjectLock
lock = ProjectLock(Path(sys.argv[1]))
lock.acquire(LockInfo(os.getpid(), "127.0.0.1:6449", "2026-01-02"))
print("held", flush=True)
sys.stdin.read()
"""


def info(pid: int = 1) -> LockInfo:
    return LockInfo(pid, "127.0.0.1:7000", "now")


def test_one_engine_per_project(tmp_path: Path) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", CHILD, tmp_path], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as child:
        assert child.stdout is not None
        assert child.stdout.readline() == b"held\n"
        with pytest.raises(Problem, match=rf"process number {child.pid}.*127\.0\.0\.1:6449"):
            ProjectLock(tmp_path).acquire(info())
        found = find_engine(tmp_path)
        assert found == LockInfo(child.pid, "127.0.0.1:6449", "2026-01-02")
        child.kill()
        child.wait()
        assert find_engine(tmp_path) is None
        lock = ProjectLock(tmp_path)
        lock.acquire(info(os.getpid()))
        assert find_engine(tmp_path) == info(os.getpid())
        lock.release()
        lock.release()
        assert find_engine(tmp_path) is None


def test_two_locks_in_one_process(tmp_path: Path) -> None:
    first, second = ProjectLock(tmp_path), ProjectLock(tmp_path)
    first.acquire(info())
    with pytest.raises(Problem, match="open already"):
        second.acquire(info())
    (tmp_path / "engine.lock").write_bytes(b"nonsense")
    with pytest.raises(Problem, match="open in another engine"):
        second.acquire(info())
    first.release()
    second.acquire(info(2))
    second.release()


def test_a_folder_that_cannot_be_locked(tmp_path: Path) -> None:
    with pytest.raises(Problem, match="cannot write in"):
        ProjectLock(tmp_path / "none").acquire(info())
    assert find_engine(tmp_path / "none") is None


@pytest.mark.skipif(not hasattr(os, "O_NOFOLLOW"), reason="no O_NOFOLLOW")
def test_a_link_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "precious").write_text("text")
    (tmp_path / "engine.lock").symlink_to("precious")
    with pytest.raises(Problem):
        ProjectLock(tmp_path).acquire(info())
    assert (tmp_path / "precious").read_text() == "text"
