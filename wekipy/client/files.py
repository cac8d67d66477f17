"""Projects and models as files."""

from __future__ import annotations

import contextlib
import json
import shutil
import uuid
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from wekipy.client.connection import Connection
from wekipy.client.replies import Listed, ListedAsDeleted, Sibling
from wekipy.project.problem import Problem

_NAME = "model.npz"


def _with_ending(place: Path) -> Path:
    return place if place.suffix else place.with_name(place.name + ".npz")


@contextlib.contextmanager
def in_words(path: Path, what: str) -> Iterator[None]:
    """An OSError about a file as a Problem."""
    try:
        yield
    except OSError as e:
        raise Problem(f"{path} cannot be {what}: {e.strerror}") from e


def copy_whole(file: Path, to: Path) -> None:
    """Copy a file so that its new place has all of it or what was there before; makes the folder."""
    to.parent.mkdir(parents=True, exist_ok=True)
    beside = to.with_name(f".{to.name}.tmp")
    shutil.copyfile(file, beside)
    beside.replace(to)


class Files(Connection):
    """Projects and models as files."""

    def save_model(self, output: int, path: str) -> str:
        """Save an output's model and examples in the project folder; where."""
        return str(self.ask("save_model", int(output), path))

    def load_model(self, output: int, path: str, with_data: bool = False) -> None:
        """Let a saved model answer for an output."""
        self.ask("load_model", int(output), path, bool(with_data))

    def save_model_to(self, output: int, place: str | Path) -> Path:
        """Save an output's model and examples as a file in any folder of this machine; where.

        What goes over the network names files of the project folder only: the engine saves the model there,
        and this client, with the rights of whoever runs it, copies it.

        Raises:
            Problem: if the engine is on another machine, or the file cannot be written.
        """
        wanted = _with_ending(Path(place).expanduser())
        with self._room(wanted, "written") as room:
            saved = Path(self.save_model(output, f"{room.name}/{_NAME}"))
            copy_whole(saved, wanted)
        return wanted

    def load_model_from(self, output: int, file: str | Path, with_data: bool = False) -> None:
        """Let a model from a file in any folder of this machine answer for an output.

        The engine validates it as any model file; `previous_model` lets the one before answer again, and undo
        takes back its examples.

        Args:
            with_data: take over its examples, too.

        Raises:
            Problem: if the engine is on another machine, or the file is no model that fits.
        """
        source = Path(file).expanduser()
        with self._room(source, "read") as room:
            if not source.is_file():
                raise Problem(f"there is no file {source}")
            room.mkdir(parents=True)
            shutil.copyfile(source, room / _NAME)
            self.load_model(output, f"{room.name}/{_NAME}", with_data)

    @contextlib.contextmanager
    def _room(self, path: Path, what: str) -> Iterator[Path]:
        """A new folder in the project's saved/, for the time of a block; it is not made yet.

        Args:
            path, what: the file of this machine that the block is about, and what an OSError means for it:
                it cannot be "read" or "written".
        """
        folder = Path(self.state()["project"]["folder"])
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

    def open_project(self, path: str, run: bool = False) -> str:
        """Go on with another project beside the present one; where it is."""
        return str(self.ask("open_project", path, bool(run)))

    def open_beside(self, path: str, run: bool = False) -> Sibling:
        """Start an engine of its own for another project: its project, port and control_port."""
        found: Sibling = self.ask("open_beside", path, bool(run), timeout=60.0)
        return found

    def new_project(
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
        return str(self.ask("new_project", name, int(inputs), outputs, input_address, plain))

    def copy_project(self, name: str) -> str:
        """Copy the present project under another name beside it; where the copy is."""
        return str(self.ask("copy_project", name))

    def rename_project(self, name: str) -> str:
        """Give the present project another name, in the folder where it lies; where it is now."""
        return str(self.ask("rename_project", name))

    def delete_project(self, path: str) -> str:
        """Delete a project beside the present one, for 30 days; its path for `restore_project`."""
        return str(self.ask("delete_project", path))

    def deleted_projects(self) -> list[ListedAsDeleted]:
        """The deleted projects beside the present one, the last one first."""
        found: list[ListedAsDeleted] = self.ask("deleted_projects")
        return found

    def restore_project(self, path: str) -> str:
        """Restore a deleted project; where it is."""
        return str(self.ask("restore_project", path))

    def projects(self) -> list[Listed]:
        """The projects beside the present one, the one changed last first."""
        found: list[Listed] = self.ask("projects")
        return found

    def save(self) -> str:
        """Wait until all is on disk; the project folder."""
        return str(self.ask("save"))

    def shut_down(self) -> None:
        """Save and end the engine."""
        self.ask("shut_down")
