"""The folder that projects lie in: which there are, where a new one goes, and how one is copied."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import datetime, timezone
from pathlib import Path
from typing import Any, Final

from wekipy.project.plain import open_plain
from wekipy.project.problem import Problem
from wekipy.project.schema import Project, dump_project, load_project
from wekipy.storage.atomic import write_atomically
from wekipy.storage.beside import in_the_place_of
from wekipy.storage.folder import SUFFIX, ProjectFolder
from wekipy.storage.inside import inside
from wekipy.storage.project_file import MOST_BYTES, PROJECT_NAME
from wekipy.storage.shelf_files import EARLIER

MOST_LISTED: Final = 1_000


def new_place(library: Path, name: str) -> Path:
    """Where a project of that name goes in a library.

    Args:
        name: without the suffix, or with it; no folders in it.

    Raises:
        Problem: if it is no plain name, or something is there already.
    """
    plain = name.strip().removesuffix(SUFFIX)
    if "/" in plain or "\\" in plain or plain.startswith(".") or not plain:
        raise Problem(f"“{name[:80]}” is no name for a project: give one word or a few, without / and \\")
    place = inside(library, plain + SUFFIX)
    if place.exists():
        raise Problem(f"there is a project “{plain}” already; choose another name, or open it")
    return place


def list_projects(library: Path) -> list[dict[str, Any]]:
    """The projects in a library as plain values, the one changed last first; at most `MOST_LISTED`.

    Each has name, path (relative to the library), inputs, outputs, takes, examples, changed (ISO 8601) and
    problem: why it cannot be read, or "".
    """
    found = sorted(_found(library), key=lambda entry: entry[0], reverse=True)[:MOST_LISTED]
    return [_entry(folder, changed) for changed, folder in found]


def _found(library: Path) -> Iterator[tuple[float, Path]]:
    try:
        for folder in library.iterdir():
            file = folder / PROJECT_NAME
            if file.is_file():
                yield file.stat().st_mtime, folder
    except OSError as e:
        raise Problem(f"{library} cannot be read: {e.strerror}") from e


def _entry(folder: Path, changed: float) -> dict[str, Any]:
    when = datetime.fromtimestamp(changed, timezone.utc).isoformat(timespec="seconds")
    told: dict[str, Any] = {"name": folder.stem, "path": folder.name, "changed": when, "problem": ""}
    try:
        with open_plain(folder / PROJECT_NAME) as file:
            project = load_project(file.read(MOST_BYTES))
    except (OSError, Problem) as e:
        return {**told, "inputs": 0, "outputs": 0, "takes": 0, "examples": 0, "problem": str(e)}
    takes = project.live_takes()
    return {
        **told,
        "inputs": len(project.inputs),
        "outputs": len(project.outputs),
        "takes": len(takes),
        "examples": sum(take.examples for take in takes),
    }


def is_unused(folder: Path) -> bool:
    """Whether a project holds no take, deleted ones too; False if it cannot be read."""
    try:
        with open_plain(folder / PROJECT_NAME) as file:
            return not load_project(file.read(MOST_BYTES)).takes
    except (OSError, Problem):
        return False


def copy_project(source: Path, project: Project, place: Path) -> None:
    """Copy a project to a new place: its takes, deleted ones too, its models and what was saved under a name.

    Args:
        project: as it is now; all of it is on disk.

    Raises:
        Problem: if it cannot be written; then nothing is left of the copy.
    """
    try:
        if place.exists():
            raise Problem(f"there is a {place} already; choose another name")
        with in_the_place_of(place) as folder:
            _fill(ProjectFolder(folder), ProjectFolder(source), project)
    except OSError as e:
        raise Problem(f"the project could not be copied to {place}: {e.strerror}") from e


def _fill(made: ProjectFolder, there: ProjectFolder, project: Project) -> None:
    for part in (made.examples, made.models, made.backups):
        part.mkdir()
    for take in project.takes:
        _copy(there.take_file(take.number), made.take_file(take.number))
    for output in project.outputs:
        _copy(there.model_file(output.uid), made.model_file(output.uid))
    for file in (there.models / EARLIER).glob("*.npz"):
        _copy(file, made.models / EARLIER / file.name)
    for file in there.saved.rglob("*"):
        _copy(file, made.saved / file.relative_to(there.saved))
    write_atomically(made.project_file, dump_project(project))


def _copy(source: Path, target: Path) -> None:
    """One file, if it is there; links are left out, for they may lead anywhere."""
    if source.is_file() and not source.is_symlink():
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(source, target)
