"""Commands that make and look at project folders: new, info."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from wekipy.cli.blocks import block_in_words
from wekipy.cli.exit_codes import reading_options
from wekipy.cli.open_project import OpenProject
from wekipy.cli.options import JSON, PROJECT
from wekipy.cli.say import say, say_json, say_result
from wekipy.engine.describe import describe
from wekipy.engine.engine import Engine
from wekipy.project.counting import many
from wekipy.project.create import SPEC_HELP, new_project
from wekipy.project.editing import SWITCHES, set_receive_port
from wekipy.storage.folder import create as create_folder
from wekipy.storage.folder import named_place, open_folder


@click.command()
@PROJECT
@click.option("--inputs", type=int, default=5, show_default=True)
@click.option("--outputs", default="5", show_default=True, help=f"{SPEC_HELP}.")
@click.option("--port", default=6448, show_default=True, help="UDP port where its inputs arrive.")
@JSON
def new(project: Path, inputs: int, outputs: str, port: int, as_json: bool) -> None:
    """Make an empty project, a folder NAME.wekipy."""
    with reading_options():
        project, made = named_place(project), set_receive_port(new_project(inputs, outputs), port)
    create_folder(project, made)
    say_result(
        as_json,
        {"project": str(project.resolve())},
        f"made {project}; go on with: wekipy serve {project}",
    )


@click.command()
@PROJECT
@JSON
def info(project: Path, as_json: bool) -> None:
    """Show what is in a project: inputs, outputs, examples, models."""
    OpenProject(project).have_saved()
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


_OF_A_RUNNING_ENGINE = ("recording", "running", "training", "reshaping", "calibrating", "undo", "redo")


def _expected(snapshot: dict[str, Any]) -> str:
    """The addresses that the inputs come at."""
    sources = [source["address"] for source in snapshot["sources"]]
    return " + ".join(sources) or str(snapshot["input_address"])


def _lines(project: Path, snapshot: dict[str, Any]) -> list[str]:
    inputs, takes = snapshot["inputs"], snapshot["takes"]
    shown = ", ".join(inputs[:8]) + (" …" if len(inputs) > 8 else "")
    lines = [
        f"{project.name}: {many(len(inputs), 'input')} ({shown})",
        f"{many(snapshot['examples'], 'example')} in {many(len(takes), 'take')}",
        f"listens at port {snapshot['receive_port']} for {_expected(snapshot)}",
        f"sends to {', '.join(snapshot['destinations'])}",
        *(block_in_words(block) for block in snapshot["blocks"]),
    ]
    for output in snapshot["outputs"]:
        what = "feature" if snapshot["blocks"] else "input"
        feeds = f"all {what}s" if output["inputs"] is None else many(len(output["inputs"]), what)
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
