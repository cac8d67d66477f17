from __future__ import annotations

import io
import pickle
import struct
import zipfile
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from wekipy.learning.model import Model
from wekipy.project.examples import Dataset
from wekipy.project.problem import Problem
from wekipy.storage.model_file import load_model, load_model_with_examples, save_model

MakeModel = Callable[..., Model]


def same(a: Model, b: Model) -> bool:
    return (
        a.header == b.header
        and a.arrays.keys() == b.arrays.keys()
        and all(np.array_equal(a.arrays[k], b.arrays[k]) for k in a.arrays)
        and all(a.arrays[k].dtype == b.arrays[k].dtype for k in a.arrays)
    )


@pytest.fixture
def examples() -> Dataset:
    return Dataset(np.ones((4, 2), np.float32), np.arange(4.0), np.ones(4, np.int64), np.arange(4.0))


def test_a_model_comes_back_as_it_was(tmp_path: Path, make_model: MakeModel) -> None:
    model = make_model()
    path = tmp_path / "o1.npz"
    save_model(path, model)
    assert same(load_model(path), model)
    assert load_model_with_examples(path)[1] is None
    assert [p.name for p in tmp_path.iterdir()] == ["o1.npz"]


def test_arrays_of_every_shape(tmp_path: Path, make_model: MakeModel) -> None:
    header = make_model().header
    arrays = {
        "empty": np.empty((0, 3)),
        "four": np.arange(24.0).reshape(1, 2, 3, 4),
        "view": np.arange(20, dtype=np.int64)[::2],
        "big": np.arange(1_500_000, dtype=np.float32).reshape(1000, -1),
        "bigf": np.asfortranarray(np.arange(1_500_000.0).reshape(1000, -1)),
    }
    save_model(tmp_path / "m.npz", Model(header, arrays))
    loaded = load_model(tmp_path / "m.npz")
    assert same(loaded, Model(header, arrays))
    assert all(array.flags.aligned for array in loaded.arrays.values())


def test_numpy_reads_it_too(tmp_path: Path, make_model: MakeModel) -> None:
    save_model(tmp_path / "o1.npz", make_model())
    with np.load(tmp_path / "o1.npz", allow_pickle=False) as file:
        assert {"count", "f", "header", "weights.0"} <= set(file)
        assert b'"neural-network"' in file["header"].tobytes()


def test_with_its_examples(tmp_path: Path, make_model: MakeModel, examples: Dataset) -> None:
    save_model(tmp_path / "m.npz", make_model(), examples)
    model, loaded = load_model_with_examples(tmp_path / "m.npz")
    assert loaded is not None
    assert np.array_equal(loaded.X, examples.X)
    assert np.array_equal(loaded.y, examples.y)
    assert np.array_equal(loaded.takes, examples.takes)
    assert same(model, make_model())
    assert same(load_model(tmp_path / "m.npz"), make_model())


def test_examples_that_do_not_fit(tmp_path: Path, make_model: MakeModel) -> None:
    wrong = Dataset(np.ones((4, 3), np.float32), np.arange(4.0), np.ones(4, np.int64), np.zeros(4))
    save_model(tmp_path / "m.npz", make_model(), wrong)
    with pytest.raises(Problem, match="do not fit"):
        load_model_with_examples(tmp_path / "m.npz")


@pytest.mark.parametrize("name", ["header", "examples.X", "../x", "a/b", ""])
def test_array_names_that_cannot_be_saved(tmp_path: Path, make_model: MakeModel, name: str) -> None:
    with pytest.raises(Problem):
        save_model(tmp_path / "m.npz", Model(make_model().header, {name: np.zeros(1)}))
    assert list(tmp_path.iterdir()) == []


def test_an_interrupted_save_leaves_the_old_model(
    tmp_path: Path, make_model: MakeModel, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "o1.npz"
    save_model(path, make_model())

    def full(*args: object, **kwargs: object) -> None:
        raise OSError(28, "full")

    monkeypatch.setattr(np.lib.format, "write_array_header_1_0", full)
    with pytest.raises(OSError, match="full"):
        save_model(path, make_model(fingerprint="new"))
    assert load_model(path).header.fingerprint == "abc"
    assert [p.name for p in tmp_path.iterdir()] == ["o1.npz"]


# Hostile files


def npy(array: np.ndarray, allow_pickle: bool = False) -> bytes:
    out = io.BytesIO()
    np.lib.format.write_array(out, array, version=(1, 0), allow_pickle=allow_pickle)
    return out.getvalue()


def npy_header(text: str, data: bytes = b"") -> bytes:
    return b"\x93NUMPY\x01\x00" + struct.pack("<H", len(text) + 1) + text.encode() + b"\n" + data


def archive(
    path: Path, make_model: MakeModel, entries: dict[str, bytes], kind: int = zipfile.ZIP_STORED
) -> Path:
    save_model(path, make_model())
    with zipfile.ZipFile(path) as file:
        header = file.read("header.npy")
    with zipfile.ZipFile(path, "w", kind) as file:
        for name, data in {"header.npy": header, **entries}.items():
            file.writestr(name, data)
    return path


class Bomb:
    def __reduce__(self) -> tuple[object, ...]:
        return (print, ("PICKLE WAS RUN",))


HUGE = "{'descr': '<f8', 'fortran_order': False, 'shape': (%s), }"
HOSTILE = {
    "pickle": {"a.npy": npy(np.array([Bomb()], object), allow_pickle=True)},
    "bare pickle": {"a.npy": pickle.dumps(Bomb())},
    "text": {"a.npy": npy(np.array(["x"]))},
    "complex": {"a.npy": npy(np.zeros(2, complex))},
    "big endian": {"a.npy": npy(np.zeros(2, ">f8"))},
    "bytes": {"a.npy": npy(np.zeros(2, np.uint8))},
    "structured": {"a.npy": npy(np.zeros(2, [("a", "<f8")]))},
    "traversal": {"../../a.npy": npy(np.zeros(2))},
    "absolute": {"/tmp/a.npy": npy(np.zeros(2))},
    "no npy": {"a.txt": b"hello"},
    "huge": {"a.npy": npy_header(HUGE % "999999999999,")},
    "huge product": {"a.npy": npy_header(HUGE % "99999999, 99999999")},
    "huge with zero": {"a.npy": npy_header(HUGE % "0, 999999999999")},
    "many dimensions": {"a.npy": npy_header(HUGE % "1, 1, 1, 1, 1", bytes(8))},
    "evaluated": {"a.npy": npy_header("{'descr': '<f8', 'fortran_order': False, 'shape': (" + "(" * 9000)},
    "short": {"a.npy": npy_header(HUGE % "2,", bytes(15))},
    "long": {"a.npy": npy_header(HUGE % "2,", bytes(17))},
    "empty": {"a.npy": b""},
}


@pytest.mark.parametrize("name", sorted(HOSTILE))
def test_hostile_arrays(
    tmp_path: Path, make_model: MakeModel, name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    path = archive(tmp_path / "o1.npz", make_model, HOSTILE[name])
    with pytest.raises(Problem, match=r"o1\.npz"):
        load_model(path)
    assert "PICKLE" not in capsys.readouterr().out
    assert [p.name for p in tmp_path.iterdir()] == ["o1.npz"]


def test_a_zip_bomb(tmp_path: Path, make_model: MakeModel) -> None:
    bomb = npy(np.zeros(20_000_000))
    path = archive(tmp_path / "o1.npz", make_model, {"a.npy": bomb}, zipfile.ZIP_DEFLATED)
    assert path.stat().st_size < 1_000_000
    with pytest.raises(Problem, match="compressed"):
        load_model(path)


def test_parts_that_overlap(tmp_path: Path, make_model: MakeModel) -> None:
    """Many entries of the table of contents that all mean one stretch of the file."""
    path = archive(tmp_path / "o1.npz", make_model, {"a0.npy": npy(np.zeros(10_000))})
    whole = path.read_bytes()
    entries, directory, start = struct.unpack("<HLL", whole[-12:-2])
    table = whole[start : start + directory]
    last = table[table.rindex(b"PK\x01\x02") :]
    more = b"".join(last.replace(b"a0.npy", b"a%d.npy" % n) for n in range(1, 10))
    end = struct.pack(
        "<4sHHHHLLH", b"PK\5\6", 0, 0, entries + 9, entries + 9, directory + len(more), start, 0
    )
    path.write_bytes(whole[:start] + table + more + end)
    with pytest.raises(Problem, match="overlap"):
        load_model(path)


def test_a_table_of_contents_without_end(tmp_path: Path) -> None:
    path = tmp_path / "o1.npz"
    entry = struct.pack("<4s4B4HL2L5H2L", b"PK\1\2", 20, 0, 20, 0, *[0] * 14)
    table = entry * 60_000
    end = struct.pack("<4sHHHHLLH", b"PK\5\6", 0, 0, 60_000, 60_000, len(table), 0, 0)
    path.write_bytes(table + end)
    with pytest.raises(Problem, match="too long"):
        load_model(path)
    path.write_bytes(table + struct.pack("<4sHHHHLLH", b"PK\5\6", 0, 0, 3, 3, len(table), 0, 0))
    with pytest.raises(Problem, match="too long"):
        load_model(path)


@pytest.mark.parametrize(
    "changes",
    [
        {"inputs": ()},
        {"inputs": (2, 1)},
        {"inputs": (-1, 1)},
        {"inputs": (20_000,)},
        {"kind": "classification", "classes": 0},
        {"kind": "classification", "classes": 5000},
        {"kind": "other"},
        {"examples": -1},
    ],
)
def test_headers_that_cannot_be(tmp_path: Path, make_model: MakeModel, changes: dict[str, object]) -> None:
    save_model(tmp_path / "o1.npz", make_model(**changes))
    with pytest.raises(Problem, match=r"o1\.npz.*header"):
        load_model(tmp_path / "o1.npz")


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_any_damage_is_a_problem_or_still_a_model(
    tmp_path: Path, make_model: MakeModel, data: st.DataObject
) -> None:
    path = tmp_path / "o1.npz"
    save_model(path, make_model())
    text = bytearray(path.read_bytes())
    for _ in range(data.draw(st.integers(1, 3))):
        text[data.draw(st.integers(0, len(text) - 1))] = data.draw(st.integers(0, 255))
    path.write_bytes(text[: data.draw(st.one_of(st.just(len(text)), st.integers(0, len(text))))])
    try:
        load_model_with_examples(path)
    except Problem as e:
        assert "o1.npz" in str(e)


def test_no_file(tmp_path: Path) -> None:
    with pytest.raises(Problem, match="no such file"):
        load_model(tmp_path / "o1.npz")
