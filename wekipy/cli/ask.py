"""`wekipy ask`: any operation of a running engine, here or on another machine."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import click

from wekipy.child import engine_at, engine_of
from wekipy.cli.say import say_json
from wekipy.client.connection import DEFAULT_PORT, Connection
from wekipy.project.problem import NoEngine
from wekipy.storage.library import projects_folder


@click.command(context_settings={"ignore_unknown_options": True})
@click.argument("operation")
@click.argument("arguments", nargs=-1)
@click.option("--host", default="127.0.0.1", show_default=True, help="Of the engine.")
@click.option("--control-port", type=int, help=f"Of its control protocol.  [default: {DEFAULT_PORT}]")
@click.option("--project", type=click.Path(path_type=Path), help="The engine that has this project open.")
@click.option("--port", type=int, help="The engine whose inputs arrive at this UDP port here.")
@click.option("--token", default="", help="If it is on another machine.  [WEKIPY_TOKEN]")
def ask(
    operation: str,
    arguments: tuple[str, ...],
    host: str,
    control_port: int | None,
    project: Path | None,
    port: int | None,
    token: str,
) -> None:
    """Ask a running engine for something: wekipy ask health, wekipy ask train, wekipy ask previous_model 2

    OPERATION and ARGUMENTS are those of docs/protocol.md, without /wekipy/.
    """
    place = (host, DEFAULT_PORT if control_port is None else control_port)
    if project is not None:
        place = _engine_of(project)
    elif port is not None:
        place = engine_at(port, _projects()) or _nobody(port)
    with Connection(*place, token=token) as engine:
        reply = engine.ask(operation, *map(_value, arguments), timeout=3_600.0)
    if reply is not None:
        say_json(reply)


def _engine_of(project: Path) -> tuple[str, int]:
    folder = project.expanduser()
    place = engine_of(folder) if folder.is_dir() else None
    if place is None:
        raise NoEngine(f"no engine has {project} open; start one with `wekipy serve {project}`")
    return place


def _nobody(port: int) -> tuple[str, int]:
    raise NoEngine(
        f"no engine was found whose inputs arrive at UDP port {port}; if its project lies elsewhere, name it"
        " with --project"
    )


def _projects() -> Iterator[Path]:
    """The projects that are looked at: those in this folder, and those where new ones go."""
    for library in (Path(), projects_folder()):
        yield from library.glob("*.wekipy")


def _value(text: str) -> int | float | str:
    for kind in (int, float):
        try:
            return kind(text)
        except ValueError:
            continue
    return text
