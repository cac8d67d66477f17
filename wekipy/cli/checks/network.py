"""Checks of the network: the port for inputs, who holds it, and where outputs go."""

from __future__ import annotations

import socket
from collections.abc import Iterator, Sequence
from pathlib import Path

from wekipy.child import engine_of, is_free
from wekipy.cli.checks.finding import Finding
from wekipy.client import Client
from wekipy.project.problem import Problem
from wekipy.project.schema import Destination
from wekipy.server.port_holder import holder_of
from wekipy.storage.project_file import peek_project


def check_network(path: Path) -> Iterator[Finding]:
    """Look at the port and the destinations of a project."""
    try:
        project = peek_project(path)
    except Problem:
        return  # said already
    engine = engine_of(path)
    yield port(project.receive_port, engine)
    if engine is not None:
        yield from inputs(engine)
    yield from destinations(project.destinations)
    yield addresses(own_addresses())


def port(number: int, engine: tuple[str, int] | None) -> Finding:
    """Whether the engine can listen, or does already.

    Args:
        engine: where the engine is controlled that has the project open.
    """
    if engine is not None:
        place = f"{engine[0]}:{engine[1]}"
        return Finding("port", "ok", f"{number}: an engine has the project open, control at {place}")
    if is_free(number):
        return Finding("port", "ok", f"{number} is free")
    holder = holder_of(number)
    who = f"{holder} has it" if holder else "another program has it"
    return Finding(
        "port", "problem",
        f"{number}: {who}; end that, or give this piece another one: wekipy set PROJECT port {number + 10}",
    )  # fmt: skip


def inputs(engine: tuple[str, int]) -> Iterator[Finding]:
    """What a running engine says of its inputs."""
    try:
        with Client(*engine) as client:
            advice = client.advice()
    except Problem as e:
        yield Finding("inputs", "problem", f"the engine does not say how they are: {e}")
        return
    for sentence in advice:
        yield Finding("inputs", "note", sentence)
    if not advice:
        yield Finding("inputs", "ok", "they arrive as they should")


def destinations(places: Sequence[Destination]) -> Iterator[Finding]:
    """Whether the names of the destinations are known now; an engine goes on asking."""
    for place in places:
        try:
            socket.getaddrinfo(place.host, place.port, type=socket.SOCK_DGRAM)
        except (OSError, UnicodeError):
            text = f"nobody knows {place.host} now; the engine asks again every few seconds"
            yield Finding("destination", "note", text)
        else:
            yield Finding("destination", "ok", str(place))


def own_addresses() -> list[str]:
    """The IPv4 addresses of this machine, but for the loopback; nothing is sent to find out."""
    found = []
    for far in ("10.255.255.255", "192.168.255.255", "198.51.100.1"):
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sock:
            try:
                sock.connect((far, 9))
            except OSError:
                continue
            found.append(sock.getsockname()[0])
    return [address for address in dict.fromkeys(found) if not address.startswith("127.")]


def addresses(found: Sequence[str]) -> Finding:
    """Where sensors on other machines would send to."""
    if not found:
        text = "none: only programs on this machine can send; the engine may start before the network is up"
        return Finding("network", "note", text)
    return Finding("network", "ok", f"this machine is {', '.join(found)}")
