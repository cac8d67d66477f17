"""`wekipy install-service`: what a system needs to start the engine by itself, written to a folder."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from wekipy.cli.recipes import RECIPES, Service
from wekipy.cli.serve import serve
from wekipy.project.problem import Problem

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
        raise Problem(f"say which system starts it with --system: {', '.join(RECIPES)}")
    project = project.expanduser().resolve()
    if not project.is_dir():
        raise Problem(f"there is no project at {project}; make it first, with `wekipy new`")
    arguments = [str(project), "--run", "--watch", *(a for a in ctx.args if a not in ("--run", "--watch"))]
    if any(a == "--token" or a.startswith("--token=") for a in arguments):
        raise Problem(
            "leave out --token: a token in such a file could be read by others; it is kept by itself"
        )
    if any(not a.isprintable() for a in arguments):
        raise Problem("a name or option holds a character that such a file cannot hold, such as a line end")
    serve.make_context("serve", list(arguments))  # so that a wrong option is found now, not in the gallery
    command = [sys.executable, "-m", "wekipy", "serve", *arguments]
    recipe = RECIPES[system]
    file = folder.expanduser().resolve() / recipe.name
    text = recipe.make(Service(command, project.parent, f"wekipy: {project.stem}"))
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-16" if system == "windows" else "utf-8")
    except OSError as e:
        raise Problem(f"cannot write {file}: {e.strerror}; choose another folder") from e
    click.echo(f"wrote {file}; nothing is installed yet. Do this:\n")
    for step in recipe.steps:
        click.echo("    " + step.format(file=file, name=recipe.name))
