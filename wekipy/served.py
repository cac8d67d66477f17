"""`wekipy.serve`: an engine as a child of a script or a notebook, with a client of it."""

from __future__ import annotations

import atexit
import shutil
import tempfile
from collections.abc import Iterable
from pathlib import Path
from types import TracebackType

from wekipy.child import ServeProcess
from wekipy.client import Client


class Engine(Client):
    """A client of an engine that is ready when this is made, and ends, saved, when this is closed.

    As a context manager it ends with the block; else with the script at the latest, also if that is killed.

    Args:
        arguments: of `wekipy serve`.
        temporary: the folder to remove at the end; None for none.

    Attributes:
        port, control_port: where it listens, and where it is controlled.
        folder: of the project that it was started with.
    """

    def __init__(self, arguments: Iterable[str], timeout: float, temporary: Path | None = None) -> None:
        self._temporary = temporary
        try:
            self.process = ServeProcess(list(arguments), timeout, tied=True)
        except BaseException:
            self._remove()
            raise
        self.port, self.control_port = self.process.port, self.process.control_port
        self.folder = self.process.folder
        atexit.register(self._end)
        try:
            super().__init__(port=self.control_port, timeout=timeout)
        except BaseException:
            self._end()
            raise

    def client(self) -> Client:
        """One more client of the engine; closing it leaves the engine running."""
        return Client(port=self.control_port)

    def close(self) -> None:
        """Save and end the engine. Raises what a callback has raised since the last call."""
        self._end()
        super().close()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._end()
        super().__exit__(kind, error, trace)

    def _end(self) -> None:
        atexit.unregister(self._end)
        self._leave()
        self.process.end()
        self._remove()

    def _leave(self) -> None:
        """Disconnect first: that the engine goes is nothing that callbacks or waiting threads must see."""
        if hasattr(self, "_thread"):
            self._shut()

    def _remove(self) -> None:
        if self._temporary is not None:
            shutil.rmtree(self._temporary, ignore_errors=True)


def serve(  # noqa: PLR0913  those of `wekipy serve` that scripts need
    project: str | Path | None = None,
    *,
    inputs: int | None = None,
    outputs: int | str | Iterable[str] | None = None,
    port: int | None = None,
    control_port: int | None = None,
    host: str = "127.0.0.1",
    send: str | Iterable[str] = (),
    input_address: str = "",
    output_address: str = "",
    run: bool = False,
    answer_all: bool = False,
    workers: int | None = None,
    options: Iterable[str] = (),
    timeout: float = 60.0,
) -> Engine:
    """Start an engine as a child of this process; it is ready when this returns.

    >>> with serve(inputs=2, outputs=1) as w:  # doctest: +SKIP
    ...     w.add_examples([[0, 0], [1, 1]], [0, 1])
    ...     w.train()

    Args:
        project: a folder NAME.wekipy, made if it is not there; None is a temporary one, gone at the end.
        inputs: of a new project; 5 if it is not said.
        outputs: of a new project, as `wekipy serve --outputs`: 2, "2,class:4", ["1", "gesture:3"]; 5 if it
            is not said.
        port: UDP port for inputs; None is the project's (6448 in a new one), or a free one if that is taken.
        control_port: TCP port of the control protocol; None is the one after, or a free one.
        host: address for inputs; "0.0.0.0" is the whole network.
        send: HOST:PORT where outputs go, or several.
        run: start running as soon as models exist.
        answer_all: answer every vector, however late.
        workers: training processes; None is one per processor.
        options: further options of `wekipy serve`, e.g. ["--heartbeat", "5"].
        timeout: seconds until it must be ready.

    Raises:
        Problem: if it does not start, with its own words.
    """
    temporary = None
    if project is None:
        temporary = Path(tempfile.mkdtemp(prefix="wekipy-"))
        project = temporary / "temporary.wekipy"
    arguments = [str(Path(project).expanduser()), "--host", host]
    if outputs is not None and not isinstance(outputs, (int, str)):
        outputs = ",".join(outputs)
    arguments += ["--port", str(port)] if port is not None else ["--else-port", "0"]
    for name, value in (
        ("inputs", inputs),
        ("outputs", outputs),
        ("control-port", control_port),
        ("input-address", input_address or None),
        ("output-address", output_address or None),
        ("workers", workers),
    ):
        arguments += [] if value is None else [f"--{name}", str(value)]
    for place in [send] if isinstance(send, str) else send:
        arguments += ["--send", place]
    arguments += ["--run"] * run + ["--answer-all"] * answer_all
    return Engine([*arguments, *options], timeout, temporary)
