"""An evaluation as the engine keeps it: in brief, and in full as the text that is sent on.

Reading all of it would take a third of a millisecond per output beside the stream, ten times as long.
"""

from __future__ import annotations

from dataclasses import dataclass

import msgspec


class _Continuous(msgspec.Struct):
    rmse: float | None
    share: float | None


class _Classification(msgspec.Struct):
    accuracy: float | None


class _Gesture(msgspec.Struct):
    right: float | None
    false_per_minute: float | None


class _Told(msgspec.Struct):
    method: str
    findings: list[msgspec.Raw]
    continuous: _Continuous | None
    classification: _Classification | None
    gesture: _Gesture | None


@dataclass(frozen=True)
class Brief:
    """What there is to know at a glance; None where it does not apply, or nothing could be held out."""

    method: str
    rmse: float | None
    share: float | None
    accuracy: float | None
    right: float | None
    false_per_minute: float | None
    findings: int


@dataclass(frozen=True)
class Evaluated:
    """An evaluation of one output that has ended.

    Attributes:
        fingerprint: of the examples and settings that were evaluated.
        text: JSON of an `evaluation.result.Evaluation`, and the fingerprint.
    """

    brief: Brief
    fingerprint: str
    text: msgspec.Raw


def read_evaluated(text: bytes, fingerprint: str) -> Evaluated:
    """From the JSON of an `Evaluation`, as a worker brings it."""
    told = msgspec.json.decode(text, type=_Told)
    brief = Brief(
        told.method,
        told.continuous.rmse if told.continuous else None,
        told.continuous.share if told.continuous else None,
        told.classification.accuracy if told.classification else None,
        told.gesture.right if told.gesture else None,
        told.gesture.false_per_minute if told.gesture else None,
        len(told.findings),
    )
    own = msgspec.json.encode({"fingerprint": fingerprint})
    return Evaluated(brief, fingerprint, msgspec.Raw(text[:-1] + b"," + own[1:]))
