"""Checks of a project: whether it opens, what it can answer, and how long its disk lasts."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from wekipy.cli.checks.finding import Finding
from wekipy.cli.checks.machine import can_write
from wekipy.engine.describe import describe
from wekipy.engine.engine import Engine
from wekipy.project.counting import many
from wekipy.project.problem import Problem
from wekipy.project.schema import GestureOutput, Project
from wekipy.storage.folder import open_folder
from wekipy.storage.take_file import stored_type

USUAL_RATE: Final = 60.0  # vectors a second of a camera; sensors of artists send 30 to 120
_SCARCE: Final = 2.0  # hours of recording


def check_project(path: Path) -> Iterator[Finding]:
    """Look at a project folder; an engine may have it open."""
    try:
        opened = open_folder(path)
    except Problem as e:
        yield Finding("project", "problem", str(e))
        return
    state = describe(Engine(opened.project, opened.data, opened.models).view)
    words = f"{many(state['examples'], 'example')} in {many(len(state['takes']), 'take')}"
    yield Finding("project", "ok", f"{path.name}: {many(len(state['inputs']), 'input')}, {words}")
    for note in opened.notes:
        yield Finding("project", "problem", note)
    yield models(state["outputs"], path)
    yield disk(path, opened.project)


def models(outputs: list[dict[str, Any]], path: Path) -> Finding:
    """Whether every output that is to answer has a model, and of its present examples."""
    wanted = [output for output in outputs if output["run"]]
    silent = [output["name"] for output in wanted if output["model"]["state"] == "none"]
    old = [output["name"] for output in wanted if output["model"]["state"] == "changed"]
    if silent:
        return Finding("models", "problem", f"none for {', '.join(silent)}: wekipy train {path}")
    if old:
        text = f"{', '.join(old)} learned from other examples or settings than now: wekipy train {path}"
        return Finding("models", "note", text)
    return Finding("models", "ok", f"of all {many(len(wanted), 'output')} that answer")


def bytes_an_hour(project: Project, rate: float = USUAL_RATE) -> float:
    """Foretell the bytes that an hour of recording takes on the disk, at `rate` vectors a second."""
    targets = sum(not isinstance(output, GestureOutput) for output in project.outputs)
    return stored_type(len(project.inputs), targets).itemsize * rate * 3_600


def disk(path: Path, project: Project) -> Finding:
    """Whether the project can be written, and how many hours of recording fit."""
    if not can_write(path):
        return Finding(
            "disk", "note", f"{path} cannot be written: it plays, and records nothing; copy it to change that"
        )
    an_hour = bytes_an_hour(project)
    free = shutil.disk_usage(path).free
    hours = free / an_hour
    text = (
        f"{free / 1e9:.1f} GB free; an hour of recording at {USUAL_RATE:g} vectors a second takes"
        f" {an_hour / 1e6:.1f} MB, so {_in_words(hours)} fit"
    )
    return Finding("disk", "ok" if hours > _SCARCE else "problem", text)


def _in_words(hours: float) -> str:
    if hours < 1:
        return f"{hours * 60:.0f} minutes"
    return f"{hours:,.0f} hours" if hours < 24 * 14 else f"{hours / 24:,.0f} days"
