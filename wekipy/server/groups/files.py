"""Projects and models as files."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timezone
from pathlib import Path
from typing import Any

import msgspec

from wekipy.faces.operations.structure import checked_sources
from wekipy.project.create import new_project
from wekipy.project.editing import set_addresses
from wekipy.project.input_names import name_after_address
from wekipy.project.problem import Problem
from wekipy.project.sources import set_sources
from wekipy.server.groups.plain import EngineOnly
from wekipy.server.model_transfer import check_has_model, read_model_for, save_present_model
from wekipy.server.paths import Paths
from wekipy.server.player import Player
from wekipy.server.project_files import ProjectFiles
from wekipy.server.sibling_engines import EnginesBeside
from wekipy.storage.deleted import DELETED, delete_project, deleted_in, restore_project
from wekipy.storage.folder import SUFFIX, create
from wekipy.storage.inside import inside
from wekipy.storage.library import copy_project, list_projects, new_place, projects_folder


@dataclass(frozen=True)
class FileOperations(EngineOnly):
    """See `wekipy.faces.operations.files`.

    Attributes:
        end: ends the server, from any thread.
        port: where inputs arrive now.
    """

    files: ProjectFiles
    paths: Paths
    player: Player
    beside: EnginesBeside
    port: Callable[[], int]
    end: Callable[[], None]

    def save_model(self, output: int, path: str) -> str:
        """Write an output's model with its examples to a file under `saved/` in the project folder."""
        view = self.engine.view
        check_has_model(view, output)
        place = self.paths.to_save(self.paths.writable(), path)
        save_present_model(view, output, place)
        return str(place)

    def load_model(self, output: int, path: str, with_data: bool) -> None:
        """Use a saved model for an output; on request, add its examples as a take."""
        place = self.paths.saved(path)
        model, takes = read_model_for(self.engine.view, output, place, with_data)
        self.ask_engine(lambda: self.engine.models.put(model))
        if takes:
            self.ask_engine(lambda: self.engine.add_takes(takes, f"load examples of {place.name}"))

    def open_project(self, path: str, run: bool) -> str:
        """Open another project of the library in this engine."""
        found = self.paths.project(path)
        self.player.stop()
        self.files.open(found, run)
        return str(found)

    def open_beside(self, path: str, run: bool) -> dict[str, Any]:
        """Start another engine for a project of the library."""
        started = self.beside.start(self.paths.project(path), run, self.port())
        where = f"inputs at port {started['port']}, control at port {started['control_port']}"
        text = f"{Path(started['project']).stem} runs in an engine beside this one: {where}"
        self.ask_engine(lambda: self.engine.notice(text))
        return started

    def new_project(self, name: str, inputs: int, outputs: str, input_address: str, sources: Any) -> str:
        """Create a project beside the present one and open it; returns its folder."""
        present = self.engine.view.project
        made = name_after_address(set_addresses(new_project(inputs, outputs), input_address or None, None))
        if sources:
            made = set_sources(made, checked_sources(sources))
        place = new_place(self.paths.library, name)
        where = {"destinations": present.destinations, "receive_port": present.receive_port}
        create(place, msgspec.structs.replace(made, **where))
        self.files.open(place, False)
        return str(place)

    def copy_project(self, name: str) -> str:
        """Copy the present project to a folder beside it; returns that folder.

        If the project folder is gone, the engine continues with the copy.
        """
        files, library = self.files, self.paths.library
        from_memory = files.gone or bool(files.read_only)
        if files.gone:
            self.ask_engine(lambda: self.engine.recording.stop())  # noqa: PLW0108  its take belongs to the copy
        # The library may be gone with the folder; the copy then goes where new projects go.
        place = new_place(library if library.is_dir() else projects_folder(), name)
        if not from_memory:
            files.flush()
        source = None if files.gone else files.folder
        copy_project(source, self.engine.view, place, from_memory)
        if files.gone:
            files.open(place, False, rescued=True)
        return str(place)

    def rename_project(self, name: str) -> str:
        """Give the present project another name, in the folder where it lies; returns its new path."""
        files = self.files
        before = files.folder
        if name.strip().removesuffix(SUFFIX) == before.stem:
            return str(before)
        files.rename(new_place(before.parent, name))
        self.ask_engine(lambda: self.engine.notice(f"renamed {before.stem} to {files.folder.stem}"))
        return str(files.folder)

    def delete_project(self, path: str) -> str:
        """Move a project of the library to the deleted ones; returns its path for `restore_project`."""
        found = self.paths.project(path)
        if found == self.files.folder:
            raise Problem(f"{found.stem} is open: open another project, then delete this one")
        return delete_project(found, datetime.now(timezone.utc)).folder.name

    def deleted_projects(self) -> list[dict[str, Any]]:
        """List the deleted projects of the library."""
        found = deleted_in(self.paths.library, datetime.now(timezone.utc))
        return [
            {
                "name": Path(entry.name).stem,
                "path": entry.folder.name,
                "deleted": entry.when.isoformat(),
            }
            for entry in found
        ]

    def restore_project(self, path: str) -> str:
        """Move a deleted project back into the library; returns its folder."""
        return str(restore_project(inside(self.paths.library / DELETED, path)))

    def projects(self) -> list[dict[str, Any]]:
        """List the projects beside the present one."""
        present, library = self.files.folder, self.paths.library
        return [{**entry, "open": library / entry["path"] == present} for entry in list_projects(library)]

    def save(self) -> str:
        """Wait until everything is on disk; returns the folder."""
        self.files.flush()
        return str(self.files.folder)

    def shut_down(self) -> None:
        """Save and end the engine."""
        self.end()
