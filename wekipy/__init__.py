"""wekipy: map any sensor to sound and image by demonstration."""

from __future__ import annotations

from os import PathLike
from typing import TYPE_CHECKING

from wekipy.version import __version__

if TYPE_CHECKING:
    from wekipy.trained import TrainedProject

__all__ = ["__version__", "load"]


def load(path: str | PathLike[str]) -> TrainedProject:
    """Return a trained project to ask in this process, without an engine; see `wekipy.trained.load`."""
    from wekipy.trained import load as load_project  # noqa: PLC0415  `import wekipy` stays quick

    return load_project(path)
