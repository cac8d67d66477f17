"""Files of models that workers have just made, in `models/new/`, until they are given their names."""

from __future__ import annotations

import contextlib
import os
import re
from collections.abc import Callable
from pathlib import Path
from typing import Final

from wekipy.learning.parcel import Room
from wekipy.storage.folder import ProjectFolder
from wekipy.storage.model_file import write_model

NEW: Final = "new"
_OURS = re.compile(r"([0-9]{1,18})-[0-9]{1,9}\.npz")


def make_room(folder: ProjectFolder, training: int) -> Room | None:
    """Room for the models of a training; None if there is none, then they come without files.

    What trainings before the last one left is removed: those models were saved long ago, or are not wanted.
    """
    place = folder.models / NEW
    try:
        if place.is_symlink():  # a stranger's project: it may lead anywhere
            return None
        place.mkdir(parents=True, exist_ok=True)
        _remove(place, lambda number: number < training - 1)
    except OSError:
        return None
    return Room(place, str(training), write_model)


def clear_room(folder: ProjectFolder, training: int) -> None:
    """Remove what a training that was given up has left."""
    _clear(folder, lambda number: number == training)


def sweep_new_models(folder: ProjectFolder) -> None:
    """Remove what an engine that was killed has left. Take the `ProjectLock` first."""
    _clear(folder, lambda _: True)


def take_over(made: Path, path: Path) -> bool:
    """Make the file of a new model the one at `path`, on disk; False if that cannot be done."""
    try:
        with made.open("rb+") as file:
            os.fsync(file.fileno())
        made.replace(path)
    except OSError:  # it was taken already, or is of another project
        return False
    return True


def _clear(folder: ProjectFolder, old: Callable[[int], bool]) -> None:
    place = folder.models / NEW
    with contextlib.suppress(OSError):
        if not place.is_symlink():
            _remove(place, old)


def _remove(place: Path, old: Callable[[int], bool]) -> None:
    """Remove the models of trainings that are old. Raises OSError."""
    with os.scandir(place) as files:
        for file in files:
            if (ours := _OURS.fullmatch(file.name)) and old(int(ours[1])):
                Path(file).unlink(missing_ok=True)
