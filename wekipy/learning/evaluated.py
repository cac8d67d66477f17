"""An evaluation as the engine keeps it: in brief, and in full as JSON text to send.

Reading all of it would take a third of a millisecond per output beside the stream, ten times as long.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import msgspec


class _Continuous(msgspec.Struct):
    rmse: float | None
    share: float | None


class _Classification(msgspec.Struct):
    accuracy: float | None


class _Gesture(msgspec.Struct):
    right: float | None
    false_per_minute: float | None


class _Margin(msgspec.Struct):
    low: float
    high: float


class _Evaluation(msgspec.Struct):
    method: str
    findings: list[msgspec.Raw]
    continuous: _Continuous | None
    classification: _Classification | None
    gesture: _Gesture | None
    margin: _Margin | None = None


@dataclass(frozen=True)
class Brief:
    """The main figures; None where one does not apply or nothing could be held out.

    Attributes:
        margin: from and to which new takes will likely be: shares of right answers, or RMSE.
    """

    method: str
    rmse: float | None
    share: float | None
    accuracy: float | None
    right: float | None
    false_per_minute: float | None
    findings: int
    margin: tuple[float, float] | None = None


@dataclass(frozen=True)
class Evaluated:
    """A finished evaluation of one output.

    Attributes:
        fingerprint: of the examples and settings that were evaluated.
        text: JSON of an `evaluation.result.Evaluation`, and the fingerprint.
        tags: by take, who performed it, and where, as it was then.
    """

    brief: Brief
    fingerprint: str
    text: msgspec.Raw
    tags: Mapping[int, tuple[str, str]] = field(default_factory=dict)


def read_evaluated(
    text: bytes, fingerprint: str, tags: Mapping[int, tuple[str, str]] | None = None
) -> Evaluated:
    """Read the JSON of an `Evaluation` from a worker."""
    evaluation = msgspec.json.decode(text, type=_Evaluation)
    brief = Brief(
        evaluation.method,
        evaluation.continuous.rmse if evaluation.continuous else None,
        evaluation.continuous.share if evaluation.continuous else None,
        evaluation.classification.accuracy if evaluation.classification else None,
        evaluation.gesture.right if evaluation.gesture else None,
        evaluation.gesture.false_per_minute if evaluation.gesture else None,
        len(evaluation.findings),
        (evaluation.margin.low, evaluation.margin.high) if evaluation.margin else None,
    )
    own = msgspec.json.encode({"fingerprint": fingerprint})
    return Evaluated(brief, fingerprint, msgspec.Raw(text[:-1] + b"," + own[1:]), tags or {})
