"""Runs a module in a process of its own: what takes long in Python would hold up the packets of an engine."""

from __future__ import annotations

import subprocess
import sys
from typing import Final

from wekipy.project.problem import Problem

_LONGEST: Final = 600.0  # seconds
# It looks for modules where the engine does, never in the folder that somebody stands in.
_START: Final = (
    "import sys, importlib; module, *sys.path = sys.argv[1:]; importlib.import_module(module).main()"
)


def run_apart(module: str, order: bytes, what: str) -> bytes:
    """What a module's `main` writes to its standard output, for an order at its standard input.

    Args:
        what: it works on, for people.

    Raises:
        Problem: if it ends without having done it, or takes more than ten minutes.
    """
    command = [sys.executable, "-c", _START, module, *sys.path]
    try:
        return subprocess.run(  # noqa: S603  our own program
            command, input=order, capture_output=True, timeout=_LONGEST, check=True
        ).stdout
    except subprocess.TimeoutExpired as e:
        raise Problem(f"{what} took longer than {_LONGEST / 60:g} minutes; try again with less") from e
    except subprocess.CalledProcessError as e:
        raise Problem(f"{what}: the process that works on it ended; is it too large?") from e
    except OSError as e:
        raise Problem(f"{what}: no process can be started for it ({e.strerror or e})") from e
