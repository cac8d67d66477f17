"""Checks of the network: the port for inputs, who holds it, and where outputs go."""

from __future__ import annotations

import socket
from collections.abc import Iterator, Sequence
from pathlib import Path

from wekipy.child import engine_of, is_free
from wekipy.cli.checks.finding import Finding
from wekipy.project.problem import Problem
from wekipy.project.schema import Destination
from wekipy.storage.project_file import peek_project


def check_network(path: Path) -> Iterator[Finding]:
    """Look at the port and the destinations of a project."""
    try:
        project = peek_project(path)
    except Problem:
        return  # said already
    yield port(project.receive_port, engine_of(path))
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


def holder_of(number: int) -> str:
    """The program that listens at a UDP port of this machine, such as “java (process 812)”; "" if unknown."""
    inodes = set()
    for table in ("udp", "udp6"):
        try:
            lines = Path("/proc/net", table).read_text(encoding="ascii").splitlines()[1:]
        except OSError:
            continue
        for line in lines:
            fields = line.split()
            if int(fields[1].rpartition(":")[2], 16) == number:
                inodes.add(f"socket:[{fields[9]}]")
    return _process_with(inodes) if inodes else ""


def _process_with(inodes: set[str]) -> str:
    for process in Path("/proc").glob("[0-9]*"):
        try:
            found = any(str(file.readlink()) in inodes for file in (process / "fd").iterdir())
            name = (process / "comm").read_text(encoding="utf-8", errors="replace").strip()
        except OSError:  # somebody else's, or it has ended
            continue
        if found:
            return f"{name} (process {process.name})"
    return ""


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
