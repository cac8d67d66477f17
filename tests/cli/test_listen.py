"""`wekipy listen` on a real port, with and without a project, with and without an engine."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import numpy as np
from pythonosc.udp_client import SimpleUDPClient

from wekipy.child import free_port
from wekipy.project.create import new_project
from wekipy.project.editing import set_receive_port
from wekipy.rehearsal.engine_process import EngineProcess
from wekipy.storage.folder import create


def listening(*arguments: object) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "wekipy", "listen", *map(str, arguments)],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip


def while_sending(process: subprocess.Popen[str], port: int, address: str, numbers: int) -> str:
    """Send until it ends; what it printed."""
    sensor = SimpleUDPClient("127.0.0.1", port)
    n = 0
    while process.poll() is None:
        n += 1
        sensor.send_message(address, [float(np.sin(n / 20 + k)) for k in range(numbers)])
        time.sleep(0.01)
    out, err = process.communicate()
    assert process.returncode == 0, err
    return out


def test_what_arrives_is_shown_and_what_to_do(tmp_path: Path) -> None:
    port = free_port()
    project = create(tmp_path / "piece.wekipy", set_receive_port(new_project(5, "1"), port)).path
    told = while_sending(listening(project, "--seconds", 3), port, "/wek/inputs", 3)
    assert "/wek/inputs fff:" in told
    assert "inputs 3" in told
    found: dict[str, Any] = json.loads(
        while_sending(listening("--port", port, "--seconds", 3, "--json"), port, "/gyro", 2)
    )
    (arrival,) = found["arrivals"]
    assert (arrival["address"], arrival["arguments"], arrival["types"]) == ("/gyro", 2, "ff")
    assert arrival["count"] > 5
    assert len(arrival["senders"]) == 1


def test_who_has_the_port_is_named() -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as taken:
        taken.bind(("127.0.0.1", 0))
        refused = listening("--port", taken.getsockname()[1])
        _, err = refused.communicate(timeout=60)
    assert refused.returncode == 5
    if sys.platform.startswith("linux"):
        assert f"(process {os.getpid()}) has port" in err


def test_an_engine_that_has_the_project_open_is_asked(tmp_path: Path) -> None:
    project = tmp_path / "piece.wekipy"
    with EngineProcess([str(project), "--inputs", "2", "--outputs", "1"]) as engine:
        sensor = SimpleUDPClient("127.0.0.1", engine.port)
        told = ""
        end = time.monotonic() + 30
        while "/wek/other" not in told and time.monotonic() < end:
            sensor.send_message("/wek/other", [1.0, 2.0])
            told = listening(project).communicate(timeout=60)[0]
    assert "/wek/other ff:" in told
    assert f"wekipy ask set_addresses /wek/other --project {project}" in told


def test_the_command_that_takes_all_of_several_addresses_is_shown(tmp_path: Path) -> None:
    port = free_port()
    project = create(tmp_path / "piece.wekipy", set_receive_port(new_project(2, "1"), port)).path
    process, sensor = listening(project, "--seconds", 2), SimpleUDPClient("127.0.0.1", port)
    while process.poll() is None:
        for address, numbers in (("/gyro", 3), ("/fader/1", 1), ("/fader/2", 1)):
            sensor.send_message(address, [0.5] * numbers)
        time.sleep(0.01)
    told = process.communicate()[0]
    options = "--source /gyro:3 --source '/fader/{n}:2'"
    swapped = "--source '/fader/{n}:2' --source /gyro:3"
    assert any(f"wekipy set {project} sources {each}" in told for each in (options, swapped))
