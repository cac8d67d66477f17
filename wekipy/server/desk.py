"""What surrounds the engine's own verbs: the operations that need files, and the crossing between threads."""

from __future__ import annotations

import threading
import time
import traceback
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any, Protocol, TypeVar

import msgspec
import numpy as np
import numpy.typing as npt

from wekipy import __version__
from wekipy.engine.describe import Snapshot, describe
from wekipy.engine.engine import Engine
from wekipy.engine.take_work import copy, settle
from wekipy.learning.soundness import check_model
from wekipy.osc.operations import Operation
from wekipy.osc.stream import Stream
from wekipy.project.create import new_project
from wekipy.project.editing import output_at, set_addresses
from wekipy.project.examples import Dataset, TakeData, as_take, dataset
from wekipy.project.problem import Problem
from wekipy.project.schema import GestureOutput, Output, kind_of
from wekipy.server.door import Door
from wekipy.server.evaluator import Evaluator
from wekipy.server.health import Health
from wekipy.server.log import Log
from wekipy.server.mapper import Mapper
from wekipy.server.player import Player
from wekipy.server.vectors import read_vectors
from wekipy.storage.folder import ProjectFolder, create, read_takes
from wekipy.storage.inside import inside
from wekipy.storage.library import copy_project, list_projects, new_place
from wekipy.storage.model_file import load_model_with_examples, save_model

T = TypeVar("T")
Rows = npt.NDArray[np.float64]
_ROWS_AT_ONCE = 64  # of a file, so that packets are answered in between
LOCAL = ("this machine", 0)


class Files(Protocol):
    """The project folder that is open, and how to change to another."""

    @property
    def folder(self) -> Path: ...
    def flush(self) -> None: ...
    def open(self, path: Path, run: bool) -> None: ...


class Desk:
    """Every operation that needs more than the engine (see `wekipy.osc.operations.Machine`).

    Args:
        library: the folder in which projects and files lie that messages may name, besides the project's own.
        shut_down: ends the server, from any thread.
        log: the lines for people.
    """

    def __init__(self, engine: Engine, library: Path, shut_down: Callable[[], None], log: Log) -> None:
        self.engine = engine
        self.library = library
        self.shut_down = shut_down
        self.log = log
        self.stream: Stream
        self.files: Files
        self.evaluator: Evaluator
        self._player = Player(self._play_rows, self._show_playing)
        self.mapper = Mapper(engine)
        self.door: Door
        self.health_of: Health

    # Between threads

    def perform(self, operation: Operation, arguments: list[Any]) -> Any:
        """Do an operation, in the thread that it is for; a fault in it never ends that thread.

        Raises:
            Problem: why it could not be done.
        """
        try:
            return operation.call(self, *arguments)
        except Problem:
            raise
        except Exception as e:  # the show goes on, whatever is wrong with one operation
            where = "".join(traceback.format_tb(e.__traceback__)[-2:])
            raise Problem(
                f"{operation.name} failed: {type(e).__name__}: {e}; please report this\n{where}"
            ) from e

    def in_engine(self, work: Callable[[], Any], done: Callable[[Any, Exception | None], None]) -> None:
        """Run `work` in the engine's thread and hand its result, or the Problem, to `done` there."""

        def run() -> None:
            try:
                result = work()
            except Problem as e:
                done(None, e)
            else:
                done(result, None)

        self.stream.post(run)

    def ask_engine(self, work: Callable[[], T]) -> T:
        """As `in_engine`, waiting for the result; not from the engine's thread itself."""
        future: Future[T] = Future()

        def done(result: Any, error: Exception | None) -> None:
            if error is None:
                future.set_result(result)
            else:
                future.set_exception(error)

        self.in_engine(work, done)
        return future.result(timeout=30.0)

    def from_packet(self, operation: Operation, arguments: list[Any]) -> None:
        """An operation asked for over UDP, in the engine's thread: there is nobody to reply to.

        Raises:
            Problem: why it could not be done, unless it is done aside; then the engine's listeners are told.
        """
        if operation.aside:
            threading.Thread(
                target=self._aside, args=(operation, arguments), name=operation.name, daemon=True
            ).start()
        else:
            self.perform(operation, arguments)

    def _aside(self, operation: Operation, arguments: list[Any]) -> None:
        try:
            self.perform(operation, arguments)
        except Problem as e:
            text = f"{operation.name}: {e}"
            self.stream.post(lambda: self.engine.notice(text))

    # Operations

    def state(self) -> Snapshot:
        """The state of the engine, with the sections `project` (name, folder, library: the folder that
        other projects lie in), `port` (where inputs arrive) and `version`.
        """
        folder = self.files.folder
        project = {"name": folder.stem, "folder": str(folder), "library": str(self.library)}
        told = {"project": project, "port": self.stream.port, "version": __version__}
        return {**describe(self.engine.view), **told}

    def heard(self) -> list[dict[str, Any]]:
        """What has arrived lately."""
        return self.stream.monitor.heard_lately()

    def sent(self) -> dict[str, Any]:
        """What is sent."""
        return self.stream.monitor.sent_lately()

    def messages(self, since: int) -> list[dict[str, Any]]:
        """The last lines for people."""
        return self.log.since(since)

    def take_inputs(self, values: list[float]) -> list[float]:
        """One vector; the output values after it."""
        x = np.array(values, np.float64)
        if not (np.abs(x) <= np.finfo(np.float32).max).all():
            raise Problem("an input is not a finite number; the vector is ignored")
        self.stream.take_inputs(x, LOCAL)
        return [float(value) for value in self.engine.values]

    def feed_file(self, path: str) -> int:
        """Every row of a CSV file as a vector; how many there were."""
        rows = read_vectors(self._find(path), len(self.engine.view.project.inputs))
        for start in range(0, len(rows), _ROWS_AT_ONCE):
            part = rows[start : start + _ROWS_AT_ONCE]
            self.ask_engine(partial(self._take_rows, part))
        return len(rows)

    def _take_rows(self, rows: Rows) -> None:
        for row in rows:
            self.stream.take_inputs(row, LOCAL)

    def play_take(self, number: int) -> float:
        """Play a take into the engine; how long that takes."""
        return self._player.play(self.engine.view, number)

    def stop_playing(self) -> None:
        """Play no more."""
        self._player.stop()

    def _play_rows(self, rows: Rows) -> None:
        self.ask_engine(partial(self._take_rows, rows))

    def _show_playing(self, number: int | None) -> None:
        self.ask_engine(partial(self.engine.show_playing, number))

    def copy_takes(self, path: str, numbers: list[int]) -> list[int]:
        """Copies of takes of another project, which lies in the library."""
        found = inside(self.library, path)
        source, data = read_takes(found)
        return settle(
            self.engine, self.ask_engine, lambda view: copy(view, source, data, numbers, found.name)
        )

    def _find(self, path: str) -> Path:
        """A file in the project folder, or in the library."""
        try:
            found = inside(self.files.folder, path)
        except Problem:
            return inside(self.library, path)
        return found if found.exists() else inside(self.library, path)

    def save_model(self, output: int, path: str) -> str:
        """An output's model with its examples, as a file under `saved/` in the project folder."""
        view = self.engine.view
        chosen = output_at(view.project, output)
        model = view.models.get(chosen.uid)
        if model is None:
            raise Problem(f"output {output} has no model yet: train it first")
        place = self._saved(path)
        place.parent.mkdir(parents=True, exist_ok=True)
        save_model(place, model, dataset(view.project, view.data, chosen))
        return str(place)

    def _saved(self, path: str) -> Path:
        folder = ProjectFolder(self.files.folder).saved
        folder.mkdir(exist_ok=True)
        return inside(folder, path)

    def load_model(self, output: int, path: str, with_data: bool) -> None:
        """Let a saved model answer for an output; with its examples as a take if asked."""
        view = self.engine.view
        chosen = output_at(view.project, output)
        saved, examples = load_model_with_examples(self._saved(path))
        header = msgspec.structs.replace(saved.header, output=chosen.uid)
        model = replace(saved, header=header)
        check_model(model)
        if header.kind != kind_of(chosen):
            raise Problem(
                f"{path} is a {header.kind} model, but output {output} is a {kind_of(chosen)} output"
            )
        if header.inputs[-1] >= len(view.project.inputs):
            raise Problem(
                f"{path} needs {header.inputs[-1] + 1} inputs, the project has {len(view.project.inputs)}"
            )
        if with_data and examples is None:
            raise Problem(f"{path} holds no examples; load it WITHOUTDATA")
        self.ask_engine(lambda: self.engine.put_model(model))
        if with_data and examples is not None:
            takes = self._as_takes(chosen, header.inputs, examples)
            self.ask_engine(lambda: self.engine.add_takes(takes, f"load examples of {path}"))

    def _as_takes(self, output: Output, inputs: tuple[int, ...], examples: Dataset) -> list[TakeData]:
        """Examples of an output as one take; of gestures each as its own, with its times."""
        width = len(self.engine.view.project.inputs)
        if not isinstance(output, GestureOutput):
            return [as_take(width, output.uid, inputs, examples.X, time.time(), examples.y)]
        parts = [examples.where(examples.takes == number) for number in np.unique(examples.takes)]
        return [as_take(width, output.uid, inputs, part.X, part.times, part.y) for part in parts]

    def open_project(self, path: str, run: bool) -> str:
        """Go on with another project, which lies in the library."""
        found = inside(self.library, path)
        self._player.stop()
        self.files.open(found, run)
        return str(found)

    def new_project(self, name: str, inputs: int, outputs: str, input_address: str) -> str:
        """Make a project beside the present one and go on with it; its folder."""
        present = self.engine.view.project
        made = set_addresses(new_project(inputs, outputs), input_address or None, None)
        place = new_place(self.library, name)
        create(place, msgspec.structs.replace(made, destinations=present.destinations))
        self.files.open(place, False)
        return str(place)

    def copy_project(self, name: str) -> str:
        """Copy the present project to a place beside it; the folder of the copy."""
        source = self.files.folder
        place = new_place(self.library, name)
        self.files.flush()
        copy_project(source, self.engine.view.project, place)
        return str(place)

    def projects(self) -> list[dict[str, Any]]:
        """The projects beside the present one."""
        present = self.files.folder
        found = list_projects(self.library)
        return [{**entry, "open": self.library / entry["path"] == present} for entry in found]

    def health(self) -> dict[str, Any]:
        """How the engine is, see docs/protocol.md."""
        return self.health_of.figures()

    def accept_inputs_from_network(self, on: bool) -> None:
        """Let inputs from other machines in, or not, as long as this engine runs."""
        self.door.accept_inputs_from_network(on)

    def evaluate(self, outputs: list[int]) -> list[msgspec.Raw]:
        """How far the models of outputs can be trusted, as JSON."""
        return self.evaluator.evaluate(outputs)

    def embed(self, method: str) -> dict[str, Any]:
        """A map of the examples."""
        return self.mapper.embed(method)

    def cancel_evaluation(self) -> None:
        """Give up the evaluation under way, and those that wait for it."""
        self.evaluator.cancel()

    def save(self) -> str:
        """Wait until all is on disk; the folder."""
        self.files.flush()
        return str(self.files.folder)
