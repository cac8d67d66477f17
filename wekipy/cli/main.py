"""The command line: a group of commands, each in a module of its own that is imported when it is called."""

from __future__ import annotations

import importlib
import os
import sys
from typing import NoReturn

import click

from wekipy.cli.exit_codes import ALL_WELL, REFUSED, USAGE, code_of
from wekipy.cli.near import NearCommands
from wekipy.cli.say import replace_what_cannot_be_shown, say, say_click_error
from wekipy.project.fault import failure, own_fault
from wekipy.project.problem import Problem
from wekipy.version import __version__

_COMMANDS = {
    "gui": "wekipy.cli.gui",
    "serve": "wekipy.cli.serve",
    "new": "wekipy.cli.projects",
    "info": "wekipy.cli.projects",
    "rename": "wekipy.cli.folders",
    "delete": "wekipy.cli.folders",
    "restore": "wekipy.cli.folders",
    "takes": "wekipy.cli.takes",
    "train": "wekipy.cli.train",
    "evaluate": "wekipy.cli.evaluate",
    "explain": "wekipy.cli.explain",
    "undo": "wekipy.cli.undo",
    "redo": "wekipy.cli.undo",
    "save-model": "wekipy.cli.models",
    "load-model": "wekipy.cli.models",
    "set": "wekipy.cli.settings",
    "algorithms": "wekipy.cli.settings",
    "stages": "wekipy.cli.stages",
    "suggest": "wekipy.cli.suggest",
    "import": "wekipy.cli.exchange",
    "export": "wekipy.cli.exchange",
    "sketch": "wekipy.cli.sketch",
    "ask": "wekipy.cli.ask",
    "install-service": "wekipy.cli.install_service",
    "listen": "wekipy.cli.listen",
    "doctor": "wekipy.cli.doctor",
    "record-osc": "wekipy.cli.tape",
    "replay": "wekipy.cli.tape",
    "demo": "wekipy.cli.demo",
    "bench": "wekipy.cli.bench",
}

_FUNCTIONS = {"set": "set_", "import": "import_"}  # words that Python keeps for itself


class _Commands(NearCommands):
    """Imports a command's module when it is needed, so that each starts at once."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002
        return list(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        return _command(cmd_name) if cmd_name in _COMMANDS else None


def _command(name: str) -> click.Command:
    module = importlib.import_module(_COMMANDS[name])
    command: click.Command = getattr(module, _FUNCTIONS.get(name, name.replace("-", "_")))
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
    """Run the command line: whatever goes wrong is one line, and one of the exit codes."""
    replace_what_cannot_be_shown()
    if sys.maxsize < 1 << 32:
        # Neither Qt nor scikit-learn have been built for such systems for years.
        _end("this is a 32-bit Python, and wekipy needs a 64-bit one: install a 64-bit system", REFUSED)
    try:
        commands(standalone_mode=False)
    except click.Abort:
        sys.exit(130)
    except click.ClickException as e:
        say_click_error(e)
        sys.exit(USAGE)
    except BrokenPipeError:  # whoever read has gone, such as head
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(ALL_WELL)
    except (Problem, OSError, MemoryError) as e:
        _end(failure(e), code_of(e))
    except Exception as e:  # noqa: BLE001  a traceback helps nobody who makes music
        _end(f"it failed: {own_fault(e)}", code_of(e))


def _end(text: str, code: int) -> NoReturn:
    say(f"wekipy: {text}", err=True)
    sys.exit(code)
