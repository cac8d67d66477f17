"""What is fed with anything: each target takes bytes, and may raise nothing but a Problem inside.

They are used by `fuzz.py` (coverage-guided, for minutes) and by `test_targets.py` (briefly, in every run).
"""

from __future__ import annotations

import shutil
import zipfile
import zlib
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import msgspec
import numpy as np
from folder_targets import earlier, folder, folder_seeds, journal, journal_parts
from fuzz_place import BETWEEN, PLACE, file_with, parts_of, zipped
from import_targets import IMPORTS, import_seeds, importing

from wekipy.engine.describe import describe
from wekipy.engine.engine import Engine
from wekipy.faces.arguments import read
from wekipy.faces.operations import BY_NAME
from wekipy.faces.wekinator import find
from wekipy.learning.model import Model, ModelHeader
from wekipy.learning.novelty.predictor import Novelty, is_novelty
from wekipy.learning.predictors import compile_models
from wekipy.learning.predictors.base import Placed
from wekipy.learning.validation import check_model
from wekipy.osc.channels import gather
from wekipy.osc.codec import decode, encode, numbers
from wekipy.osc.framing import Framing
from wekipy.osc.notices import one_line
from wekipy.osc.pattern import matches
from wekipy.osc.tape import MAGIC as TAPE_MAGIC
from wekipy.osc.tape import TapeWriter, read_tape
from wekipy.project.create import new_project
from wekipy.project.examples import row_type
from wekipy.project.problem import Problem
from wekipy.project.project_text import dump_project, load_project
from wekipy.project.schema import Take
from wekipy.server.vectors import read_vectors
from wekipy.stages.resting import rest_values
from wekipy.storage.folder import create
from wekipy.storage.model_file import load_model_with_examples, save_model
from wekipy.storage.recovery import recover_takes
from wekipy.storage.take_file import (
    MAGIC,
    MAGIC_1,
    TakeWriter,
    holds_nothing,
    read_header,
    read_take_file,
    stored_type,
)
from wekipy.watch.state import from_text

Target = Callable[[bytes], None]
_PROJECT = new_project(2, "1,class:3,gesture:2")


def codec(data: bytes) -> None:
    """A datagram, up to where an operation would be called."""
    with suppress(Problem):
        for message in (*decode(data), *gather(decode(data, untagged=True), "/wek/inputs", 2)):
            one_line(f"{message.address} {message.args!r:.200}")
            with suppress(Problem):
                numbers(message)
            for control in find(message.address):
                with suppress(Problem):
                    control.read(list(message.args), _PROJECT)
            operation = BY_NAME.get(message.address.removeprefix("/wekipy/"))
            if operation is not None:
                with suppress(Problem):
                    read(operation.arguments, list(message.args))


def pattern(data: bytes) -> None:
    """A pattern, held against the control addresses and against one address."""
    text = data.decode("latin-1")
    for address in (text, "/wekinator/control/" + text):
        find(address)
        matches(address, "/wek/inputs")


def framing(data: bytes) -> None:
    """A control connection, in pieces."""
    half, wire = len(data) // 2, Framing()
    with suppress(Problem):
        for piece in (data[:half], data[half:]):
            for packet in wire.received(piece):
                codec(packet)


def project(data: bytes) -> None:
    """project.json, and an engine with what it says."""
    with suppress(Problem):
        found = load_project(data)
        assert load_project(dump_project(found)) == found
        if found.width() <= 100 and len(found.inputs) <= 100:
            engine = Engine(found)
            describe(engine.view)
            rest_values(found)
            with suppress(Problem):
                engine.running.start()
            engine.feed(np.zeros(len(found.inputs)), engine.monotonic())


def take(data: bytes) -> None:
    """A take file."""
    with suppress(Problem):
        found = read_take_file(file_with("take-0001.rows", data))
        rows = found.data
        assert sum(block.nbytes for block in rows.blocks) <= len(data)
        assert len(rows.recorded()) == len(rows)
        assert np.isfinite(rows.began())


def take_parts(data: bytes) -> None:
    """A take file whose header and first rows fit their check sums: JSON, rows."""
    head, rows = parts_of(data, 2)
    text = MAGIC + head.replace(b"\n", b" ") + b"\n"
    found = zlib.crc32(text)
    with suppress(Problem):
        path = file_with("take-0001.rows", (text + b"%08x\n" % found) * 2)
        header = read_header(path)
        size = stored_type(header.inputs, len(header.outputs)).itemsize
        for n, start in enumerate(range(0, min(len(rows), 100 * size), size)):
            row = rows[start : start + size - 4]
            rows = (
                rows[:start] + row + zlib.crc32(row, found + n).to_bytes(4, "little") + rows[start + size :]
            )
        with path.open("ab") as file:
            file.write(rows)
        holds_nothing(path)
        recover_takes(path.parent, new_project(header.inputs, "1"))
        take(path.read_bytes())


def model(data: bytes) -> None:
    """A model file, and its answers."""
    _answer(file_with("model.npz", data))


def model_parts(data: bytes) -> None:
    """A model file that is a sound zip file of any parts: header, then name and array by turns."""
    _answer(file_with("parts.npz", zipped([b"header", *data.split(BETWEEN)])))


def _answer(path: Path) -> None:
    with suppress(Problem):
        found, _ = load_model_with_examples(path)
        check_model(found)
        width = found.header.inputs[-1] + 1
        if found.header.kind != "gesture" and width < 1_000:
            values = np.zeros(1)
            with np.errstate(all="ignore"):
                for predictor in compile_models([Placed(0, found)], width):
                    predictor.answer(np.zeros(width), values)
                if is_novelty(found):
                    Novelty(found, width).of(np.zeros(width))


def vectors(data: bytes) -> None:
    """A CSV file of inputs."""
    with suppress(Problem):
        rows = read_vectors(file_with("rows.csv", data), 2)
        assert np.isfinite(rows).all()


def tape(data: bytes) -> None:
    """A recording of datagrams, read and gone on with."""
    path = file_with("a.tape", data)
    with suppress(Problem):
        before = list(read_tape(path))
        writer = TapeWriter(path)
        writer.add(b"more")
        writer.close()
        assert [record.data for record in read_tape(path)] == [*(r.data for r in before), b"more"]


def watch_state(data: bytes) -> None:
    """What the watcher is told."""
    from_text(data)


TARGETS: dict[str, Target] = {
    target.__name__: target
    for target in (
        *(codec, pattern, framing, project, take, take_parts, model, model_parts, vectors, tape, watch_state),
        *(folder, journal, journal_parts, earlier, importing, *IMPORTS),
    )
}


def seeds() -> dict[str, list[bytes]]:
    """Sound examples for each target, to begin with."""
    packets = [
        encode("/wek/inputs", np.arange(3.0)),
        encode("/wekinator/control/selectInputsForOutput", 1, 1, 2),
        encode("/wekinator/control/*Recording"),
        encode("/wekipy/configure_output", 1, '{"maximum": 127}'),
        encode("/a", 1, 2.5, "text", b"blob", True, None),
    ]
    packets.append(b"#bundle\0" + bytes(7) + b"\1" + b"".join(len(p).to_bytes(4, "big") + p for p in packets))
    framed = [len(p).to_bytes(4, "big") + p for p in packets] + [b"\xc0" + packets[0] + b"\xc0"]
    projects = [dump_project(new_project(*made)) for made in ((2, "1,class:3"), (1, "gesture:2"), (3, "2"))]
    take_file, models = _take_file(), _models()
    shutil.rmtree(PLACE / "seed.wekipy", ignore_errors=True)
    whole = create(PLACE / "seed.wekipy", new_project(2, "1,class:3"))
    started = Take(number=1, examples=3, counts={"o1": 3, "o2": 3})
    told = msgspec.structs.replace(load_project(whole.project_file.read_bytes()), takes=(started,))
    path = PLACE / "seed.tape"
    path.unlink(missing_ok=True)
    writer = TapeWriter(path)
    for packet in packets:
        writer.add(packet)
    writer.close()
    return {
        "codec": packets,
        "pattern": [b"{start,stop}Recording", b"*[a-z]?Run{ning,}", b"/wek*/{,}{,}*[!a-f-]"],
        "framing": framed,
        "project": projects,
        "take": [take_file, _old_take_file()],
        "take_parts": [_TAKE_HEADER + BETWEEN + take_file[-3 * stored_type(2, 2).itemsize :]],
        "model": [file for file, _ in models],
        "model_parts": [parts for _, parts in models],
        "vectors": [b"1,2\n3,4\n", b"# words\n1e5,-.5\n"],
        "tape": [path.read_bytes(), TAPE_MAGIC],
        "watch_state": [b'{"project": "/a", "running": true, "host": ""}'],
        **folder_seeds(dump_project(told, 3), projects[0], take_file, [file for file, _ in models]),
        **import_seeds(),
    }


_TAKE_HEADER = b'{"take":1,"inputs":2,"outputs":["o1","o2"],"started":"2026-01-01","made_of":{"takes":[2]}}'


def _old_take_file() -> bytes:
    rows = np.ones(3, row_type(2, 2))
    return MAGIC_1 + b'{"take":1,"inputs":2,"outputs":["o1","o2"],"started":""}\n' + rows.tobytes()


def _take_file() -> bytes:
    place = PLACE / "takes"
    shutil.rmtree(place, ignore_errors=True)
    place.mkdir(parents=True)
    writer = TakeWriter(place, 1, 2, ("o1", "o2"), "2026-01-01T00:00:00+00:00")
    rows = np.zeros(3, row_type(2, 2))
    rows["targets"] = [[0.5, 1], [0.25, 2], [0.75, 3]]
    writer.append([rows])
    writer.close()
    return writer.path.read_bytes()


def _models() -> list[tuple[bytes, bytes]]:
    """Model files, and the same as parts."""
    header = ModelHeader(
        output="o1", kind="continuous", algorithm="a", options={}, inputs=(0, 1), predictor="constant",
        fingerprint="f", examples=3,
    )  # fmt: skip
    linear = msgspec.structs.replace(header, predictor="linear")
    made = []
    for each, arrays in (
        (header, {"offset": np.array(0.5)}),
        (linear, {"weights": np.ones((1, 2)), "offset": np.array([0.5])}),
    ):
        path = PLACE / "seed.npz"
        save_model(path, Model(each, arrays))
        with zipfile.ZipFile(path) as archive:
            entries = {name.removesuffix(".npy"): archive.read(name) for name in archive.namelist()}
        parts = [entries.pop("header")]
        for name, data in entries.items():
            parts += [name.encode(), data]
        made.append((path.read_bytes(), BETWEEN.join(parts)))
    return made
