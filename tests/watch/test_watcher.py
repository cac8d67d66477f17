"""`wekipy serve --watch` as a gallery has it: engines that are killed, stopped and broken."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from wekipy.client import Client, ConnectionLost
from wekipy.rehearsal.engine_process import EngineProcess, free_port
from wekipy.rehearsal.link import Link
from wekipy.storage.folder import ProjectFolder
from wekipy.storage.lock import find_engine

pytestmark = pytest.mark.skipif(os.name != "posix", reason="signals of POSIX")

Watched = Callable[..., EngineProcess]


@pytest.fixture
def watched(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Watched]:
    """Starts `wekipy serve --watch` on `tmp_path/a.wekipy`, with its state in `tmp_path`."""
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    made: list[EngineProcess] = []

    def make(*arguments: str) -> EngineProcess:
        project = str(tmp_path / "a.wekipy")
        port = str(free_port())
        made.append(EngineProcess([project, "--watch", "--control-port", port, "--workers", "1", *arguments]))
        return made[-1]

    yield make
    for one in made:
        one.end()


def engine_of(folder: Path) -> int:
    """The process number of the engine that has a project open."""
    found = find_engine(folder)
    assert found is not None
    return found.pid


def train(engine: EngineProcess) -> None:
    with Client(port=engine.control_port) as client:
        for value in (0.25, 0.75):
            with client.recording([value]):
                for n in range(10):
                    client.take_inputs(value, n / 10)
        client.train()
        client.save()


def answered(link: Link, seconds: float) -> bool:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if link.ask([0.25, 0.5], timeout=0.05) is not None:
            return True
    return False


def pulse_told(state: Path, word: str) -> None:
    """Wait until the watcher knows it."""
    end = time.monotonic() + 20
    while not any(word in path.read_text() for path in state.glob("wekipy/watch-*.json")):
        assert time.monotonic() < end, f"{word} was not told"
        time.sleep(0.01)


NEW = ("--inputs", "2", "--outputs", "1")


@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGSEGV, signal.SIGSTOP])
def test_a_crashed_or_hanging_engine_answers_again_with_its_models(
    watched: Watched, tmp_path: Path, how: signal.Signals
) -> None:
    engine = watched(*NEW, "--hang-after", "2")
    train(engine)
    with Client(port=engine.control_port) as client:
        client.start_running()  # by message: it goes on all the same
    pulse_told(tmp_path / "state", '"running": true')
    with Link(engine.port, engine.out_port) as link:
        before = link.ask([0.25, 0.5])
        first = engine_of(engine.folder)
        os.kill(first, how)
        engine.wait_for("starting it again now")
        engine.wait_for("ready:")
        assert engine_of(engine.folder) != first
        assert answered(link, 10)
        assert link.ask([0.25, 0.5]) == before
    with Client(port=engine.control_port) as client:
        health = client.health()
    assert health["restarts"] == 1
    assert health["restarted_because"]
    assert health["without_models"] is False


def test_the_project_that_was_open_is_opened_again(watched: Watched, tmp_path: Path) -> None:
    engine = watched(*NEW)
    from wekipy.project.create import new_project
    from wekipy.storage.folder import create

    create(tmp_path / "b.wekipy", new_project(3, "2"))
    with Client(port=engine.control_port) as client:
        client.open_project("b.wekipy")
    pulse_told(tmp_path / "state", "b.wekipy")
    os.kill(engine_of(tmp_path / "b.wekipy"), signal.SIGKILL)
    assert "b.wekipy" in engine.wait_for("ready:")


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGINT])
def test_both_end_together_when_asked_to(watched: Watched, tmp_path: Path, how: signal.Signals) -> None:
    engine = watched(*NEW)
    child = engine_of(engine.folder)
    engine.process.send_signal(how)
    assert engine.process.wait(20) == 0
    with pytest.raises(ProcessLookupError):
        os.kill(child, 0)
    assert not list((tmp_path / "state").glob("wekipy/watch-*.json"))


def test_both_end_when_a_client_ends_the_engine(watched: Watched) -> None:
    engine = watched(*NEW)
    with Client(port=engine.control_port) as client:
        client.shut_down()
    assert engine.process.wait(20) == 0


def test_an_engine_ends_with_its_watcher_and_the_next_one_goes_on(watched: Watched, tmp_path: Path) -> None:
    engine = watched(*NEW)
    train(engine)
    with Client(port=engine.control_port) as client:
        client.start_running()
        pulse_told(tmp_path / "state", '"running": true')
        engine.process.kill()  # as when the power fails: no orderly end
        with pytest.raises(ConnectionLost):
            client.wait_until(lambda state: not state["running"])
    engine.kill()
    again = watched()
    with Link(again.port, again.out_port) as link:
        assert answered(link, 10)


def test_what_cannot_be_started_at_all_is_not_tried_again(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "wekipy", "serve", str(tmp_path / "a.wekipy"), "--watch", "--inputs", "0"],
        capture_output=True, text=True, timeout=60,
    )  # fmt: skip
    assert done.returncode == 2
    assert "expected 1 to" in done.stderr


def test_an_address_that_is_not_there_yet_is_waited_for(tmp_path: Path) -> None:
    """As after a power cut, when the engine starts before the network; its models are no fault."""
    watcher = subprocess.Popen(
        [sys.executable, "-m", "wekipy", "serve", str(tmp_path / "a.wekipy"), "--watch",
         "--host", "198.51.100.1", "--port", str(free_port())],
        stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    assert watcher.stderr is not None
    try:
        lines = [watcher.stderr.readline() for _ in range(3)]
    finally:
        watcher.send_signal(signal.SIGTERM)
        rest = watcher.communicate(timeout=60)[1]
    assert all("198.51.100.1: this machine does not have that address" in line for line in lines)
    assert "WITHOUT" not in rest
    assert watcher.returncode in (0, 9)


def test_an_engine_that_fails_of_its_models_is_opened_without_them(watched: Watched) -> None:
    """It is killed at each start, as by a fault that nobody has found yet."""
    engine = watched(*NEW)
    train(engine)
    model = ProjectFolder(engine.folder).model_file("o1")
    kept = model.read_bytes()
    for _ in range(5):
        pid = engine_of(engine.folder)
        os.kill(pid, signal.SIGKILL)
        engine.wait_for("ready:")
    assert any("WITHOUT ITS MODELS" in line for line in engine.lines)
    with Client(port=engine.control_port) as client:
        assert client.health()["without_models"] is True
        assert client.state()["outputs"][0]["model"]["state"] == "none"
        client.save()
    assert model.read_bytes() == kept


def test_the_watcher_is_light() -> None:
    code = (
        "import sys; import wekipy.cli.main, wekipy.cli.serve, wekipy.watch.watcher\n"
        "heavy = ('numpy', 'scipy', 'sklearn', 'asyncio', 'joblib')\n"
        "assert not any(m.split('.')[0] in heavy for m in sys.modules), sorted(sys.modules)\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr
