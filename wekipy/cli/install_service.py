"""`wekipy install-service`: what a system needs to start the engine by itself, written to a folder."""

from __future__ import annotations

import getpass
import hashlib
import os
import re
import sys
from dataclasses import asdict, dataclass
from pathlib import Path

import click

from wekipy.cli.exit_codes import Misused
from wekipy.cli.options import JSON, PROJECT
from wekipy.cli.recipes import RECIPES, Recipe, Service
from wekipy.cli.say import say, say_json
from wekipy.cli.serve import serve
from wekipy.project.problem import NoProject, Problem

_HERE = {"linux": "systemd", "darwin": "launchd", "win32": "windows"}
_PLAIN_NAME = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,38}[a-z0-9])?")


@dataclass(frozen=True)
class Written:
    """What was written, and what a person does with it."""

    file: str
    name: str
    steps: list[str]


@click.command("install-service", context_settings={"ignore_unknown_options": True, "allow_extra_args": True})
@PROJECT
@click.option(
    "--to",
    "folder",
    required=True,
    type=click.Path(path_type=Path, file_okay=False),
    help="Folder to write to.",
)
@click.option("--name", help="Of the service: small letters, digits and -.  [made of the project's]")
@click.option(
    "--machine",
    is_flag=True,
    help="A service of the machine, run as you, instead of one of yours: needs sudo.",
)
@click.option("--replace", is_flag=True, help="Write over a service of that name with other options.")
@click.option(
    "--system", type=click.Choice(list(RECIPES)), help="Which one starts it.  [that of this machine]"
)
@JSON
@click.pass_context
def install_service(
    ctx: click.Context,
    project: Path,
    folder: Path,
    name: str | None,
    machine: bool,
    replace: bool,
    system: str | None,
    as_json: bool,
) -> None:
    """Write a recipe that starts PROJECT when the machine starts, and say what to do with it.

    Nothing is installed, and nothing written over. All options of `wekipy serve` may follow; --run and
    --watch are always there.
    """
    system = system or _HERE.get(sys.platform)
    if system is None:
        raise Misused(f"say which system starts it with --system: {', '.join(RECIPES)}")
    project = project.expanduser().resolve()
    if not project.is_dir():
        raise NoProject(f"there is no project at {project}; make it first, with `wekipy new`")
    recipe = RECIPES[system]
    if machine and recipe.machine is None:
        raise Misused(f"--machine: {system} has no such recipe here; leave it out")
    command = [sys.executable, "-m", "wekipy", "serve", *_arguments(project, ctx.args)]
    name = _checked(name) if name else _name_of(project)
    service = Service(
        command, project.parent, f"wekipy: {project.stem}", name, getpass.getuser() if machine else ""
    )
    file = folder.expanduser().resolve() / recipe.file.format(name=name)
    _write(
        file, recipe.make(service).encode("utf-16" if system == "windows" else "utf-8"), recipe, name, replace
    )
    steps = recipe.machine if machine and recipe.machine else recipe.steps
    done = Written(str(file), name, [step.format(file=file, name=name) for step in steps])
    if as_json:
        say_json(asdict(done))
        return
    say(f"wrote {done.file}; nothing is installed yet. Do this:", "")
    say(*(f"    {step}" for step in done.steps))


def _arguments(project: Path, given: list[str]) -> list[str]:
    """The arguments of `wekipy serve`.

    Raises:
        Misused: if they cannot stand in a recipe.
        click.UsageError: if `wekipy serve` has no such option: found now, not in the gallery.
    """
    arguments = [str(project), "--run", "--watch", *(a for a in given if a not in ("--run", "--watch"))]
    if any(a == "--token" or a.startswith("--token=") for a in arguments):
        raise Misused(
            "leave out --token: a token in such a file could be read by others; it is kept by itself"
        )
    if any(not a.isprintable() for a in arguments):
        raise Misused("a name or option holds a character that such a file cannot hold, such as a line end")
    serve.make_context("serve", list(arguments))
    return arguments


def _write(file: Path, text: bytes, recipe: Recipe, name: str, replace: bool) -> None:
    """Write a recipe; never over another one unless asked, neither here nor where it is installed.

    Raises:
        Problem: naming what is there.
    """
    installed = Path(recipe.installed.format(name=name)).expanduser() if recipe.installed else None
    for place in (file, installed):
        if place is not None and not replace and place.exists() and place.read_bytes() != text:
            raise Problem(
                f"{place} is there already, with another project or other options: --replace writes over it,"
                " --name NAME makes a service beside it"
            )
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(text)
    except OSError as e:
        raise Problem(f"cannot write {file}: {e.strerror}; choose another folder") from e


def _checked(name: str) -> str:
    if not _PLAIN_NAME.fullmatch(name):
        raise Misused(f"--name {name}: expected small letters, digits and -, at most 40, such as piece-left")
    return name


def _name_of(project: Path) -> str:
    """A name for the service of a project, its own also among projects of the same name elsewhere."""
    plain = re.sub(r"[^A-Za-z0-9]+", "-", project.stem).strip("-").lower()
    digest = hashlib.sha256(os.fsencode(project)).hexdigest()[:6]
    return f"{plain[:40]}-{digest}" if plain else digest
