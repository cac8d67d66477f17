"""The models of an output as files: the one that answers, and those that can be gone back to.

Each model that is kept has a file of its own, numbered in the order of training, that is never changed. The
one that answers has a second name, where it is looked for first: a kill between two writes costs no model.
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
from wekipy.learning.soundness import check_model
from wekipy.machine.gaps import await_gap
from wekipy.project.problem import Problem
from wekipy.storage.atomic import sync_folder
from wekipy.storage.folder import OutputOf, ProjectFolder
from wekipy.storage.model_file import load_model, save_model
from wekipy.storage.new_models import take_over

EARLIER: Final = "earlier"


def _numbered(folder: ProjectFolder, uid: str) -> dict[int, Path]:
    """The files of all models of an output that are kept, by number, rising."""
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
    """The models of an output as they were read.

    Attributes:
        present: the one that answers.
        models: all that are kept, by the number of their file, rising; `present` among them if it has one.
        notes: sentences for the person.
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
    """The newest models of an output that are kept. Never fails: what cannot be used is left out.

    Args:
        present: the one that answers, read before.
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
    """Writes models. Used by the saving thread only.

    Args:
        report: told of what can never be saved.
    """

    def __init__(self, folder: ProjectFolder, report: Callable[[str], None]) -> None:
        self._folder, self._report = folder, report
        self._known: dict[str, dict[Model, Path]] = {}
        self._present: dict[str, Model] = {}
        self._told: dict[str, ShelfRead] = {}
        self._last: dict[str, int] = {}  # number of the newest file

    def know(self, uid: str, shelf: ShelfRead) -> None:
        """These have files already; nothing is written yet."""
        self._told[uid] = shelf

    def close(self) -> None:
        """Let go of all models."""
        for kept in (self._told, self._present, self._known):
            kept.clear()

    def _learn(self, uid: str) -> None:
        """Take in what was told of the files of an output."""
        shelf = self._told.get(uid)
        if shelf is None:
            return
        known, files = self._known.setdefault(uid, {}), _numbered(self._folder, uid)
        self._present.setdefault(uid, shelf.present)
        for number, model in shelf.models.items():
            if number in files and known.setdefault(model, files[number]) != files[number]:
                files[number].unlink(missing_ok=True)  # it was written anew before this was known
        del self._told[uid]

    def write(self, uid: str, models: Sequence[Model]) -> None:
        """Bring the models of an output to disk: that which answers, then all that are kept, oldest first.

        Without any, all its files are removed; else only those of models that were written or are known.
        What they hold is then on disk; that their names are, `sync` sees to.

        Raises:
            OSError: if that cannot be done; try again.
        """
        if not models:
            self._remove(uid)
            return
        await_gap()
        self._learn(uid)
        path = self._folder.model_file(uid)
        known = self._known.setdefault(uid, {})
        present, *kept = models
        (self._folder.models / EARLIER).mkdir(parents=True, exist_ok=True)
        for model in kept:
            if model not in known:
                await_gap()
                self._save(model, self._next_file(uid), known)
        if self._present.get(uid) is not present:
            self._put_in_place(path, present, known.get(present))
            self._present[uid] = present
        for model in [model for model in known if kept and model not in kept]:
            known.pop(model).unlink(missing_ok=True)

    def sync(self) -> None:
        """Have the names of all that was written and removed on disk, too.

        Raises:
            OSError: if that cannot be done; try again.
        """
        for place in (self._folder.models / EARLIER, self._folder.models):
            with contextlib.suppress(FileNotFoundError):  # nothing was written yet
                sync_folder(place)

    def _remove(self, uid: str) -> None:
        for kept in (self._told, self._present, self._known):
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
        """Give a model the name where it is looked for first; as a second name of its file where possible."""
        if file is not None:
            link = path.with_name(f".{path.name}.link")
            try:
                _link(file, link)
                link.replace(path)
            except OSError:
                pass  # not every file system has second names, and the file may have been removed
            else:
                return
            finally:  # also if it was the same file already: it is then not moved
                link.unlink(missing_ok=True)
        self._save(model, path, {})


def _link(file: Path, link: Path) -> None:
    try:
        os.link(file, link)
    except FileExistsError:  # a crash has left it
        link.unlink()
        os.link(file, link)
