"""Where the engine of a window is: a child of its own, or one that runs already."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from wekipy.child import ServeProcess, free_port, is_free
from wekipy.client import DEFAULT_PORT, Client
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

    def connect(self, running: bool = False) -> Client:
        """A new connection; starts the engine if need be, `running` if it was.

        Raises:
            Problem: why there is none.
        """

    def close(self) -> None:
        """The window closes."""


@dataclass(frozen=True)
class Attached:
    """An engine that somebody else has started; it goes on when the window closes."""

    host: str = "127.0.0.1"
    port: int = DEFAULT_PORT

    @property
    def own(self) -> bool:
        """It is somebody else's."""
        return False

    @property
    def words(self) -> str:
        """Where it is, for people."""
        return f"{self.host}:{self.port}"

    def connect(self, running: bool = False) -> Client:  # noqa: ARG002  it is as it is
        """A new connection."""
        return Client(self.host, self.port)

    def close(self) -> None:
        """Nothing to do: it is not ours."""


class Child:
    """An engine of our own: started when first connected to, and again, at the same ports, when it has died.

    It is in a session of its own, so it goes on when the window crashes.

    Args:
        arguments: of `wekipy serve`. Without `--port`, the usual one, or any if that is taken.

    Attributes:
        keep: whether it goes on when the window closes.
    """

    def __init__(self, arguments: Sequence[str] = (), keep: bool = False) -> None:
        self._arguments = tuple(arguments)
        self.process: ServeProcess | None = None
        self.keep = keep

    @property
    def own(self) -> bool:
        """It is the window's."""
        return True

    @property
    def words(self) -> str:
        """Where it is, for people."""
        return "" if self.process is None else f"127.0.0.1:{self.process.port}"

    def connect(self, running: bool = False) -> Client:
        """A connection to the child, which is started if it does not live."""
        if self.process is None:
            self.process = ServeProcess(_with_port(self._arguments))
        elif self.process.process.poll() is not None:
            again = _again(self.process, running)
            self.process.kill()  # its workers may hold what it printed to a moment longer
            self.process = ServeProcess(again)
        return Client(port=self.process.control_port)

    def close(self) -> None:
        """End it, saved, unless it is to go on."""
        if self.process is not None and not self.keep:
            self.process.end()


def _with_port(arguments: tuple[str, ...]) -> tuple[str, ...]:
    if "--port" in arguments:
        return arguments
    port = INPUT_PORT if is_free(INPUT_PORT) else free_port()
    return (*arguments, "--port", str(port))


def _again(process: ServeProcess, running: bool) -> tuple[str, ...]:
    ports = ("--port", str(process.port), "--control-port", str(process.control_port))
    return (str(process.folder), *ports, *(("--run",) if running else ()))


def attached(place: str) -> Attached:
    """The engine at HOST:PORT; HOST alone has the usual port.

    Raises:
        Problem: if it is no such place.
    """
    host, colon, port = place.rpartition(":")
    if not colon:
        return Attached(place)
    if not host or not port.isascii() or not port.isdigit() or not 1 <= int(port) <= 65_535:
        raise Problem(f"--attach {place}: expected HOST:PORT, for instance 192.168.0.7:{DEFAULT_PORT}")
    return Attached(host, int(port))
