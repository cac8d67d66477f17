"""Files of new large models in `models/new/`, where workers write them until they get their names."""

from __future__ import annotations

import contextlib
import os
import re
from collections.abc import Callable
from pathlib import Path
from typing import Final

from wekipy.learning.model_transport import Room
from wekipy.storage.folder import ProjectFolder
from wekipy.storage.links import is_link
from wekipy.storage.model_file import write_model
from wekipy.storage.presence import make_inside

NEW: Final = "new"
_OURS = re.compile(r"([0-9]{1,18})-[0-9]{1,9}\.npz")


def make_room(folder: ProjectFolder, training: int) -> Room | None:
    """Make a folder for the models of a training; None if that fails: they then come without files.

    Files of trainings before the last one are removed: those models were saved long ago, or are not needed.
    """
    place = folder.models / NEW
    try:
        if is_link(folder.models) or is_link(place):  # a stranger's project: it may lead anywhere
            return None
        make_inside(folder.path, place)
        _remove(place, lambda number: number < training - 1)
    except OSError:
        return None
    return Room(place, str(training), write_model)


def clear_room(folder: ProjectFolder, training: int) -> None:
    """Remove the files of a cancelled training."""
    _clear(folder, lambda number: number == training)


def sweep_new_models(folder: ProjectFolder) -> None:
    """Remove the files of a killed engine. Take the `ProjectLock` first."""
    _clear(folder, lambda _: True)


def take_over(made: Path, path: Path) -> bool:
    """Sync the file of a new model and move it to `path`; returns False if that fails."""
    try:
        with made.open("rb+") as file:
            os.fsync(file.fileno())
        made.replace(path)
    except OSError:  # it was taken already, or belongs to another project
        return False
    return True


def _clear(folder: ProjectFolder, old: Callable[[int], bool]) -> None:
    place = folder.models / NEW
    with contextlib.suppress(OSError):
        if not (is_link(folder.models) or is_link(place)):
            _remove(place, old)


def _remove(place: Path, old: Callable[[int], bool]) -> None:
    """Remove the models of old trainings. Raises OSError."""
    with os.scandir(place) as files:
        for file in files:
            if (ours := _OURS.fullmatch(file.name)) and old(int(ours[1])):
                Path(file).unlink(missing_ok=True)
