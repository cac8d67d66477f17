"""How a kept model answers takes, as frozen data."""

from __future__ import annotations

from typing import Any, Literal

import msgspec

from wekipy.client.reply import Record, Reply


class TakeScore(Record, frozen=True):
    """How a model answers one take; `learned` says whether it learned from it, None if that is unknown."""

    take: int
    figure: float
    examples: int
    learned: bool | None = None


class Score(Reply, frozen=True):
    """How a model answers takes.

    Attributes:
        measure: what `figure` is: the share of right answers ("accuracy"), of gestures that were recognised
            ("recognised"), or the RMSE in units of the output ("rmse").
    """

    measure: Literal["accuracy", "rmse", "recognised"]
    figure: float
    examples: int
    by_take: tuple[TakeScore, ...] = ()


def read_score(reply: dict[str, Any]) -> Score:
    """A score of the reply to the operation `score_model`."""
    return msgspec.convert({**reply, "raw": reply}, Score)
