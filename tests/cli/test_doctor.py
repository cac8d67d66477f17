"""`wekipy doctor`: what would go wrong in the gallery, found before the opening."""

from __future__ import annotations

import json
import os
import socket
import sys
from pathlib import Path
from typing import Any

import numpy as np
import nursery
import pytest

from wekipy.child import free_port
from wekipy.cli.checks import machine, network
from wekipy.cli.checks.project import bytes_an_hour
from wekipy.cli.checks.service import service
from wekipy.cli.main import main
from wekipy.project.create import new_project
from wekipy.project.editing import set_destinations, set_receive_port
from wekipy.rehearsal.engine_process import EngineProcess
from wekipy.server.offline import train_folder, working_on
from wekipy.storage.folder import create
from wekipy.storage.take_file import take_name


def doctor(*arguments: object) -> tuple[int, list[dict[str, Any]], str]:
    done = nursery.run("doctor", *arguments, "--json")
    return done.returncode, json.loads(done.stdout), done.stderr


def of(found: list[dict[str, Any]], about: str) -> dict[str, Any]:
    return next(finding for finding in found if finding["about"] == about)


@pytest.fixture
def project(tmp_path: Path) -> Path:
    place = create(tmp_path / "piece.wekipy", set_receive_port(new_project(2, "1"), free_port())).path
    with working_on(place) as engine:
        for value in (0.2, 0.8):
            engine.set_targets([value])
            engine.recording.start()
            start = engine.monotonic()
            for n in range(12):
                engine.feed(np.array([value, n]), start + n / 10)
            engine.recording.stop()
    return place


def test_a_machine_and_a_piece_that_are_well(project: Path) -> None:
    assert train_folder(project, [], lambda *_: None)
    code, found, _ = doctor(project)
    assert code == 0
    assert {finding["mark"] for finding in found} <= {"ok", "note"}
    assert "24 examples in 2 takes" in of(found, "project")["text"]
    assert "free" in of(found, "port")["text"]
    assert of(found, "models")["mark"] == "ok"
    assert doctor()[0] == 0


def test_what_keeps_a_piece_from_playing_is_a_problem(project: Path) -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as taken:
        taken.bind(("127.0.0.1", 0))
        with working_on(project) as engine:
            engine.edit("port", set_receive_port(engine.project, taken.getsockname()[1]))
        code, found, text = doctor(project)
    assert code == 5
    assert "wekipy train" in of(found, "models")["text"]
    assert of(found, "port")["mark"] == "problem"
    if sys.platform.startswith("linux"):
        assert f"process {os.getpid()}" in of(found, "port")["text"]
    assert "2 problems: models, port" in text


def test_an_engine_that_has_the_piece_open_holds_its_port_rightly(project: Path) -> None:
    with EngineProcess([str(project), "--workers", "1"]) as engine:
        _, found, _ = doctor(project)
    assert str(engine.control_port) in of(found, "port")["text"]
    assert of(found, "port")["mark"] == "ok"
    assert "nothing has arrived" in of(found, "inputs")["text"]
    assert of(found, "inputs")["mark"] == "note"


def test_damaged_examples_and_unknown_hosts_are_named(project: Path) -> None:
    (project / "examples" / take_name(2)).unlink()
    with working_on(project) as engine:
        places = set_destinations(engine.project, ["nobody.invalid:9000"])
        engine.edit("destinations", places)
    _, found, _ = doctor(project)
    assert any(one["mark"] == "problem" and "take 2" in one["text"] for one in found)
    assert "nobody.invalid" in of(found, "destination")["text"]


def test_the_disk_is_foretold_as_takes_are_written(project: Path) -> None:
    """A file grows by what was foretold: 12 rows are 12 parts of an hour of 3,600 at one a second."""
    files = [project / "examples" / take_name(n) for n in (1, 2)]
    sizes = [file.stat().st_size for file in files]
    with working_on(project) as engine:
        engine.recording.start()
        start = engine.monotonic()
        for n in range(112):
            engine.feed(np.array([0.0, n]), start + n / 10)
        engine.recording.stop()
        an_hour = bytes_an_hour(engine.project, rate=1)
    longer = (project / "examples" / take_name(3)).stat().st_size
    assert longer - sizes[0] == pytest.approx(100 * an_hour / 3_600)


def test_a_clock_without_battery_and_little_memory_are_said() -> None:
    assert machine.clock(20.0).mark == "note"
    assert machine.clock(1.9e9).mark == "ok"
    assert machine.enough_memory(1 << 20).mark == "problem"
    assert machine.enough_memory(1 << 32).mark == "ok"
    assert machine.processors(1).mark == "note"
    assert machine.place_of_state(Path("/dev/null/wekipy")).mark == "note"
    assert network.addresses([]).mark == "note"


def test_a_service_is_found_and_whether_it_starts_before_anybody_logs_in(tmp_path: Path) -> None:
    mine, machines, lingering = tmp_path / "mine", tmp_path / "machine", tmp_path / "linger"
    for folder in (mine, machines, lingering):
        folder.mkdir()
    piece = tmp_path / "piece.wekipy"
    assert "install-service" in service(piece, [mine, machines], lingering).text
    (mine / "wekipy-piece.service").write_text(f"ExecStart=python -m wekipy serve {piece} --run")
    assert "enable-linger" in service(piece, [mine, machines], lingering).text
    (mine / "wekipy-piece.service").rename(machines / "wekipy-piece.service")
    assert service(piece, [mine, machines], lingering).mark == "ok"


def test_a_32_bit_python_is_refused_in_a_sentence(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "maxsize", 2**31 - 1)
    monkeypatch.setattr(sys, "argv", ["wekipy", "serve"])
    with pytest.raises(SystemExit) as ended:
        main()
    assert ended.value.code == 5
    assert "64-bit" in capsys.readouterr().err
