"""`wekipy evaluate`: how far the models of a project can be trusted, and which examples spoil them."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from wekipy.cli.open_project import OpenProject
from wekipy.cli.options import JSON, OUTPUTS, PROJECT, WITH_WHAT_IS_THERE
from wekipy.cli.say import say, say_json, show_progress
from wekipy.cli.workers import early_workers


@click.command()
@PROJECT
@OUTPUTS
@JSON
@WITH_WHAT_IS_THERE
def evaluate(project: Path, outputs: tuple[int, ...], as_json: bool, with_what_is_there: bool) -> None:
    """Find out how far a project's models can be trusted.

    Every output is trained again on parts of its examples and asked about the others; frames of one take are
    never on both sides. Then it says which takes are at fault, and where more demonstrations are needed.
    """

    def progress(shares: dict[str, float | None]) -> None:
        if sys.stderr.isatty() and not as_json:
            show_progress(f"evaluating: {min(share or 0.0 for share in shares.values()):4.0%}")

    OpenProject(project).have_saved()
    with early_workers() as pool:
        from wekipy.learning.evaluation.result import Evaluation  # noqa: PLC0415  meanwhile a worker starts
        from wekipy.learning.evaluation.summary import summary  # noqa: PLC0415
        from wekipy.server.offline import evaluate_folder  # noqa: PLC0415

        found = evaluate_folder(project, outputs, progress, with_what_is_there, pool)
    if sys.stderr.isatty() and not as_json:
        show_progress("")
    if as_json:
        say_json({"outputs": found})
        return
    for one in found:
        for line in summary(one) if isinstance(one, Evaluation) else [one]:
            say(line)
