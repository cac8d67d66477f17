"""Keeps compiled models for the next call: to compile them takes longer than to answer one vector."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from wekipy.engine.answers import FreshRun
from wekipy.learning.model import Model
from wekipy.project.schema import Project


class FreshRuns:
    """Gives each call a run of its own, whichever thread it comes from; each begins anew."""

    def __init__(self, project: Project, models: Mapping[str, Model]) -> None:
        self._project, self._models = project, models
        self._idle: list[FreshRun] = []

    def __reduce__(self) -> tuple[type[FreshRuns], tuple[Project, Mapping[str, Model]]]:
        """Leave the compiled models out of a pickle."""
        return FreshRuns, (self._project, self._models)

    @contextmanager
    def one(self) -> Iterator[FreshRun]:
        """Lend a run that has just begun.

        Raises:
            Problem: as `FreshRun`.
        """
        try:
            run = self._idle.pop()  # in one step, so that no other thread gets the same
        except IndexError:
            run = FreshRun(self._project, self._models)
        run.restart()
        yield run
        self._idle.append(run)  # not after an exception: it may be in any state
