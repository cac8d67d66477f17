"""Temporary projects of start screens: in no list, and removed when their engines end."""

from __future__ import annotations

import contextlib
import os
import shutil
import time
from datetime import datetime
from pathlib import Path

import platformdirs

from wekipy.child import engine_of
from wekipy.gui.session.source import Child
from wekipy.gui.start.recent import new_folder, projects_folder
from wekipy.gui.translation import tr
from wekipy.project.problem import Problem
from wekipy.project.project_text import load_project

_SUFFIX, _MOST_BYTES = ".wekipy", 16 << 20
_NEW = 60.0  # seconds
_PATIENCE, _LOOK = 10.0, 0.1  # seconds
CLAIM = "start-screen.lock"  # in the project: a start screen listens with it, or did


def listening_folder() -> Path:
    """Where these projects are: beside those that are a person's, not among them."""
    return platformdirs.user_data_path("wekipy") / "listening"


def is_temporary(folder: Path) -> bool:
    """Whether a project is one that only a start screen listens with."""
    return folder.parent == listening_folder()


class ListeningChild(Child):
    """An engine on a temporary project, which opens and makes projects in the person's folder.

    Args:
        wanted: the port of the projects that it makes.
        port: where it listens if that is taken.
    """

    def __init__(self, wanted: int, port: int) -> None:
        name = f"{datetime.now():%Y-%m-%d %H.%M.%S} {os.getpid()} {port}{_SUFFIX}"
        projects_folder().mkdir(parents=True, exist_ok=True)
        listening_folder().mkdir(parents=True, exist_ok=True)
        self.temporary = listening_folder() / name
        super().__init__(
            (
                str(self.temporary), "--inputs", "5", "--outputs", "5",
                "--library", str(projects_folder()), "--port", str(wanted), "--else-port", str(port),
            )
        )  # fmt: skip

    def close(self) -> None:
        """End it and remove its temporary project."""
        super().close()
        discard(self.temporary)


def discard(folder: Path) -> None:
    """Clear away what an engine that is gone, or has another project open, has listened with.

    What was recorded meanwhile (by a foot switch, say) becomes a project of the person's.
    """
    with contextlib.suppress(OSError):
        if not folder.is_dir() or engine_of(folder) is not None:
            return
        if _is_unused(folder):
            shutil.rmtree(folder)
        elif is_temporary(folder):
            folder.rename(new_folder(tr("Recorded on the start screen")))


def discard_soon(folder: Path) -> None:
    """Discard it as soon as its engine has released it. Blocks: do not call it in the window's thread."""
    end = time.monotonic() + _PATIENCE
    while folder.is_dir() and time.monotonic() < end:
        discard(folder)
        time.sleep(_LOOK)


def _is_unused(folder: Path) -> bool:
    """Whether nothing was ever recorded, not even by an engine that was killed amid a take."""
    try:
        with (folder / "project.json").open("rb") as file:
            takes = load_project(file.read(_MOST_BYTES)).takes
    except Problem:
        return False
    examples = folder / "examples"
    return not takes and not (examples.is_dir() and any(examples.iterdir()))


def sweep() -> None:
    """Discard all that crashed windows have left; very new ones may be just starting."""
    for place in (listening_folder(), projects_folder()):
        with contextlib.suppress(OSError):
            for folder in list(place.iterdir()):
                # Earlier versions had theirs among the person's projects.
                ours = place == listening_folder() or (folder / CLAIM).is_file()
                if ours and time.time() - folder.stat().st_mtime > _NEW:
                    discard(folder)
