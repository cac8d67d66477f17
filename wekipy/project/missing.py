"""Reports what is missing, unsaved or unwritten: no result may silently be of less."""

from __future__ import annotations

from collections.abc import Iterable

from wekipy.project.problem import Problem
from wekipy.project.schema import Project, Take

_MOST = 5  # takes named


class DataMissing(Problem):
    """Examples that outputs should learn from cannot be read."""


class NotSaved(Problem):
    """Something that was made or recorded could not be written."""


def lacking(takes: Iterable[Take]) -> str:
    """Which takes lack examples, as “take 2 lacks 3 of 40, take 5 …”; "" if none does."""
    short = [take for take in takes if take.lost]
    texts = [f"take {take.number} lacks {take.lost:,} of {take.examples + take.lost:,}" for take in short]
    return ", ".join(texts[:_MOST]) + " …" * (len(texts) > _MOST)


def check_nothing_missing(project: Project) -> None:
    """Check that all training takes have all of their examples.

    Raises:
        DataMissing: naming those that do not, and what to do.
    """
    short = lacking(project.training_takes())
    if short:
        raise DataMissing(
            f"examples are missing: {short}; put back a copy of the take files in examples/, or delete or"
            " switch off what is damaged; --with-what-is-there goes on without them"
        )
