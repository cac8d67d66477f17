"""Whether there is still somebody who waits for an answer."""

from __future__ import annotations

from typing import Any

from PyQt6 import sip
from PyQt6.QtCore import QObject


def waits(then: Any) -> bool:
    """False for a method of a widget that has been deleted meanwhile: Qt would raise where it is called."""
    owner = getattr(then, "__self__", None)
    return not (isinstance(owner, QObject) and sip.isdeleted(owner))
