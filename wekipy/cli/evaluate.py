"""`wekipy evaluate`: how far the models of a project can be trusted, and which examples spoil them."""

from __future__ import annotations

import sys
from pathlib import Path

import click
import msgspec

from wekipy.learning.evaluation import Evaluation, summary
from wekipy.server.offline import evaluate_folder


@click.command()
@click.argument("project", type=click.Path(path_type=Path))
@click.option("--output", "outputs", type=int, multiple=True, help="Only this output, again for more.")
@click.option("--json", "as_json", is_flag=True, help="All figures, as JSON.")
def evaluate(project: Path, outputs: tuple[int, ...], as_json: bool) -> None:
    """Find out how far a project's models can be trusted.

    Every output is trained again on parts of its examples and asked about the others; frames of one take are
    never on both sides. Then it says which takes are at fault, and where more demonstrations are needed.
    """

    def progress(shares: dict[str, float]) -> None:
        if sys.stderr.isatty() and not as_json:
            click.echo(f"\revaluating: {min(shares.values()):4.0%}", nl=False, err=True)

    found = evaluate_folder(project, outputs, progress)
    if sys.stderr.isatty() and not as_json:
        click.echo("\r\033[K", nl=False, err=True)
    if as_json:
        click.echo(msgspec.json.format(msgspec.json.encode({"outputs": found}), indent=2).decode())
        return
    for one in found:
        for line in summary(one) if isinstance(one, Evaluation) else [one]:
            click.echo(line)
