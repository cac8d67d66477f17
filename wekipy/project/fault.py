"""Faults of our own: the one case in which a person is asked to report something.

The sentence names the kind of error and the place in our code, in one line. The library's words and the
traceback go to Python's logging (level DEBUG, logger "wekipy"), for who looks for the cause.
"""

from __future__ import annotations

import logging
import traceback
from pathlib import Path
from typing import Final

from wekipy.project.problem import Problem

_LOG: Final = logging.getLogger("wekipy")
_OURS: Final = Path(__file__).parents[1]


def own_fault(error: BaseException) -> str:
    """Where an unexpected exception came from: “KeyError at engine/values.py:83; please report this”."""
    _LOG.debug("a fault", exc_info=error)
    place = ""
    for frame in traceback.extract_tb(error.__traceback__):
        path = Path(frame.filename)
        if path.is_relative_to(_OURS):
            place = f" at {path.relative_to(_OURS).as_posix()}:{frame.lineno}"
    return f"{type(error).__name__}{place}; please report this"


def failure(error: BaseException) -> str:
    """Why something failed, for a person: our sentence, the system's about a file, else `own_fault`."""
    if isinstance(error, Problem):
        return str(error)
    if isinstance(error, MemoryError):
        return "there is not enough memory"
    if isinstance(error, OSError) and error.strerror:
        return f"{error.strerror}: {error.filename}" if error.filename else error.strerror
    return own_fault(error)
