"""Detects which takes have changed as far as models learn from them.

What is computed from all takes of an output (how many examples it has, whether its model is up to date) costs
takes times outputs, and most edits cannot change it: a take was renamed, an output was moved. So these
results are kept for as long as the takes that models learn from are the same object.
"""

from __future__ import annotations

from wekipy.project.schema import Take
from wekipy.project.setting import without_live
from wekipy.project.take_places import changed_takes

Takes = tuple[Take, ...]


class LearnedTakes:
    """Remembers the last takes that it was given; for use by several threads."""

    def __init__(self) -> None:
        self._last: tuple[Takes, Takes] = ((), ())

    def of(self, takes: Takes) -> Takes:
        """Takes that models learn the same from: the object of last time if that may be.

        Names and other fields that are not learned may be those of earlier takes.
        """
        seen, learned = self._last
        if takes is not seen:
            changed = changed_takes(seen, takes)
            if changed is None or any(
                before is None or without_live(before) != without_live(take) for before, take in changed
            ):
                learned = takes
            self._last = takes, learned
        return learned
