"""Examples of others as takes of a project that is there."""

from __future__ import annotations

from pathlib import Path

from wekipy.exchange.importing.read import RATE
from wekipy.exchange.importing.report import Report
from wekipy.exchange.importing.tables.choice import Choice
from wekipy.exchange.importing.tables.read import takes_for
from wekipy.exchange.importing.wekinator.folder import WekinatorFolder, find_folder, is_wekinator
from wekipy.exchange.importing.wekinator.gestures import read_examples
from wekipy.project.examples import TakeData
from wekipy.project.problem import Problem
from wekipy.project.schema import Project


def examples_for(
    project: Project, source: Path, choice: Choice, rate: float = RATE
) -> tuple[list[TakeData], Report]:
    """The examples of a table, or of a Wekinator project, as takes.

    Args:
        choice: which columns of a table are what.
        rate: examples per second, where the source has no times.

    Raises:
        Problem: one sentence, if they do not fit the project.
    """
    try:
        if is_wekinator(source):
            return _of_wekinator(project, find_folder(source), choice, rate)
        if not source.exists():
            raise Problem(f"there is no {source}; check the name")
    except OSError as e:
        raise Problem(f"{source} cannot be read: {e.strerror or e}") from e
    return takes_for(project, source, choice, rate)


def _of_wekinator(
    project: Project, folder: WekinatorFolder, choice: Choice, rate: float
) -> tuple[list[TakeData], Report]:
    """Its examples of numbers and classes; or of gestures, for a project that has those."""
    outputs = project.gesture_outputs()
    if not outputs or not folder.gesture_examples.exists() or folder.examples.exists():
        return takes_for(project, folder.examples, choice, rate)
    report = Report(folder.gesture_examples.name)
    return read_examples(folder.gesture_examples, project, outputs[0], rate, report), report
