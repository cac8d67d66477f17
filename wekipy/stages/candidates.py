"""Blocks that may help an output, to be tried on takes; by principle, for any sensor."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from wekipy.project.problem import Problem
from wekipy.project.schema import Block, Kind, OptionValue, StageChoice
from wekipy.stages.features import checked_block

MOST_FEATURES: Final = 512  # of a candidate: more would take too long to try
LEAST_POINTS, MOST_POINTS = 5, 21  # of a body or a hand
_VECTORS: Final = 9  # inputs that may be x, y, z of up to three sensors
FAR_POINT: Final = 10  # whose distance from the first one says how large a hand is, as trackers number them


@dataclass(frozen=True)
class Candidate:
    """Something to try.

    Attributes:
        sentence: what it does, for people.
    """

    sentence: str
    block: Block


def candidates(names: Sequence[str], inputs: Sequence[int], kind: Kind) -> list[Candidate]:
    """What may help an output that is fed by some inputs.

    Args:
        names: of all inputs.
        inputs: 0-based, those that feed it.
        kind: of the output. Gestures know how they move already, so windows are not tried for them.
    """
    found = []
    for row in (*_steadier(), *_moving(kind, len(inputs)), *_points(len(inputs))):
        block = Block("suggested", tuple(inputs), len(inputs), row.stages)
        try:
            counted = checked_block(names, block)
        except Problem:  # it does not fit these inputs
            continue
        if counted.features <= MOST_FEATURES:
            found.append(Candidate(row.sentence, counted))
    return found


def selection(names: Sequence[str], inputs: Sequence[int]) -> Candidate:
    """Only some of the inputs."""
    named = ", ".join(names[n] for n in inputs[:6]) + (" …" if len(inputs) > 6 else "")
    block = Block("suggested", tuple(inputs), len(inputs))
    return Candidate(f"only the inputs that matter: {named}", block)


@dataclass(frozen=True)
class _Row:
    """What a candidate does, and its stages."""

    sentence: str
    stages: tuple[StageChoice, ...]


def _row(sentence: str, *stages: StageChoice) -> _Row:
    return _Row(sentence, stages)


def _stage(name: str, **options: OptionValue) -> StageChoice:
    return StageChoice(name, options)


def _steadier() -> Iterator[_Row]:
    yield _row(
        "the middle of the last 5 frames, so that single wild frames do no harm", _stage("median", frames=5)
    )
    yield _row("the mean of the last 0.2 s, against noise", _stage("average", seconds=0.2))


def _moving(kind: Kind, inputs: int) -> Iterator[_Row]:
    if kind == "gesture":
        return
    yield _row("the mean of the last 0.5 s, against much noise", _stage("average", seconds=0.5))
    yield _row(
        "inputs and how quickly they change",
        _stage("average", frames=3),
        _stage("speed", original=True),
    )
    yield _row(
        "mean, deviation and range of the last 0.5 s: what kind of movement it is",
        _stage("window", statistics="mean, deviation, range", seconds=0.5),
    )
    if inputs % 3 == 0 and inputs <= _VECTORS:
        yield _row(
            "how strongly it moves, whatever the direction",
            _stage("high-pass", cutoff=0.5),
            _stage("magnitude"),
            _stage("window", statistics="mean, deviation, max", seconds=0.5),
        )


def _points(inputs: int) -> Iterator[_Row]:
    for size in (3, 2):
        points, rest = divmod(inputs, size)
        if rest or points < LEAST_POINTS:
            continue
        far = FAR_POINT if points >= FAR_POINT else points
        yield _row(
            f"points of {size} numbers as seen from the first one, whatever the size of the hand",
            _stage("relative", size=size, reference=1, scale_from=1, scale_to=far),
        )
        if points <= MOST_POINTS:
            yield _row(
                f"how far apart the points of {size} numbers are, wherever and however the hand is held",
                _stage("relative", size=size, reference=1, scale_from=1, scale_to=far),
                _stage("distances", size=size),
            )
    if inputs % 3 == 0 and inputs <= _VECTORS:
        yield _row(
            "inputs and how strong they are together, whatever the direction",
            _stage("magnitude", original=True),
        )
