from __future__ import annotations

import errno
import os
import zlib
from collections.abc import Callable
from pathlib import Path

import msgspec
import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from wekipy.project.examples import MadeOf, Rows, row_type
from wekipy.project.problem import Problem
from wekipy.storage.take_file import (
    MAGIC,
    MAGIC_1,
    TakeWriter,
    read_header,
    read_take,
    read_take_file,
    stored_type,
    take_name,
)

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
    row = stored_type(3, 2).itemsize
    start = len(whole) - len(rows) * row
    cut = min(cut, len(whole))
    path.write_bytes(whole[:cut])
    if cut < start // 2:
        with pytest.raises(Problem, match=r"take-0001\.rows"):
            read_take(path)
    else:
        kept = max(0, cut - start) // row
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
        assert len(data) + len(data.left_out) <= len(tail) + 256


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
    for text in (MAGIC + header + b"\n", MAGIC_1 + header + b"\n"):
        path.write_bytes((text + b"%08x\n" % zlib.crc32(text)) * 2 + bytes(1000))
        with pytest.raises(Problem, match=r"take-0001\.rows") as problem:
            read_take(path)
        assert "$" not in str(problem.value)  # where a library would say that something is wrong


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
    room = [stored_type(3, 2).itemsize * 4 + 5]
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


def stored(path: Path) -> tuple[bytearray, int]:
    """The bytes of a take file of 3 inputs and 2 targets, and where its rows begin."""
    whole = path.read_bytes()
    return bytearray(whole), len(b"".join(whole.splitlines(keepends=True)[:6]))


def test_anyone_can_read_a_take_with_numpy(tmp_path: Path, make_rows: MakeRows) -> None:
    """As docs/takes.md says."""
    rows = make_rows(20)
    with write(tmp_path, [rows]).open("rb") as file:
        first, second = file.readline(), file.readline()
        told = msgspec.json.decode(second)
        head = zlib.crc32(first + second)
        assert int(file.readline(), 16) == head
        assert [file.readline(), file.readline(), int(file.readline(), 16)] == [first, second, head]
        kind = [("time", "<f8"), ("inputs", "<f4", told["inputs"]), ("targets", "<f4", len(told["outputs"]))]
        found = np.fromfile(file, [*kind, ("sum", "<u4")])
    assert np.array_equal(found["inputs"], rows["inputs"])
    assert np.array_equal(found["time"], rows["time"])
    for n, row in enumerate(found):
        assert zlib.crc32(row.tobytes()[:-4], (head + n) % 2**32) == row["sum"]


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(at=st.integers(0, 10**6), bit=st.integers(0, 7))
def test_a_flipped_bit_costs_the_row_that_it_is_in_and_nothing_in_the_header(
    tmp_path: Path, make_rows: MakeRows, at: int, bit: int
) -> None:
    (tmp_path / "take-0001.rows").unlink(missing_ok=True)
    rows = make_rows(50)
    path = write(tmp_path, [rows])
    text, start = stored(path)
    at %= len(text)
    text[at] ^= 1 << bit
    path.write_bytes(text)
    damaged = [(at - start) // stored_type(3, 2).itemsize] if at >= start else []
    found = read_take_file(path)
    assert found.header.outputs == found.data.outputs == ("o1", "o2")
    assert found.data.left_out.tolist() == damaged
    assert found.data.blocks[0].tobytes() == np.delete(rows, damaged).tobytes()
    assert found.data.recorded().tolist() == [n for n in range(50) if n not in damaged]


def test_a_header_that_is_damaged_twice_is_a_problem(tmp_path: Path, make_rows: MakeRows) -> None:
    path = write(tmp_path, [make_rows(5)])
    text, start = stored(path)
    for at in (start // 4, start // 2 + start // 4):
        text[at] ^= 1
    path.write_bytes(text)
    with pytest.raises(Problem, match=r"take-0001\.rows: its header is damaged"):
        read_take(path)


@pytest.mark.parametrize("byte", [b"\0", b"\xff"])
def test_a_zeroed_tail_is_left_out(tmp_path: Path, make_rows: MakeRows, byte: bytes) -> None:
    rows = make_rows(40)
    path = write(tmp_path, [rows])
    text, start = stored(path)
    cut = start + stored_type(3, 2).itemsize * 25 + 7
    path.write_bytes(text[:cut] + byte * (len(text) - cut))
    data = read_take(path)
    assert data.blocks[0].tobytes() == rows[:25].tobytes()
    assert data.left_out.tolist() == list(range(25, 40))


def test_rows_of_another_place_or_take_do_not_fit(tmp_path: Path, make_rows: MakeRows) -> None:
    text, start = stored(write(tmp_path, [make_rows(10)]))
    other, _ = stored(write(tmp_path, [make_rows(10)], number=2))
    row = stored_type(3, 2).itemsize
    text[start : start + row], text[start + row : start + 2 * row] = (
        text[start + row : start + 2 * row],
        text[start : start + row],
    )
    text[start + 5 * row : start + 6 * row] = other[start + 5 * row : start + 6 * row]
    (tmp_path / "take-0001.rows").write_bytes(text)
    assert read_take(tmp_path / "take-0001.rows").left_out.tolist() == [0, 1, 5]


def test_many_rows_in_several_blocks(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, make_rows: MakeRows
) -> None:
    monkeypatch.setattr("wekipy.storage.take_file._BLOCK_BYTES", 40_000)
    rows = make_rows(5_000)
    path = write(tmp_path, [rows])
    text, start = stored(path)
    row = stored_type(3, 2).itemsize
    for n in (0, 1_234, 4_999):
        text[start + n * row + 3] ^= 8
    path.write_bytes(text)
    data = read_take(path)
    assert len(data.blocks) > 2
    assert data.left_out.tolist() == [0, 1_234, 4_999]
    assert b"".join(b.tobytes() for b in data.blocks) == np.delete(rows, data.left_out).tobytes()


@pytest.mark.skipif(not Path("/proc/self/fd").exists(), reason="Linux tells which files are open")
def test_a_take_keeps_no_file_open(tmp_path: Path, make_rows: MakeRows) -> None:
    path = write(tmp_path, [make_rows(10)])
    before = sum(1 for _ in Path("/proc/self/fd").iterdir())
    kept = [read_take(path) for _ in range(20)]
    assert sum(1 for _ in Path("/proc/self/fd").iterdir()) == before
    assert all(len(data) == 10 for data in kept)
    assert str(path) not in Path("/proc/self/maps").read_text()


def test_what_a_take_was_made_of_is_in_its_file(tmp_path: Path, make_rows: MakeRows) -> None:
    for number, made_of in enumerate((MadeOf((3, 4)), MadeOf(source="other.wekipy"), MadeOf()), 1):
        writer = TakeWriter(tmp_path, number, 3, ("o1", "o2"), "", made_of)
        writer.append([make_rows(2)])
        writer.close()
        assert read_header(writer.path).made_of == read_take(writer.path).made_of == made_of


def old_file(folder: Path, rows: Rows, started: str) -> Path:
    """A take file as wekipy wrote it before there were check sums."""
    header = b'{"take":1,"inputs":3,"outputs":["o1","o2"],"started":"%s"}' % started.encode()
    text = MAGIC_1 + header
    path = folder / take_name(1)
    path.write_bytes(text + b" " * (-(len(text) + 1) % 64) + b"\n" + rows.tobytes() + b"half")
    return path


@pytest.mark.parametrize(
    ("started", "expected"),
    [("2023-11-14T22:13:10.500+00:00", "2023-11-14T22:13:10.500+00:00"), ("", "2023-11-14T22:13:20+00:00")],
)
def test_a_take_of_an_earlier_version_is_read_as_it_was(
    tmp_path: Path, make_rows: MakeRows, started: str, expected: str
) -> None:
    rows = make_rows(30)  # from 1.7e9 seconds since 1970 on
    path = old_file(tmp_path, rows, started)
    before = path.read_bytes()
    found = read_take_file(path)
    data = found.data
    assert found.header.take == 1
    assert data.started == expected
    assert data.times()[0] == (9.5 if started else 0.0)
    assert np.array_equal(data.began() + data.times(), rows["time"])
    assert np.array_equal(data.blocks[0]["inputs"], rows["inputs"])
    assert np.array_equal(data.blocks[0]["targets"], rows["targets"], equal_nan=True)
    assert path.read_bytes() == before


def test_times_of_an_earlier_version_that_are_no_dates_stay(tmp_path: Path, make_rows: MakeRows) -> None:
    rows = make_rows(5)
    rows["time"] = np.arange(5) / 50 + 7
    data = read_take(old_file(tmp_path, rows, ""))
    assert (data.started, data.began()) == ("", 0.0)
    assert np.array_equal(data.times(), rows["time"])


@pytest.mark.filterwarnings("error")
def test_damaged_times_of_an_earlier_version_are_no_warning(tmp_path: Path, make_rows: MakeRows) -> None:
    rows = make_rows(5)
    rows["time"][2:] = np.inf, -np.inf, np.frombuffer(b"\x01\0\0\0\0\0\xf0\x7f")[0]
    assert len(read_take(old_file(tmp_path, rows, ""))) == 5
