"""Memory and disk figures from the operating system."""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path


def resident_memory() -> int | None:
    """The resident memory of this process in bytes; None if the system does not say."""
    if not sys.platform.startswith("linux"):
        return None
    try:
        pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    except (OSError, ValueError, IndexError):
        return None
    return pages * os.sysconf("SC_PAGE_SIZE")


def free_disk(folder: Path) -> int | None:
    """The free bytes on the disk of a folder; None if unknown."""
    try:
        return shutil.disk_usage(folder).free
    except OSError:
        return None
