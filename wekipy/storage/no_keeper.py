"""Replaces a `Keeper` where nothing can be written: a project that is played and not changed."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from wekipy.engine.recorder import Recorder
from wekipy.learning.model import Model
from wekipy.project.examples import TakeData
from wekipy.project.history import Entry
from wekipy.project.schema import Project
from wekipy.storage.shelf_files import ShelfRead


class NoKeeper:
    """Writes nothing.

    Args:
        why: the reason that nothing can be written, a sentence.

    Attributes:
        trouble: the sentence.
        gone, can_write: see `Keeper`.
    """

    gone = can_write = False

    def __init__(self, why: str) -> None:
        self.trouble = why

    def follow(self, recorder: Recorder) -> None:
        """Nothing is recorded."""

    def save_take(self, number: int, data: TakeData) -> None:
        """Nothing is written."""

    def finish(self, number: int) -> None:
        """Nothing is recorded."""

    def save_project(self, project: Project) -> None:
        """Nothing is written."""

    def record(self, entries: Sequence[Entry]) -> None:
        """Nothing is written."""

    def save_model(self, model: Model, earlier: Sequence[Model] = ()) -> None:
        """Nothing is written."""

    def remove_model(self, uid: str) -> None:
        """Nothing is written."""

    def know_models(self, uid: str, shelf: ShelfRead) -> None:
        """Nothing is written."""

    def flush(self, timeout: float, waiting: Callable[[str], None] | None = None) -> bool:
        """Return at once; nothing is saved. The arguments are those of `Keeper.flush`."""
        del timeout, waiting
        return False

    def close(self, timeout: float = 0.0, waiting: Callable[[str], None] | None = None) -> bool:
        """Return True: nothing had to be written, so nothing is lost. The arguments are those of
        `Keeper.close`.
        """
        del timeout, waiting
        return True
