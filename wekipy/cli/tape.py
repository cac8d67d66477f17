"""`wekipy record-osc` and `wekipy replay`: what arrives at a port, kept and played again with its timing."""

from __future__ import annotations

import contextlib
import signal
import socket
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from types import FrameType

import click

from wekipy.cli.say import say
from wekipy.osc.tape import BIGGEST, MOST_BYTES, Datagram, TapeWriter, read_tape
from wekipy.osc.udp import bind, family_of
from wekipy.project.editing import parse_destination
from wekipy.project.problem import Problem
from wekipy.project.schema import Destination

_LOOK_UP = 0.2  # seconds between looks at signals
_SPIN = 0.002  # seconds before its time from which a datagram is waited for without sleeping


@click.command("record-osc")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@click.option("--port", default=6448, show_default=True, help="UDP port to listen at.")
@click.option("--host", default="127.0.0.1", show_default=True, help="Address; 0.0.0.0 is the whole network.")
@click.option("--forward", metavar="HOST:PORT", help="Pass everything on, e.g. to the engine.")
@click.option(
    "--most-mb", default=MOST_BYTES >> 20, show_default=True, type=click.IntRange(1, 1_000_000),
    help="Size at which FILE becomes FILE.1 and a new one is begun.",
)  # fmt: skip
def record_osc(file: Path, port: int, host: str, forward: str | None, most_mb: int) -> None:
    """Keep every datagram that arrives at a port in FILE, until Ctrl-C.

    Let the sensor send here and --forward to the engine: what happens in the gallery can be replayed at home.
    """
    inlet = bind(host, port)
    target = None if forward is None else parse_destination(forward)
    place = None if target is None else _look_up(target)
    tape = TapeWriter(file, most_mb << 20)
    ended = _on_signals()
    inlet.settimeout(_LOOK_UP)
    say(f"recording what arrives at {host}:{port} to {file}; end with Ctrl-C")
    count = 0
    with inlet, socket.socket(family_of(place[0] if place else ""), socket.SOCK_DGRAM) as outlet:
        while not ended():
            try:
                data = inlet.recv(BIGGEST)
            except TimeoutError:
                continue
            if place is not None:
                with contextlib.suppress(OSError):  # nobody there now; the recording goes on
                    outlet.sendto(data, place)
            tape.add(data)
            count += 1
    tape.close()
    say(f"{count} datagrams recorded")


def _on_signals() -> Callable[[], bool]:
    """Return a function that says whether a signal has requested the end."""
    asked: list[int] = []

    def end(number: int, frame: FrameType | None) -> None:  # noqa: ARG001
        asked.append(number)

    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, end)
    return lambda: bool(asked)


@click.command()
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@click.option("--to", default="127.0.0.1:6448", show_default=True, metavar="HOST:PORT", help="Receiver.")
@click.option(
    "--speed", default=1.0, show_default=True, type=click.FloatRange(0.001, 1_000), help="2 is twice as fast."
)
@click.option("--loop", is_flag=True, help="Begin again at the end, until Ctrl-C.")
@click.option(
    "--longest-pause", default=60.0, show_default=True, type=click.FloatRange(0),
    help="Seconds; a longer one in the recording, as over night, is made that short.",
)  # fmt: skip
def replay(file: Path, to: str, speed: float, loop: bool, longest_pause: float) -> None:
    """Send what `wekipy record-osc` has recorded in FILE, byte for byte, with the timing of then."""
    target = parse_destination(to)
    place = _look_up(target)
    ended = _on_signals()
    count, late = 0, 0.0
    with socket.socket(family_of(place[0]), socket.SOCK_DGRAM) as outlet:
        while not ended():
            found = 0
            for due, record in _with_times(read_tape(file), speed, longest_pause):
                _wait_until(due, ended)
                if ended():
                    break
                late = max(late, time.perf_counter() - due)
                with contextlib.suppress(ConnectionError):  # nobody there now; it may come
                    outlet.sendto(record.data, place)
                found += 1
            count += found
            if not loop or not found:
                break
    say(f"{count} datagrams sent to {to}, at most {late * 1e3:.1f} ms late")


def _look_up(target: Destination) -> tuple[str, int]:
    """Where packets for a destination go: an IP address, and its port."""
    try:
        found = socket.getaddrinfo(target.host, target.port, 0, socket.SOCK_DGRAM)
    except (OSError, UnicodeError) as e:
        raise Problem(f"cannot find the host {target.host}") from e
    found.sort(key=lambda each: each[0] != socket.AF_INET)  # as the engine does it
    return str(found[0][4][0]), target.port


def _with_times(tape: Iterator[Datagram], speed: float, longest: float) -> Iterator[tuple[float, Datagram]]:
    """Each datagram with the time by `time.perf_counter` when it is due."""
    due, before = time.perf_counter(), None
    for record in tape:
        if before is not None:
            due += min(max(0.0, (record.when - before) / 1e9), longest) / speed
        before = record.when
        yield due, record


def _wait_until(due: float, ended: Callable[[], bool]) -> None:
    while not ended() and (left := due - time.perf_counter()) > 0:
        if left > _SPIN:
            time.sleep(min(left - _SPIN, _LOOK_UP))
