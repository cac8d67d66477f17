"""Programs that others wrote send to an engine and receive from it: the real ones, where they are installed.

.ci/run installs them all; elsewhere what is missing is skipped. Pure Data, oscsend and oscdump and the
wekinator package are tried with the examples, see tests/examples/test_examples.py.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from example_program import Program, need
from waiting import ask_until

from wekipy.client import Client
from wekipy.rehearsal.engine_process import EngineProcess

HERE = Path(__file__).parent / "programs"


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[EngineProcess]:
    """Two inputs, a number and two classes: what the programs expect."""
    arguments = [str(tmp_path / "piece.wekipy"), "--inputs", "2", "--outputs", "1,class:2", "--workers", "1"]
    with EngineProcess(arguments) as made:
        yield made


@pytest.fixture(scope="session")
def node_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The programs for Node with their packages."""
    need("node", "npm")
    folder = tmp_path_factory.mktemp("programs") / "node"
    shutil.copytree(HERE, folder, ignore=shutil.ignore_patterns("node_modules", "__pycache__"))
    command = ["npm", "install", "--no-audit", "--no-fund", "--ignore-scripts", "--omit=optional"]
    subprocess.run(command, cwd=folder, check=True, timeout=100)
    return folder


def plays(command: Sequence[str | Path], folder: Path, engine: EngineProcess) -> None:
    """The program demonstrates two places, and what the engine answers there comes back to it."""
    with Program(command, folder) as program:
        program.wait_for("trained", timeout=60)
        first = program.wait_for(r"answer (\S+) (\S+)")
        second = program.wait_for(r"answer (\S+) (\S+)")
    for found, expected in ((first, (0.25, 1.0)), (second, (0.75, 2.0))):
        assert (float(found[1]), float(found[2])) == pytest.approx(expected, abs=0.1)
    with Client(port=engine.control_port) as client:
        state = client.state()
    assert state["running"]
    assert [take["examples"] for take in state["takes"]] == [8, 8]
    assert not [line for line in engine.lines if "expected" in line or "not known" in line]


def test_supercollider(engine: EngineProcess, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    need("sclang")
    for name, value in (
        ("WEKIPY_IN", str(engine.port)),
        ("WEKIPY_OUT", str(engine.out_port)),
        ("QT_QPA_PLATFORM", "offscreen"),
        ("QTWEBENGINE_DISABLE_SANDBOX", "1"),  # its browser of help refuses to start for root otherwise
        ("XDG_RUNTIME_DIR", str(tmp_path)),
        ("HOME", str(tmp_path)),
    ):
        monkeypatch.setenv(name, value)
    plays(["sclang", "-D", HERE / "play.scd"], tmp_path, engine)


def test_chuck(engine: EngineProcess, tmp_path: Path) -> None:
    need("chuck")
    program = f"{HERE / 'play.ck'}:{engine.port}:{engine.out_port}"
    plays(["chuck", "--silent", program], tmp_path, engine)


@pytest.mark.parametrize("program", ["osc.mjs", "node-osc.mjs"])
def test_node(engine: EngineProcess, node_folder: Path, program: str) -> None:
    plays(["node", program, str(engine.port), str(engine.out_port)], node_folder, engine)


def test_python_osc(engine: EngineProcess, tmp_path: Path) -> None:
    program = HERE / "python_osc.py"
    plays([sys.executable, program, str(engine.port), str(engine.out_port)], tmp_path, engine)


def test_liblo_with_other_types_of_numbers(engine: EngineProcess) -> None:
    need("oscsend")

    def send(*words: str) -> None:
        command = ["oscsend", "127.0.0.1", str(engine.port), *words]
        subprocess.run(command, check=True, timeout=10)

    with Client(port=engine.control_port) as client:
        for count, (types, texts, expected) in enumerate(
            (
                ("TF", (), [1.0, 0.0]),
                ("id", ("3", "0.25"), [3.0, 0.25]),
                ("hf", ("3", "0.5"), [3.0, 0.5]),
                ("ss", ("0.5", "2"), [0.5, 2.0]),
            ),
            1,
        ):
            send("/wek/inputs", types, *texts)
            values = ask_until(client.values, lambda values, count=count: values["arrived"] >= count)
            assert values["inputs"] == expected
        send("/wekinator/control/startRunning", "i", "1")
        client.wait_until(lambda state: state["running"])
