"""Tags of takes: who performed, and where. Evaluations leave one person, or one place, out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final, TypeAlias

import msgspec

from wekipy.project.examples import takes_of
from wekipy.project.problem import Problem
from wekipy.project.schema import Output, Project, Take
from wekipy.project.take_edits import change_takes, take_at

TAGS: Final = ("who", "where")
LONGEST: Final = 100
Tags: TypeAlias = dict[int, str]
"""By number of the take, what a tag says."""


def read_tags(plain: object) -> dict[str, str]:
    """Read tags, from `{"who": "Ana", "where": "studio"}`; "" takes one away.

    Raises:
        Problem: if it is not of that form.
    """
    expected = f'tags: expected a JSON object such as {{"who": "Ana", "where": "studio"}}, got {plain!r:.60}'
    if not isinstance(plain, dict) or not plain:
        raise Problem(expected)
    for tag, value in plain.items():
        if tag not in TAGS:
            raise Problem(f"a take has no tag “{tag:.60}”; there are who and where")
        if not isinstance(value, str):
            raise Problem(expected)
        if len(value.strip()) > LONGEST:
            raise Problem(f"{tag} has at most {LONGEST} characters, got {len(value.strip())}")
    return {tag: " ".join(value.split()) for tag, value in plain.items()}


def tag_takes(project: Project, numbers: Iterable[int], tags: Mapping[str, str]) -> Project:
    """Say who performed takes, or where; other tags stay as they are."""
    chosen = sorted(set(numbers))
    for number in chosen:
        take_at(project, number)
    return change_takes(project, chosen, lambda take: msgspec.structs.replace(take, **tags))


def tags_of(project: Project) -> dict[str, Tags]:
    """By tag, what the takes that are not deleted say; takes that do not say it are not in it."""
    return {
        tag: {take.number: getattr(take, tag) for take in project.live_takes() if getattr(take, tag)}
        for tag in TAGS
    }


def told_of(project: Project, output: Output) -> dict[int, tuple[str, str]]:
    """By take that an output learns from, who performed it, and where; "" is not said."""
    return {take.number: (take.who, take.where) for take in takes_of(project, output)}


def common_tags(takes: Iterable[Take]) -> dict[str, str]:
    """The tags that some takes, one or more, all have."""
    found = list(takes)
    return {tag: getattr(found[0], tag) for tag in TAGS if len({getattr(take, tag) for take in found}) == 1}
