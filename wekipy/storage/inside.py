"""Keeps paths from network messages inside one folder."""

from __future__ import annotations

import os
import re
from pathlib import Path

from wekipy.project.counting import many
from wekipy.project.problem import Problem

_LONGEST = 1_000
_LONGEST_NAME = 200  # bytes; file systems allow 255, and a temporary file adds to the name
_FORBIDDEN = re.compile(r'[\x00-\x1f\x7f<>:"|?*]')
_RESERVED = re.compile(r"(con|prn|aux|nul|conin\$|conout\$|(com|lpt)[0-9¹²³])\s*(\..*)?", re.IGNORECASE)


def inside(folder: Path, text: str) -> Path:
    """Resolve `text` within `folder`; the path need not exist yet.

    Args:
        folder: must contain the path, at any depth. Give it for this purpose only: its files are not
            protected.
        text: relative to the folder, or absolute and within it.

    Returns:
        An absolute path without links.

    Raises:
        Problem: if the path leaves the folder, or some systems cannot have its name.
    """
    shown = text if len(text) <= 80 else f"{text[:80]}…"
    if not text.strip() or len(text) > _LONGEST:
        raise Problem(f"the file name has {many(len(text), 'character')}, expected 1 to {_LONGEST}")
    if "\x00" in text or not _encodable(text):
        raise Problem(f"the file name {shown!r} holds characters that no file name can have")
    if os.sep != "\\" and "\\" in text:
        raise Problem(f"the file name “{shown}” holds a \\; separate folders with /")
    if ".." in re.split(r"[/\\]", text):
        raise Problem(f"the file name “{shown}” holds “..”; expected a place inside {folder}")
    try:
        root = folder.resolve()
        path = (root / text).resolve()
    except (OSError, RuntimeError) as e:
        raise Problem(f"the file name “{shown}” leads nowhere: links there go in a circle") from e
    if path == root or not path.is_relative_to(root):
        raise Problem(f"the file name “{shown}” is outside of {folder}; only files inside it can be used")
    for name in path.relative_to(root).parts:
        check_name(name)
    return path


def _encodable(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def check_name(name: str) -> None:
    """Refuse a name that some system cannot have, or treats specially.

    Raises:
        Problem: saying so.
    """
    if len(name.encode(errors="surrogateescape")) > _LONGEST_NAME:
        raise Problem(f"the file name “{name[:80]}…” is too long, expected at most {_LONGEST_NAME} bytes")
    if _FORBIDDEN.search(name) or name.endswith((" ", ".")) or _RESERVED.fullmatch(name):
        raise Problem(f"the file name {name!r} cannot be used on every system; choose another")
