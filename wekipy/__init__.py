"""wekipy: map any sensor to sound and image by demonstration.

In a script or a notebook: `wekipy.serve` starts an engine, `wekipy.Client` connects to one that runs already,
`wekipy.load` answers with a trained project without any engine. See docs/python.md.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING

from wekipy.version import __version__

if TYPE_CHECKING:
    from wekipy import aio
    from wekipy.client import (
        Client,
        ConnectionLost,
        Evaluation,
        Health,
        Live,
        Output,
        Recorded,
        State,
        Take,
        Training,
    )
    from wekipy.project.problem import Problem
    from wekipy.served import Engine, serve
    from wekipy.trained import load

__all__ = [
    "Client",
    "ConnectionLost",
    "Engine",
    "Evaluation",
    "Health",
    "Live",
    "Output",
    "Problem",
    "Recorded",
    "State",
    "Take",
    "Training",
    "__version__",
    "aio",
    "load",
    "serve",
]


# Imported when first used: the engine imports this package, too, and most of it needs no client.
_ELSEWHERE = {
    "Problem": "wekipy.project.problem",
    "Engine": "wekipy.served",
    "serve": "wekipy.served",
    "load": "wekipy.trained",
}


def __getattr__(name: str) -> object:
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    if name == "aio":
        return importlib.import_module("wekipy.aio")
    found: object = getattr(importlib.import_module(_ELSEWHERE.get(name, "wekipy.client")), name)
    globals()[name] = found
    return found


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
