"""Checks of the machine: Python, packages, memory, clock, and the folder for what wekipy keeps."""

from __future__ import annotations

import os
import platform
import sys
import time
from collections.abc import Iterator
from importlib import metadata
from pathlib import Path
from typing import Final

import platformdirs

from wekipy import __version__
from wekipy.cli.checks.finding import Finding

NEEDED: Final = ("numpy", "scikit-learn", "python-osc", "joblib", "msgspec")
_ENGINE: Final = 150 << 20  # bytes: the engine and one worker, idle
_THIS_YEAR: Final = 2025  # no machine that runs this is older


def check_machine() -> Iterator[Finding]:
    """Look at what every engine on this machine needs."""
    yield Finding("wekipy", "ok", f"{__version__}, Python {platform.python_version()}, {platform.machine()}")
    yield packages()
    yield processors(os.cpu_count() or 1)
    memory = available_memory()
    if memory is not None:
        yield enough_memory(memory)
    yield clock(time.time())
    yield place_of_state(platformdirs.user_state_path("wekipy"))


def packages() -> Finding:
    """Whether all packages are there, and their versions."""
    versions, missing = [], []
    for name in NEEDED:
        try:
            versions.append(f"{name} {metadata.version(name)}")
        except metadata.PackageNotFoundError:
            missing.append(name)
    if missing:
        command = f"{sys.executable} -m pip install {' '.join(missing)}"
        return Finding("packages", "problem", f"missing: {', '.join(missing)}; install them: {command}")
    return Finding("packages", "ok", ", ".join(versions))


def processors(count: int) -> Finding:
    """Whether training and answering can have one each."""
    if count == 1:
        return Finding("processors", "note", "1: answers come later while something is trained")
    return Finding("processors", "ok", str(count))


def available_memory() -> int | None:
    """Bytes that programs can have; None where the system does not say."""
    try:
        lines = Path("/proc/meminfo").read_text(encoding="ascii").splitlines()
        found = next(line for line in lines if line.startswith("MemAvailable:"))
    except (OSError, StopIteration):
        return None
    return int(found.split()[1]) << 10


def enough_memory(available: int) -> Finding:
    """Whether an engine fits into memory."""
    text = f"{available >> 20} MB free"
    if available < _ENGINE:
        return Finding("memory", "problem", f"{text}, an engine takes {_ENGINE >> 20} MB: end other programs")
    return Finding("memory", "ok", text)


def clock(now: float) -> Finding:
    """Whether the clock can be right.

    Args:
        now: seconds since 1970.
    """
    moment = time.localtime(now)
    text = time.strftime("%Y-%m-%d %H:%M %Z", moment)
    if moment.tm_year < _THIS_YEAR:
        return Finding(
            "clock", "note",
            f"it says {text}: without a battery it waits for the network. Until then takes get wrong dates"
            " (their timing is right), and a schedule acts at wrong times",
        )  # fmt: skip
    return Finding("clock", "ok", text)


def place_of_state(folder: Path) -> Finding:
    """Whether wekipy can note what it does, so that it goes on after a power cut."""
    place = next((place for place in (folder, *folder.parents) if place.exists()), folder)
    if place.is_dir() and can_write(place):
        return Finding("state", "ok", f"kept in {folder}")
    return Finding(
        "state", "note",
        f"{folder} cannot be written: after a power cut the engine starts with its options, not where it was",
    )  # fmt: skip


def can_write(folder: Path) -> bool:
    """Whether files can be made there; the system's answer, as nothing may be written to find out."""
    return os.access(folder, os.W_OK | os.X_OK) and not _on_read_only_disk(folder)


def _on_read_only_disk(folder: Path) -> bool:
    if not hasattr(os, "statvfs"):
        return False
    return bool(os.statvfs(folder).f_flag & getattr(os, "ST_RDONLY", 1))
