"""What a command has changed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Now:
    """What a change has led to: for scripts, and in a sentence."""

    value: dict[str, Any]
    sentence: str
