"""What the comparison of a new model with the present one found; kept in the header of the new one."""

from __future__ import annotations

from typing import Annotated, Final, Literal, TypeAlias

import msgspec

MARGIN: Final = 0.02  # by which a new model may be worse, unless a person says otherwise
MOST_TAKES_NAMED: Final = 1_000

ExamKind: TypeAlias = Literal["known", "new", "named"]
Share = Annotated[float, msgspec.Meta(ge=0.0)]


class Terms(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a training beside the present models was asked for.

    Attributes:
        margin: how much worse a new model may be, as a share: of wrong answers, of the range, of gestures.
        takes: numbers of takes on which both are compared, and which the new one is examined without.
        switch_off: whether takes that make a new model worse are switched off.
    """

    margin: Annotated[float, msgspec.Meta(ge=0.0, le=1.0)] = MARGIN
    takes: Annotated[
        tuple[Annotated[int, msgspec.Meta(ge=1)], ...], msgspec.Meta(max_length=MOST_TAKES_NAMED)
    ] = ()
    switch_off: bool = False


class Exam(msgspec.Struct, frozen=True):
    """Both models asked about the same takes; the mean over takes of their errors.

    Attributes:
        kind: takes that the present model learned from ("known"), others ("new"), or those a person named.
        before, now: error of the present and of the new model: the share of wrong answers or of gestures
            that were not recognised; of a number its RMSE as a share of the range.
        worse: by how much the new one is worse on a take, on average; negative if it is better.
        unsure: the standard error of that over the takes; 0 for one take.
    """

    kind: ExamKind
    takes: tuple[int, ...]
    before: Share
    now: Share
    worse: float
    unsure: Share


class Verdict(msgspec.Struct, frozen=True, kw_only=True):
    """Whether a new model may take over, and why.

    Attributes:
        accepted: whether it was put in place.
        reason: a sentence.
        exams: those that were held.
        at_fault: numbers of the takes that make it worse.
    """

    accepted: bool
    reason: str
    margin: float = MARGIN
    exams: tuple[Exam, ...] = ()
    at_fault: tuple[int, ...] = ()
