"""Columns of words: names of classes, or free text, which is no value of an example."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from wekipy.exchange.cells import from_text_cell
from wekipy.exchange.importing.tables.table import (
    F64,
    LONGEST_LABEL,
    MISSING_WORDS,
    MOST_LABELS,
    Column,
    Labels,
    Place,
)


class Words:
    """A `Reading` of words, numbered as they come.

    Attributes:
        places: the number of each word.
        text: whether there are more, or longer ones, than names of classes can be; then none is kept.

    Args:
        plain: makes the word of a cell.
    """

    def __init__(
        self, labels: Labels, plain: Callable[[str], str] = from_text_cell, text: bool = False
    ) -> None:
        self.places: dict[str, int] = {}
        self.text = text
        self._labels, self._plain = labels, plain

    def __call__(self, texts: Sequence[str], _: Place) -> F64:
        return np.array([self._place(self._plain(text.strip())) for text in texts], np.float64)

    def _place(self, word: str) -> float:
        if word in MISSING_WORDS or self.text:
            return float("nan")
        if word not in self.places:
            if len(self.places) == MOST_LABELS or len(word) > LONGEST_LABEL:
                self.text = True
                self.places.clear()
                return float("nan")
            self._labels.add(word)
        return float(self.places.setdefault(word, len(self.places)))

    def column(self, name: str) -> Column:
        """What the column turned out to be, when all of it was read."""
        return Column(name, text=True) if self.text else Column(name, tuple(self.places), nominal=True)
