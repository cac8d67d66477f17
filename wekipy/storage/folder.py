"""A project folder: what is where in it, how one is made and how one is opened."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from pathlib import Path

from wekipy.learning.model import Model
from wekipy.learning.soundness import check_model
from wekipy.project.examples import TakeData
from wekipy.project.problem import Problem
from wekipy.project.schema import Kind, Project, dump_project, kind_of
from wekipy.storage.atomic import write_atomically
from wekipy.storage.journal import JOURNAL_NAME, JournalRead, read_journal
from wekipy.storage.lock import LOCK_NAME
from wekipy.storage.model_file import load_model
from wekipy.storage.project_file import PROJECT_NAME, peek_project, read_project
from wekipy.storage.recovery import recover_takes
from wekipy.storage.take_file import take_name

SUFFIX = ".wekipy"
_PLAIN_UID = re.compile(r"o[0-9]{1,9}")


@dataclass(frozen=True)
class ProjectFolder:
    """The names of the parts of a project folder. Making one touches nothing on disk."""

    path: Path

    @property
    def project_file(self) -> Path:
        """What the person has set up, and which takes there are."""
        return self.path / PROJECT_NAME

    @property
    def examples(self) -> Path:
        """The folder of take files."""
        return self.path / "examples"

    @property
    def journal(self) -> Path:
        """What was done to the project, for undo and redo."""
        return self.path / JOURNAL_NAME

    @property
    def models(self) -> Path:
        """The folder of the outputs' present models."""
        return self.path / "models"

    @property
    def backups(self) -> Path:
        """The folder of earlier versions of the project file."""
        return self.path / "backups"

    @property
    def saved(self) -> Path:
        """Models that a person saved under a name; messages may name files in here and nowhere else."""
        return self.path / "saved"

    def take_file(self, number: int) -> Path:
        """The file of a take."""
        return self.examples / take_name(number)

    def model_file(self, uid: str) -> Path:
        """The file of an output's model."""
        # A uid in a stranger's project may hold anything, a slash or a name that Windows reserves.
        plain = _PLAIN_UID.fullmatch(uid)
        name = uid if plain else f"u-{hashlib.sha256(uid.encode(errors='replace')).hexdigest()[:32]}"
        return self.models / f"{name}.npz"


@dataclass(frozen=True)
class Opened:
    """What was found in a project folder.

    Attributes:
        project: as in project.json, put right where the take files say otherwise; save it if there are notes.
        data: the rows of each take whose file could be read, by its number.
        models: by the uid of their output, up to date or not; also of outputs that undo can bring back.
        journal: what can be undone and done again.
        notes: sentences for the person: what was recovered, what could not be read.
    """

    project: Project
    data: dict[int, TakeData]
    models: dict[str, Model]
    journal: JournalRead
    notes: list[str] = field(default_factory=list)


def create(path: Path, project: Project) -> ProjectFolder:
    """Make a project folder; an empty folder that is there already is used.

    Raises:
        Problem: if something is there, or the folder cannot be made.
    """
    folder = ProjectFolder(path)
    parts = (folder.examples, folder.models, folder.backups)
    try:
        if path.exists() and not _is_empty(path, parts):
            raise Problem(f"{path} is there already and not empty; choose another name, or open it")
        for part in parts:
            part.mkdir(parents=True, exist_ok=True)
        write_atomically(folder.project_file, dump_project(project))
    except OSError as e:
        raise Problem(
            f"cannot make the project folder {path}: {e.strerror}; choose a place you can write in"
        ) from e
    return folder


def _is_empty(path: Path, parts: tuple[Path, ...]) -> bool:
    """Whether a folder holds nothing, or what a `create` that was interrupted leaves."""
    if not path.is_dir():
        return False
    leftovers = {LOCK_NAME, f".{PROJECT_NAME}.tmp"}
    return all(
        (entry in parts and not any(entry.iterdir())) or entry.name in leftovers for entry in path.iterdir()
    )


def open_folder(path: Path) -> Opened:
    """Read a project and whatever an interrupted session left; damage costs what is damaged and no more.

    Writes nothing but a project.json that was damaged: it is set aside and the newest good backup put in its
    place. Take the `ProjectLock` first.

    Raises:
        Problem: if this is no project, was made by a newer wekipy, or no version of project.json can be read.
    """
    folder = ProjectFolder(path)
    _check_is_project(folder)
    read = read_project(path, folder.backups)
    recovered = recover_takes(folder.examples, read.project)
    journal = read_journal(folder.journal, read.journal)
    models, model_notes = _load_models(folder, outputs_of(read.project, journal.steps.outputs()))
    notes = [*read.notes, *recovered.notes, *model_notes, *journal.notes]
    return Opened(recovered.project, recovered.data, models, journal, notes)


def read_takes(path: Path) -> tuple[Project, dict[int, TakeData]]:
    """A project and the rows of its takes, to be copied: nothing in its folder is changed.

    Raises:
        Problem: if this is no project, or its project.json cannot be read.
    """
    folder = ProjectFolder(path)
    _check_is_project(folder)
    recovered = recover_takes(folder.examples, peek_project(path))
    return recovered.project, recovered.data


def _check_is_project(folder: ProjectFolder) -> None:
    path = folder.path
    try:
        if folder.project_file.exists() or any(folder.backups.glob("project-*.json")):
            return
        if path.suffix == ".wekproj" or (path.is_dir() and any(path.glob("*.wekproj"))):
            raise Problem(
                f"{path} is a Wekinator project; make a wekipy project of it with: "
                f"wekipy import {path} NAME{SUFFIX}"
            )
        if not path.exists():
            raise Problem(f"there is no project at {path}; check the name, or make a new project there")
        raise Problem(f"{path} is not a project; expected a folder NAME{SUFFIX} with a {PROJECT_NAME} in it")
    except OSError as e:
        raise Problem(f"{path} cannot be read: {e.strerror}") from e


@dataclass(frozen=True)
class OutputOf:
    """An output as far as its model files are concerned.

    Attributes:
        kind: of its models; None for an output that was removed, whose kind nobody remembers.
        inputs: that a model of it can read; None for any.
    """

    uid: str
    name: str
    kind: Kind | None = None
    inputs: int | None = None

    def check_fits(self, model: Model, file: str) -> None:
        """Refuse a model from a file of that name which does not belong to the output. Raises Problem."""
        header = model.header
        if header.output != self.uid:
            raise Problem(f"{file} belongs to the output {header.output[:80]}")
        if self.kind is not None and header.kind != self.kind:
            raise Problem(f"{file} is for a {header.kind} output")
        if self.inputs is not None and header.inputs[-1] >= self.inputs:
            raise Problem(f"{file} reads input {header.inputs[-1] + 1}, but there are {self.inputs}")


def outputs_of(project: Project, removed: Collection[str] = ()) -> list[OutputOf]:
    """The outputs that there may be models of: those of a project, and others by their uid."""
    present = [OutputOf(o.uid, o.name, kind_of(o), len(project.inputs)) for o in project.outputs]
    gone = sorted(set(removed) - {output.uid for output in present})
    return present + [OutputOf(uid, "an output that was removed") for uid in gone]


def _load_models(folder: ProjectFolder, outputs: Iterable[OutputOf]) -> tuple[dict[str, Model], list[str]]:
    models: dict[str, Model] = {}
    notes = []
    for output in outputs:
        path = folder.model_file(output.uid)
        if not path.exists():
            continue
        try:
            model = load_model(path)
            output.check_fits(model, path.name)
            check_model(model)
        except Problem as e:
            notes.append(f"the model of {output.name} cannot be used, train it again ({e})")
        else:
            models[output.uid] = model
    return models, notes
