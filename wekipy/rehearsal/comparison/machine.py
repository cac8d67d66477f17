"""The machine that figures were measured on."""

from __future__ import annotations

import os
import platform
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path


@dataclass(frozen=True)
class Machine:
    """What a reader needs to know of it.

    Attributes:
        threads: of the linear algebra library, as set in the environment; empty is its own choice.
    """

    processor: str
    processors: int
    system: str
    python: str
    numpy: str
    scikit_learn: str
    threads: str


def this_machine() -> Machine:
    """The machine this runs on."""
    return Machine(
        processor=_processor(),
        processors=os.cpu_count() or 1,
        system=f"{platform.system()} {platform.machine()}",
        python=platform.python_version(),
        numpy=version("numpy"),
        scikit_learn=version("scikit-learn"),
        threads=os.environ.get("OMP_NUM_THREADS", ""),
    )


def _processor() -> str:
    # Only Linux hides the name from `platform`.
    path = Path("/proc/cpuinfo")
    lines = path.read_text(encoding="utf-8", errors="replace").splitlines() if path.exists() else []
    names = (line.partition(":")[2].strip() for line in lines if line.startswith("model name"))
    return next(names, platform.processor() or platform.machine())
