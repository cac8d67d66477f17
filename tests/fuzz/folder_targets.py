"""A project folder fed with anything: whole, and its journal and the earlier models by themselves."""

from __future__ import annotations

import zlib
from contextlib import suppress

import msgspec
import numpy as np
from fuzz_place import BETWEEN, emptied, file_with, parts_of

from wekipy.engine.describe import describe
from wekipy.engine.engine import Engine
from wekipy.project.create import new_project
from wekipy.project.history import Entry, History
from wekipy.project.problem import Problem
from wekipy.project.project_text import dump_project
from wekipy.project.schema import Take
from wekipy.storage.folder import Opened, ProjectFolder, open_folder, outputs_of
from wekipy.storage.journal import MAGIC, Journal, JournalRead, Numbered, read_journal
from wekipy.storage.shelf_files import ShelfFiles, read_shelf

_PRESENT = new_project(2, "1,class:3")


def folder(data: bytes) -> None:
    """A project folder: project.json, a backup, a take, a model, the journal, an earlier model."""
    parts = parts_of(data, 6)
    place = ProjectFolder(emptied("fuzzed.wekipy"))
    for path in (place.examples, place.models / "earlier", place.backups):
        path.mkdir(parents=True)
    place.project_file.write_bytes(parts[0])
    (place.backups / "project-1.json").write_bytes(parts[1])
    place.take_file(1).write_bytes(parts[2])
    place.model_file("o1").write_bytes(parts[3])
    place.journal.write_bytes(parts[4])
    (place.models / "earlier" / "o1-1.npz").write_bytes(parts[5])
    with suppress(Problem):
        opened = open_folder(place.path)
        if opened.project.width() <= 100 and len(opened.project.inputs) <= 100:
            _play(place, opened)


def _play(place: ProjectFolder, opened: Opened) -> None:
    """An engine that does with it what a person might."""
    engine = Engine(opened.project, opened.data, opened.models, opened.journal.steps)
    for output in outputs_of(opened.project, opened.models):
        present = opened.models.get(output.uid)
        if present is not None:
            shelf = read_shelf(place, output, present)
            engine.models.remember(shelf.present, *shelf.around())
    describe(engine.view)
    _to_and_fro(engine)
    engine.running.start()
    engine.feed(np.zeros(len(engine.project.inputs)), engine.monotonic())


def _to_and_fro(engine: Engine) -> None:
    """Undo all there is, and do it again."""
    for step in (engine.undo, engine.redo):
        with suppress(Problem):
            for _ in range(100):
                step()
    describe(engine.view)


def journal(data: bytes) -> None:
    """A journal, read, gone on with, and read again. The first byte says what project.json knows."""
    path, number = file_with("journal", data[1:]), data[0] if data else 0
    read = read_journal(path, number)
    history = History(_PRESENT, read.steps.past, read.steps.future)
    with suppress(Problem):
        for _ in range(100):
            history.undo()
    writer = Journal(path, read)
    writer.add([Entry("do", step) for step in read.steps.past[:1]])
    writer.write()
    if read.steps.past:
        again = read_journal(path, writer.number)
        assert again.steps.past[-1] == read.steps.past[0]
        assert not again.notes


def journal_parts(data: bytes) -> None:
    """A journal of any entries, each with its length and a sound checksum."""
    first, *bodies = data.split(BETWEEN)
    records = [len(b).to_bytes(4, "little") + zlib.crc32(b).to_bytes(4, "little") + b for b in bodies]
    journal(first[:1] + MAGIC + b"".join(records))


def earlier(data: bytes) -> None:
    """Files of models that can be gone back to, and a project that goes on with them."""
    present, *others = data.split(BETWEEN)
    place = ProjectFolder(emptied("fuzzed.wekipy"))
    (place.models / "earlier").mkdir(parents=True)
    place.project_file.write_bytes(dump_project(_PRESENT))
    place.model_file("o1").write_bytes(present)
    for number, other in enumerate(others[:12], 1):
        (place.models / "earlier" / f"o1-{number}.npz").write_bytes(other)
    with suppress(Problem):
        opened = open_folder(place.path)
        found = opened.models.get("o1")
        if found is None:
            return
        shelf = read_shelf(place, outputs_of(opened.project)[0], found)
        files = ShelfFiles(place, print)
        files.know("o1", shelf)
        before, after = shelf.around()
        models = [*before, found, *after]
        files.write("o1", [models[0], *models])


def folder_seeds(
    project: bytes, other: bytes, take_file: bytes, models: list[bytes]
) -> dict[str, list[bytes]]:
    """Sound examples for each target."""
    entries, written = _journal()
    first_file, second_file = models
    whole = [project, other, take_file, first_file, written, second_file]
    return {
        "folder": [BETWEEN.join(whole)],
        "journal": [bytes([3]) + written, bytes([1]) + written, b"\0"],
        "journal_parts": [BETWEEN.join([bytes([len(entries)]), *entries])],
        "earlier": [BETWEEN.join([first_file, second_file, first_file])],
    }


def _journal() -> tuple[list[bytes], bytes]:
    """The entries of a journal, and its file."""
    history = History(_PRESENT)
    takes = (Take(1, 3), Take(2, 5))
    history.do("record", msgspec.structs.replace(_PRESENT, takes=takes))
    history.do("rename", msgspec.structs.replace(history.project, input_address="/a"))
    history.undo()
    entries = history.fresh()
    path = file_with("journal", b"")
    path.unlink()
    writer = Journal(path, JournalRead())
    writer.add(entries)
    writer.write()
    numbered = [msgspec.json.encode(Numbered(n, entry)) for n, entry in enumerate(entries, 1)]
    return numbered, path.read_bytes()
