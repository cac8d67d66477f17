"""What the stages before the models remembered when a take began."""

from __future__ import annotations

from typing import Annotated

import msgspec


class TakeState(msgspec.Struct, frozen=True):
    """The state of a plan's stages when a take began, so that it can be replayed to the bit.

    Attributes:
        plan: the digest of the plan, see `wekipy.stages.features.digest`.
        began: when the take began, by the clock that the stages were given: row times are added to it.
        data: their state, compressed with zlib.
    """

    plan: Annotated[str, msgspec.Meta(max_length=64)]
    began: float
    data: Annotated[bytes, msgspec.Meta(max_length=6 << 20)]
