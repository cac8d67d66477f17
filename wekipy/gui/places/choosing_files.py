"""Dialogs for files and folders: the system's where there is one, else Qt's in our theme.

Each purpose begins in the folder where a person last chose something for it.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final

from PyQt6.QtCore import QSettings
from PyQt6.QtWidgets import QFileDialog, QWidget

TABLES: Final = ("arff", "csv", "tsv", "tab", "txt", "dat", "data", "npz")
"""How the names of tables end."""
WEKINATOR: Final = "wekproj"


def kinds(words: str, *endings: str) -> str:
    """A filter: what files it shows, in words, and how their names end."""
    return f"{words} ({' '.join(f'*.{ending}' for ending in endings)})"


def choose_folder(parent: QWidget, purpose: str, title: str, first: Path) -> Path | None:
    """Ask for a folder that is there; None if none is chosen.

    Args:
        purpose: what the last folder is remembered under.
        first: where to begin if nothing is remembered.
    """
    return _chosen(purpose, QFileDialog.getExistingDirectory(parent, title, _start(purpose, first)))


def choose_file(parent: QWidget, purpose: str, title: str, first: Path, filters: str) -> Path | None:
    """Ask for a file that is there; see `choose_folder`."""
    return _chosen(purpose, QFileDialog.getOpenFileName(parent, title, _start(purpose, first), filters)[0])


def choose_new_file(parent: QWidget, purpose: str, title: str, name: str, filters: str) -> Path | None:
    """Ask where a file of that name is to be written; see `choose_folder`."""
    place = str(Path(_start(purpose, Path.home())) / name)
    return _chosen(purpose, QFileDialog.getSaveFileName(parent, title, place, filters)[0])


def _start(purpose: str, first: Path) -> str:
    kept = Path(str(QSettings().value(f"folders/{purpose}", "")) or first)
    return str(kept if kept.is_dir() else first)


def _chosen(purpose: str, text: str) -> Path | None:
    if not text:
        return None
    chosen = Path(text)
    QSettings().setValue(f"folders/{purpose}", str(chosen.parent))
    return chosen
