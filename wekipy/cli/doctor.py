"""`wekipy doctor`: what this machine and a project need to play for months, found before the opening."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path

import click

from wekipy.cli.checks.finding import Finding
from wekipy.cli.checks.machine import check_machine
from wekipy.cli.checks.network import check_network
from wekipy.cli.checks.project import check_project
from wekipy.cli.checks.service import check_service
from wekipy.cli.options import JSON
from wekipy.cli.say import say, say_json
from wekipy.project.counting import many
from wekipy.project.problem import Problem

_SIGNS = {"ok": "ok     ", "note": "note   ", "problem": "PROBLEM"}


@click.command()
@click.argument("project", required=False, type=click.Path(path_type=Path))
@JSON
def doctor(project: Path | None, as_json: bool) -> None:
    """Look at this machine, and at PROJECT, for what would go wrong in the gallery. Changes nothing.

    No screen is needed. The exit code is 0 unless there is a problem; notes are worth a look.
    """
    found = []
    for finding in _findings(project):
        found.append(finding)
        if not as_json:
            say(f"{_SIGNS[finding.mark]}  {finding.about}: {finding.text}")
    if as_json:
        say_json([asdict(finding) for finding in found])
    problems = [finding.about for finding in found if finding.mark == "problem"]
    if problems:
        raise Problem(f"{many(len(problems), 'problem')}: {', '.join(dict.fromkeys(problems))}")


def _findings(project: Path | None) -> Iterator[Finding]:
    yield from check_machine()
    if project is None:
        return
    path = project.expanduser()
    yield from check_project(path)
    yield from check_network(path)
    yield from check_service(path)
