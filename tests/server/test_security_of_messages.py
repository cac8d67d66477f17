"""Attempts to break each promise of docs/security.md about what messages can do."""

from __future__ import annotations

import os
import socket
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest
from waiting import ask_until

from wekipy.client import Client
from wekipy.osc.codec import encode
from wekipy.project.create import new_project
from wekipy.project.problem import Problem
from wekipy.rehearsal.engine_process import EngineProcess, free_port
from wekipy.rehearsal.link import Link
from wekipy.storage.folder import create

if TYPE_CHECKING:
    from conftest import Stage

    MakeStage = Callable[..., Stage]

pytestmark = pytest.mark.own_engine


def test_a_sender_of_inputs_gets_no_outputs(stage: MakeStage) -> None:
    s = stage("--inputs", "2", "--outputs", "1")
    s.teach()
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sock:
        sock.bind(("127.0.0.1", 0))
        sock.setblocking(False)
        for n in range(20):
            sock.sendto(encode("/wek/inputs", float(n), 0.0), ("127.0.0.1", s.engine.port))
        assert len(s.link.collect("/wek/outputs", 20)) == 20  # all went to the destination
        with pytest.raises(BlockingIOError):
            sock.recv(100)
    assert s.client.state()["destinations"] == [f"127.0.0.1:{s.engine.out_port}"]


def test_paths_in_messages_stay_in_the_project_and_the_library(tmp_path: Path) -> None:
    library = tmp_path / "library"
    library.mkdir()
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "secret.csv").write_text("1,2\n")
    (library / "rows.csv").write_text("1,2\n3,4\n")
    create(outside / "other.wekipy", new_project(2, "1"))
    (library / "link.wekipy").symlink_to(outside / "other.wekipy")
    (library / "new.wekipy").symlink_to(outside / "not there.wekipy")
    with (
        EngineProcess(
            [str(outside / "a.wekipy"), "--inputs", "2", "--outputs", "1", "--library", str(library)]
        ) as engine,
        Client(port=engine.control_port) as client,
    ):
        (engine.folder / "link.csv").symlink_to(outside / "secret.csv")
        (library / "shelf.csv").symlink_to(outside / "secret.csv")
        assert client.feed_file("rows.csv") == 2
        with client.recording([0.5]):
            client.take_inputs(1, 2)
            client.take_inputs(3, 4)
        client.train()
        client.save_model(1, "mine.npz")
        (engine.folder / "saved" / "out").symlink_to(outside)
        there = sorted(path for path in outside.rglob("*") if engine.folder not in path.parents)
        other = str(outside / "other.wekipy")
        for path in (
            "../secret.csv",
            str(outside / "secret.csv"),
            "link.csv",
            "shelf.csv",
            "a/../../secret.csv",
            "~/x",
        ):
            with pytest.raises(Problem):
                client.feed_file(path)
        for path in ("../outside/other.wekipy", other, "link.wekipy", "x/../../outside/other.wekipy"):
            with pytest.raises(Problem, match=r"outside|holds “\.\."):
                client.open_project(path)
            with pytest.raises(Problem, match=r"outside|holds “\.\."):
                client.copy_takes(path)
        for path in ("../mine.npz", "out/mine.npz", str(outside / "mine.npz"), "a/../../../mine.npz"):
            with pytest.raises(Problem, match=r"outside|holds “\.\."):
                client.save_model(1, path)
            with pytest.raises(Problem, match=r"outside|holds “\.\."):
                client.load_model(1, path)
        for name in ("../a", "new", str(outside / "new"), "..", "a/b"):
            with pytest.raises(Problem, match=r"no name|outside"):
                client.new_project(name)
            with pytest.raises(Problem, match=r"no name|outside"):
                client.copy_project(name)
        assert client.values()["arrived"] == 4
        assert sorted(path for path in outside.rglob("*") if engine.folder not in path.parents) == there


def test_takes_come_from_the_library_and_not_from_beside_the_project(tmp_path: Path) -> None:
    library, place = tmp_path / "library", tmp_path / "place"
    for folder in (library, place):
        create(folder / "other.wekipy", new_project(2, "1"))
    with (
        EngineProcess([str(library / "a.wekipy"), "--inputs", "2", "--outputs", "1"]) as engine,
        Client(port=engine.control_port) as client,
    ):
        with client.recording([0.5]):
            client.take_inputs(1, 2)
        client.save()
    with (
        EngineProcess(
            [str(place / "b.wekipy"), "--inputs", "2", "--outputs", "1", "--library", str(library)]
        ) as engine,
        Client(port=engine.control_port) as client,
    ):
        assert client.state()["project"]["library"] == str(library)
        assert client.copy_takes("a.wekipy", 1, 1, 1) == [1]  # however often it is named
        with pytest.raises(Problem, match="outside"):
            client.copy_takes(str(place / "other.wekipy"))


def test_replies_and_requests_are_bounded(stage: MakeStage) -> None:
    s = stage("--inputs", "1", "--outputs", ",".join(["1"] * 1_024))
    with s.client.recording([0.5] * 1_024):
        for n in range(1_500):
            s.client.take_inputs(n)
    rows = s.client.take_rows(1, 20_000)
    assert rows["rows"] == 1_500
    assert rows["targets"].shape[1] == 1_024
    assert rows["targets"].size <= 1_000_000
    assert 1 < len(s.client.ask("embed", "pca")["points"]) * 1_024 <= 1_000_000
    for call in (s.client.take_rows, s.client.examples):
        for most in (0, -1, 20_001, 2**31 - 1):
            with pytest.raises(Problem, match="expected 1 to 20000"):
                call(1, most)
    with pytest.raises(Problem, match="expected 1 to"):
        s.client.new_project("wide", 2**31 - 1)
    with pytest.raises(Problem):
        s.client.new_project("many", 2, "5000")
    assert not (s.engine.folder.parent / "wide.wekipy").exists()


def test_a_file_that_never_ends_is_not_read(stage: MakeStage) -> None:
    s = stage("--inputs", "2", "--outputs", "1")
    os.mkfifo(s.engine.folder / "pipe.csv")
    with pytest.raises(Problem, match="no plain file"):
        s.client.feed_file("pipe.csv")
    with (s.engine.folder / "large.csv").open("wb") as file:
        file.truncate(1 << 40)
    with pytest.raises(Problem, match="larger than"):
        s.client.feed_file("large.csv")


def test_a_web_page_cannot_control_the_engine(stage: MakeStage) -> None:
    s = stage("--inputs", "2", "--outputs", "1")
    packet = encode("/wekipy/rename_outputs", "stolen")
    for body in (len(packet).to_bytes(4, "big") + packet, b"\xc0" + packet + b"\xc0"):
        head = f"POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: {len(body)}\r\n\r\n"
        with socket.create_connection(("127.0.0.1", s.engine.control_port), timeout=10) as page:
            page.sendall(head.encode() + body)
            while page.recv(1_000):  # until it is closed
                pass
    assert s.client.state()["outputs"][0]["name"] == "outputs-1"


def test_json_nested_without_end_is_refused(stage: MakeStage) -> None:
    s = stage("--inputs", "2", "--outputs", "1")
    with pytest.raises(Problem):
        s.client.ask("configure_output", 1, "[" * 100_000)
    with pytest.raises(Problem):
        s.client.ask("set_algorithm", 1, "knn", '{"k": ' * 50_000)
    assert s.client.state()["running"] is False


def test_a_flood_of_refused_control_makes_few_lines(stage: MakeStage) -> None:
    s = stage("--inputs", "2", "--outputs", "1")
    with Link(s.engine.port, free_port()) as link:
        for n in range(2_000):
            link.send(encode(f"/wekipy/unknown{n}", np.zeros(3)))
    ask_until(s.client.health, lambda health: health["refused"] >= 1_000)
    assert len(s.engine.lines) < 200
