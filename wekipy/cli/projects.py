"""Commands that make and look at project folders: new, info, train."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import click

from wekipy.cli.say import say, say_json
from wekipy.cli.training_beside import BESIDE, MARGIN_OPTION, SWITCH_OFF, TAKES, terms_of, train_beside
from wekipy.engine.describe import describe
from wekipy.engine.engine import Engine
from wekipy.learning.model import Model
from wekipy.project.counting import many
from wekipy.project.create import SPEC_HELP, new_project
from wekipy.project.editing import SWITCHES, set_receive_port
from wekipy.storage.folder import create as create_folder
from wekipy.storage.folder import named_place, open_folder

PROJECT = click.argument("project", type=click.Path(path_type=Path))
_MOST_ADVICE = 8  # lines about takes, for each output
WITH_WHAT_IS_THERE = click.option(
    "--with-what-is-there",
    is_flag=True,
    help="Go on if examples are damaged or missing; else it is exit code 3.",
)


@click.command()
@PROJECT
@click.option("--inputs", type=int, default=5, show_default=True)
@click.option("--outputs", default="5", show_default=True, help=f"{SPEC_HELP}.")
@click.option("--port", default=6448, show_default=True, help="UDP port where its inputs arrive.")
def new(project: Path, inputs: int, outputs: str, port: int) -> None:
    """Make an empty project, a folder NAME.wekipy."""
    project = named_place(project)
    create_folder(project, set_receive_port(new_project(inputs, outputs), port))
    say(f"made {project}; go on with: wekipy serve {project}")


@click.command()
@PROJECT
@click.option("--json", "as_json", is_flag=True, help="Everything, as JSON.")
def info(project: Path, as_json: bool) -> None:
    """Show what is in a project: inputs, outputs, examples, models."""
    opened = open_folder(project)
    snapshot = describe(Engine(opened.project, opened.data, opened.models).view)
    if as_json:
        shown = {key: snapshot[key] for key in snapshot if key not in _OF_A_RUNNING_ENGINE}
        say_json({"project": str(project), **shown, "notes": opened.notes})
        return
    for line in _lines(project, snapshot):
        say(line)
    for note in opened.notes:
        say(f"note: {note}")


_OF_A_RUNNING_ENGINE = ("recording", "running", "training", "undo", "redo")


def _lines(project: Path, snapshot: dict[str, Any]) -> list[str]:
    inputs, takes = snapshot["inputs"], snapshot["takes"]
    shown = ", ".join(inputs[:8]) + (" …" if len(inputs) > 8 else "")
    lines = [
        f"{project.name}: {many(len(inputs), 'input')} ({shown})",
        f"{many(snapshot['examples'], 'example')} in {many(len(takes), 'take')}",
        f"listens at port {snapshot['receive_port']} for {snapshot['input_address']}",
        f"sends to {', '.join(snapshot['destinations'])}",
    ]
    for output in snapshot["outputs"]:
        feeds = "all inputs" if output["inputs"] is None else many(len(output["inputs"]), "input")
        model = output["model"]
        has_error = "training_error" in model and output["kind"] != "gesture"
        error = f", training error {model['training_error']:.3g}" if has_error else ""
        lines.append(
            f"{output['number']:3} {output['name']}: {_kind(output)}, {output['algorithm']}, {feeds},"
            f" {many(output['examples'], 'example')}, model: {model['state']}{error}"
            f"{_off(output)}"
        )
        for gesture in output.get("gestures", ()):
            off = "" if gesture["enabled"] else ", switched off"
            lines.append(
                f"      {gesture['number']} {gesture['name']}: {many(gesture['examples'], 'example')},"
                f" sends {gesture['address']}{off}"
            )
        lines += [f"      take {take}: {text}" for take, text in model.get("advice", {}).items()]
    return lines


def _off(output: dict[str, Any]) -> str:
    off = [name for name in SWITCHES if not output[name]]
    return f"; off: {', '.join(off)}" if off else ""


def _kind(output: dict[str, Any]) -> str:
    if output["kind"] == "gesture":
        return many(len(output["gestures"]), "gesture")
    return "continuous" if output["kind"] == "continuous" else many(output["classes"], "class", "classes")


@click.command()
@PROJECT
@click.option("--output", "outputs", type=int, multiple=True, help="Only this output, again for more.")
@WITH_WHAT_IS_THERE
@BESIDE
@MARGIN_OPTION
@TAKES
@SWITCH_OFF
def train(
    project: Path,
    outputs: tuple[int, ...],
    with_what_is_there: bool,
    beside: bool,
    margin: float | None,
    takes: str | None,
    switch_off: bool,
) -> None:
    """Train a project's models and save them in it."""
    terms = terms_of(beside, margin, takes, switch_off)
    if terms is not None:
        sys.exit(0 if train_beside(project, outputs, terms, with_what_is_there) else 1)
    from wekipy.server.offline import train_folder  # noqa: PLC0415  brings the workers with it

    def done(name: str, result: Model | str) -> None:
        header = None if isinstance(result, str) else result.header
        if header is None:
            say(f"{name}: {result}")
            return
        error = "" if header.kind == "gesture" else f", training error {header.training_error:.3g}"
        say(f"{name}: {header.algorithm}, {many(header.examples, 'example')}, {header.seconds:.2f} s{error}")
        advice = list(header.advice.values())
        for text in (header.note, *advice[:_MOST_ADVICE]):
            if text:
                say(f"    {text}")
        if len(advice) > _MOST_ADVICE:
            say(f"    … {many(len(advice) - _MOST_ADVICE, 'more take')} to look at: wekipy info {project}")

    if not train_folder(project, outputs, done, with_what_is_there):
        sys.exit(1)
