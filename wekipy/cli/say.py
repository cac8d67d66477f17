"""Everything that the command line prints: each line goes through `printable`, whatever names are in it."""

from __future__ import annotations

import contextlib
import io
import json
import math
import sys
from typing import Any

import click
import msgspec

from wekipy.project.printable import printable, printable_json


def say(*lines: str, err: bool = False) -> None:
    """Print lines; a line end inside one of them is printed as a space.

    Args:
        err: to the standard error instead of the output.
    """
    for line in lines:
        click.echo(printable(line), err=err)


def say_json(value: Any) -> None:
    """Print plain values, or structs, as JSON, indented; null for numbers that JSON cannot hold."""
    text = json.dumps(_without_nan(msgspec.to_builtins(value)), indent=2, ensure_ascii=False)
    click.echo(printable_json(text))


def say_result(as_json: bool, value: Any, *lines: str) -> None:
    """Print the result of a command: as JSON for scripts, or in lines for people."""
    if as_json:
        say_json(value)
    else:
        say(*lines)


def _without_nan(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _without_nan(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [_without_nan(one) for one in value]
    return None if isinstance(value, float) and not math.isfinite(value) else value


def show_progress(text: str) -> None:
    """Show a text in the place of the one before, on the standard error; "" takes it away."""
    click.echo(f"\r{printable(text)}" if text else "\r\033[K", nl=False, err=True)


def say_click_error(error: click.ClickException) -> None:
    """Print what is wrong with the command line, and how it is used."""
    shown = io.StringIO()
    error.show(shown)
    say(*shown.getvalue().splitlines(), err=True)


def replace_what_cannot_be_shown() -> None:
    """Print ? for characters that the terminal's encoding lacks, instead of failing."""
    for stream in (sys.stdout, sys.stderr):
        with contextlib.suppress(AttributeError, ValueError, OSError):
            stream.reconfigure(errors="replace")  # type: ignore[union-attr]
