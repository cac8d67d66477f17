"""The command line: a group of commands, each in a module of its own that is imported when it is called."""

from __future__ import annotations

import importlib
import sys

import click

from wekipy import __version__
from wekipy.project.problem import Problem

_COMMANDS = {
    "serve": "wekipy.cli.serve",
    "new": "wekipy.cli.projects",
    "info": "wekipy.cli.projects",
    "train": "wekipy.cli.projects",
    "evaluate": "wekipy.cli.evaluate",
    "set": "wekipy.cli.settings",
    "algorithms": "wekipy.cli.settings",
    "ask": "wekipy.cli.ask",
    "install-service": "wekipy.cli.install_service",
    "record-osc": "wekipy.cli.tape",
    "replay": "wekipy.cli.tape",
    "demo": "wekipy.cli.demo",
    "bench": "wekipy.cli.bench",
}


class _Commands(click.Group):
    """Imports a command's module when it is needed, so that each starts at once."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002
        return list(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        if cmd_name not in _COMMANDS:
            return None
        module = importlib.import_module(_COMMANDS[cmd_name])
        command: click.Command = getattr(module, cmd_name.replace("-", "_") if cmd_name != "set" else "set_")
        return command


@click.group(
    cls=_Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100}
)
@click.version_option(__version__)
def commands() -> None:
    """Map any sensor to sound and image by demonstration.

    `wekipy demo` shows in 15 seconds what it does; `wekipy serve` starts an engine for your own sketch.
    """


def main() -> None:
    """Run the command line; a Problem is one line and exit code 2."""
    try:
        commands(standalone_mode=False)
    except click.Abort:
        sys.exit(130)
    except click.ClickException as e:
        e.show()
        sys.exit(2)
    except Problem as e:
        print(f"wekipy: {e}", file=sys.stderr)  # noqa: T201
        sys.exit(2)
