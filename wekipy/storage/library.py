"""The library, the folder of projects: lists them, places new ones, copies them."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import datetime, timezone
from pathlib import Path
from typing import Any, Final

import platformdirs

from wekipy.engine.view import View
from wekipy.project.plain import open_plain
from wekipy.project.problem import Problem
from wekipy.project.project_text import dump_project, load_project
from wekipy.project.schema import Project
from wekipy.storage.atomic import sync_folder, write_atomically
from wekipy.storage.folder import SUFFIX, ProjectFolder
from wekipy.storage.hidden_folder import in_the_place_of
from wekipy.storage.inside import inside
from wekipy.storage.links import check_no_links, is_link
from wekipy.storage.project_file import MOST_BYTES, PROJECT_NAME
from wekipy.storage.shelf_files import EARLIER, ShelfFiles
from wekipy.storage.take_file import write_takes

MOST_LISTED: Final = 1_000
_PACKAGES: Final = "node_modules"  # of a sketch: thousands of files, which npm fetches again


def new_place(library: Path, name: str) -> Path:
    """The folder of a new project of that name in a library.

    Args:
        name: with or without the suffix, without folders.

    Raises:
        Problem: if it is not a plain name, or the folder exists.
    """
    plain = name.strip()
    if plain.lower().endswith(SUFFIX):
        plain = plain[: -len(SUFFIX)]
    if "/" in plain or "\\" in plain or plain.startswith(".") or not plain:
        raise Problem(f"“{name[:80]}” is no name for a project: give one word or a few, without / and \\")
    place = inside(library, plain + SUFFIX)
    if place.exists():
        raise Problem(f"there is a project “{plain}” already; choose another name, or open it")
    return place


def rename_folder(folder: Path, place: Path) -> None:
    """Give a project folder another name beside itself; hold its `ProjectLock`, and have all of it on disk.

    Whenever the process is killed, the whole project has one name or the other.

    Raises:
        Problem: if it cannot be renamed; it then has its old name.
    """
    if is_link(folder):
        raise Problem(f"{folder.name} is a link to a project; rename the folder that it leads to")
    try:
        if place.exists():
            raise Problem(f"there is a {place} already; choose another name")
        folder.rename(place)
        sync_folder(place.parent)
    except OSError as e:
        raise Problem(f"{folder.name} could not be renamed to {place.name}: {e.strerror}") from e


def list_projects(library: Path) -> list[dict[str, Any]]:
    """List the projects in a library as plain values, last changed first; at most `MOST_LISTED`.

    Each has name, path (relative to the library), inputs, outputs, takes, examples, changed (ISO 8601) and
    problem: why it cannot be read, or "".
    """
    found = sorted(_found(library), key=lambda entry: entry[0], reverse=True)[:MOST_LISTED]
    return [_entry(folder, changed) for changed, folder in found]


def _found(library: Path) -> Iterator[tuple[float, Path]]:
    try:
        for folder in library.iterdir():
            file = folder / PROJECT_NAME
            if is_link(file) or file.is_file():
                yield file.lstat().st_mtime, folder
    except OSError as e:
        raise Problem(f"{library} cannot be read: {e.strerror}") from e


def _entry(folder: Path, changed: float) -> dict[str, Any]:
    when = datetime.fromtimestamp(changed, timezone.utc).isoformat(timespec="seconds")
    listing: dict[str, Any] = {"name": folder.stem, "path": folder.name, "changed": when, "problem": ""}
    try:
        inside(folder.parent, folder.name)  # a link that leads out of the library is not followed
        check_no_links(folder)
        with open_plain(folder / PROJECT_NAME) as file:
            project = load_project(file.read(MOST_BYTES))
    except (OSError, Problem) as e:
        return {**listing, "inputs": 0, "outputs": 0, "takes": 0, "examples": 0, "problem": str(e)}
    takes = project.live_takes()
    return {
        **listing,
        "inputs": len(project.inputs),
        "outputs": len(project.outputs),
        "takes": len(takes),
        "examples": sum(take.examples for take in takes),
    }


def is_unused(folder: Path) -> bool:
    """Whether a project holds no take, not even a deleted one; False if it cannot be read."""
    try:
        with open_plain(folder / PROJECT_NAME) as file:
            return not load_project(file.read(MOST_BYTES)).takes
    except (OSError, Problem):
        return False


def projects_folder() -> Path:
    """The default folder of projects."""
    return platformdirs.user_data_path("wekipy") / "projects"


def copy_project(source: Path | None, view: View, place: Path, from_memory: bool = False) -> None:
    """Copy a project to a new folder, with its takes (deleted ones too), models, saved files and sketches.

    Args:
        source: its folder; None if that is gone.
        view: the current state of the project.
        from_memory: write takes and models from memory. Else everything is on disk, and the files are copied.

    Raises:
        Problem: if it cannot be written; nothing is left of the copy then.
    """
    try:
        if place.exists():
            raise Problem(f"there is a {place} already; choose another name")
        if source is not None:
            check_no_links(source)
        with in_the_place_of(place) as folder:
            made = ProjectFolder(folder)
            for part in (made.examples, made.models, made.backups):
                part.mkdir()
            if source is not None:
                _copy_files(made, ProjectFolder(source), view.project, with_models=not from_memory)
            if from_memory:
                _write(made, view)
            write_atomically(made.project_file, dump_project(view.project))
    except OSError as e:
        raise Problem(f"the project could not be copied to {place}: {e.strerror}") from e


def _copy_files(made: ProjectFolder, there: ProjectFolder, project: Project, with_models: bool) -> None:
    for take in project.takes:
        _copy(there.take_file(take.number), made.take_file(take.number))
    if with_models:
        for output in project.outputs:
            _copy(there.model_file(output.uid), made.model_file(output.uid))
        if not is_link(there.models / EARLIER):
            for file in (there.models / EARLIER).glob("*.npz"):
                _copy(file, made.models / EARLIER / file.name)
    for source, target in ((there.saved, made.saved), (there.sketches, made.sketches)):
        for file in () if is_link(source) else source.rglob("*"):
            if _PACKAGES not in file.parts:
                _copy(file, target / file.relative_to(source))


def _write(made: ProjectFolder, view: View) -> None:
    """Write what is in memory, unless it has a file."""
    numbers = (take.number for take in view.project.takes)
    missing = [n for n in numbers if n in view.data and not made.take_file(n).exists()]
    write_takes(made.examples, {number: view.data[number].raw for number in missing})
    shelves = ShelfFiles(made, lambda _: None)
    for uid, shelf in view.shelves.items():
        shelves.write(uid, (shelf.model, *shelf.models))


def _copy(source: Path, target: Path) -> None:
    """Copy one file if it exists; skip links, which may lead anywhere."""
    if source.is_file() and not source.is_symlink():
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(source, target)
