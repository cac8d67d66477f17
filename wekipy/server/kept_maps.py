"""The last maps of the examples that were made, so that they can be played."""

from __future__ import annotations

import threading
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from wekipy.engine.view import Event
from wekipy.project.problem import Problem

MOST_MAPS: Final = 8
MOST_NUMBERS: Final = 8_000_000  # inputs of all examples of all maps together; 32 MB


@dataclass(frozen=True)
class MadeMap:
    """A map that was made.

    Attributes:
        number: rising; each map has its own.
        points: (n, 2) float64, the places of its examples.
        X: (n, inputs) float32, their inputs.
    """

    number: int
    points: npt.NDArray[np.float64]
    X: npt.NDArray[np.float32]


class KeptMaps:
    """Keeps the newest maps of the open project; all methods from any thread.

    Attributes:
        projects: how many projects have been opened.
    """

    def __init__(self) -> None:
        self._changing = threading.Lock()
        self._kept: tuple[MadeMap, ...] = ()
        self._made = self.projects = 0

    def on_event(self, event: Event) -> None:
        """Forget the maps of a project that is closed."""
        if event.kind == "opened":
            with self._changing:
                self._kept = ()
                self.projects += 1

    def keep(self, points: list[list[float]], X: npt.NDArray[np.float32], of_project: int) -> int:
        """Keep a map in the place of older ones; returns its number.

        Args:
            of_project: `projects` when it was begun; that of a project closed meanwhile is not kept.
        """
        with self._changing:
            self._made += 1
            if of_project == self.projects:
                kept = (*self._kept, MadeMap(self._made, np.array(points, np.float64), X))[-MOST_MAPS:]
                while len(kept) > 1 and sum(made.X.size for made in kept) > MOST_NUMBERS:
                    kept = kept[1:]
                self._kept = kept
            return self._made

    def find(self, number: int) -> MadeMap:
        """A map by its number; 0 is the newest.

        Raises:
            Problem: if it is not there (any more).
        """
        for made in reversed(self._kept):
            if number in (0, made.number):
                return made
        raise Problem(
            f"map {number} is not there any more: make a new one (embed)"
            if number
            else "there is no map of the examples yet: make one (embed)"
        )
