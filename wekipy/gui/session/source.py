"""The engine of a window: a child process of its own, or one that runs already."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from PyQt6.QtCore import QLockFile

from wekipy.child import ServeProcess, engine_of, next_free_port, process_of
from wekipy.client import DEFAULT_PORT, Client, ConnectionLost
from wekipy.gui.session.claims import adopt, claim
from wekipy.gui.session.starter import start
from wekipy.project.place import read_place
from wekipy.project.problem import Problem

INPUT_PORT = 6448
_LOOK = 0.05  # seconds between checks whether an engine has ended


class Source(Protocol):
    """An engine to connect to, repeatedly. Its methods block: do not call them in the window's thread."""

    @property
    def own(self) -> bool:
        """Whether the window started it."""

    @property
    def words(self) -> str:
        """Its place in words."""

    @property
    def host(self) -> str:
        """Of the machine that it is on."""

    def connect(self, running: bool = False, folder: str = "") -> Client:
        """Make a new connection; starts the engine if needed, `running` if it was.

        Args:
            folder: of the project that was open last; "" for the first time.

        Raises:
            Problem: why there is none.
        """

    def close(self) -> None:
        """Release the engine when the window closes."""


@dataclass(frozen=True)
class Attached:
    """An engine that another program has started; it keeps running when the window closes.

    Attributes:
        token: as that engine shows at its start, if it is on another machine; "" is that in WEKIPY_TOKEN.
    """

    host: str = "127.0.0.1"
    port: int = DEFAULT_PORT
    token: str = field(default="", repr=False)

    @property
    def own(self) -> bool:
        """Leave the engine running: another program owns it."""
        return False

    @property
    def words(self) -> str:
        """Its place in words."""
        return f"{self.host}:{self.port}"

    def connect(self, running: bool = False, folder: str = "") -> Client:  # noqa: ARG002  it is as it is
        """A new connection."""
        return Client(self.host, self.port, token=self.token)

    def close(self) -> None:
        """Do nothing: another program owns it."""


class Child:
    """An engine of our own: started when first connected to, and again, at the same ports, when it has died.

    It has its own session, so it survives a crash of the window; the next window that opens its project
    connects to it and owns it. An engine that another program has started is never owned.

    Args:
        arguments: of `wekipy serve`. Without a port, that of the project, or the next free one if that is
            taken.

    Attributes:
        keep: whether it keeps running when the window closes.
        process: the started engine; None before, and while `found` is used.
        found: the engine that has the project open already.
        adopted: whether a window that has crashed started it.
    """

    def __init__(self, arguments: Sequence[str] = (), keep: bool = False) -> None:
        self._arguments = tuple(arguments)
        self.process: ServeProcess | None = None
        self.found: Attached | None = None
        self.adopted = False
        self.keep = keep
        self._mark: QLockFile | None = None
        self._client: Client | None = None

    @property
    def own(self) -> bool:
        """Whether a window started it, this one or one that has crashed."""
        return self.found is None or self.adopted

    @property
    def must_have_port(self) -> bool:
        """Whether the user has fixed the input port."""
        return "--port" in self._arguments and "--else-port" not in self._arguments

    @property
    def words(self) -> str:
        """Its place in words."""
        if self.found is not None:
            return self.found.words
        return "" if self.process is None else f"127.0.0.1:{self.process.port}"

    @property
    def host(self) -> str:
        """This machine."""
        return "127.0.0.1" if self.found is None else self.found.host

    def connect(self, running: bool = False, folder: str = "") -> Client:
        """A connection to the engine that has the project open, or to the child; starts it if need be.

        Raises:
            Problem: also if the engine of another program has ended: it is not started again.
        """
        if self.process is None:
            before = self.found
            found = self._find(folder)
            if found is not None:
                self._client = found
                return found
            if before is not None and not self.own:
                raise ConnectionLost(f"the engine at {before.words} has ended")
            self.found, self.adopted = None, False
            first = self._first(running, folder)
            self._start(first)
        elif self.process.process.poll() is not None:
            again = self._again(self.process, running, folder)
            self.process.kill()  # its workers may hold what it printed to a moment longer
            self._start(again)
        assert self.process is not None  # noqa: S101  just started
        self._client = Client(port=self.process.control_port)
        return self._client

    def _start(self, arguments: tuple[str, ...]) -> None:
        process = start(lambda: ServeProcess(arguments))
        self.process = process
        self._let_go()
        self._mark = claim(process.process.pid)

    def close(self) -> None:
        """Save and end it, unless it is to keep running."""
        if not self.keep:
            if self.process is not None:
                self.process.end()
            elif self.adopted and self.found is not None:
                end_engine(self.found)
        self._let_go()

    def _let_go(self) -> None:
        if self._mark is not None:
            self._mark.unlock()
            self._mark = None

    def _find(self, folder: str) -> Client | None:
        """A connection to the engine that has the project open; it is taken over if its window crashed."""
        named = self._arguments[0] if self._arguments and not self._arguments[0].startswith("-") else ""
        place = Path(folder or named)
        where, pid = (engine_of(place), process_of(place)) if folder or named else (None, None)
        if where is None or pid is None:
            return None
        found = Attached(*where)
        client = found.connect()
        self.found = found
        if not self.adopted or self._mark is None:
            self._mark = adopt(pid)
            self.adopted = self._mark is not None
        return client

    def _first(self, running: bool, folder: str) -> tuple[str, ...]:
        """The arguments at the start; of an engine that was found and has gone, its project again."""
        if not folder:
            return with_port(self._arguments)
        return (folder, *self._port(), *_option(self._arguments, "--library"), *_running(running))

    def _again(self, process: ServeProcess, running: bool, folder: str) -> tuple[str, ...]:
        """The arguments with which an engine that died is started again."""
        control = ("--control-port", str(process.control_port))
        library = _option(self._arguments, "--library")
        return (folder or str(process.folder), *self._port(), *control, *library, *_running(running))

    def _port(self) -> tuple[str, ...]:
        """Where the engine listens that comes after one that has ended: there as well, if it can be."""
        last = 0 if self._client is None else int(self._client.latest.get("port", 0))
        if self.must_have_port:
            return ("--port", str(last)) if last else _option(self._arguments, "--port")
        return ("--else-port", str(last))


def end_engine(where: Attached, patience: float = 20.0) -> None:
    """Save and end an engine, and wait until it has released its project."""
    with contextlib.suppress(Problem), where.connect() as client:
        folder = Path(client.state()["project"]["folder"])
        client.shut_down()
        end = time.monotonic() + patience
        while engine_of(folder) is not None and time.monotonic() < end:
            time.sleep(_LOOK)


def with_port(arguments: tuple[str, ...]) -> tuple[str, ...]:
    """These arguments of `wekipy serve`; where they name no port, that of the project need not be free."""
    named = "--port" in arguments or "--else-port" in arguments
    return arguments if named else (*arguments, "--else-port", str(next_free_port(INPUT_PORT)))


def _running(running: bool) -> tuple[str, ...]:
    return ("--run",) if running else ()


def _option(arguments: tuple[str, ...], name: str) -> tuple[str, ...]:
    """An option with its value, as it is among arguments; () if it is not."""
    place = arguments.index(name) if name in arguments else -1
    return arguments[place : place + 2] if place >= 0 else ()


def attached(place: str, token: str = "") -> Attached:
    """The engine at HOST:PORT, which wants this token; HOST alone has the usual port.

    Raises:
        Problem: if it is no such place.
    """
    if ":" not in place:
        return Attached(place, token=token)
    found = read_place(place, usual=DEFAULT_PORT)
    if found is None:
        raise Problem(f"--attach {place}: expected HOST:PORT, for instance 192.168.0.7:{DEFAULT_PORT}")
    return Attached(*found, token)
