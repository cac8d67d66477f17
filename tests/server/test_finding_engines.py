"""Finding an engine: a client gives up where no wekipy greets, and a control port that was moved is found."""

from __future__ import annotations

import contextlib
import json
import os
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from wekipy.child import ServeProcess, engine_at, free_port
from wekipy.client import Client, ConnectionLost, connection


@contextlib.contextmanager
def stranger(answer: bytes | None) -> Iterator[int]:
    """The port of a program that is no engine: it says something, or nothing for ever (None)."""
    ended = threading.Event()
    with socket.create_server(("127.0.0.1", 0)) as server:

        def serve() -> None:
            with contextlib.suppress(OSError):
                while not ended.is_set():
                    accepted, _ = server.accept()
                    with accepted:
                        accepted.recv(1_000)
                        if answer is None:
                            ended.wait(60)
                        else:
                            accepted.sendall(answer)

        thread = threading.Thread(target=serve, daemon=True)
        thread.start()
        yield server.getsockname()[1]
        ended.set()
        with contextlib.suppress(OSError):
            socket.create_connection(server.getsockname()).close()
        thread.join(10)


HTTP = b"HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n" + b"x" * 4_000


@pytest.mark.parametrize(
    ("answer", "words"),
    [(None, "no wekipy greets at"), (HTTP, "no wekipy greets at"), (b"", "closes the connection")],
)
def test_a_client_gives_up_within_its_timeout_where_no_wekipy_greets(
    answer: bytes | None, words: str
) -> None:
    with stranger(answer) as port, pytest.raises(ConnectionLost, match=words):
        Client(port=port, timeout=0.5)


def test_it_gives_up_however_patient_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connection, "GREETING", 0.2)
    with stranger(None) as port, pytest.raises(ConnectionLost, match="no wekipy greets"):
        Client(port=port, timeout=3_600)


def wekipy(*arguments: str, folder: Path, home: Path) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "XDG_DATA_HOME": str(home)}
    command = [sys.executable, "-m", "wekipy", *arguments]
    return subprocess.run(command, capture_output=True, text=True, timeout=100, cwd=folder, env=environment)


def test_a_second_engine_is_found_by_its_project_and_by_its_port(tmp_path: Path) -> None:
    port = free_port()
    with socket.create_server(("127.0.0.1", port + 1)):  # the control port that would be usual
        path = str(tmp_path / "second.wekipy")
        engine = ServeProcess([path, "--port", str(port), "--inputs", "3", "--workers", "1"])
    try:
        assert engine.control_port != port + 1
        for option in (("--project", "second.wekipy"), ("--port", str(port))):
            done = wekipy("ask", "state", *option, folder=tmp_path, home=tmp_path)
            assert done.returncode == 0, done.stderr
            assert json.loads(done.stdout)["port"] == port
        assert engine_at(port, []) is None
        assert engine_at(port, [tmp_path / "none", engine.folder]) == ("127.0.0.1", engine.control_port)
    finally:
        engine.end()
    done = wekipy("ask", "state", "--project", "second.wekipy", folder=tmp_path, home=tmp_path)
    assert done.returncode == 7
    assert done.stderr.strip().startswith("wekipy: no engine has second.wekipy open")
    done = wekipy("ask", "state", "--port", str(port), folder=tmp_path, home=tmp_path)
    assert done.stderr.strip().startswith(
        f"wekipy: no engine was found whose inputs arrive at UDP port {port}"
    )


def test_asking_a_stranger_ends_with_a_sentence(tmp_path: Path) -> None:
    with stranger(HTTP) as port:
        done = wekipy("ask", "health", "--control-port", str(port), folder=tmp_path, home=tmp_path)
    assert done.returncode == 7
    assert f"no wekipy greets at 127.0.0.1:{port}: another program listens there" in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1
