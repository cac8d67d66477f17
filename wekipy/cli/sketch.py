"""`wekipy sketch`: a sketch for another environment that works with a project."""

from __future__ import annotations

from pathlib import Path

import click

from wekipy.cli.open_project import OpenProject
from wekipy.cli.options import JSON, PROJECT
from wekipy.cli.say import say_result
from wekipy.exchange.sketches.environments import BY_ID
from wekipy.exchange.sketches.facts import facts_of
from wekipy.exchange.sketches.write import write_sketch
from wekipy.project.problem import Problem
from wekipy.storage.folder import ProjectFolder, check_is_project
from wekipy.storage.links import is_link
from wekipy.storage.project_file import peek_project


@click.command()
@PROJECT
@click.option("--for", "environment", type=click.Choice(list(BY_ID)), required=True)
@JSON
def sketch(project: Path, environment: str, as_json: bool) -> None:
    """Write a sketch that sends test inputs to a project and shows its outputs.

    It is written under sketches/ in the project folder, with the ports, addresses and names of the project,
    and runs as it is. A sketch that is there is never overwritten.
    """
    opened = OpenProject(project)
    place = Path(opened.ask("write_sketch", environment)) if opened.control else _write(project, environment)
    start = BY_ID[environment].start.format(file=place.name)
    say_result(as_json, {"file": str(place)}, f"wrote {place}: {start}")


def _write(project: Path, environment: str) -> Path:
    folder = project.resolve()
    check_is_project(folder)
    found, place = peek_project(folder), ProjectFolder(folder).sketches
    if is_link(place):
        raise Problem(f"{place.name} in {folder.name} is a link, and wekipy follows no links there")
    return write_sketch(place, environment, facts_of(found, folder.stem, found.receive_port))
