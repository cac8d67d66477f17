"""Tells whether the object that waits for an answer still exists."""

from __future__ import annotations

from functools import partial
from typing import Any

from PyQt6 import sip
from PyQt6.QtCore import QObject


def waits(then: Any) -> bool:
    """Whether a callback's widget still exists; calling a method of a deleted one would raise."""
    while isinstance(then, partial):
        then = then.func
    owner = getattr(then, "__self__", None)
    return not (isinstance(owner, QObject) and sip.isdeleted(owner))
