# Made by `python -m wekipy.cli.awaiting` of wekipy/client/files.py: change that, not this.
"""Projects and models as files."""

from __future__ import annotations

import contextlib
import json
import shutil
import uuid
from collections.abc import AsyncIterator, Mapping, Sequence
from pathlib import Path

from wekipy.aio.connection import Connection
from wekipy.client.files import _NAME, _with_ending, copy_whole, in_words
from wekipy.client.replies import Listed, ListedAsDeleted, Sibling
from wekipy.project.problem import Problem


class Files(Connection):
    """Projects and models as files."""

    async def save_model(self, output: int, path: str) -> str:
        """Save an output's model and examples in the project folder; where."""
        return str(await self.ask("save_model", int(output), path))

    async def load_model(self, output: int, path: str, with_data: bool = False) -> None:
        """Let a saved model answer for an output."""
        await self.ask("load_model", int(output), path, bool(with_data))

    async def save_model_to(self, output: int, place: str | Path) -> Path:
        """Save an output's model and examples as a file in any folder of this machine; where.

        What goes over the network names files of the project folder only: the engine saves the model there,
        and this client, with the rights of whoever runs it, copies it.

        Raises:
            Problem: if the engine is on another machine, or the file cannot be written.
        """
        wanted = _with_ending(Path(place).expanduser())
        async with self._room(wanted, "written") as room:
            saved = Path(await self.save_model(output, f"{room.name}/{_NAME}"))
            copy_whole(saved, wanted)
        return wanted

    async def load_model_from(self, output: int, file: str | Path, with_data: bool = False) -> None:
        """Let a model from a file in any folder of this machine answer for an output.

        The engine validates it as any model file; `previous_model` lets the one before answer again, and undo
        takes back its examples.

        Args:
            with_data: take over its examples, too.

        Raises:
            Problem: if the engine is on another machine, or the file is no model that fits.
        """
        source = Path(file).expanduser()
        async with self._room(source, "read") as room:
            if not source.is_file():
                raise Problem(f"there is no file {source}")
            room.mkdir(parents=True)
            shutil.copyfile(source, room / _NAME)
            await self.load_model(output, f"{room.name}/{_NAME}", with_data)

    @contextlib.asynccontextmanager
    async def _room(self, path: Path, what: str) -> AsyncIterator[Path]:
        """A new folder in the project's saved/, for the time of a block; it is not made yet.

        Args:
            path, what: the file of this machine that the block is about, and what an OSError means for it:
                it cannot be "read" or "written".
        """
        folder = Path((await self.state())["project"]["folder"])
        if not self._is_local() or not folder.is_dir():
            raise Problem(
                "that engine is on another machine: name a file in its project folder instead (save_model,"
                " load_model, import_examples, export_examples)"
            )
        saved = folder / "saved"
        if saved.is_symlink() or saved.resolve().parent != folder.resolve():
            raise Problem(f"saved in {folder.name} is a link, and wekipy follows no links there")
        room = saved / f"passing-{uuid.uuid4().hex}"
        try:
            with in_words(path, what):
                yield room
        finally:
            shutil.rmtree(room, ignore_errors=True)

    async def open_project(self, path: str, run: bool = False) -> str:
        """Go on with another project beside the present one; where it is."""
        return str(await self.ask("open_project", path, bool(run)))

    async def open_beside(self, path: str, run: bool = False) -> Sibling:
        """Start an engine of its own for another project: its project, port and control_port."""
        found: Sibling = await self.ask("open_beside", path, bool(run), timeout=60.0)
        return found

    async def new_project(
        self,
        name: str,
        inputs: int = 5,
        outputs: str = "5",
        input_address: str = "",
        sources: Sequence[Mapping[str, object]] = (),
    ) -> str:
        """Make a project beside the present one and go on with it; where it is.

        Args:
            sources: as of `set_sources`; the inputs are then as many as theirs.
        """
        plain = json.dumps([dict(each) for each in sources])
        return str(await self.ask("new_project", name, int(inputs), outputs, input_address, plain))

    async def copy_project(self, name: str) -> str:
        """Copy the present project under another name beside it; where the copy is."""
        return str(await self.ask("copy_project", name))

    async def rename_project(self, name: str) -> str:
        """Give the present project another name, in the folder where it lies; where it is now."""
        return str(await self.ask("rename_project", name))

    async def delete_project(self, path: str) -> str:
        """Delete a project beside the present one, for 30 days; its path for `restore_project`."""
        return str(await self.ask("delete_project", path))

    async def deleted_projects(self) -> list[ListedAsDeleted]:
        """The deleted projects beside the present one, the last one first."""
        found: list[ListedAsDeleted] = await self.ask("deleted_projects")
        return found

    async def restore_project(self, path: str) -> str:
        """Restore a deleted project; where it is."""
        return str(await self.ask("restore_project", path))

    async def projects(self) -> list[Listed]:
        """The projects beside the present one, the one changed last first."""
        found: list[Listed] = await self.ask("projects")
        return found

    async def save(self) -> str:
        """Wait until all is on disk; the project folder."""
        return str(await self.ask("save"))

    async def shut_down(self) -> None:
        """Save and end the engine."""
        await self.ask("shut_down")
