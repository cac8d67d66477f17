"""Describes where an engine listens and sends, in one line."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

from wekipy.project.counting import many
from wekipy.project.schema import ClassificationOutput, GestureOutput, Output, Project

_MOST = 4  # sources that are named


def ready_line(project: Project, inputs_at: str, control_at: str, folder: Path) -> str:
    """The line to print when an engine is ready.

    Args:
        inputs_at, control_at: HOST:PORT.
    """
    return (
        f"ready: {many(len(project.inputs), 'input')} at {inputs_at} {_addresses(project)},"
        f" {_kinds(project)} to {', '.join(map(str, project.destinations)) or 'nowhere'}"
        f" {project.output_address}, control at {control_at}, project {folder}"
    )


def _addresses(project: Project) -> str:
    sources = [
        source.address if source.port is None else f"{source.address} (port {source.port})"
        for source in project.sources
    ]
    return " + ".join(sources[:_MOST]) + (" …" if sources[_MOST:] else "") or project.input_address


def _kinds(project: Project) -> str:
    """The outputs in words: "2 outputs, 1 output of 4 classes"."""
    found = Counter(_many(output) for output in project.outputs)
    return ", ".join(f"{many(count, 'output')}{kind}" for kind, count in found.items())


def _many(output: Output) -> str:
    if isinstance(output, GestureOutput):
        return f" of {many(len(output.gestures), 'gesture')}"
    return (
        f" of {many(output.classes, 'class', 'classes')}" if isinstance(output, ClassificationOutput) else ""
    )
