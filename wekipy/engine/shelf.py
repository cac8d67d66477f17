"""Keeps the last models of an output, to step back and forward."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from wekipy.learning.model import Model
from wekipy.project.problem import Problem

MOST = 8  # models kept per output
MOST_REJECTED = 3  # of them that were found worse than the answering one
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
        kept = (*_newest(self.models, MOST - 1, MOST_BYTES), model)
        return Shelf(kept, len(kept) - 1)

    def keep(self, model: Model) -> Shelf:
        """Return the shelf with a new model that does not answer.

        The answering one stays, whatever its age. Of models that were found worse the newest are kept, and of
        those with the same examples and settings one.
        """
        same = model.header.fingerprint
        others = [m for m in self.models if m is not self.model]
        rejected = [m for m in others if is_rejected(m)]
        surplus = [m for m in rejected if m.header.fingerprint == same]
        rest = [m for m in rejected if m not in surplus]
        surplus += rest[: max(0, len(rest) - MOST_REJECTED + 1)]
        others = [m for m in others if m not in surplus]
        newest = _newest(others, MOST - 2, MOST_BYTES - _size(model))
        kept = [m for m in self.models if m is self.model or m in newest]
        return Shelf((*kept, model), kept.index(self.model))

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


def is_rejected(model: Model) -> bool:
    """Whether a model was found worse than the one that answered when it was made."""
    return model.header.verdict is not None and not model.header.verdict.accepted


def _size(model: Model) -> int:
    return sum(array.nbytes for array in model.arrays.values())


def _newest(models: Sequence[Model], most: int, most_bytes: int) -> list[Model]:
    """The newest of some models, oldest first."""
    kept: list[Model] = []
    for earlier in reversed(models[-most:]):
        most_bytes -= _size(earlier)
        if most_bytes < 0:
            break
        kept.insert(0, earlier)
    return kept
