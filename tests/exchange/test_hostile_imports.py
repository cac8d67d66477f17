"""Damaged and hostile files cost one sentence, and leave nothing behind."""

from __future__ import annotations

import io
import os
import shutil
import sys
import zipfile
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from wekinator_by_hand import DATA, builder, java, model, numeric, write_project

from wekipy.cli.main import commands
from wekipy.exchange.importing.arrived import make_project
from wekipy.exchange.importing.java_text import first_text
from wekipy.exchange.importing.read import read_project
from wekipy.exchange.importing.tables.choice import Choice
from wekipy.exchange.importing.xml_text import parse_xml
from wekipy.project.problem import Problem
from wekipy.storage.folder import open_folder

REAL = sorted(path.relative_to(DATA) for path in DATA.rglob("*") if path.is_file())
QUICK = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def try_import(source: Path, dest: Path) -> None:
    """Import; a Problem of one line is allowed, and then nothing is there. Otherwise the project opens."""
    shutil.rmtree(dest.parent, ignore_errors=True)
    dest.parent.mkdir(parents=True)
    try:
        make_project(dest, read_project(source, Choice()))
    except Problem as e:
        assert "\n" not in str(e)
        assert not list(dest.parent.iterdir())
    else:
        assert not open_folder(dest).notes


@pytest.fixture(scope="module")
def place(tmp_path_factory):
    return tmp_path_factory.mktemp("hostile")


def mutate(data: bytes, places: list[tuple[float, bytes]], cut: float) -> bytes:
    for where, piece in places:
        at = int(where * len(data))
        data = data[:at] + piece + data[at + len(piece) :]
    return data[: int(cut * len(data))]


PIECES = st.sampled_from(
    [b"\x00", b"\xff\xff", b"-1", b"9" * 40, b"1e999", b"nan", b"'", b'"', b",", b"\n", b"{",
     b"<", b">", b"</", b"}", b"?", b"%", b"@data", b"&x;", b"<!DOCTYPE x>", "é".encode(), b"\\"]
) | st.binary(min_size=1, max_size=6)  # fmt: skip
SHARE = st.floats(0, 1)


@pytest.mark.parametrize("name", REAL, ids=str)
@QUICK
@given(places=st.lists(st.tuples(SHARE, PIECES), max_size=4), cut=st.just(1.0) | SHARE)
def test_real_files_that_were_changed(name, places, cut, place):
    project = place / name.parts[0]
    if not project.exists():
        shutil.copytree(DATA / name.parts[0], project)
    file = place / name
    original = (DATA / name).read_bytes()
    try:
        file.write_bytes(mutate(original, places, cut))
        try_import(project, place / "made" / "new.wekipy")
        if file.suffix in (".arff", ".csv"):
            try_import(file, place / "made" / "new.wekipy")
    finally:
        file.write_bytes(original)


@pytest.mark.parametrize("suffix", [".arff", ".csv", ".npz", ".wekproj"])
@QUICK
@given(data=st.binary(max_size=300), head=st.booleans())
def test_any_bytes(suffix, data, head, place):
    heads = {".arff": b"@relation x\n@attribute a real\n@attribute b {1,'x y'}\n@data\n", ".csv": b"a,b\n",
             ".npz": b"PK\x03\x04", ".wekproj": b"<?xml version='1.0'?><a>"}  # fmt: skip
    path = place / f"any{suffix}"
    path.write_bytes((heads[suffix] if head else b"") + data)
    try_import(path, place / "made" / "new.wekipy")


def arrays(**more: np.ndarray) -> bytes:
    file = io.BytesIO()
    np.savez(file, inputs=np.ones((5, 2), np.float32), targets=np.ones((5, 1)), take=np.arange(1, 6), **more)
    return file.getvalue()


@QUICK
@given(places=st.lists(st.tuples(SHARE, PIECES), max_size=4), cut=st.just(1.0) | SHARE)
def test_arrays_that_were_changed(places, cut, place):
    path = place / "a.npz"
    path.write_bytes(mutate(arrays(), places, cut))
    try_import(path, place / "made" / "new.wekipy")


@QUICK
@given(data=st.binary(max_size=200))
def test_any_serialised_text(data):
    for raw in (data, b"\xac\xed\x00\x05\x74" + data, b"\xac\xed\x00\x05\x7c" + data):
        try:
            parse_xml(first_text(raw, "model0.xml"), "model0.xml")
        except Problem:
            continue


@pytest.mark.parametrize(
    "text",
    [
        '<!DOCTYPE a [<!ENTITY x "y">]><a>&x;</a>',
        '<!DOCTYPE a SYSTEM "file:///etc/passwd"><a/>',
        '<!DOCTYPE a [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]><a>&b;</a>',
    ],
)
def test_entities_are_refused(text):
    with pytest.raises(Problem, match="document type"):
        parse_xml(text, "inputConfig.xml")


@pytest.mark.parametrize("text", ["<a>" * 60 + "</a>" * 60, "<a>" + "<b/>" * 1_000_001 + "</a>"])
def test_xml_has_bounds(text):
    with pytest.raises(Problem, match="more elements"):
        parse_xml(text, "inputConfig.xml")


def test_zip_bombs_are_not_unpacked(tmp_path, monkeypatch):
    monkeypatch.setattr("wekipy.exchange.importing.tables.npz.MOST_ARRAYS", 10 << 20)
    path = tmp_path / "bomb.npz"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("inputs.npy", bytes(11 << 20))
    monkeypatch.setattr(zipfile.ZipFile, "open", lambda *_: pytest.fail("it was unpacked"))
    assert path.stat().st_size < 1 << 20
    with pytest.raises(Problem, match="unpack to more than"):
        read_project(path, Choice())


@pytest.mark.parametrize("made", [np.array([{"a": 1}] * 5, object), np.ones((5, 2), complex)])
def test_arrays_of_objects_are_not_read(tmp_path, made):
    path = tmp_path / "objects.npz"
    np.savez(path, inputs=np.ones((5, 2)), targets=made, allow_pickle=True)
    with pytest.raises(Problem, match="plain array"):
        read_project(path, Choice())


def test_an_array_may_not_be_larger_than_its_entry(tmp_path):
    path = tmp_path / "large.npz"
    path.write_bytes(arrays().replace(b"(5, 2)", b"(9, 9)"))
    with pytest.raises(Problem, match=r"do not make the shape|cannot be read as numpy arrays"):
        read_project(path, Choice())


@pytest.mark.skipif(sys.platform == "win32", reason="no such pipes there")
def test_a_pipe_in_a_strangers_folder_does_not_hang(wekinator):
    folder = wekinator("classify4x2")
    (folder / "inputConfig.xml").unlink()
    os.mkfifo(folder / "inputConfig.xml")
    with pytest.raises(Problem, match="no plain file"):
        read_project(folder, Choice())


@pytest.mark.parametrize(
    ("file", "old", "new", "words"),
    [
        ("inputConfig.xml", "<numInputs>4<", "<numInputs>99999999<", "expected 1 to 16384"),
        ("outputConfig.xml", "OSCClassificationOutput", "OSCNothing", "unknown kind"),
        ("outputConfig.xml", "<outputs ", "<other ", "0 outputs|damaged"),
        ("current/currentData.arff", "@data", "@dat", "cut off|expected @attribute"),
    ],
)
def test_the_sentence_says_where(wekinator, tmp_path, file, old, new, words):
    path = wekinator("classify4x2") / file
    path.write_text(path.read_text().replace(old, new))
    dest = tmp_path / "dest" / "new.wekipy"
    result = CliRunner().invoke(commands, ["import", str(tmp_path / "classify4x2"), str(dest)])
    assert isinstance(result.exception, Problem)
    assert any(word in str(result.exception) for word in words.split("|")), result.exception
    assert not dest.exists()


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("0.75709,", "0.75709,0.1,", "row 1 has 10 values, expected 9"),
        ("0.75709", "zero", "row 1, column “inputs-1”: “zero”"),
        ("2026/11/23 18:07:35:401", "yesterday", "“yesterday” is not"),
    ],
)
def test_one_damaged_row_costs_itself_only(wekinator, old, new, words):
    path = wekinator("classify4x2") / "current" / "currentData.arff"
    text = path.read_text()
    path.write_text(text.replace(old, new, 1))
    arrived = read_project(path.parent.parent, Choice())
    assert sum(map(len, arrived.data.values())) == 44
    assert any(line.startswith("1 row that cannot be read") and words in line for line in arrived.report.left)
    path.write_text(text.replace(",0.", ",zero"))
    with pytest.raises(Problem, match=r"row 1, column .* and 44 other rows like it"):
        read_project(path.parent.parent, Choice())


def test_a_model_file_that_is_damaged_costs_its_settings_only(tmp_path):
    settings_of = model(builder("NeuralNetModelBuilder"), ["a"])
    file = write_project(tmp_path / "p", ["a"], [numeric("x"), numeric("y")], [settings_of, settings_of])
    (tmp_path / "p" / "current" / "models" / "model0.xml").write_bytes(java(settings_of)[:50])
    arrived = read_project(file, Choice())
    assert len(arrived.project.outputs) == 2
    assert any("output 1 “x”: its algorithm" in text for text in arrived.report.left)


def test_a_full_disk_leaves_nothing(wekinator, tmp_path, monkeypatch):
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("wekipy.storage.take_file.TakeWriter.append", full)
    with pytest.raises(Problem, match="No space left"):
        make_project(tmp_path / "dest" / "new.wekipy", read_project(wekinator("classify4x2"), Choice()))
    assert not list((tmp_path / "dest").iterdir())


def words(count: int, length: int) -> list[str]:
    return [f"{n:0{length}d}x" for n in range(count)]


@pytest.mark.parametrize(
    ("count", "length", "told"), [(120, 4, "more than 100 different words"), (3, 1_001, "characters")]
)
def test_words_have_bounds(tmp_path, monkeypatch, count, length, told):
    monkeypatch.setattr("wekipy.exchange.importing.tables.table.MOST_LABELS_IN_ALL", 100)
    given = words(count, length)
    csv, arff = tmp_path / "a.csv", tmp_path / "a.arff"
    csv.write_text("a,b,c\n" + "".join(f"{word},{word},1\n" for word in given))
    arff.write_text(f"@relation a\n@attribute x real\n@attribute y {{{','.join(given)}}}\n@data\n1,?\n")
    for path in (csv, arff) if length < 1_001 else (arff,):  # in a CSV, those are no classes but text
        with pytest.raises(Problem, match=told):
            read_project(path, Choice())


def test_long_rows_are_read_some_at_a_time(tmp_path, monkeypatch):
    monkeypatch.setattr("wekipy.exchange.importing.tables.table._CHUNK_TEXT", 50)
    path = tmp_path / "a.csv"
    path.write_text("take,a,output\n" + "".join(f"{n % 3 + 1},{n}.000000000,{n / 7}\n" for n in range(40)))
    arrived = read_project(path, Choice())
    assert [len(arrived.data[n]) for n in (1, 2, 3)] == [14, 13, 13]
    assert arrived.data[2].blocks[0]["inputs"][:, 0].tolist() == [float(n) for n in range(1, 40, 3)]


def test_tables_have_bounds(tmp_path, monkeypatch):
    monkeypatch.setattr("wekipy.exchange.importing.tables.table.MOST_VALUES", 100)
    path = tmp_path / "a.csv"
    path.write_text("a,output\n" + "1,2\n" * 11)
    with pytest.raises(Problem, match="more than 10 rows"):
        read_project(path, Choice())
    path = tmp_path / "a.npz"
    np.savez(path, inputs=np.ones((20, 2)), targets=np.ones((20, 1)))
    with pytest.raises(Problem, match="more than can be read"):
        read_project(path, Choice())


def test_gesture_examples_have_bounds(wekinator, monkeypatch):
    monkeypatch.setattr("wekipy.exchange.importing.wekinator.gestures.MOST_VALUES", 100)
    with pytest.raises(Problem, match="more than 100 numbers"):
        read_project(wekinator("gestures2"), Choice())


def test_many_takes_take_no_longer_than_few(tmp_path):
    """Each take once looked at all rows: this would take minutes."""
    path = tmp_path / "many.npz"
    count = 90_000
    np.savez(path, inputs=np.ones((count, 1)), targets=np.ones((count, 1)), take=np.arange(count) + 5)
    arrived = read_project(path, Choice())
    assert list(arrived.data) == list(range(5, count + 5))
