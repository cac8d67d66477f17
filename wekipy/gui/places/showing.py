"""Shows folders of this machine in the system's own file manager."""

from __future__ import annotations

from pathlib import Path

from PyQt6.QtCore import QUrl
from PyQt6.QtGui import QDesktopServices


def show_place(path: Path) -> bool:
    """Show a folder, or that of a file; returns whether a program was found for it."""
    folder = path if path.is_dir() else path.parent
    return QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder)))
