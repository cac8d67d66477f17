"""A small computer whose root cannot be written: it answers, and says what it cannot do."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from wekipy.child import ServeProcess, free_port
from wekipy.client import Client
from wekipy.project.create import new_project
from wekipy.project.problem import Problem
from wekipy.server.offline import train_folder, working_on
from wekipy.storage.folder import create

# In a namespace of its own, so that only the engine sees the root so.
_READ_ONLY = """
mount -o remount,bind,ro / || exit 77
for place in /tmp /var/tmp /dev/shm /run; do
    mountpoint -q $place && mount -o remount,bind,ro $place
done
exec "$@"
"""


def in_read_only(*command: str) -> list[str]:
    return ["unshare", "--mount", "bash", "-c", _READ_ONLY, "_", *command]


def _allowed() -> bool:
    if not shutil.which("unshare"):
        return False
    return subprocess.run(in_read_only("true"), capture_output=True).returncode == 0


class ReadOnly(ServeProcess):
    """An engine that can write nowhere."""

    program = in_read_only(sys.executable, "-m", "wekipy")


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[ReadOnly]:
    if not _allowed():
        pytest.skip("this machine lets nobody mount anything: try it as root")
    place = create(tmp_path / "piece.wekipy", new_project(1, "1")).path
    with working_on(place) as made:
        for value in (0.2, 0.8):
            made.set_targets([value])
            made.recording.start()
            start = made.monotonic()
            for n in range(12):
                made.feed(np.array([value]), start + n / 10)
            made.recording.stop()
    assert train_folder(place, [], lambda *_: None)
    found = ReadOnly([str(place), "--run", "--watch", "--port", str(free_port())])
    try:
        yield found
    finally:
        found.end()


def test_it_answers_and_says_why_it_records_nothing(engine: ReadOnly) -> None:
    with Client(port=engine.control_port) as w:
        assert w.take_inputs(0.8)[0] == pytest.approx(0.8, abs=0.05)
        assert "read-only" in w.health()["saving"]
        with pytest.raises(Problem, match="read-only"):
            w.start_recording()
        w.set_algorithm(1, "knn")
        w.train()  # for as long as the engine runs
        assert w.state()["outputs"][0]["model"]["algorithm"] == "knn"
        assert w.take_inputs(0.2)[0] == pytest.approx(0.2, abs=0.05)
    assert not [line for line in engine.lines if "Warning" in line or "Traceback" in line]
