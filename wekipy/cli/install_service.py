"""`wekipy install-service`: what a system needs to start the engine by itself, written to a folder."""

from __future__ import annotations

import hashlib
import os
import re
import sys
from pathlib import Path

import click

from wekipy.cli.exit_codes import Misused
from wekipy.cli.recipes import RECIPES, Service
from wekipy.cli.say import say
from wekipy.cli.serve import serve
from wekipy.project.problem import NoProject, Problem

_HERE = {"linux": "systemd", "darwin": "launchd", "win32": "windows"}


@click.command("install-service", context_settings={"ignore_unknown_options": True, "allow_extra_args": True})
@click.argument("project", type=click.Path(path_type=Path))
@click.option(
    "--to",
    "folder",
    required=True,
    type=click.Path(path_type=Path, file_okay=False),
    help="Folder to write to.",
)
@click.option(
    "--system", type=click.Choice(list(RECIPES)), help="Which one starts it.  [that of this machine]"
)
@click.pass_context
def install_service(ctx: click.Context, project: Path, folder: Path, system: str | None) -> None:
    """Write a recipe that starts PROJECT when the machine starts, and say what to do with it.

    Nothing is installed. All options of `wekipy serve` may follow; --run and --watch are always there.
    """
    system = system or _HERE.get(sys.platform)
    if system is None:
        raise Misused(f"say which system starts it with --system: {', '.join(RECIPES)}")
    project = project.expanduser().resolve()
    if not project.is_dir():
        raise NoProject(f"there is no project at {project}; make it first, with `wekipy new`")
    arguments = [str(project), "--run", "--watch", *(a for a in ctx.args if a not in ("--run", "--watch"))]
    if any(a == "--token" or a.startswith("--token=") for a in arguments):
        raise Misused(
            "leave out --token: a token in such a file could be read by others; it is kept by itself"
        )
    if any(not a.isprintable() for a in arguments):
        raise Misused("a name or option holds a character that such a file cannot hold, such as a line end")
    serve.make_context("serve", list(arguments))  # so that a wrong option is found now, not in the gallery
    command = [sys.executable, "-m", "wekipy", "serve", *arguments]
    recipe = RECIPES[system]
    name = _name_of(project)
    file = folder.expanduser().resolve() / recipe.file.format(name=name)
    text = recipe.make(Service(command, project.parent, f"wekipy: {project.stem}", name))
    encoded = text.encode("utf-16" if system == "windows" else "utf-8")
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        replaced = file.exists() and file.read_bytes() != encoded
        file.write_bytes(encoded)
    except OSError as e:
        raise Problem(f"cannot write {file}: {e.strerror}; choose another folder") from e
    before = " in place of one with other options" if replaced else ""
    say(f"wrote {file}{before}; nothing is installed yet. Do this:", "")
    for step in recipe.steps:
        say("    " + step.format(file=file, name=name))


def _name_of(project: Path) -> str:
    """A name for the service of a project, its own also among projects of the same name elsewhere."""
    plain = re.sub(r"[^A-Za-z0-9]+", "-", project.stem).strip("-").lower()
    digest = hashlib.sha256(os.fsencode(project)).hexdigest()[:6]
    return f"{plain[:40]}-{digest}" if plain else digest
