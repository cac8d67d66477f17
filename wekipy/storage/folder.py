"""The layout of a project folder; creates and opens project folders."""

from __future__ import annotations

import difflib
import hashlib
import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from pathlib import Path

from wekipy.learning.model import Model
from wekipy.learning.validation import check_model
from wekipy.project.examples import TakeData
from wekipy.project.problem import NoProject, Problem
from wekipy.project.project_text import dump_project
from wekipy.project.schema import Kind, Project, kind_of
from wekipy.stages.features import reads, width_of
from wekipy.storage.atomic import write_atomically
from wekipy.storage.inside import check_name
from wekipy.storage.journal import JOURNAL_NAME, JournalRead, read_journal
from wekipy.storage.links import check_no_links
from wekipy.storage.lock import LOCK_NAME
from wekipy.storage.model_file import load_model
from wekipy.storage.project_file import PROJECT_NAME, peek_project, read_project
from wekipy.storage.recovery import recover_takes
from wekipy.storage.take_file import take_name

SUFFIX = ".wekipy"
_PLAIN_UID = re.compile(r"o[0-9]{1,9}")


@dataclass(frozen=True)
class ProjectFolder:
    """The paths in a project folder. An instance touches nothing on disk."""

    path: Path

    @property
    def project_file(self) -> Path:
        """The file with the settings and the list of takes."""
        return self.path / PROJECT_NAME

    @property
    def examples(self) -> Path:
        """The folder of take files."""
        return self.path / "examples"

    @property
    def journal(self) -> Path:
        """The file of edits, for undo and redo."""
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
    def exports(self) -> Path:
        """The folder of files that messages exported for other programs."""
        return self.path / "exports"

    @property
    def sketches(self) -> Path:
        """The folder of sketches for other environments, which a person may change."""
        return self.path / "sketches"

    @property
    def saved(self) -> Path:
        """The folder of models saved under a name; messages may name files in here and nowhere else."""
        return self.path / "saved"

    def take_file(self, number: int) -> Path:
        """The file of a take."""
        return self.examples / take_name(number)

    def model_file(self, uid: str) -> Path:
        """The file of an output's model."""
        # A uid in a stranger's project may hold anything, even a slash or a name that Windows reserves.
        plain = _PLAIN_UID.fullmatch(uid)
        name = uid if plain else f"u-{hashlib.sha256(uid.encode(errors='replace')).hexdigest()[:32]}"
        return self.models / f"{name}.npz"


@dataclass(frozen=True)
class Opened:
    """The content of a project folder.

    Attributes:
        project: as in project.json, corrected where the take files differ; save it if there are notes.
        data: the rows of each take whose file could be read, by its number.
        models: by output uid, up to date or not; also of outputs that undo can restore.
        journal: the edits that can be undone and redone.
        notes: sentences for the user: what was recovered, what could not be read.
    """

    project: Project
    data: dict[int, TakeData]
    models: dict[str, Model]
    journal: JournalRead
    notes: list[str] = field(default_factory=list)


def named_place(path: Path) -> Path:
    """The folder of a project that a person names: ~ is the home folder, and the suffix may be left out.

    Raises:
        Problem: if some systems cannot have a folder of that name.
    """
    try:
        place = path.expanduser()
    except RuntimeError as e:
        raise Problem(f"{path}: there is no home folder of that name; give the whole path") from e
    if not place.name.lower().endswith(SUFFIX):
        place = place.with_name(place.name + SUFFIX)
    _check_project_name(place.name)
    return place


def _check_project_name(name: str) -> None:
    if not name.lower().removesuffix(SUFFIX).strip(" ."):
        raise Problem(f"“{name}” is no name for a project; give it a word, as in piece{SUFFIX}")
    check_name(name)


def create(path: Path, project: Project) -> ProjectFolder:
    """Create a project folder; an existing empty folder is used.

    Raises:
        Problem: if something is there, the folder cannot be created, or some systems cannot have its name.
    """
    _check_project_name(path.name)
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
    """Whether a folder is empty, or holds only what an interrupted `create` leaves."""
    if not path.is_dir():
        return False
    leftovers = {LOCK_NAME, f".{PROJECT_NAME}.tmp"}
    return all(
        (entry in parts and not any(entry.iterdir())) or entry.name in leftovers for entry in path.iterdir()
    )


def open_folder(path: Path) -> Opened:
    """Read a project and what an interrupted session left; only damaged parts are lost.

    It writes only if project.json is damaged: it moves that file aside and restores the newest good backup.
    Take the `ProjectLock` first.

    Raises:
        Problem: if this is not a project, a newer wekipy made it, or no version of project.json can be read.
    """
    folder = ProjectFolder(path)
    check_is_project(path)
    read = read_project(path, folder.backups)
    recovered = recover_takes(folder.examples, read.project)
    journal = read_journal(folder.journal, read.journal)
    models, model_notes = _load_models(folder, outputs_of(read.project, journal.steps.outputs()))
    notes = [*read.notes, *recovered.notes, *model_notes, *journal.notes]
    return Opened(recovered.project, recovered.data, models, journal, notes)


def read_takes(path: Path) -> tuple[Project, dict[int, TakeData]]:
    """Read a project and the rows of its takes, for copying; changes nothing in its folder.

    Raises:
        Problem: if this is not a project, or its project.json cannot be read.
    """
    folder = ProjectFolder(path)
    check_is_project(path)
    recovered = recover_takes(folder.examples, peek_project(path))
    return recovered.project, recovered.data


def read_models(path: Path) -> tuple[Project, dict[str, Model]]:
    """Read a project and the models of its outputs, by uid, to answer with; changes nothing in its folder.

    If project.json is damaged, its newest good backup counts, as when an engine opens the project.

    Raises:
        Problem: if this is not a project, or its project.json or one of the models cannot be read.
    """
    folder = ProjectFolder(path)
    check_is_project(path)
    project = peek_project(path, folder.backups)
    found = {output.uid: _load_model(folder, output) for output in outputs_of(project)}
    return project, {uid: model for uid, model in found.items() if model is not None}


def check_is_project(path: Path) -> None:
    """Check that a folder is a project, before anything is written there.

    Raises:
        Problem: if it is none, saying what it is and what to do, or if a part of it is a link.
    """
    folder = ProjectFolder(path)
    check_no_links(path)
    try:
        if folder.project_file.exists() or any(folder.backups.glob("project-*.json")):
            return
        if path.suffix == ".wekproj" or (path.is_dir() and any(path.glob("*.wekproj"))):
            raise NoProject(
                f"{path} is a Wekinator project; make a wekipy project of it with: "
                f"wekipy import {path} NAME{SUFFIX}"
            )
        if not path.exists():
            raise NoProject(f"there is no project at {path}; {_near(path)}")
        raise NoProject(
            f"{path} is not a project; expected a folder NAME{SUFFIX} with a {PROJECT_NAME} in it"
        )
    except OSError as e:
        raise Problem(f"{path} cannot be read: {e.strerror}") from e


def _near(path: Path) -> str:
    """What to do about a project that is not there: the one beside it that may have been meant."""
    there = {place.name.lower(): place for place in path.parent.glob(f"*{SUFFIX}")}
    wanted = path.name.lower().removesuffix(SUFFIX) + SUFFIX
    found = difflib.get_close_matches(wanted, there, n=1, cutoff=0.75)
    return f"did you mean {there[found[0]]}?" if found else "check the name, or make a new project there"


@dataclass(frozen=True)
class OutputOf:
    """What model files need to know of an output.

    Attributes:
        kind: of its models; None for a removed output, whose kind is unknown.
        inputs: those that its models may read; None for any.
    """

    uid: str
    name: str
    kind: Kind | None = None
    inputs: int | None = None

    def check_fits(self, model: Model, file: str) -> None:
        """Raise a Problem if a model file of that name does not belong to the output."""
        header = model.header
        if header.output != self.uid:
            raise Problem(f"{file} belongs to the output {header.output[:80]}")
        if self.kind is not None and header.kind != self.kind:
            raise Problem(f"{file} is for a {header.kind} output")
        needed = header.inputs[-1] + 1 if header.plan is None else reads(header.plan)
        if self.inputs is not None and needed > self.inputs:
            raise Problem(f"{file} reads input {needed}, but there are {self.inputs}")
        if header.plan is not None and header.inputs[-1] >= width_of(header.plan):
            raise Problem(f"{file} was made with stages that this wekipy does not have")


def outputs_of(project: Project, removed: Collection[str] = ()) -> list[OutputOf]:
    """The outputs that may have models: those of a project, and others by uid."""
    present = [OutputOf(o.uid, o.name, kind_of(o), len(project.inputs)) for o in project.outputs]
    gone = sorted(set(removed) - {output.uid for output in present})
    return present + [OutputOf(uid, "an output that was removed") for uid in gone]


def _load_models(folder: ProjectFolder, outputs: Iterable[OutputOf]) -> tuple[dict[str, Model], list[str]]:
    models: dict[str, Model] = {}
    notes = []
    for output in outputs:
        try:
            model = _load_model(folder, output)
        except Problem as e:
            notes.append(str(e))
        else:
            models |= {} if model is None else {output.uid: model}
    return models, notes


def _load_model(folder: ProjectFolder, output: OutputOf) -> Model | None:
    """Read the model of an output; None if it has none. Raises a Problem if it cannot be used."""
    path = folder.model_file(output.uid)
    if not path.exists():
        return None
    try:
        model = load_model(path)
        output.check_fits(model, path.name)
        check_model(model)
    except Problem as e:
        raise Problem(f"the model of {output.name} cannot be used, train it again ({e})") from e
    return model
