from __future__ import annotations

import errno
import os
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from wekipy.project.examples import Rows, row_type
from wekipy.project.problem import Problem
from wekipy.storage.take_file import MAGIC, TakeWriter, read_header, read_take, take_name

MakeRows = Callable[..., Rows]


def write(folder: Path, parts: list[Rows], number: int = 1, outputs: tuple[str, ...] = ("o1", "o2")) -> Path:
    writer = TakeWriter(folder, number, 3, outputs, "2026-01-02T03:04:05")
    writer.append(parts)
    writer.sync()
    writer.close()
    return writer.path


def test_rows_come_back_as_they_were(tmp_path: Path, make_rows: MakeRows) -> None:
    parts = [make_rows(10, 1), make_rows(0), make_rows(7, 2)]
    path = write(tmp_path, parts)
    data = read_take(path)
    assert data.outputs == ("o1", "o2")
    assert b"".join(b.tobytes() for b in data.blocks) == b"".join(p.tobytes() for p in parts)
    assert read_header(path).started == "2026-01-02T03:04:05"
    assert not data.blocks[0].flags.writeable
    assert data.blocks[0].ctypes.data % 64 == 0


def test_parts_that_do_not_lie_together_are_written_in_order(tmp_path: Path, make_rows: MakeRows) -> None:
    rows = make_rows(20)
    data = read_take(write(tmp_path, [rows[::2]]))
    assert data.blocks[0].tobytes() == rows[::2].tobytes()


def test_an_empty_take(tmp_path: Path) -> None:
    data = read_take(write(tmp_path, [], outputs=()))
    assert len(data) == 0
    assert data.outputs == ()


def test_the_widest_take(tmp_path: Path) -> None:
    uids = tuple("\x01" * 195 + f"{n:05d}" for n in range(1024))
    writer = TakeWriter(tmp_path, 1, 16_384, uids, "")
    writer.append([np.zeros(2, row_type(16_384, 1024))])
    writer.close()
    assert len(read_take(writer.path)) == 2


def test_names_are_padded_and_may_be_longer() -> None:
    assert [take_name(n) for n in (1, 9999, 12345)] == ["take-0001.rows", "take-9999.rows", "take-12345.rows"]


def test_a_take_is_never_overwritten(tmp_path: Path, make_rows: MakeRows) -> None:
    before = write(tmp_path, [make_rows(3)]).read_bytes()
    with pytest.raises(FileExistsError):
        TakeWriter(tmp_path, 1, 3, ("o1",), "")
    assert (tmp_path / "take-0001.rows").read_bytes() == before


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(cut=st.integers(0, 5_000))
def test_a_truncated_file_gives_its_whole_rows_or_a_problem(
    tmp_path: Path, make_rows: MakeRows, cut: int
) -> None:
    rows = make_rows(100)
    (tmp_path / "take-0001.rows").unlink(missing_ok=True)
    path = write(tmp_path, [rows])
    whole = path.read_bytes()
    start = len(whole) - rows.nbytes
    cut = min(cut, len(whole))
    path.write_bytes(whole[:cut])
    if cut < start:
        with pytest.raises(Problem, match=r"take-0001\.rows"):
            read_take(path)
    else:
        kept = (cut - start) // rows.itemsize
        data = read_take(path)
        assert len(data) == kept
        assert b"".join(b.tobytes() for b in data.blocks) == rows[:kept].tobytes()


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(at=st.integers(0, 127), byte=st.integers(0, 255), tail=st.binary(max_size=60))
def test_a_hostile_header_is_a_problem_or_a_take(tmp_path: Path, at: int, byte: int, tail: bytes) -> None:
    path = tmp_path / "take-0001.rows"
    path.unlink(missing_ok=True)
    text = bytearray(write(tmp_path, []).read_bytes())
    text[at] = byte
    path.write_bytes(bytes(text) + tail)
    try:
        data = read_take(path)
    except Problem as e:
        assert "take-0001.rows" in str(e)
    else:
        assert len(data) <= len(tail) + 128


@pytest.mark.parametrize(
    "header",
    [
        b'{"take":1,"inputs":16385,"outputs":[]}',
        b'{"take":1,"inputs":0,"outputs":[]}',
        b'{"take":0,"inputs":1,"outputs":[]}',
        b'{"take":1,"inputs":1,"outputs":["a","a"]}',
        b'{"take":1,"inputs":1,"outputs":[' + b",".join(b'"%d"' % n for n in range(1025)) + b"]}",
        b'{"take":1,"inputs":1}',
        b"[" * 100_000,
        b" " * 3_000_000,
        b"\xff\xfe",
    ],
)
def test_absurd_headers(tmp_path: Path, header: bytes) -> None:
    path = tmp_path / "take-0001.rows"
    path.write_bytes(MAGIC + header + b"\n" + bytes(1000))
    with pytest.raises(Problem, match=r"take-0001\.rows"):
        read_take(path)


def test_an_absurdly_long_file(tmp_path: Path) -> None:
    path = write(tmp_path, [])
    try:
        os.truncate(path, (1 << 40) + 1)
    except OSError:
        pytest.skip("this file system has no files that long")
    with pytest.raises(Problem, match="expected at most"):
        read_take(path)


def test_a_missing_file(tmp_path: Path) -> None:
    with pytest.raises(Problem, match="cannot be read"):
        read_take(tmp_path / "take-0009.rows")


def test_a_disk_that_fills_up_in_the_middle_of_a_row(
    tmp_path: Path, make_rows: MakeRows, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = make_rows(10)
    writer = TakeWriter(tmp_path, 1, 3, ("o1", "o2"), "")
    room = [rows.itemsize * 4 + 5]
    real = os.write

    def write_little(file: int, data: memoryview) -> int:
        if not room[0]:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        took = real(file, data[: room[0]])
        room[0] -= took
        return took

    monkeypatch.setattr(os, "write", write_little)
    with pytest.raises(OSError, match="No space"):
        writer.append([rows[:3], rows[3:]])
    assert writer.rows == 4
    assert len(read_take(writer.path)) == 4
    monkeypatch.undo()
    writer.append([rows[writer.rows :]])
    writer.close()
    assert read_take(writer.path).blocks[0].tobytes() == rows.tobytes()


def test_a_full_disk_leaves_no_file_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(file: int, data: memoryview) -> int:
        raise OSError(errno.ENOSPC, "full")

    monkeypatch.setattr(os, "write", full)
    with pytest.raises(OSError, match="full"):
        TakeWriter(tmp_path, 1, 3, (), "")
    assert list(tmp_path.iterdir()) == []
