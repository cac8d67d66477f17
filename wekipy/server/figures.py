"""Figures of the process and its place that the system knows."""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path


def resident_memory() -> int | None:
    """Bytes of memory that this process uses now; None where the system does not say."""
    if not sys.platform.startswith("linux"):
        return None
    try:
        pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    except (OSError, ValueError, IndexError):
        return None
    return pages * os.sysconf("SC_PAGE_SIZE")


def free_disk(folder: Path) -> int | None:
    """Bytes that still fit where a folder lies; None if that cannot be said."""
    try:
        return shutil.disk_usage(folder).free
    except OSError:
        return None
