"""What may help an output, as frozen data and in words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import msgspec

from wekipy.client.reply import Record
from wekipy.client.state import Output
from wekipy.gui.translation import tr
from wekipy.gui.wording.evaluation_words import percent

MOST_NAMED = 8  # features in a sentence


class Suggested(Record, frozen=True):
    """A block that helps.

    Attributes:
        sentence: what it does.
        block: as `apply_suggestion` takes it.
        delay: seconds by which it delays.
        error: on takes held out.
        gain: by how much that is less than now.
    """

    sentence: str
    block: dict[str, Any]
    delay: float = 0.0
    error: float = 0.0
    gain: float = 0.0


class Found(Record, frozen=True):
    """The reply of the operation `suggest`.

    Attributes:
        takes: how many were held out.
        present: the error now.
        suggestions: best first.
        features: by how much the error grows without each that feeds the output.
    """

    takes: int = 0
    present: float = 0.0
    suggestions: tuple[Suggested, ...] = ()
    features: tuple[float, ...] = ()


def read_found(told: dict[str, Any]) -> Found:
    """Read the reply."""
    return msgspec.convert(told, Found)


def how_it_is(found: Found, output: Output) -> str:
    """How well the output does now, and whether anything helps."""
    now = tr("Now {figure}, on {count} takes held out.").format(
        figure=figure(found.present, output), count=found.takes
    )
    if found.suggestions:
        return now
    return f"{now} {tr('Nothing that was tried is better by more than chance.')}"


def in_figures(one: Suggested, first: bool, output: Output) -> str:
    """How well the output does with a suggestion, what is gained, and how late it is."""
    points = f"{100 * _share(one.gain, output):.1f}"
    if output.kind == "continuous":
        gained = tr("{points} points less off").format(points=points)
    else:
        gained = tr("{points} points better").format(points=points)
    if first:
        gained = tr("expect {gain} on new takes").format(gain=gained)
    parts = [figure(one.error, output), gained]
    if one.delay:
        parts.append(tr("{time} ms later").format(time=round(1000 * one.delay)))
    return " · ".join(parts)


def figure(error: float, output: Output) -> str:
    """An error as people read it: how much is right, or how far off numbers are."""
    share = _share(error, output)
    if output.kind == "continuous":
        return tr("{share} off").format(share=percent(share))
    return tr("{share} right").format(share=percent(1 - share))


def what_matters(found: Found, names: Sequence[str]) -> tuple[str, str]:
    """Sentences about the features that matter, most first, and those that do not; "" for none.

    Args:
        names: of the features that fed the output, in their order.
    """
    ranked = sorted(zip(found.features, names, strict=False), key=lambda one: -one[0])
    mattering = [name for grows, name in ranked if grows > 0]
    idle = [name for grows, name in ranked if grows <= 0] if mattering else []
    return (
        tr("What matters: {names}").format(names=_named(mattering)) if mattering else "",
        tr("What does not: {names}").format(names=_named(idle)) if idle else "",
    )


def _named(names: Sequence[str]) -> str:
    listed = ", ".join(names[:MOST_NAMED])
    left = len(names) - MOST_NAMED
    return tr("{names} and {count} more").format(names=listed, count=left) if left > 0 else listed


def _share(error: float, output: Output) -> float:
    """An error as a share: of the range for numbers, of the answers for others."""
    if output.kind != "continuous":
        return error
    span = output.maximum - output.minimum
    return error / span if span > 0 else 0.0
