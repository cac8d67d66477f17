"""Model files of an output: the answering model and the earlier ones.

Each kept model has its own file, numbered in the order of training, that never changes. The answering one has
a second name, which is read first: a kill between two writes loses no model.
"""

from __future__ import annotations

import contextlib
import os
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from wekipy.engine.shelf import MOST
from wekipy.learning.model import Model
from wekipy.learning.validation import check_model
from wekipy.project.problem import Problem
from wekipy.storage.atomic import sync_folder
from wekipy.storage.folder import OutputOf, ProjectFolder
from wekipy.storage.links import refuse_link
from wekipy.storage.model_file import load_model, save_model
from wekipy.storage.new_models import take_over
from wekipy.storage.presence import make_inside

EARLIER: Final = "earlier"


def _numbered(folder: ProjectFolder, uid: str) -> dict[int, Path]:
    """Return the files of all kept models of an output, by rising number."""
    stem = folder.model_file(uid).stem
    name = re.compile(re.escape(stem) + r"-([0-9]{1,9})\.npz")
    place = folder.models / EARLIER
    try:
        found = {int(m[1]): path for path in place.iterdir() if (m := name.fullmatch(path.name))}
    except FileNotFoundError:
        return {}
    return dict(sorted(found.items()))


@dataclass(frozen=True)
class ShelfRead:
    """The models of an output that were read.

    Attributes:
        present: the one that answers.
        models: all kept ones by rising file number; `present` is among them if it has a number.
        notes: sentences for the user.
    """

    present: Model
    models: dict[int, Model]
    notes: list[str]

    def around(self) -> tuple[list[Model], list[Model]]:
        """The models before and after the present one."""
        models = list(self.models.values())
        at = models.index(self.present) if self.present in models else len(models)
        return models[:at], models[at + 1 :]


def read_shelf(folder: ProjectFolder, output: OutputOf, present: Model) -> ShelfRead:
    """Read the kept models of an output. Never fails: unusable files are left out.

    Args:
        present: the answering model, read before.
    """
    models: dict[int, Model] = {}
    notes = []
    try:
        files = list(_numbered(folder, output.uid).items())[-MOST:]
    except OSError as e:
        return ShelfRead(present, {}, [f"earlier models of {output.name} cannot be read: {e.strerror}"])
    for number, path in files:
        try:
            model = load_model(path)
            output.check_fits(model, path.name)
            check_model(model)
        except Problem as e:
            notes.append(f"an earlier model of {output.name} cannot be used ({e})")
        else:
            same = model.header == present.header and present not in models.values()
            models[number] = present if same else model
    return ShelfRead(present, models, notes)


class ShelfFiles:
    """Writes model files; used by the saving thread only.

    Args:
        report: receives a sentence about what can never be saved.
    """

    def __init__(self, folder: ProjectFolder, report: Callable[[str], None]) -> None:
        self._folder, self._report = folder, report
        self._known: dict[str, dict[Model, Path]] = {}
        self._present: dict[str, Model] = {}
        self._given: dict[str, ShelfRead] = {}
        self._last: dict[str, int] = {}  # number of the newest file

    def know(self, uid: str, shelf: ShelfRead) -> None:
        """Note models that have files; writes nothing."""
        self._given[uid] = shelf

    def move(self, folder: ProjectFolder) -> None:
        """Go on with the same files in a folder that was renamed."""
        before, self._folder = self._folder.path, folder
        for uid, known in self._known.items():
            self._known[uid] = {
                model: folder.path / path.relative_to(before) for model, path in known.items()
            }

    def close(self) -> None:
        """Release all models."""
        for kept in (self._given, self._present, self._known):
            kept.clear()

    def _learn(self, uid: str) -> None:
        """Apply what `know` was given about an output."""
        shelf = self._given.get(uid)
        if shelf is None:
            return
        known, files = self._known.setdefault(uid, {}), _numbered(self._folder, uid)
        self._present.setdefault(uid, shelf.present)
        for number, model in shelf.models.items():
            if number in files and known.setdefault(model, files[number]) != files[number]:
                files[number].unlink(missing_ok=True)  # it was written again before this was known
        del self._given[uid]

    def write(self, uid: str, models: Sequence[Model]) -> None:
        """Write the models of an output to disk: the answering one, then all kept ones, oldest first.

        Without models, it removes all files of the output; else only those of models that it wrote or knows.
        Their contents are then on disk; `sync` puts their names on disk.

        Raises:
            OSError: if that cannot be done; try again.
        """
        if not models:
            self._remove(uid)
            return
        self._learn(uid)
        path = self._folder.model_file(uid)
        known = self._known.setdefault(uid, {})
        present, *kept = models
        for place in (self._folder.models, self._folder.models / EARLIER):
            refuse_link(place)
            make_inside(self._folder.path, place)
        for model in kept:
            if model not in known:
                self._save(model, self._next_file(uid), known)
        if self._present.get(uid) is not present:
            self._put_in_place(path, present, known.get(present))
            self._present[uid] = present
        for model in [model for model in known if kept and model not in kept]:
            known.pop(model).unlink(missing_ok=True)

    def sync(self) -> None:
        """Put the names of all written and removed files on disk.

        Raises:
            OSError: if that cannot be done; try again.
        """
        for place in (self._folder.models / EARLIER, self._folder.models):
            with contextlib.suppress(FileNotFoundError):  # nothing was written yet
                sync_folder(place)

    def _remove(self, uid: str) -> None:
        for kept in (self._given, self._present, self._known):
            kept.pop(uid, None)
        self._last.pop(uid, None)
        for file in (self._folder.model_file(uid), *_numbered(self._folder, uid).values()):
            file.unlink(missing_ok=True)

    def _next_file(self, uid: str) -> Path:
        number = self._last[uid] = (self._last.get(uid) or max(_numbered(self._folder, uid), default=0)) + 1
        return self._folder.models / EARLIER / f"{self._folder.model_file(uid).stem}-{number}.npz"

    def _save(self, model: Model, path: Path, known: dict[Model, Path]) -> None:
        if model.made is not None and take_over(model.made, path):
            known[model] = path
            return
        try:
            save_model(path, model, sync_name=False)
        except Problem as e:
            self._report(f"this model cannot be saved and is lost when the engine quits: {e}")
        else:
            known[model] = path

    def _put_in_place(self, path: Path, model: Model, file: Path | None) -> None:
        """Give a model the name that is read first; as a hard link to its file where possible."""
        if file is not None:
            link = path.with_name(f".{path.name}.link")
            try:
                _link(file, link)
                link.replace(path)
            except OSError:
                pass  # not every file system has hard links, and the file may have been removed
            else:
                return
            finally:  # also if it was the same file: rename then does nothing
                link.unlink(missing_ok=True)
        self._save(model, path, {})


def _link(file: Path, link: Path) -> None:
    try:
        os.link(file, link)
    except FileExistsError:  # a crash has left it
        link.unlink()
        os.link(file, link)
