"""An engine in a process of its own, and a sketch and a client that talk to it over real sockets."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

import given_time
from waiting import until

from wekipy.client import Client
from wekipy.project.create import new_project
from wekipy.project.editing import set_destinations, set_receive_port
from wekipy.rehearsal.engine_process import EngineProcess
from wekipy.rehearsal.link import Link
from wekipy.storage.folder import create

Start = Callable[[list[str]], EngineProcess]
_OPTIONS_OF_A_PROJECT = {"--inputs", "--outputs"}


class EngineInGivenTime(EngineProcess):
    """An engine whose stream lives in the time of `clock`."""

    def __init__(self, arguments: Sequence[str]) -> None:
        path = Path(arguments[0]).with_suffix(".clock")
        self.clock = given_time.Clock(path)
        self.program = (sys.executable, given_time.__file__, str(path))
        super().__init__(arguments)


class Stage:
    """An engine with a sketch and a client connected to it.

    Args:
        arguments: of `wekipy serve`.
        start: starts the engine.
    """

    def __init__(self, *arguments: str, start: Start = EngineProcess) -> None:
        self.engine = start([*arguments, "--workers", "1"])
        try:
            self._connect()
        except BaseException:
            self.engine.end()
            raise

    def _connect(self) -> None:
        self.client = Client(port=self.engine.control_port)
        self.link = Link(self.engine.port, self.engine.out_port)
        self._before = self._vectors()

    def _vectors(self) -> int:
        return int(self.client.values()["arrived"])

    def arrived(self) -> int:
        """How many input vectors have arrived on this stage."""
        return self._vectors() - self._before

    def let_pass(self, seconds: float) -> None:
        """Let time pass for the stream, which lives in given time."""
        assert isinstance(self.engine, EngineInGivenTime)
        self.engine.clock.advance(seconds)

    def play(self, frames: Iterable[Sequence[float]], seconds: float) -> None:
        """Send frames so many seconds of given time apart: each is done with before the next one's time."""
        for x in frames:
            before = self.arrived()
            self.link.inputs(x)
            until(lambda before=before: self.arrived() > before)
            self.client.values()  # the engine has done what came before that
            self.let_pass(seconds)

    def teach(self) -> None:
        """Let it learn a little of nothing in particular, so that it answers, and run."""
        inputs = len(self.client.state()["inputs"])
        with self.client.recording():
            for n in range(5):
                self.client.take_inputs(*[0.1 * n] * inputs)
        mark = len(self.link.got)
        self.client.train()
        assert self.link.wait("/wekinator/status/done-training", mark) is not None
        self.client.start_running()

    def close(self) -> None:
        """Disconnect, and end the engine."""
        self._disconnect()
        self.engine.end()

    def _disconnect(self) -> None:
        self.client.close()
        self.link.close()


class GuestStage(Stage):
    """A stage whose engine is there already, and stays.

    Args:
        project: the folder of a new project, which the engine goes on with.
        options: `--inputs` and `--outputs` as of `wekipy serve`.
    """

    def __init__(self, engine: EngineProcess, project: Path, options: dict[str, str]) -> None:
        self.engine = engine
        made = new_project(int(options.get("--inputs", "5")), options.get("--outputs", "5"))
        made = set_destinations(made, [f"127.0.0.1:{engine.out_port}"])
        create(project, set_receive_port(made, engine.port))
        with Client(port=engine.control_port) as client:
            client.stop_running()  # this and performance mode outlive a project
            client.performance_mode(False)
            client.open_project(str(project))
        engine.wait_for(f"opened {project.name}")  # what it printed before is of other tests
        engine.lines.clear()
        engine.folder = project
        self._connect()  # after that: nothing that the project before still sent arrives

    def close(self) -> None:
        """Disconnect."""
        self._disconnect()


def options_of_a_project(arguments: tuple[str, ...]) -> dict[str, str] | None:
    """Arguments of `wekipy serve` by their names, if they say no more than what a new project is like."""
    options = dict(zip(arguments[::2], arguments[1::2], strict=False))
    return options if len(arguments) % 2 == 0 and options.keys() <= _OPTIONS_OF_A_PROJECT else None


class Hall:
    """One engine for stages that come one after the other.

    Args:
        folder: of all the projects that it opens.
        start: starts the engine.
    """

    def __init__(self, folder: Path, start: Start = EngineProcess) -> None:
        self._folder, self.start = folder, start
        self._engine: EngineProcess | None = None

    def stage(self, project: Path, options: dict[str, str]) -> Stage:
        """The engine on a new project; it is started if there is none, or the last one has ended."""
        if self._engine is None or self._engine.process.poll() is not None:
            self.close()
            first = self._folder / "hall.wekipy"
            arguments = [str(first), "--library", str(self._folder), "--workers", "1"]
            self._engine = self.start(arguments)
        return GuestStage(self._engine, project, options)

    def close(self) -> None:
        """End the engine."""
        if self._engine is not None:
            self._engine.end()
            self._engine = None
