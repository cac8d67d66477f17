"""What an import brings: a project with its takes, not yet on disk; and its way into a new folder."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from wekipy.exchange.importing.report import Report
from wekipy.project.checking import check
from wekipy.project.examples import TakeData
from wekipy.project.problem import Problem
from wekipy.project.schema import Project
from wekipy.storage.folder import create
from wekipy.storage.hidden_folder import in_the_place_of
from wekipy.storage.take_file import write_takes


@dataclass(frozen=True)
class Arrived:
    """A project that was read.

    Attributes:
        data: the rows of each of its takes, by number.
    """

    project: Project
    data: dict[int, TakeData]
    report: Report


def make_project(path: Path, arrived: Arrived) -> None:
    """Put an imported project into a new folder, all of it or nothing.

    Raises:
        Problem: if something is there, or it cannot be written.
    """
    check(arrived.project)
    try:
        if path.exists() and not (path.is_dir() and not any(path.iterdir())):
            raise Problem(f"{path} is there already and not empty; choose another name")
        with in_the_place_of(path) as made:
            folder = create(made, arrived.project)
            takes = {take.number: arrived.data[take.number] for take in arrived.project.takes}
            write_takes(folder.examples, takes, len(arrived.project.inputs))
    except OSError as e:
        raise Problem(f"cannot make {path}: {e.strerror or e}; choose a place you can write in") from e
