"""`wekipy ask`: any operation of a running engine, here or on another machine."""

from __future__ import annotations

import click
import msgspec

from wekipy.client.connection import DEFAULT_PORT, Connection


@click.command(context_settings={"ignore_unknown_options": True})
@click.argument("operation")
@click.argument("arguments", nargs=-1)
@click.option("--host", default="127.0.0.1", show_default=True, help="Of the engine.")
@click.option("--control-port", default=DEFAULT_PORT, show_default=True, help="Of its control protocol.")
@click.option("--token", default="", help="If it is on another machine.  [WEKIPY_TOKEN]")
def ask(operation: str, arguments: tuple[str, ...], host: str, control_port: int, token: str) -> None:
    """Ask a running engine for something: wekipy ask health, wekipy ask train, wekipy ask previous_model 2

    OPERATION and ARGUMENTS are those of docs/protocol.md, without /wekipy/.
    """
    with Connection(host, control_port, token=token) as engine:
        reply = engine.ask(operation, *map(_value, arguments), timeout=3_600.0)
    if reply is not None:
        click.echo(msgspec.json.format(msgspec.json.encode(reply), indent=2).decode())


def _value(text: str) -> int | float | str:
    for kind in (int, float):
        try:
            return kind(text)
        except ValueError:
            continue
    return text
