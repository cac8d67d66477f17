"""Datagrams kept on disk and read again."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from wekipy.osc.tape import MAGIC, TapeWriter, read_tape
from wekipy.project.problem import Problem

PACKETS = st.lists(st.binary(max_size=300), max_size=20)


def write(path: Path, packets: list[bytes], **settings: int) -> None:
    times = iter(range(0, 10**9, 1_000))
    tape = TapeWriter(path, clock=lambda: next(times), **settings)
    for packet in packets:
        tape.add(packet)
    tape.close()


def data(path: Path) -> list[bytes]:
    return [record.data for record in read_tape(path)]


@given(PACKETS)
def test_what_is_read_is_what_came(tmp_path_factory, packets: list[bytes]) -> None:
    path = tmp_path_factory.mktemp("tape") / "a.tape"
    write(path, packets)
    records = list(read_tape(path))
    assert [record.data for record in records] == packets
    assert [record.when for record in records] == [1_000 * n for n in range(len(packets))]


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_a_tape_that_was_cut_off_is_read_up_to_there_and_goes_on(
    tmp_path: Path, data_: st.DataObject
) -> None:
    path = tmp_path / "a.tape"
    path.unlink(missing_ok=True)
    packets = [bytes([n]) * n for n in range(10)]
    write(path, packets)
    size = data_.draw(st.integers(len(MAGIC), path.stat().st_size))
    os.truncate(path, size)
    kept = data(path)
    assert kept == packets[: len(kept)]
    write(path, [b"more"])
    assert data(path) == [*kept, b"more"]


@settings(max_examples=100, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.binary(max_size=400))
def test_any_bytes_are_read_without_harm(tmp_path: Path, junk: bytes) -> None:
    path = tmp_path / "a.tape"
    path.write_bytes(MAGIC + junk)
    assert sum(len(packet) for packet in data(path)) <= len(junk)


def test_a_changed_byte_ends_the_tape(tmp_path: Path) -> None:
    path = tmp_path / "a.tape"
    write(path, [b"one", b"two", b"three"])
    raw = bytearray(path.read_bytes())
    raw[raw.index(b"two")] ^= 1
    path.write_bytes(raw)
    assert data(path) == [b"one"]


def test_other_files_are_neither_read_nor_written(tmp_path: Path) -> None:
    path = tmp_path / "a.wav"
    path.write_bytes(b"RIFF....")
    for act in (lambda: data(path), lambda: TapeWriter(path)):
        with pytest.raises(Problem, match="no recording of wekipy"):
            act()
    assert path.read_bytes() == b"RIFF...."


def test_the_disk_is_never_filled_and_the_last_is_kept(tmp_path: Path) -> None:
    path = tmp_path / "a.tape"
    packets = [bytes([n]) * 100 for n in range(100)]
    write(path, packets, most_bytes=1_000)
    files = sorted(tmp_path.iterdir())
    assert [file.name for file in files] == ["a.tape", "a.tape.1"]
    assert all(file.stat().st_size < 1_200 for file in files)
    kept = data(files[1]) + data(files[0])
    assert kept == packets[-len(kept) :]


def test_a_killed_recording_is_read(tmp_path: Path) -> None:
    code = (
        "import os, sys; from pathlib import Path; from wekipy.osc.tape import TapeWriter\n"
        "tape = TapeWriter(Path(sys.argv[1])); n = 0\n"
        "while True:\n    tape.add(b'%d' % n); os.write(1, b'.'); n += 1\n"
    )
    with subprocess.Popen([sys.executable, "-c", code, tmp_path / "a"], stdout=subprocess.PIPE) as child:
        assert child.stdout is not None
        told = len(child.stdout.read(5_000))
        child.kill()
        told += len(child.stdout.read())
    kept = data(tmp_path / "a")
    assert len(kept) >= told
    assert kept == [b"%d" % n for n in range(len(kept))]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="pipes with names are for POSIX")
def test_a_pipe_is_no_tape_and_nobody_waits_for_it(tmp_path: Path) -> None:
    pipe = tmp_path / "a.tape"
    os.mkfifo(pipe)
    with pytest.raises(Problem, match="plain file"):
        list(read_tape(pipe))
    with pytest.raises(Problem, match="plain file"):
        TapeWriter(pipe)
