"""Opens only regular files: a pipe or a terminal would never end."""

from __future__ import annotations

import errno
import os
import stat
from pathlib import Path
from typing import BinaryIO


def open_plain(path: Path) -> BinaryIO:
    """A file for reading.

    Raises:
        OSError: if it cannot be opened, or is a pipe, a device or a folder, also at the end of a link.
    """
    flags = os.O_RDONLY | getattr(os, "O_BINARY", 0)
    # A pipe is then open at once instead of waiting for a writer, and a terminal does not become ours.
    descriptor = os.open(path, flags | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_NOCTTY", 0))
    if not stat.S_ISREG(os.fstat(descriptor).st_mode):
        os.close(descriptor)
        raise OSError(errno.EINVAL, "it is no plain file", str(path))
    return os.fdopen(descriptor, "rb")
