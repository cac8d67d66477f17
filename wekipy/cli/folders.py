"""Commands for whole project folders: rename, delete, restore."""

from __future__ import annotations

import os
from datetime import datetime, timezone
from pathlib import Path

import click

from wekipy.cli.open_project import OpenProject
from wekipy.cli.options import JSON, PROJECT
from wekipy.cli.say import say, say_json, say_result
from wekipy.client.deleted import delete_project, deleted_projects, restore_project
from wekipy.storage.library import new_place, projects_folder, rename_folder
from wekipy.storage.lock import LockInfo, ProjectLock


@click.command()
@PROJECT
@click.argument("name")
@JSON
def rename(project: Path, name: str, as_json: bool) -> None:
    """Give a project another NAME in its folder; an engine that has it open plays on meanwhile."""
    opened = OpenProject(project)
    if opened.control is not None:
        place = Path(opened.ask("rename_project", name))
    else:
        place = _rename(project.resolve(), name)
    say_result(as_json, {"project": str(place)}, f"it is {place} now")


def _rename(folder: Path, name: str) -> Path:
    from wekipy.storage.folder import check_is_project  # noqa: PLC0415  not needed beside an engine

    check_is_project(folder)
    place = new_place(folder.parent, name)
    lock = ProjectLock(folder)
    lock.acquire(LockInfo(os.getpid(), "", datetime.now(timezone.utc).isoformat(timespec="seconds")))
    try:
        lock.move(place, lambda: rename_folder(folder, place))
    finally:
        lock.release()
    return place


@click.command()
@PROJECT
@JSON
def delete(project: Path, as_json: bool) -> None:
    """Delete a project that no engine has open; `wekipy restore` brings it back for 30 days."""
    entry = delete_project(project)
    say_result(
        as_json,
        {"name": entry.name, "deleted": str(entry.folder)},
        f"deleted {project}; it can be restored for 30 days: wekipy restore “{entry.folder}”",
    )


@click.command()
@click.argument("deleted", type=click.Path(path_type=Path), required=False)
@click.option(
    "--in", "library", type=click.Path(path_type=Path), default=None,
    help="The folder of projects to list the deleted ones of; without it, where the window makes its own.",
)  # fmt: skip
@JSON
def restore(deleted: Path | None, library: Path | None, as_json: bool) -> None:
    """Restore a deleted project, named by the folder DELETED where it is; without it, list all there are."""
    if deleted is not None:
        place = restore_project(deleted)
        say_result(as_json, {"project": str(place)}, f"restored {place}")
        return
    found = deleted_projects([library or projects_folder()])
    if as_json:
        listed = [
            {"name": entry.name, "folder": str(entry.folder), "deleted": entry.when.isoformat()}
            for entry in found
        ]
        say_json({"deleted": listed})
        return
    for entry in found:
        say(f"{entry.name}, deleted {entry.when:%Y-%m-%d %H:%M} UTC: {entry.folder}")
    if not found:
        say("no project was deleted there in the last 30 days")
