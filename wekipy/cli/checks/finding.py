"""What a check finds."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Mark = Literal["ok", "note", "problem"]


@dataclass(frozen=True)
class Finding:
    """One line of `wekipy doctor`.

    Attributes:
        about: what was looked at, in a word or two.
        mark: "problem" is what keeps a piece from playing or from keeping what it records.
        text: what was found and, unless all is well, what to do.
    """

    about: str
    mark: Mark
    text: str
