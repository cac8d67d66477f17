"""Arguments and options that several commands have."""

from __future__ import annotations

from pathlib import Path

import click

PROJECT = click.argument("project", type=click.Path(path_type=Path))
OUTPUTS = click.option(
    "--output", "outputs", type=int, multiple=True, help="Only this output, again for more."
)
JSON = click.option("--json", "as_json", is_flag=True, help="The result as JSON, for scripts.")
WITH_WHAT_IS_THERE = click.option(
    "--with-what-is-there",
    is_flag=True,
    help="Go on if examples are damaged or missing; else it is exit code 3.",
)
