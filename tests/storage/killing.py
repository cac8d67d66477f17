"""Engines that are killed at random moments: python tests/storage/killing.py [KILLS]  (default 200)

Each is killed (SIGKILL, as by a power cut) while it records, trains or saves. Then the project is opened:
nothing older than 100 ms may be lost, and every model has to answer as one that was there before.
"""

from __future__ import annotations

import random
import sys
import tempfile
import threading
import time
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from wekipy.client import Client, ConnectionLost
from wekipy.project.problem import Problem
from wekipy.rehearsal.child import EngineProcess
from wekipy.storage.folder import Opened, open_folder

ACTIONS = ("recording", "training", "saving")
DELAY = 0.1  # seconds of recording that a kill may cost
SLACK = 0.05  # seconds that a busy machine may hold up the threads of this test


@dataclass
class Found:
    """What some kills have cost."""

    kills: Counter[str] = field(default_factory=Counter)
    lost: list[float] = field(default_factory=list)  # seconds of recording, per kill
    wrong: list[str] = field(default_factory=list)


class Performer:
    """Does one of the actions with an engine again and again until it is gone.

    Attributes:
        rows: (time of the reply, number) of each example that the engine has taken.
        takes: examples of each take that the engine has said to have ended.
    """

    def __init__(self, engine: EngineProcess, action: str) -> None:
        self._client = Client(port=engine.control_port)
        self._act = getattr(self, f"_{action}")
        self.rows: list[tuple[float, float]] = []
        self.takes: dict[int, tuple[float, int]] = {}
        self._number = 0
        self.busy = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()

    def _run(self) -> None:
        with suppress(ConnectionLost):
            while True:
                self._act()

    def join(self) -> None:
        """Wait until it has noticed."""
        self._thread.join(30)
        self._client.close()

    def _recording(self) -> None:
        self._client.set_targets(random.random(), random.randint(1, 3))
        self._client.start_recording()
        for _ in range(random.randint(5, 200)):
            self._number += 1
            self._client.take_inputs(self._number, 0.5)
            self.rows.append((time.time(), self._number))
            self.busy.set()
        take = self._client.stop_recording()
        if take is not None:
            self.takes[take["number"]] = (time.time(), take["examples"])

    def _training(self) -> None:
        self._client.set_algorithm(1, "neural-network", nodes=random.randint(2, 30))
        self.busy.set()
        with suppress(Problem):
            self._client.train(timeout=20)

    def _saving(self) -> None:
        self.busy.set()
        for n in range(5):
            self._client.rename_outputs(f"a{random.randint(1, 10**9)}", f"b{n}")
        self._client.save_model(1, f"model-{random.randint(1, 5)}.npz")
        self._client.save()


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
    _look_at_takes(before, after, performer, killed, found)
    _look_at_models(before, after, found)


def _look_at_takes(before: Opened, after: Opened, performer: Performer, killed: float, found: Found) -> None:
    for number, data in before.data.items():
        if len(after.data.get(number, ())) != len(data):
            found.wrong.append(f"take {number} had {len(data)} examples before")
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
    for number in range(kills):
        kill_once(path, ACTIONS[number % len(ACTIONS)], random.uniform(0.0, 0.4), found)
    return found


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as place:
        start = time.perf_counter()
        result = kill_often(Path(place), int(sys.argv[1]) if len(sys.argv) > 1 else 200)
        worst = max(result.lost) * 1e3
        print(f"{result.kills.total()} kills {dict(result.kills)} in {time.perf_counter() - start:.0f} s")
        print(f"oldest example lost: {worst:.0f} ms before the kill; wrong: {result.wrong or 'nothing'}")
