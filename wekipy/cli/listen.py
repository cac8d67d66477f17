"""`wekipy listen`: what arrives at a port, live, and why it may not move anything."""

from __future__ import annotations

import contextlib
import shlex
import signal
import socket
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Final

import click
from rich.console import Console, Group
from rich.live import Live
from rich.table import Table
from rich.text import Text

from wekipy.child import engine_of
from wekipy.cli.options import JSON
from wekipy.cli.say import say, say_json
from wekipy.client import Client
from wekipy.listening.advice import Expected, advise, expected_of
from wekipy.listening.arrivals import Arrival, Arrivals
from wekipy.osc.tape import BIGGEST
from wekipy.osc.udp import bind
from wekipy.project.counting import many
from wekipy.project.printable import printable
from wekipy.project.problem import Problem
from wekipy.project.sources import grouped, write_source
from wekipy.server.port_holder import holder_of
from wekipy.storage.project_file import peek_project

USUAL_PORT: Final = 6448
_LOOK: Final = 0.25  # seconds between pictures, and between looks at signals


@click.command()
@click.argument("project", required=False, type=click.Path(path_type=Path))
@click.option("--port", type=click.IntRange(1, 65_535), help="UDP port.  [the project's, or 6448]")
@click.option("--host", default="127.0.0.1", show_default=True, help="Address; 0.0.0.0 is the whole network.")
@click.option("--seconds", type=click.FloatRange(0.1, 86_400), help="End by itself.  [until Ctrl-C]")
@JSON
def listen(project: Path | None, port: int | None, host: str, seconds: float | None, as_json: bool) -> None:
    """Show what arrives at a port: addresses, counts, rates, jitter, senders, ranges; and what to do.

    With PROJECT it also says whether that is what the project takes as its inputs. If an engine has the
    project open, it says what has arrived there.
    """
    path = None if project is None else project.expanduser()
    if path is not None and (control := engine_of(path)) is not None:
        _ask_engine(control, as_json)
        return
    expected = None if path is None else _expected(path, port)
    where = port or (expected.port if expected else USUAL_PORT)
    with _bound(host, where) as inlet:
        arrivals, began = Arrivals(), time.monotonic()
        frames = _listened(inlet, arrivals, seconds)
        if sys.stdout.isatty() and not as_json:
            _show(frames, arrivals, began, expected, f"{host}:{where}")
        else:
            for _ in frames:
                pass
        now = time.monotonic()
        advice = advise(arrivals, now, now - began, expected)
    if as_json:
        say_json({"arrivals": [_plain(one, now) for one in arrivals.all()], "advice": advice})
        return
    if not sys.stdout.isatty():  # a terminal shows it already
        say(*(_line(one, now) for one in arrivals.all()), *advice)
    say(*_to_take(arrivals, path))
    if not advice:
        say("all is well")


def _to_take(arrivals: Arrivals, path: Path | None) -> Iterator[str]:
    """The command that makes inputs of everything that arrives, where that is more than one message."""
    numeric = [(one.address, one.arguments) for one in arrivals.all() if one.numbers is not None]
    kinds = grouped(numeric)
    if len(kinds) > 1 or len(numeric) > 1:
        options = " ".join(f"--source {shlex.quote(write_source(*kind))}" for kind in kinds)
        where = "PROJECT" if path is None else shlex.quote(str(path))
        yield f"to take all of it: wekipy set {where} sources {options}"


def _expected(path: Path, port: int | None) -> Expected:
    project = peek_project(path)
    return expected_of(project, str(path), port)


def _bound(host: str, port: int) -> socket.socket:
    """The socket to listen at.

    Raises:
        Problem: naming the program that has the port.
    """
    try:
        return bind(host, port)
    except Problem as e:
        holder = holder_of(port)
        if not holder:
            raise
        raise Problem(
            f"{holder} has port {port}, so that nothing can be seen here: end it, or, if it is an engine,"
            " name its project: wekipy listen PROJECT"
        ) from e


def _listened(inlet: socket.socket, arrivals: Arrivals, seconds: float | None) -> Iterator[None]:
    """Note what arrives, until it is time or a signal asks for the end; yield for each picture."""
    ended = _on_signals()
    inlet.settimeout(_LOOK / 2)
    end = float("inf") if seconds is None else time.monotonic() + seconds
    picture = time.monotonic()
    while not ended() and (now := time.monotonic()) < end:
        with contextlib.suppress(TimeoutError):
            packet, sender = inlet.recvfrom(BIGGEST)
            arrivals.note(packet, f"{sender[0]}:{sender[1]}", time.monotonic())
        if now >= picture:
            picture = now + _LOOK
            yield


def _on_signals() -> Callable[[], bool]:
    asked: list[int] = []
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda received, _: asked.append(received))
    return lambda: bool(asked)


def _show(
    frames: Iterator[None], arrivals: Arrivals, began: float, expected: Expected | None, where: str
) -> None:
    with Live(console=Console(), auto_refresh=False) as live:
        for _ in frames:
            now = time.monotonic()
            advice = advise(arrivals, now, now - began, expected)
            lines = [Text(f"listening at {where}; end with Ctrl-C", style="dim")]
            lines += [Text(printable(f"→ {sentence}"), style="yellow") for sentence in advice]
            live.update(Group(_table(arrivals, now), *lines), refresh=True)


def _table(arrivals: Arrivals, now: float) -> Table:
    table = Table(box=None, pad_edge=False)
    for title in ("address", "numbers", "types", "per second", "jitter", "senders", "values"):
        table.add_column(title, justify="left", overflow="ellipsis", no_wrap=True)
    for one in arrivals.all()[:20]:
        values = "" if one.numbers is None else " ".join(f"{x:.4g}" for x in one.numbers.last[:6])
        more = " …" if one.arguments > 6 else ""
        table.add_row(
            printable(one.address), str(one.arguments), printable(_types(one)), f"{one.rate(now):.1f}",
            f"{one.jitter * 1_000:.1f} ms", str(len(one.senders)), values + more,
        )  # fmt: skip
    return table


def _types(arrival: Arrival) -> str:
    """Its type tags, short where there are many."""
    tags = arrival.tags
    return f"{len(tags)} {tags[0]}" if len(tags) > 6 and len(set(tags)) == 1 else tags[:12]


def _line(arrival: Arrival, now: float) -> str:
    senders = ", ".join(list(arrival.senders)[:3])
    return (
        f"{arrival.address} {_types(arrival) or '-'}: {many(arrival.count, 'message')},"
        f" {arrival.rate(now):.1f} per second, jitter {arrival.jitter * 1_000:.1f} ms, from {senders}"
    )


def _plain(arrival: Arrival, now: float) -> dict[str, Any]:
    numbers = arrival.numbers
    return {
        "address": arrival.address,
        "arguments": arrival.arguments,
        "types": arrival.tags,
        "count": arrival.count,
        "refused": arrival.refused,
        "rate": arrival.rate(now),
        "jitter_ms": arrival.jitter * 1_000,
        "longest_ms": arrival.longest * 1_000,
        "senders": dict(arrival.senders),
        "low": [] if numbers is None else numbers.low.tolist(),
        "high": [] if numbers is None else numbers.high.tolist(),
        "last": [] if numbers is None else numbers.last.tolist(),
        "noise": [] if numbers is None else numbers.noise().tolist(),
    }


def _ask_engine(control: tuple[str, int], as_json: bool) -> None:
    """What an engine has heard, and what it refused, with its reasons."""
    with Client(*control) as client:
        heard, port, advice = client.heard(), client.state()["port"], client.advice()
    if as_json:
        refused = [one["why"] for one in heard if one["why"]]
        say_json({"arrivals": heard, "advice": [*advice, *(why for why in refused if why not in advice)]})
        return
    if not heard:
        say(f"nothing has arrived at port {port} since the engine started")
    for one in heard:
        why = f"; {one['why']}" if one["why"] else ""
        say(
            f"{one['address']} {one['types'] or '-'}: {many(one['count'], 'message')},"
            f" {one['rate']:.1f} per second, from {one['sender']}: {one['use']}{why}"
        )
    say(*advice)
