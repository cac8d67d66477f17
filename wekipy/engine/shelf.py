"""Keeps the last models of an output, to step back and forward."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from wekipy.learning.model import Model
from wekipy.project.problem import Problem

MOST = 8  # models kept per output
MOST_BYTES = 256 << 20  # bytes of the earlier models together; neighbours with many inputs are large


@dataclass(frozen=True)
class Shelf:
    """Models of one output, oldest first.

    Attributes:
        at: index of the answering model.
    """

    models: tuple[Model, ...] = ()
    at: int = -1

    def add(self, model: Model) -> Shelf:
        """Return the shelf with a new model that answers; the oldest are dropped if there are too many."""
        kept, size = [model], 0
        for earlier in reversed(self.models[-MOST + 1 :]):
            size += sum(array.nbytes for array in earlier.arrays.values())
            if size > MOST_BYTES:
                break
            kept.insert(0, earlier)
        return Shelf(tuple(kept), len(kept) - 1)

    def surrounded(self, model: Model, earlier: Sequence[Model], later: Sequence[Model]) -> Shelf:
        """Return the shelf with models before and after one of its own; the oldest are dropped if there
        are too many.
        """
        if model not in self.models:
            return self
        place = self.models.index(model)
        models = (*self.models[:place], *earlier, model, *later, *self.models[place + 1 :])
        first = min(max(0, len(models) - MOST), models.index(self.model))
        return Shelf(models[first:], models.index(self.model) - first)

    def step(self, by: int) -> Shelf:
        """Return the shelf with the previous (-1) or next (1) model answering.

        Raises:
            Problem: if there is none.
        """
        at = self.at + by
        if not 0 <= at < len(self.models):
            which = "earlier" if by < 0 else "later"
            raise Problem(
                f"there is no {which} model: {len(self.models)} are kept, number {self.at + 1} answers"
            )
        return Shelf(self.models, at)

    @property
    def model(self) -> Model:
        """The answering model."""
        return self.models[self.at]
