"""Chooses what the next take shows: the targets, or an example of a gesture."""

from __future__ import annotations

from typing import TypeAlias

from wekipy.project.schema import Project

Chosen: TypeAlias = tuple[str, int]  # uid of a gesture output, and the gesture there, from 1


def gesture_to_teach(project: Project, chosen: Chosen | None) -> int | None:
    """Return the number (from 1) of the gesture that the next take shows; None if it stores the targets.

    Without outputs that have targets, it is the first gesture unless another is chosen.
    """
    first = None
    count = 0
    for output in project.gesture_outputs():
        if output.record:
            first = count + 1 if first is None else first
            if chosen is not None and chosen[0] == output.uid and chosen[1] <= output.width:
                return count + chosen[1]
        count += output.width
    return None if project.value_outputs() else first


def number_of(project: Project, uid: str, gesture: int) -> int:
    """Return the number of an output's gesture, counted through all gesture outputs; 0 stays 0."""
    before = 0
    for output in project.gesture_outputs():
        if output.uid == uid:
            break
        before += output.width
    return before + gesture if gesture else 0
