"""Commands that make and look at project folders: new, info, train."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import click

from wekipy.engine.describe import describe
from wekipy.engine.engine import Engine
from wekipy.learning.model import Model
from wekipy.project.create import SPEC_HELP, new_project
from wekipy.storage.folder import create as create_folder
from wekipy.storage.folder import open_folder

PROJECT = click.argument("project", type=click.Path(path_type=Path))


@click.command()
@PROJECT
@click.option("--inputs", type=int, default=5, show_default=True)
@click.option("--outputs", default="5", show_default=True, help=f"{SPEC_HELP}.")
def new(project: Path, inputs: int, outputs: str) -> None:
    """Make an empty project, a folder NAME.wekipy."""
    project = project if project.suffix == ".wekipy" else project.with_name(project.name + ".wekipy")
    create_folder(project, new_project(inputs, outputs))
    click.echo(f"made {project}; go on with: wekipy serve {project}")


@click.command()
@PROJECT
@click.option("--json", "as_json", is_flag=True, help="Everything, as JSON.")
def info(project: Path, as_json: bool) -> None:
    """Show what is in a project: inputs, outputs, examples, models."""
    opened = open_folder(project)
    snapshot = describe(Engine(opened.project, opened.data, opened.models).view)
    if as_json:
        told = {key: snapshot[key] for key in snapshot if key not in _OF_A_RUNNING_ENGINE}
        click.echo(
            json.dumps({"project": str(project), **told, "notes": opened.notes}, indent=2, ensure_ascii=False)
        )
        return
    for line in _lines(project, snapshot):
        click.echo(line)
    for note in opened.notes:
        click.echo(f"note: {note}")


_OF_A_RUNNING_ENGINE = ("recording", "running", "training", "undo", "redo")


def _lines(project: Path, snapshot: dict[str, Any]) -> list[str]:
    inputs, takes = snapshot["inputs"], snapshot["takes"]
    shown = ", ".join(inputs[:8]) + (" …" if len(inputs) > 8 else "")
    lines = [
        f"{project.name}: {len(inputs)} inputs ({shown})",
        f"{snapshot['examples']} examples in {len(takes)} takes",
        f"sends to {', '.join(snapshot['destinations'])}",
    ]
    for output in snapshot["outputs"]:
        feeds = "all inputs" if output["inputs"] is None else f"{len(output['inputs'])} inputs"
        model = output["model"]
        tells = "training_error" in model and output["kind"] != "gesture"
        error = f", training error {model['training_error']:.3g}" if tells else ""
        lines.append(
            f"{output['number']:3} {output['name']}: {_kind(output)}, {output['algorithm']}, {feeds},"
            f" {output['examples']} examples, model: {model['state']}{error}"
        )
        for gesture in output.get("gestures", ()):
            off = "" if gesture["enabled"] else ", switched off"
            lines.append(
                f"      {gesture['number']} {gesture['name']}: {gesture['examples']} examples,"
                f" sends {gesture['address']}{off}"
            )
        lines += [f"      take {take}: {text}" for take, text in model.get("advice", {}).items()]
    return lines


def _kind(output: dict[str, Any]) -> str:
    if output["kind"] == "gesture":
        return f"{len(output['gestures'])} gestures"
    return "continuous" if output["kind"] == "continuous" else f"{output['classes']} classes"


@click.command()
@PROJECT
@click.option("--output", "outputs", type=int, multiple=True, help="Only this output, again for more.")
def train(project: Path, outputs: tuple[int, ...]) -> None:
    """Train a project's models and save them in it."""
    from wekipy.server.offline import train_folder  # noqa: PLC0415  brings the workers with it

    def done(name: str, result: Model | str) -> None:
        header = None if isinstance(result, str) else result.header
        if header is None:
            click.echo(f"{name}: {result}")
            return
        error = "" if header.kind == "gesture" else f", training error {header.training_error:.3g}"
        click.echo(f"{name}: {header.algorithm}, {header.examples} examples, {header.seconds:.2f} s{error}")
        for text in (header.note, *header.advice.values()):
            if text:
                click.echo(f"    {text}")

    if not train_folder(project, outputs, done):
        sys.exit(1)
