"""What an engine is killed at: recording, training, saving, splitting, merging, copying and editing takes."""

from __future__ import annotations

import itertools
import random
import threading
import time
from collections.abc import Callable
from contextlib import suppress

from wekipy.client import Client, ConnectionLost
from wekipy.project.problem import Problem
from wekipy.rehearsal.engine_process import EngineProcess

SOURCE = "source.wekipy"  # beside the project; what is copied from
COPIED = "copied"  # the name of its takes, and so of their copies
_numbers = itertools.count(1_000)  # no two recorded rows are alike


class Performer:
    """Does one of the actions with an engine again and again until it is gone.

    Attributes:
        rows: (time of the reply, number) of each example that the engine has taken.
        takes: examples of each take that the engine has said to have ended.
        made: when the engine has said that it made a take out of others.
    """

    def __init__(self, engine: EngineProcess, action: str) -> None:
        self._client = Client(port=engine.control_port)
        self._act = getattr(self, f"_{action}")
        self.rows: list[tuple[float, float]] = []
        self.takes: dict[int, tuple[float, int]] = {}
        self.made: dict[int, float] = {}
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
            number = next(_numbers)
            self._client.take_inputs(number, 0.5)
            self.rows.append((time.time(), number))
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

    def _splitting(self) -> None:
        """Any take in two; half of the time taken back."""
        take = random.choice([take for take in self._client.state()["takes"] if take["examples"] > 1])
        self.busy.set()
        with suppress(Problem):
            self._made(self._client.split_take(take["number"], take["seconds"] / 2))
            if random.random() < 0.5:
                self._client.undo()

    def _merging(self) -> None:
        """Any two takes that are no copies as one; half of the time taken back, now and then cut again."""
        takes = [take for take in self._client.state()["takes"] if take["name"] != COPIED]
        self.busy.set()
        with suppress(Problem):
            first, second = random.sample([take["number"] for take in takes], 2)
            merged = self._client.merge_takes(first, second)
            self._made([merged])
            if random.random() < 0.5:
                self._client.undo()
            elif len(takes) < 10:
                self._made(self._client.split_take(merged, 0.001))

    def _copying(self) -> None:
        """All takes of another project, again and again; only one copy of each is there at a time."""
        copies = [take["number"] for take in self._client.state()["takes"] if take["name"] == COPIED]
        if copies:
            self._client.delete_takes(*copies)
        self._client.rename_outputs("outputs-1", "outputs-2")  # as those of the source are called
        self.busy.set()
        self._made(self._client.copy_takes(SOURCE))

    def _editing(self) -> None:
        """Any edits of takes, undone and done again by chance."""
        takes = [take["number"] for take in self._client.state()["takes"]]
        deleted = [take["number"] for take in self._client.state()["deleted"]]
        self.busy.set()
        for _ in range(10):
            number = random.choice(takes or [0])  # there may be none left: then the edit is refused
            edit: Callable[[], object] = random.choice([
                lambda number=number: self._made(self._client.split_take(number, 0.002)),
                lambda: self._made([self._client.merge_takes(*random.sample(takes, min(2, len(takes))))]),
                lambda number=number: self._client.trim_take(number, random.random() / 100),
                lambda number=number: self._client.relabel_take(number, {2: float(random.randint(1, 3))}),
                lambda number=number: self._client.rename_take(number, f"a{random.random()}"),
                lambda number=number: self._client.delete_takes(number),
                lambda: self._client.restore_takes(random.choice(deleted or [0])),
                self._client.undo,
                self._client.undo,
                self._client.redo,
            ])  # fmt: skip
            with suppress(Problem):
                edit()

    def _made(self, numbers: list[int]) -> None:
        self.made.update((number, time.time()) for number in numbers)
