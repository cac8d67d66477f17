"""The command that says which stages before the models would help."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import click

from wekipy.cli.open_project import OpenProject
from wekipy.cli.options import JSON, PROJECT
from wekipy.cli.say import say, say_json
from wekipy.project.counting import many
from wekipy.project.problem import Problem

_SHOWN = 8  # inputs that matter most


@click.command()
@PROJECT
@click.option("--output", "number", type=int, default=1, show_default=True, help="Its number.")
@click.option("--apply", "place", type=int, help="Use one of the suggestions, 1 for the best; undoable.")
@JSON
def suggest(project: Path, number: int, place: int | None, as_json: bool) -> None:
    """Try smoothing, windows and the like on the takes: what would help an output, and by how much.

    Nothing of the project changes unless you say --apply.

    wekipy suggest MY.wekipy

    wekipy suggest MY.wekipy --output 2 --apply 1
    """
    found = OpenProject(project)
    state = found.ask("state")
    told: dict[str, Any] = found.ask("suggest", number)
    suggestions = told["suggestions"]
    if place is not None:
        if not 1 <= place <= len(suggestions):
            raise Problem(f"there is no suggestion {place}: {told['sentence']}")
        found.ask("apply_suggestion", number, json.dumps(suggestions[place - 1]["block"]))
        told["applied"] = place
    if as_json:
        say_json(told)
        return
    say(*_lines(state, number, told))


def _lines(state: dict[str, Any], number: int, told: dict[str, Any]) -> list[str]:
    output = state["outputs"][number - 1]
    numbers = output["kind"] == "continuous"
    now = _error(told["present"], numbers)
    lines = [f"output {number} “{output['name']}”, {many(told['takes'], 'take')}: now {now}"]
    for n, one in enumerate(told["suggestions"], 1):
        late = f", {1_000 * one['delay']:.0f} ms later" if one["delay"] else ""
        lines.append(f"  {n}. {one['sentence']}: {_error(one['error'], numbers)}{late}")
    lines.append(told["sentence"])
    lines += _mattering(state, output, told["features"])
    if "applied" in told:
        lines.append(f"suggestion {told['applied']} is in place: train again; wekipy undo takes it back")
    elif told["suggestions"]:
        lines.append("use one with --apply 1")
    return lines


def _error(error: float, numbers: bool) -> str:
    return f"an error of {error:.3g}" if numbers else f"{100 * (1 - error):.0f} % right"


def _mattering(state: dict[str, Any], output: dict[str, Any], importance: list[float]) -> list[str]:
    """What matters and what does not."""
    if not importance:
        return []
    names = state["features"] or state["inputs"]
    own = [names[n - 1] for n in output["inputs"]] if output["inputs"] else names
    ranked = sorted(zip(importance, own, strict=True), reverse=True)
    mattering = [name for grows, name in ranked if grows > 0][:_SHOWN]
    nothing = [name for grows, name in ranked if grows <= 0]
    lines = [f"what matters most: {', '.join(mattering)}"] if mattering else []
    if nothing and mattering:
        more = f" and {len(nothing) - _SHOWN} more" if len(nothing) > _SHOWN else ""
        lines.append(f"what does not: {', '.join(nothing[:_SHOWN])}{more}")
    return lines
