"""`wekipy save-model` and `wekipy load-model`: one model from and to a file anywhere."""

from __future__ import annotations

from pathlib import Path

import click

from wekipy.cli.open_project import OpenProject
from wekipy.cli.options import JSON, PROJECT
from wekipy.cli.say import say_result
from wekipy.client import Client
from wekipy.project.problem import Problem
from wekipy.server.offline import load_model_into, save_model_of

_OUTPUT = click.argument("output", type=int)
_FILE = click.argument("file", type=click.Path(path_type=Path))


@click.command()
@PROJECT
@_OUTPUT
@_FILE
@JSON
def save_model(project: Path, output: int, file: Path, as_json: bool) -> None:
    """Save the model of an output, with its examples: wekipy save-model MY.wekipy 2 hand.npz"""
    found = OpenProject(project)
    if found.control is not None:
        with Client(*found.control) as client:
            place = client.save_model_to(output, file)
    else:
        place = file.expanduser()
        place = place if place.suffix else place.with_name(place.name + ".npz")
        save_model_of(project, output, place)
    say_result(as_json, {"output": output, "file": str(place)}, f"wrote {place}")


@click.command()
@PROJECT
@_OUTPUT
@_FILE
@click.option("--with-examples", is_flag=True, help="Take over its examples, too; undo takes them back.")
@JSON
def load_model(project: Path, output: int, file: Path, with_examples: bool, as_json: bool) -> None:
    """Let a saved model answer for an output: wekipy load-model MY.wekipy 2 hand.npz"""
    found, source = OpenProject(project), file.expanduser()
    if not source.is_file():
        raise Problem(f"there is no file {source}")
    if found.control is not None:
        with Client(*found.control) as client:
            client.load_model_from(output, source, with_examples)
    else:
        load_model_into(project, output, source, with_examples)
    sentence = f"{source.name} answers for output {output}"
    say_result(as_json, {"output": output, "file": str(source)}, sentence)
