"""Processes that are killed at random moments: python tests/storage/killing.py [KILLS]  (default 200)

An engine is killed (SIGKILL, as by a power cut) while it records, trains, saves, splits, merges, copies or
edits takes, or after its project folder has vanished; an import while it makes a project or adds to one; an
export. Then the project is opened: nothing
older than 100 ms may be lost, no row may be there twice, and every model has to answer as one that was there
before. What is killed, and what must hold, is the table `ACTIONS`.
"""

from __future__ import annotations

import os
import random
import shutil
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeAlias

import numpy as np
from killed_engine import COPIED, SOURCE, Performer
from killed_folder import Renamed, Stick
from killed_import import ROWS, Exporter, Importer

from wekipy.client import Client
from wekipy.project.problem import Problem
from wekipy.rehearsal.engine_process import EngineProcess
from wekipy.storage.folder import Opened, open_folder

DELAY = 0.1  # seconds of recording that a kill may cost
COPIES_FROM = 100  # the second input of rows that are copied
SLACK = 0.05  # seconds that a busy machine may hold up the threads of this test


@dataclass
class Found:
    """What some kills have cost."""

    kills: Counter[str] = field(default_factory=Counter)
    lost: list[float] = field(default_factory=list)  # seconds of recording, per kill
    wrong: list[str] = field(default_factory=list)


@dataclass
class Place:
    """What there is to be killed at.

    Attributes:
        whole: a project in which each row is there once, whatever is done to it.
        edited: one whose takes are also deleted and restored.
        renamed, stick: projects whose folders vanish under the engine.
    """

    whole: Path
    edited: Path
    importer: Importer
    exporter: Exporter
    renamed: Renamed
    stick: Stick


def prepare(path: Path) -> None:
    """A project with examples and models."""
    arguments = [str(path), "--inputs", "2", "--outputs", "1,class:3", "--workers", "1"]
    with EngineProcess(arguments) as engine, Client(port=engine.control_port) as client:
        for label in (1, 2, 3):
            with client.recording([label / 4, label]):
                for n in range(20):
                    client.take_inputs(label, n / 20)
        client.train()
        client.save()


def prepare_source(path: Path) -> None:
    """A project to copy takes from."""
    arguments = [str(path), "--inputs", "2", "--outputs", "1,class:3", "--workers", "1"]
    with EngineProcess(arguments) as engine, Client(port=engine.control_port) as client:
        for number in range(1, 6):
            with client.recording([number / 5, 1]):
                for n in range(50):
                    client.take_inputs(number, COPIES_FROM + n)
            client.rename_take(number, COPIED)
        client.save()


def kill_engine(path: Path, action: str, found: Found) -> tuple[Opened, Opened] | None:
    """One engine, one kill, and a look at what is left; the project before and after."""
    before = open_folder(path)
    engine = EngineProcess([str(path), "--workers", "1"])
    performer = Performer(engine, action)
    performer.busy.wait(20)
    time.sleep(random.uniform(0.0, 0.4))
    killed = time.time()
    engine.kill()
    performer.join()
    try:
        after = open_folder(path)
    except Problem as e:
        found.wrong.append(f"{action}: does not open: {e}")
        return None
    found.wrong += [f"{action}: {note}" for note in after.notes if "undone" in note]
    _look_at_takes(before, after, performer, killed, found)
    _look_at_models(before, after, found)
    return before, after


def vanishing(choose: Callable[[Place], Renamed | Stick], action: str) -> Kill:
    """An engine whose project folder vanishes while it records, and is killed then, or after it came back."""

    def kill(place: Place, found: Found) -> None:
        folder = choose(place)
        before = open_folder(folder.path)
        engine = EngineProcess([str(folder.path), "--workers", "1"])
        performer = Performer(engine, "recording")
        performer.busy.wait(20)
        time.sleep(random.uniform(0.0, 0.4))
        safe_until = time.time()
        folder.vanish()
        time.sleep(random.uniform(0.0, 2.0))
        if random.random() < 0.5:
            folder.come_back()
            with Client(port=engine.control_port) as client:
                while client.health()["saving"]:
                    time.sleep(0.01)
            time.sleep(random.uniform(0.2, 0.6))
            safe_until = time.time()
            engine.kill()
        else:
            engine.kill()
            folder.come_back()
        performer.join()
        after = open_folder(folder.path)
        _look_at_takes(before, after, performer, safe_until, found)
        _look_at_models(before, after, found)
        _look_at_rows(action, before, after, found)

    return kill


def engine_at(action: str) -> Kill:
    """An engine that does something after which each row is there as often as before: once."""

    def kill(place: Place, found: Found) -> None:
        seen = kill_engine(place.whole, action, found)
        if seen is not None:
            _look_at_rows(action, *seen, found)

    return kill


def editing(place: Place, found: Found) -> None:
    """Any edits of takes: rows may be deleted, and restored beside others that were made of them."""
    kill_engine(place.edited, "editing", found)


def importing(place: Place, found: Found) -> None:
    """A table as takes of a project that is there: they come with the whole table, or not at all."""
    before = open_folder(place.whole)
    place.importer.kill(place.whole)
    after = open_folder(place.whole)
    found.wrong += [f"importing: {note}" for note in after.notes if "undone" in note]
    _look_at_old_takes(before, after, found)
    _look_at_rows("importing", before, after, found)
    _look_at_models(before, after, found)
    came = sum(t.examples for t in after.project.training_takes()) - sum(
        t.examples for t in before.project.training_takes()
    )
    if came not in (0, ROWS):
        found.wrong.append(f"importing: {came} of {ROWS} rows count")


def importing_anew(place: Place, found: Found) -> None:
    """A table as a new project: it is whole, or not there."""
    new = place.importer.new
    place.importer.kill(new)
    if new.exists():
        opened = open_folder(new)
        if opened.notes or sum(len(data) for data in opened.data.values()) != ROWS:
            found.wrong.append(f"an imported project is there in part: {opened.notes}")
        shutil.rmtree(new)


def exporting(place: Place, found: Found) -> None:
    """A table from a project: it is whole, or not there; the project stays as it is."""
    before = open_folder(place.whole)
    place.exporter.kill(place.whole)
    after = open_folder(place.whole)
    if (after.project, after.notes) != (before.project, before.notes):
        found.wrong.append(f"exporting changed the project: {after.notes}")
    if place.exporter.file.exists():
        lines = place.exporter.file.read_text().count("\n")
        expected = 1 + sum(take.examples for take in before.project.training_takes())
        if lines != expected:
            found.wrong.append(f"an exported table has {lines} lines of {expected}")


Kill: TypeAlias = Callable[[Place, Found], None]
ACTIONS: dict[str, Kill] = {
    "recording": engine_at("recording"),
    "training": engine_at("training"),
    "saving": engine_at("saving"),
    "splitting": engine_at("splitting"),
    "merging": engine_at("merging"),
    "copying": engine_at("copying"),
    "editing": editing,
    "importing": importing,
    "importing anew": importing_anew,
    "exporting": exporting,
    "renaming the folder": vanishing(lambda place: place.renamed, "renaming the folder"),
    "taking the stick out": vanishing(lambda place: place.stick, "taking the stick out"),
}


def _rows(opened: Opened) -> Counter[bytes]:
    """How often each row, by its inputs, is there in the takes that outputs learn from."""
    takes = [opened.data[take.number] for take in opened.project.training_takes() if take.examples]
    return Counter(row.tobytes() for data in takes for block in data.blocks for row in block["inputs"])


def _look_at_rows(action: str, before: Opened, after: Opened, found: Found) -> None:
    """No row is there twice, and none that was there before is gone."""
    now = _rows(after)
    twice = sum(count > 1 for count in now.values())
    if twice:
        found.wrong.append(f"{action}: {twice} rows are there twice: {after.notes}")
    # Copies are deleted before others are made.
    gone = [
        row for row in _rows(before) if row not in now and np.frombuffer(row, np.float32)[1] < COPIES_FROM
    ]
    if gone:
        found.wrong.append(f"{action}: {len(gone)} rows are gone: {after.notes}")


def _look_at_old_takes(before: Opened, after: Opened, found: Found) -> None:
    for number, data in before.data.items():
        if len(after.data.get(number, ())) != len(data):
            found.wrong.append(f"take {number} had {len(data)} examples before")


def _look_at_takes(before: Opened, after: Opened, performer: Performer, killed: float, found: Found) -> None:
    _look_at_old_takes(before, after, found)
    for take in after.project.takes:
        if take.lost:
            found.wrong.append(f"take {take.number} lacks {take.lost} examples")
        if not take.examples and take.number not in {known.number for known in before.project.takes}:
            found.wrong.append(f"take {take.number} is there without an example")
    for number, when in performer.made.items():
        if when < killed - DELAY - SLACK and not after.data.get(number):
            found.wrong.append(f"take {number} was made {killed - when:.2f} s before and is gone")
    for number, (when, examples) in performer.takes.items():
        if when < killed - DELAY - SLACK and len(after.data.get(number, ())) != examples:
            found.wrong.append(f"take {number} ended {killed - when:.2f} s before, with {examples} examples")
    new = [data for number, data in after.data.items() if number not in before.data]
    kept = {float(x) for data in new for block in data.blocks for x in block["inputs"][:, 0]}
    gone = [when for when, number in performer.rows if number not in kept]
    cost = max((killed - when for when in gone), default=0.0)
    found.lost.append(cost)
    if cost > DELAY + SLACK:
        found.wrong.append(f"an example that was {cost:.2f} s old is lost")


def _look_at_models(before: Opened, after: Opened, found: Found) -> None:
    for uid, model in before.models.items():
        now = after.models.get(uid)
        if now is None:
            found.wrong.append(f"the model of {uid} is gone: {after.notes}")
        elif now.header.examples < model.header.examples or not _finite(now.arrays.values()):
            found.wrong.append(f"the model of {uid} is worse than before")


def _finite(arrays: object) -> bool:
    return all(np.isfinite(array).all() for array in arrays)  # type: ignore[attr-defined]


def kill_often(folder: Path, kills: int, seed: int = 0, mounting: bool = False) -> Found:
    """Kill at random moments, the actions in turn, in projects that go on and on.

    Args:
        mounting: take a stick out by having the system unmount something, which only root may.
    """
    random.seed(seed)
    found = Found()
    whole = folder / "whole.wekipy"
    prepare(whole)
    prepare_source(folder / SOURCE)
    edited = shutil.copytree(whole, folder / "edited.wekipy")
    renamed = Renamed(shutil.copytree(whole, folder / "renamed.wekipy"))
    stick = Stick(folder, whole, mounting)
    place = Place(whole, edited, Importer(folder), Exporter(folder), renamed, stick)
    try:
        for number in range(kills):
            action = list(ACTIONS)[number % len(ACTIONS)]
            found.kills[action] += 1
            ACTIONS[action](place, found)
    finally:
        stick.close()
    place.importer.finish()
    left = [one for one in folder.iterdir() if one.name.startswith(".") and one.suffix != ".tmp"]
    # An empty one is of a kill between its making and its lock: nobody can tell it from a stranger's.
    found.wrong += [f"{one} is left over" for one in left if not one.is_dir() or any(one.iterdir())]
    return found


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as place_of_all:
        start = time.perf_counter()
        count = int(sys.argv[1]) if len(sys.argv) > 1 else 200
        result = kill_often(Path(place_of_all), count, mounting=hasattr(os, "geteuid") and os.geteuid() == 0)
        worst = max(result.lost) * 1e3
        print(f"{result.kills.total()} kills {dict(result.kills)} in {time.perf_counter() - start:.0f} s")
        print(f"oldest example lost: {worst:.0f} ms before the kill; wrong: {result.wrong or 'nothing'}")
