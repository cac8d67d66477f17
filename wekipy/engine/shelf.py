"""The last models of an output, to go back to and forward again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from wekipy.learning.model import Model
from wekipy.project.problem import Problem

MOST = 8  # models kept per output
MOST_BYTES = 256 << 20  # of the earlier ones together; neighbours of wide inputs are large


@dataclass(frozen=True)
class Shelf:
    """Models of one output, oldest first.

    Attributes:
        at: index of the one that answers.
    """

    models: tuple[Model, ...] = ()
    at: int = -1

    def add(self, model: Model) -> Shelf:
        """The shelf with a new model, which answers from now on; the oldest of too many go."""
        kept, size = [model], 0
        for earlier in reversed(self.models[-MOST + 1 :]):
            size += sum(array.nbytes for array in earlier.arrays.values())
            if size > MOST_BYTES:
                break
            kept.insert(0, earlier)
        return Shelf(tuple(kept), len(kept) - 1)

    def surrounded(self, model: Model, earlier: Sequence[Model], later: Sequence[Model]) -> Shelf:
        """The shelf with models before and after one of its own; of too many the oldest go."""
        if model not in self.models:
            return self
        place = self.models.index(model)
        models = (*self.models[:place], *earlier, model, *later, *self.models[place + 1 :])
        first = min(max(0, len(models) - MOST), models.index(self.model))
        return Shelf(models[first:], models.index(self.model) - first)

    def step(self, by: int) -> Shelf:
        """The shelf with an earlier (-1) or later (1) model answering.

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
        """The one that answers."""
        return self.models[self.at]
