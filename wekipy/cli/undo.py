"""`wekipy undo` and `wekipy redo`: the last edit of a project, whatever it was."""

from __future__ import annotations

from pathlib import Path

import click

from wekipy.cli.open_project import OpenProject
from wekipy.cli.options import JSON, PROJECT
from wekipy.cli.say import say_result


@click.command()
@PROJECT
@JSON
def undo(project: Path, as_json: bool) -> None:
    """Take back the last edit of a project; an engine that has it open does so live."""
    undo_in(OpenProject(project), as_json)


@click.command()
@PROJECT
@JSON
def redo(project: Path, as_json: bool) -> None:
    """Do the last undone edit of a project again."""
    redo_in(OpenProject(project), as_json)


def undo_in(project: OpenProject, as_json: bool) -> None:
    """Take back the last edit, and print what it was."""
    what = project.ask("undo")
    say_result(as_json, {"undone": what}, f"undone: {what}")


def redo_in(project: OpenProject, as_json: bool) -> None:
    """Do the last undone edit again, and print what it was."""
    what = project.ask("redo")
    say_result(as_json, {"done_again": what}, f"done again: {what}")
