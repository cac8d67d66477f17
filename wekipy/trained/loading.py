"""Reads a trained project from its folder."""

from __future__ import annotations

from os import PathLike, fspath
from pathlib import Path

from wekipy.project.problem import Problem
from wekipy.storage.folder import SUFFIX, read_models
from wekipy.trained.project import TrainedProject


def load(path: str | PathLike[str]) -> TrainedProject:
    """Return the project in a folder as it was saved last, to ask its models in this process.

    It reads project.json and the model files only, takes no lock and changes nothing: an engine may have the
    project open, and the disk may be read-only. What an engine has not saved yet is not there.

    Args:
        path: of the folder; ~ is the home folder, and “.wekipy” may be left out.

    Raises:
        Problem: if it is not a project, no output has a model, or a model cannot be used.
    """
    place = _place(path)
    project, models = read_models(place)
    if not models:
        raise Problem(
            f"no output of {place.name} has a model yet: record examples and train it, as with: wekipy train"
            f" {place}"
        )
    return TrainedProject(place.resolve().name.removesuffix(SUFFIX), project, models)


def _place(path: str | PathLike[str]) -> Path:
    if not isinstance(path, str | PathLike):
        raise Problem(f"expected the path of a project, got {path!r:.60}")
    try:
        place = Path(fspath(path)).expanduser()
    except (RuntimeError, TypeError) as e:
        raise Problem(f"{path}: there is no home folder of that name; give the whole path") from e
    longer = place.with_name(place.name + SUFFIX) if place.name else place
    return longer if not place.exists() and longer.exists() else place
