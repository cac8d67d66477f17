"""Input vectors that do not come over UDP."""

from __future__ import annotations

import time
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from wekipy.engine.answers import answer_rows
from wekipy.engine.engine import Engine
from wekipy.faces.operations.running import MOST_ROWS, MOST_VALUES
from wekipy.faces.wekinator import ANSWERS_IN_FILE, ANSWERS_PORT
from wekipy.live.parts import Live
from wekipy.machine.aside import aside
from wekipy.machine.gaps import await_gap
from wekipy.osc import tables
from wekipy.osc.codec import encode
from wekipy.osc.outlet import Outlet
from wekipy.project.counting import many
from wekipy.project.problem import Problem
from wekipy.server.batch import NAME, place_of_answers, write_answers
from wekipy.server.map_player import check_sensor_plays
from wekipy.server.paths import Paths
from wekipy.server.project_files import ProjectFiles
from wekipy.server.vectors import read_vectors

F64 = npt.NDArray[np.float64]
LOCAL = ("this machine", 0)
LONGEST = 20.0  # seconds that `predict` may take: clients wait for 30
_ROWS_AT_ONCE = 64  # rows at a time, so that packets are answered in between


@dataclass(frozen=True)
class RunningOperations:
    """See `wekipy.faces.operations.running`."""

    engine: Engine
    live: Live
    outlet: Outlet
    files: ProjectFiles
    paths: Paths

    def take_inputs(self, values: list[float]) -> list[float]:
        """Feed one vector; returns the output values after it."""
        x = np.array(values, np.float64)
        if not (np.abs(x) <= np.finfo(np.float32).max).all():
            raise Problem("an input is not a finite number; the vector is ignored")
        check_sensor_plays(self.engine.playing_map)
        self.live.inputs.take(x, LOCAL)
        return [float(value) for value in self.engine.values]

    def feed_file(self, path: str) -> int:
        """Feed every row of a CSV file as a vector; returns how many there were."""
        found = self.paths.find(path)
        rows = read_vectors(found, len(self.engine.view.project.inputs))
        answers: list[F64] = []
        for start in range(0, len(rows), _ROWS_AT_ONCE):
            part = rows[start : start + _ROWS_AT_ONCE]
            answers += self.live.loop.ask(partial(self._answers_to, part))
        if answers:
            self._keep_answers(found, answers)
        return len(rows)

    def predict(self, rows: F64, step: float) -> dict[str, Any]:
        """Answer rows with models of its own, in gaps of the stream; see `answer_rows`."""
        view = self.engine.view
        width = view.project.width()
        most = min(MOST_ROWS, MOST_VALUES // max(1, width))
        if len(rows) > most:
            raise Problem(
                f"{many(len(rows), 'row')} arrived, expected at most {most:,} for"
                f" {many(width, 'output value')}; ask in several calls"
            )
        end = time.monotonic() + LONGEST
        with aside():
            found = answer_rows(view.project, view.models, rows, step, partial(_give_way, end, len(rows)))
        triggers = [[row + 1, address] for row, address in found.triggers]
        return {"values": tables.packed(found.values), "triggers": triggers}

    def _answers_to(self, rows: F64) -> list[F64]:
        answers = []
        check_sensor_plays(self.engine.playing_map)
        for row in rows:
            before = self.engine.answered
            self.live.inputs.take(row, LOCAL)
            if self.engine.answered > before:
                answers.append(self.engine.values.copy())
        return answers

    def _keep_answers(self, file: Path, answers: list[F64]) -> None:
        """Write the answers to the vectors of a file, and send the path."""
        folder = self.files.place_to_write()
        if folder is None:
            raise Problem(
                f"all were sent, but not written: {self.files.trouble or 'the project folder is gone'}"
            )
        try:
            place = place_of_answers(folder.resolve(), self.paths.saved_folder().resolve(), file)
            write_answers(folder.resolve(), place, answers)
        except OSError as e:
            raise Problem(f"all were sent, but {NAME} cannot be written: {e.strerror}") from e
        self.outlet.send_to_port(encode(ANSWERS_IN_FILE, str(place)), ANSWERS_PORT)


def _give_way(end: float, rows: int) -> None:
    """Wait for a gap in the stream; raise a Problem if work on so many rows has gone on until `end`."""
    if time.monotonic() > end:
        raise Problem(f"{many(rows, 'row')} take longer than {LONGEST:g} s here; ask for fewer in one call")
    await_gap()
