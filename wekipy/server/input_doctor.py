"""Says why nothing moves while an engine runs: what arrives wrongly, and what is odd about the sensors.

Some frames in a row are looked at each second, so that it costs the stream next to nothing. What is said of
numbers is about the last half minute to a minute.
"""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from wekipy.engine.engine import Engine
from wekipy.listening.advice import Expected, advise_expected, advise_message, expected_of, nothing_arrives
from wekipy.listening.arrivals import Arrival
from wekipy.live.frame_sample import Frame
from wekipy.live.monitor import who
from wekipy.live.parts import Live
from wekipy.project.schema import Project
from wekipy.server.input_port import InputPort
from wekipy.server.port_holder import holder_of
from wekipy.server.source_ports import SourcePorts

_LOOK: Final = 1.0  # seconds
_WINDOW: Final = 60.0  # seconds of frames that are judged together
_QUIET: Final = 2.0  # seconds without inputs after which they have stopped
_LATELY: Final = 10.0  # seconds within which a message that was not used counts
_NAMED: Final = 4  # inputs in a sentence
_MOST_BATCHES: Final = 16

About = tuple[object, ...]  # a project that is open, and its inputs
Chosen = npt.NDArray[np.bool_]


class InputDoctor:
    """Looks at the inputs of a running engine.

    Args:
        folder: of the project that is open now.
    """

    def __init__(
        self,
        engine: Engine,
        live: Live,
        input_port: InputPort,
        source_ports: SourcePorts,
        folder: Callable[[], Path],
    ) -> None:
        self._engine, self._live, self._folder = engine, live, folder
        self._input_port, self._source_ports = input_port, source_ports
        self._batches: deque[tuple[About, list[Frame], bool]] = deque(maxlen=_MOST_BATCHES)
        self._gap = True
        self._lock = threading.Lock()  # of the windows, between the housekeeping and those who ask
        self._about: About = ()  # what the frames being kept are of
        self._judged: About = ()  # and those in the windows
        self._windows: list[tuple[float, Arrival]] = []

    def look(self) -> float:
        """Look at the frames of the last second; returns the seconds until the next call."""
        self._live.loop.post(self._collect)
        with self._lock:
            while self._batches:
                self._note(*self._batches.popleft())
        return _LOOK

    def _collect(self) -> None:
        """In the engine's thread."""
        sample, about = self._live.answering.sample, self._present()
        full, frames = not sample.left, sample.take()
        if about == self._about:
            self._batches.append((about, frames, self._gap))
        self._about = about  # some of these frames may have come before it was so
        self._gap = full  # those after a full sample were not kept

    def _present(self) -> About:
        view = self._engine.view
        return view.remembered, view.project.inputs, view.project.sources, view.project.input_address

    def _note(self, about: About, frames: list[Frame], gap: bool) -> None:
        project = self._engine.view.project
        if about != self._judged:
            self._judged, self._windows = about, []
        for number, (x, now, sender) in enumerate(frames):
            if len(x) != len(project.inputs):
                continue
            self._roll(project, now)
            for _, arrival in self._windows:
                arrival.note_numbers(x, who(sender), now, gap and not number)

    def _roll(self, project: Project, now: float) -> None:
        """Keep two windows, half of one apart: the older one is always half full at least."""
        windows = [(began, arrival) for began, arrival in self._windows if now - began < _WINDOW]
        if not windows or now - windows[-1][0] >= _WINDOW / 2:
            windows.append((now, Arrival(project.input_address, len(project.inputs))))
        self._windows = windows

    def advice(self) -> list[str]:
        """Say what is wrong with the inputs, and what to do; empty if nothing is.

        Not in the engine's thread, which it asks.
        """
        heard, sources, now = self._live.loop.ask(self._ask)
        project = self._engine.view.project
        known = [entry for entry in heard if entry["use"] == "inputs" and entry["since"] is not None]
        since = min((float(entry["since"]) for entry in known), default=float("inf"))
        others = [e for e in heard if e["use"] in ("unknown", "refused") and e["since"] <= _LATELY]
        sentences = list(self._of_port(project))
        if since > _QUIET:
            expected = expected_of(project, str(self._folder()), self._input_port.port)
            sentences += self._of_silence(expected, since, others)
        else:
            sentences += [
                f"{e['address']} from {e['sender']}: {e['why']}" for e in others if e["use"] == "refused"
            ]
            sentences += self._of_numbers(project, now)
        return [*sentences, *_of_sources(sources, self._source_ports.opened, since)]

    def _ask(self) -> tuple[list[dict[str, Any]], list[dict[str, Any]], float]:
        live = self._live
        return live.monitor.heard_lately(0), live.inputs.sources.figures(), self._engine.monotonic()

    def _of_port(self, project: Project) -> Iterator[str]:
        port = self._input_port.port
        if project.receive_port != port and not self._input_port.fixed:
            holder = holder_of(project.receive_port) or "another program"
            yield (
                f"inputs arrive at port {port}, for {holder} has port {project.receive_port} of the project:"
                f" send to {port}, or end that program and set the receive port again"
            )

    def _of_silence(self, expected: Expected, since: float, others: list[dict[str, Any]]) -> Iterator[str]:
        numeric = [e for e in others if e["arguments"] and set(e["types"]) <= set("ifhdTF")]
        if numeric:
            yield from advise_expected([_arrival(entry) for entry in numeric], expected)
        elif since == float("inf"):
            yield nothing_arrives(expected, everywhere=self._input_port.open)
        else:
            yield (
                f"inputs have stopped: the last came {since:.0f} s ago; is the sensor on, and does it still"
                f" send to port {expected.port}?"
            )

    def _of_numbers(self, project: Project, now: float) -> list[str]:
        def place(chosen: Chosen) -> str:
            every = np.flatnonzero(chosen)
            named = ", ".join(f"input {n + 1} “{project.inputs[n].name}”" for n in every[:_NAMED])
            return named + (f" and {len(every) - _NAMED} more" if len(every) > _NAMED else "")

        with self._lock:
            if not self._windows or self._judged != self._present():
                return []
            alone = not project.sources
            name = project.input_address if alone else "the row of inputs"
            return list(advise_message(self._windows[0][1], now, name, place, alone=alone))


def _arrival(entry: dict[str, Any]) -> Arrival:
    return Arrival(entry["address"], entry["arguments"], entry["types"], entry["count"])


def _of_sources(rows: list[dict[str, Any]], opened: frozenset[int], since: float) -> Iterator[str]:
    for row in rows:
        if row["port"] is not None and row["port"] not in opened:
            holder = holder_of(row["port"]) or "another program"
            yield f"port {row['port']} of the source “{row['name']}” is not open: {holder} has it"
        elif row["silent"] and since <= _QUIET:
            when = "has never sent" if row["since"] is None else f"has sent nothing for {row['since']:.0f} s"
            yield f"the source “{row['name']}” ({row['address']}) {when}, while others send"
