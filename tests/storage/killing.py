"""Processes that are killed at random moments: python tests/storage/killing.py [KILLS]  (default 200)

An engine is killed (SIGKILL, as by a power cut) while it records, trains, saves or edits takes, and an import
while it makes a project or adds to one. Then the project is opened: nothing older than 100 ms may be lost,
and every model has to answer as one that was there before.
"""

from __future__ import annotations

import random
import shutil
import sys
import tempfile
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from killed_engine import Performer
from killed_import import ROWS, Importer

from wekipy.client import Client
from wekipy.project.problem import Problem
from wekipy.rehearsal.child import EngineProcess
from wekipy.storage.folder import Opened, open_folder

ENGINE = ("recording", "training", "saving", "editing")
ACTIONS = (*ENGINE, "importing", "importing anew")
DELAY = 0.1  # seconds of recording that a kill may cost
SLACK = 0.05  # seconds that a busy machine may hold up the threads of this test


@dataclass
class Found:
    """What some kills have cost."""

    kills: Counter[str] = field(default_factory=Counter)
    lost: list[float] = field(default_factory=list)  # seconds of recording, per kill
    wrong: list[str] = field(default_factory=list)


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


def kill_once(path: Path, action: str, seconds: float, found: Found) -> None:
    """One engine, one kill, and a look at what is left."""
    before = open_folder(path)
    engine = EngineProcess([str(path), "--workers", "1"])
    performer = Performer(engine, action)
    performer.busy.wait(20)
    time.sleep(seconds)
    killed = time.time()
    engine.kill()
    performer.join()
    found.kills[action] += 1
    try:
        after = open_folder(path)
    except Problem as e:
        found.wrong.append(f"{action}: does not open: {e}")
        return
    found.wrong += [f"{action}: {note}" for note in after.notes if "undone" in note]
    _look_at_takes(before, after, performer, killed, found)
    _look_at_models(before, after, found)


def kill_import(importer: Importer, anew: bool, found: Found) -> None:
    """One import, one kill, and a look at what is left."""
    found.kills["importing anew" if anew else "importing"] += 1
    if anew:
        importer.kill(importer.new)
        if importer.new.exists():
            opened = open_folder(importer.new)
            if opened.notes or sum(len(data) for data in opened.data.values()) != ROWS:
                found.wrong.append(f"an imported project is there in part: {opened.notes}")
            shutil.rmtree(importer.new)
        return
    before = open_folder(importer.there)
    importer.kill(importer.there)
    after = open_folder(importer.there)
    found.wrong += [f"importing: {note}" for note in after.notes if "undone" in note]
    _look_at_old_takes(before, after, found)
    _look_at_models(before, after, found)


def _look_at_old_takes(before: Opened, after: Opened, found: Found) -> None:
    for number, data in before.data.items():
        if len(after.data.get(number, ())) != len(data):
            found.wrong.append(f"take {number} had {len(data)} examples before")


def _look_at_takes(before: Opened, after: Opened, performer: Performer, killed: float, found: Found) -> None:
    _look_at_old_takes(before, after, found)
    for take in after.project.takes:
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


def kill_often(folder: Path, kills: int, seed: int = 0) -> Found:
    """Kill engines at random moments, on one project that goes on and on."""
    random.seed(seed)
    found = Found()
    path = folder / "killed.wekipy"
    prepare(path)
    importer = Importer(folder, shutil.copytree(path, folder / "imported.wekipy"))
    for number in range(kills):
        action = ACTIONS[number % len(ACTIONS)]
        if action in ENGINE:
            kill_once(path, action, random.uniform(0.0, 0.4), found)
        else:
            kill_import(importer, action == "importing anew", found)
    importer.finish()
    hidden = [left for left in folder.iterdir() if left.name.startswith(".")]
    # An empty one is of a kill between its making and its lock: nobody can tell it from a stranger's.
    found.wrong += [f"{left} is left over" for left in hidden if not left.is_dir() or any(left.iterdir())]
    return found


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as place:
        start = time.perf_counter()
        result = kill_often(Path(place), int(sys.argv[1]) if len(sys.argv) > 1 else 200)
        worst = max(result.lost) * 1e3
        print(f"{result.kills.total()} kills {dict(result.kills)} in {time.perf_counter() - start:.0f} s")
        print(f"oldest example lost: {worst:.0f} ms before the kill; wrong: {result.wrong or 'nothing'}")
