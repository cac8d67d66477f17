"""What a model learned from, take by take, so that it can be learned from again as it was then.

The rows of a take never change once recorded. What was made of them since (a trim, a label) is a note in the
project, so a model that keeps these notes says exactly which examples it knows.
"""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from wekipy.project.examples import takes_of
from wekipy.project.schema import Output, Project, Take, Trim


class Lesson(msgspec.Struct, frozen=True, omit_defaults=True):
    """One take as an output learned from it.

    Attributes:
        trim: the first and the last row that were used; None is all of them.
        label: the target that all rows had been given; None is as recorded.
    """

    trim: tuple[int, int] | None = None
    label: float | None = None


Lessons = dict[int, Lesson]
"""By the number of the take."""


def lesson_of(take: Take, output: Output) -> Lesson:
    """What an output learns from a take."""
    trim = None if take.trim is None else (take.trim.first, take.trim.last)
    return Lesson(trim, take.labels.get(output.uid))


def lessons_of(project: Project, output: Output) -> Lessons:
    """What an output learns from all takes."""
    return {take.number: lesson_of(take, output) for take in takes_of(project, output)}


def with_lessons(project: Project, output: Output, lessons: Mapping[int, Lesson]) -> Project:
    """The project with the takes of these lessons only, as they were then: also deleted ones."""
    takes = []
    for take in project.takes:
        lesson = lessons.get(take.number)
        if lesson is None or output.uid not in take.counts:
            continue
        trim = None if lesson.trim is None else Trim(*lesson.trim)
        labels = {} if lesson.label is None else {output.uid: lesson.label}
        takes.append(
            msgspec.structs.replace(take, on=True, deleted=False, erased=(), trim=trim, labels=labels)
        )
    return msgspec.structs.replace(project, takes=tuple(takes))


def still_so(project: Project, output: Output, lessons: Mapping[int, Lesson]) -> bool:
    """Whether an output would learn the same from these takes now; others may have come."""
    now = lessons_of(project, output)
    return all(now.get(number) == lesson for number, lesson in lessons.items())
