"""What comes from other programs, fed with anything: tables, and Wekinator projects."""

from __future__ import annotations

import io
import zipfile
from contextlib import suppress
from pathlib import Path

import numpy as np
from fuzz_place import BETWEEN, emptied, file_with, parts_of, zipped

from wekipy.exchange.importing.read import read_project
from wekipy.exchange.importing.tables.choice import Choice
from wekipy.exchange.importing.tables.read import takes_for
from wekipy.project.checking import check
from wekipy.project.create import new_project
from wekipy.project.problem import Problem

_DATA = Path(__file__).parents[1] / "exchange" / "data"
_PRESENT = new_project(2, "1,class:3")


def _whole(source: Path) -> None:
    """As a new project, and as takes of one that is there."""
    with suppress(Problem):
        arrived = read_project(source, Choice())
        check(arrived.project)
        for take in arrived.project.takes:
            assert len(arrived.data[take.number]) == take.examples
        arrived.report.lines()
    if source.is_file():
        with suppress(Problem):
            takes_for(_PRESENT, source, Choice(), 50.0)


def arff(data: bytes) -> None:
    """An ARFF table."""
    _whole(file_with("a.arff", data))


def csv(data: bytes) -> None:
    """A CSV table."""
    _whole(file_with("a.csv", data))


def npz(data: bytes) -> None:
    """An .npz file, as it is."""
    _whole(file_with("a.npz", data))


def npz_parts(data: bytes) -> None:
    """An .npz file that is a sound zip file of any parts: name and array by turns, packed or not."""
    kind = zipfile.ZIP_DEFLATED if len(data) % 2 else zipfile.ZIP_STORED
    npz(zipped(data.split(BETWEEN), kind))


def wekinator(data: bytes) -> None:
    """A Wekinator project of any files."""
    project, inputs, outputs, table, gestures, first, second = parts_of(data, 7)
    folder = emptied("wekinator")
    models = folder / "current" / "models"
    models.mkdir(parents=True)
    for path, part in (
        (folder / "a.wekproj", project),
        (folder / "inputConfig.xml", inputs),
        (folder / "outputConfig.xml", outputs),
        (folder / "current" / "currentData.arff", table),
        (folder / "current" / "currentData.csv", gestures),
        (models / "model0.xml", first),
        (models / "model1.xml", second),
    ):
        if part:
            path.write_bytes(part)
    _whole(folder)


def importing(data: bytes) -> None:
    """Any of them; the first byte says which."""
    if data:
        IMPORTS[data[0] % len(IMPORTS)](data[1:])


IMPORTS = (arff, csv, npz, npz_parts, wekinator)


def import_seeds() -> dict[str, list[bytes]]:
    """Sound examples for each target."""
    made = {
        "arff": [
            b"@relation a\n@attribute x real\n@attribute 'y y' {1,2,'a b'}\n@data\n0.5,1\n?,'a b'\n",
            b"@relation a\n@attribute Time date 'yyyy/MM/dd HH:mm:ss:SSS'\n@attribute 'Training round'"
            b" numeric\n@attribute i numeric\n@attribute o numeric\n@data\n2026/01/01 10:11:12:13,1,2,3\n",
        ],
        "csv": [b"take,a,b,output\n1,0.5,1,2\n1,1e3,?,3\n", b"a;b;c\n0,5;1,5;word\n", b"1,2\n3,4\n"],
        "npz": [],
        "npz_parts": [],
        "wekinator": [_wekinator_seed(path) for path in sorted(_DATA.iterdir()) if path.is_dir()],
    }
    for more in ({}, {"take": np.array([1, 1, 2]), "input_names": np.array(["a", "b"])}):
        file = io.BytesIO()
        np.savez(file, inputs=np.ones((3, 2), np.float32), targets=np.ones((3, 1)), **more)
        made["npz"].append(file.getvalue())
        with zipfile.ZipFile(file) as archive:
            entries = [(n.removesuffix(".npy").encode(), archive.read(n)) for n in archive.namelist()]
        made["npz_parts"].append(BETWEEN.join(part for entry in entries for part in entry))
    every = [(n, seed) for n, target in enumerate(IMPORTS) for seed in made[target.__name__]]
    return {**made, "importing": [bytes([n]) + seed for n, seed in every]}


def _wekinator_seed(folder: Path) -> bytes:
    """A project that Wekinator saved, with a table of the first rows only."""
    current = folder / "current"
    paths = [next(folder.glob("*.wekproj")), folder / "inputConfig.xml", folder / "outputConfig.xml"]
    paths += [current / "currentData.arff", current / "currentData.csv"]
    paths += [current / "models" / f"model{n}.xml" for n in (0, 1)]
    parts = [path.read_bytes() if path.exists() else b"" for path in paths]
    for n in (3, 4):
        parts[n] = b"".join(parts[n].splitlines(keepends=True)[:40])
    return BETWEEN.join(part[:20_000] for part in parts)
