"""Where the engine of a window is: a child of its own, or one that runs already."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from wekipy.child import ServeProcess, engine_of, free_port, is_free
from wekipy.client import DEFAULT_PORT, Client
from wekipy.gui.session.starter import start
from wekipy.project.problem import Problem

INPUT_PORT = 6448


class Source(Protocol):
    """Something that can be connected to, again and again. Its methods wait: not for the window's thread."""

    @property
    def own(self) -> bool:
        """Whether the window started it."""

    @property
    def words(self) -> str:
        """Where it is, for people."""

    @property
    def host(self) -> str:
        """Of the machine that it is on."""

    def connect(self, running: bool = False, folder: str = "") -> Client:
        """A new connection; starts the engine if need be, `running` if it was.

        Args:
            folder: of the project that was open last; "" for the first time.

        Raises:
            Problem: why there is none.
        """

    def close(self) -> None:
        """The window closes."""


@dataclass(frozen=True)
class Attached:
    """An engine that somebody else has started; it goes on when the window closes.

    Attributes:
        token: as that engine shows at its start, if it is on another machine; "" is that in WEKIPY_TOKEN.
    """

    host: str = "127.0.0.1"
    port: int = DEFAULT_PORT
    token: str = field(default="", repr=False)

    @property
    def own(self) -> bool:
        """It is somebody else's."""
        return False

    @property
    def words(self) -> str:
        """Where it is, for people."""
        return f"{self.host}:{self.port}"

    def connect(self, running: bool = False, folder: str = "") -> Client:  # noqa: ARG002  it is as it is
        """A new connection."""
        return Client(self.host, self.port, token=self.token)

    def close(self) -> None:
        """Nothing to do: it is not ours."""


class Child:
    """An engine of our own: started when first connected to, and again, at the same ports, when it has died.

    It is in a session of its own, so it goes on when the window crashes; whoever opens its project again is
    connected to it.

    Args:
        arguments: of `wekipy serve`. Without `--port`, the usual one, or any if that is taken.

    Attributes:
        keep: whether it goes on when the window closes.
        process: what was started; None before, and while `found` is used.
        found: the engine that has the project open already.
    """

    def __init__(self, arguments: Sequence[str] = (), keep: bool = False) -> None:
        self._arguments = tuple(arguments)
        self.process: ServeProcess | None = None
        self.found: Attached | None = None
        self.keep = keep

    @property
    def own(self) -> bool:
        """Whether the window started it."""
        return self.found is None

    @property
    def words(self) -> str:
        """Where it is, for people."""
        if self.found is not None:
            return self.found.words
        return "" if self.process is None else f"127.0.0.1:{self.process.port}"

    @property
    def host(self) -> str:
        """This machine."""
        return "127.0.0.1" if self.found is None else self.found.host

    def connect(self, running: bool = False, folder: str = "") -> Client:
        """A connection to the engine that has the project open, or to the child; starts it if need be."""
        if self.process is None:
            self.found = self._find(folder)
            if self.found is not None:
                return self.found.connect()
            first = self._first(running, folder)
            self.process = start(lambda: ServeProcess(first))
        elif self.process.process.poll() is not None:
            again = _again(self.process, running, folder)
            self.process.kill()  # its workers may hold what it printed to a moment longer
            self.process = start(lambda: ServeProcess(again))
        return Client(port=self.process.control_port)

    def close(self) -> None:
        """End it, saved, unless it is to go on."""
        if self.process is not None and not self.keep:
            self.process.end()

    def _find(self, folder: str) -> Attached | None:
        named = self._arguments[0] if self._arguments and not self._arguments[0].startswith("-") else ""
        where = engine_of(Path(folder or named)) if folder or named else None
        return None if where is None else Attached(*where)

    def _first(self, running: bool, folder: str) -> tuple[str, ...]:
        """The arguments at the start; of an engine that was found and has gone, its project again."""
        if not folder:
            return with_port(self._arguments)
        options = [n for n, argument in enumerate(self._arguments) if argument == "--port"]
        port = self._arguments[options[0] : options[0] + 2] if options else ()
        return with_port((folder, *port, *(("--run",) if running else ())))


def with_port(arguments: tuple[str, ...]) -> tuple[str, ...]:
    """These arguments of `wekipy serve`, with a port that is free: the usual one if it is."""
    if "--port" in arguments:
        return arguments
    port = INPUT_PORT if is_free(INPUT_PORT) else free_port()
    return (*arguments, "--port", str(port))


def _again(process: ServeProcess, running: bool, folder: str) -> tuple[str, ...]:
    ports = ("--port", str(process.port), "--control-port", str(process.control_port))
    return (folder or str(process.folder), *ports, *(("--run",) if running else ()))


def attached(place: str, token: str = "") -> Attached:
    """The engine at HOST:PORT, which wants this token; HOST alone has the usual port.

    Raises:
        Problem: if it is no such place.
    """
    host, colon, port = place.rpartition(":")
    if not colon:
        return Attached(place, token=token)
    if not host or not port.isascii() or not port.isdigit() or not 1 <= int(port) <= 65_535:
        raise Problem(f"--attach {place}: expected HOST:PORT, for instance 192.168.0.7:{DEFAULT_PORT}")
    return Attached(host, int(port), token)
