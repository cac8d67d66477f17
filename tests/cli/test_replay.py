"""`wekipy record-osc` and `wekipy replay` as a person uses them."""

from __future__ import annotations

import signal
import socket
import subprocess
import sys
from pathlib import Path

import numpy as np

from wekipy.osc.codec import encode
from wekipy.osc.tape import TapeWriter, read_tape
from wekipy.rehearsal.engine_process import free_port


def wekipy(*arguments: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "wekipy", *arguments],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


def test_what_was_recorded_and_forwarded_is_replayed_byte_for_byte(tmp_path: Path) -> None:
    file, port = tmp_path / "a.tape", free_port()
    random = np.random.default_rng(0)
    sent = [encode("/wek/inputs", random.random(n % 50)) for n in range(100)]
    sent += [b"", b"no osc at all", bytes(60_000)]
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as inlet:
        inlet.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 1 << 22)
        inlet.bind(("127.0.0.1", 0))
        inlet.settimeout(20)
        here = f"127.0.0.1:{inlet.getsockname()[1]}"
        recording = wekipy("record-osc", str(file), "--port", str(port), "--forward", here)
        assert recording.stdout is not None
        assert "recording what arrives" in recording.stdout.readline()
        for packet in sent:
            inlet.sendto(packet, ("127.0.0.1", port))
            assert inlet.recv(65_536) == packet
        recording.send_signal(signal.SIGINT)
        assert f"{len(sent)} datagrams" in recording.communicate(timeout=20)[0]
        assert recording.returncode == 0
        playing = wekipy("replay", str(file), "--to", here)
        assert [inlet.recv(65_536) for _ in sent] == sent
        assert f"{len(sent)} datagrams sent" in playing.communicate(timeout=20)[0]
        assert playing.returncode == 0


def test_a_replay_keeps_the_times_and_shortens_long_pauses(tmp_path: Path) -> None:
    from wekipy.cli.tape import _with_times

    times = iter([0, 10**9, 3 * 10**9, 10**15, 10**15 - 5])
    tape = TapeWriter(tmp_path / "a", clock=lambda: next(times))
    for n in range(5):
        tape.add(bytes([n]))
    tape.close()
    due = [when for when, _ in _with_times(read_tape(tmp_path / "a"), 2.0, 60.0)]
    assert np.diff(due).tolist() == [0.5, 1.0, 30.0, 0.0]


def test_a_loop_begins_again_until_it_is_ended(tmp_path: Path) -> None:
    tape = TapeWriter(tmp_path / "a")
    tape.add(b"once")
    tape.close()
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as inlet:
        inlet.bind(("127.0.0.1", 0))
        inlet.settimeout(20)
        here = f"127.0.0.1:{inlet.getsockname()[1]}"
        playing = wekipy("replay", str(tmp_path / "a"), "--to", here, "--loop")
        assert [inlet.recv(100) for _ in range(5)] == [b"once"] * 5
        playing.send_signal(signal.SIGTERM)
        playing.communicate(timeout=20)
        assert playing.returncode == 0


def test_a_file_that_is_no_recording_is_one_line(tmp_path: Path) -> None:
    (tmp_path / "a").write_text("something else")
    playing = wekipy("replay", str(tmp_path / "a"))
    told = playing.communicate(timeout=20)[0]
    assert playing.returncode == 5
    assert len(told.splitlines()) == 1 and "no recording" in told
