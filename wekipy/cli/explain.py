"""`wekipy explain`: what the models of a project have learned, readable."""

from __future__ import annotations

from pathlib import Path

import click
import msgspec

from wekipy.cli.open_project import OpenProject
from wekipy.cli.options import JSON, OUTPUTS, PROJECT
from wekipy.cli.say import say, say_json
from wekipy.client import Client
from wekipy.client.explanation import read_explanation
from wekipy.project.problem import Problem
from wekipy.server.offline import explain_folder


@click.command()
@PROJECT
@OUTPUTS
@click.option(
    "--now", is_flag=True, help="Say which examples the present inputs are like; an engine must run."
)
@JSON
def explain(project: Path, outputs: tuple[int, ...], now: bool, as_json: bool) -> None:
    """Say what the models of a project have learned: rules, formulas, and how much each feature counts.

    Without --output, of all outputs that have a model and are no gestures.
    """
    if now:
        _explain_now(OpenProject(project), outputs, as_json)
        return
    OpenProject(project).have_saved()
    found = [reply for _, reply in explain_folder(project, outputs)]
    if as_json:
        say_json({"outputs": found})
        return
    for reply in found:
        for line in str(read_explanation(reply)).splitlines():
            say(line)


def _explain_now(found: OpenProject, outputs: tuple[int, ...], as_json: bool) -> None:
    if found.control is None:
        raise Problem("no engine runs, so nothing arrives to compare with examples: wekipy serve")
    with Client(*found.control) as client:
        state = client.state()
        numbers = outputs or tuple(o.number for o in state.outputs if o.model.number and o.kind != "gesture")
        like = {number: client.nearest_examples(number) for number in numbers}
    if as_json:
        say_json({"outputs": [{"output": n, "examples": msgspec.to_builtins(f)} for n, f in like.items()]})
        return
    for number, examples in like.items():
        say(f"output {number}: what arrives now is like")
        for one in examples:
            say(f"  {one}")
