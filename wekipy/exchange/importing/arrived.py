"""What an import brings: a project with its takes, not yet on disk; and its way into a new folder."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from wekipy.exchange.importing.report import Report
from wekipy.project.examples import TakeData
from wekipy.project.problem import Problem
from wekipy.project.schema import Project, check
from wekipy.storage.folder import ProjectFolder, create
from wekipy.storage.take_file import TakeWriter


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
    with _in_the_place_of(path) as made:
        folder = create(made, arrived.project)
        for take in arrived.project.takes:
            data = arrived.data[take.number]
            _write_take(folder, take.number, data, len(arrived.project.inputs), take.started)


@contextmanager
def _in_the_place_of(path: Path) -> Iterator[Path]:
    """A folder beside `path` to work in, renamed to it when the block ends without an error."""
    beside: Path | None = None
    try:
        if path.exists() and not (path.is_dir() and not any(path.iterdir())):
            raise Problem(f"{path} is there already and not empty; choose another name")
        path.parent.mkdir(parents=True, exist_ok=True)
        beside = Path(tempfile.mkdtemp(prefix=f".{path.name}.", dir=path.parent))
        made = beside / "project"
        made.mkdir()  # with the usual rights, which the folder around it does not have
        yield made
        made.replace(path)
    except OSError as e:
        raise Problem(f"cannot make {path}: {e.strerror or e}; choose a place you can write in") from e
    finally:
        if beside is not None:
            shutil.rmtree(beside, ignore_errors=True)


def _write_take(folder: ProjectFolder, number: int, data: TakeData, width: int, started: str) -> None:
    writer = TakeWriter(folder.examples, number, width, data.outputs, started)
    try:
        writer.append(data.blocks)
        writer.sync()
    finally:
        writer.close()
