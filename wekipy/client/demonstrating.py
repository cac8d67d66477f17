"""Targets and takes: what a person shows."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Iterator, Sequence

from wekipy.client.connection import Connection


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

    def start_recording(self) -> int:
        """Begin a take; its number."""
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

    def mark(self) -> None:
        """Cut the take of a gesture that is being recorded here."""
        self.ask("mark")
