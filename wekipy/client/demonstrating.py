"""Targets and takes: what a person shows."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Iterator, Sequence
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from wekipy.client.connection import Connection
from wekipy.faces.json_text import to_json
from wekipy.osc.tables import packed
from wekipy.project.counting import many
from wekipy.project.problem import Problem
from wekipy.project.take_parts import NOMINAL

Table: TypeAlias = npt.ArrayLike | Sequence[Sequence[float | None]]
_MOST_BYTES = 12 << 20  # of the tables of one call: base64 is a third longer, and a packet has 16 MiB


def _tables(**given: tuple[Table, str]) -> list[str]:
    """Tables, each with the type that it is sent as, as operations take them.

    Raises:
        Problem: if one is no table of numbers, or all are too large for one packet.
    """
    with np.errstate(over="ignore"):  # the engine says which number is too large
        found = [_array(name, table).astype(kind) for name, (table, kind) in given.items()]
    size, rows = sum(table.nbytes for table in found), max(map(len, found))
    if size > _MOST_BYTES:
        raise Problem(
            f"{many(rows, 'row')} arrived, at most {rows * _MOST_BYTES // size:,} as wide fit into one call;"
            " add them in several calls"
        )
    return [to_json(packed(table)) for table in found]


def _array(name: str, table: Table) -> npt.NDArray[np.float64]:
    try:
        found = np.array(table, np.float64)
    except (ValueError, TypeError):
        raise Problem(f"{name}: expected as many numbers in each row") from None
    if found.ndim == 1 and len(found):
        found = found[:, None]
    if found.ndim != 2:
        raise Problem(f"{name}: expected a table of (examples, numbers), got one of the shape {found.shape}")
    return found


class Demonstrating(Connection):
    """Targets and takes: what a person shows."""

    def set_targets(self, *values: float) -> None:
        """Targets of the examples recorded next, one per output."""
        self.ask("set_targets", *map(float, values))

    def set_outputs(self, *values: float) -> None:
        """As `set_targets`, and the output message is sent once."""
        self.ask("set_outputs", *map(float, values))

    def set_target(self, output: int, value: float) -> None:
        """The target of one output; the others stay."""
        self.ask("set_target", int(output), float(value))

    def set_output(self, output: int, value: float) -> None:
        """As `set_target`, and the output message is sent once."""
        self.ask("set_output", int(output), float(value))

    def randomise(self, amount: float = 1.0, *outputs: int, seed: int = -1) -> list[float]:
        """Random targets within the ranges of outputs (none named: all), 0.1 a little, 1 anywhere."""
        return [float(value) for value in self.ask("randomise", float(amount), int(seed), *map(int, outputs))]

    def next_class(self, output: int = 0) -> int:
        """Choose the next class of an output, or its next gesture, as what recording teaches.

        Args:
            output: its number; 0 is the first that has classes or gestures and records.

        Returns:
            The class, or the number of the gesture.
        """
        return int(self.ask("next_class", int(output)))

    def previous_class(self, output: int = 0) -> int:
        """As `next_class`, the one before."""
        return int(self.ask("previous_class", int(output)))

    def choose_gesture(self, gesture: int) -> None:
        """Choose what `start_recording` records: examples of a gesture (from 1), or, with 0, the targets."""
        self.ask("choose_gesture", int(gesture))

    def start_recording(self) -> int:
        """Begin a take of the targets, or of the gesture that is chosen; its number."""
        return int(self.ask("start_recording"))

    def stop_recording(self) -> dict[str, int] | None:
        """End the take: its number and examples, None if it is empty."""
        take: dict[str, int] | None = self.ask("stop_recording")
        return take

    def record(
        self, targets: Sequence[float] | None = None, seconds: float | None = None
    ) -> dict[str, int] | None:
        """Record a take of what arrives now, with these targets.

        With `seconds` it ends by itself and is returned as by `stop_recording`; without, it goes on until
        `stop_recording`.
        """
        if targets is not None:
            self.set_targets(*targets)
        self.start_recording()
        if seconds is None:
            return None
        time.sleep(seconds)
        return self.stop_recording()

    @contextlib.contextmanager
    def recording(self, targets: Sequence[float] | None = None) -> Iterator[int]:
        """A take around a block of code; gives its number."""
        if targets is not None:
            self.set_targets(*targets)
        number = self.start_recording()
        try:
            yield number
        finally:
            self.stop_recording()

    def start_gesture_recording(self, gesture: int) -> int:
        """Begin a take that is an example of a gesture (from 1); its number."""
        return int(self.ask("start_gesture_recording", int(gesture)))

    def start_idle_recording(self) -> int:
        """Begin a take of what is no gesture; its number."""
        return int(self.ask("start_idle_recording"))

    @contextlib.contextmanager
    def showing(self, gesture: int) -> Iterator[int]:
        """An example of a gesture around a block of code, or of none with 0; gives the take's number."""
        number = self.start_gesture_recording(gesture) if gesture else self.start_idle_recording()
        try:
            yield number
        finally:
            self.stop_recording()

    def add_examples(self, rows: Table, targets: Table, step: float = NOMINAL) -> int:
        """Add examples as one take, without recording them; its number.

        Args:
            rows: (n, inputs) numbers.
            targets: (n, outputs that are no gesture outputs), None or NaN where an example has none.
            step: seconds from one row to the next.
        """
        tables = _tables(rows=(rows, "<f4"), targets=(targets, "<f8"))
        return int(self.ask("add_examples", *tables, float(step)))

    def add_example(self, *numbers: float) -> int:
        """Add examples in plain numbers, the inputs and then the targets of each; the take’s number."""
        return int(self.ask("add_example", *map(float, numbers)))

    def add_gesture(self, gesture: int, rows: Table, step: float = NOMINAL) -> int:
        """Add a movement, (n, inputs) numbers, as an example of a gesture (0: of none); the take's number."""
        return int(self.ask("add_gesture", int(gesture), *_tables(rows=(rows, "<f4")), float(step)))

    def mark(self) -> None:
        """Cut the take of a gesture that is being recorded here."""
        self.ask("mark")
