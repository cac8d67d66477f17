"""The command line: a group of commands, each in a module of its own that is imported when it is called."""

from __future__ import annotations

import importlib
import sys

import click

from wekipy import __version__
from wekipy.project.problem import Problem

_COMMANDS = {
    "gui": "wekipy.cli.gui",
    "serve": "wekipy.cli.serve",
    "new": "wekipy.cli.projects",
    "info": "wekipy.cli.projects",
    "train": "wekipy.cli.projects",
    "evaluate": "wekipy.cli.evaluate",
    "set": "wekipy.cli.settings",
    "algorithms": "wekipy.cli.settings",
    "import": "wekipy.cli.exchange",
    "export": "wekipy.cli.exchange",
    "demo": "wekipy.cli.demo",
    "bench": "wekipy.cli.bench",
}

_FUNCTIONS = {"set": "set_", "import": "import_"}  # words that Python keeps for itself


class _Commands(click.Group):
    """Imports a command's module when it is needed, so that each starts at once."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002
        return list(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        return _command(cmd_name) if cmd_name in _COMMANDS else None


def _command(name: str) -> click.Command:
    module = importlib.import_module(_COMMANDS[name])
    command: click.Command = getattr(module, _FUNCTIONS.get(name, name))
    return command


@click.group(
    cls=_Commands,
    invoke_without_command=True,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@click.version_option(__version__)
@click.pass_context
def commands(ctx: click.Context) -> None:
    """Map any sensor to sound and image by demonstration. Without a command, the window opens.

    `wekipy demo` shows in 15 seconds what it does; `wekipy serve` starts an engine for your own sketch.
    """
    if ctx.invoked_subcommand is None:
        ctx.invoke(_command("gui"))


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
