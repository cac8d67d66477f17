"""The projects opened last."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import platformdirs
from PyQt6.QtCore import QSettings

_MOST = 12


def recent() -> list[Path]:
    """Those that still exist, the last one first."""
    kept = QSettings().value("recent", [])
    names = [kept] if isinstance(kept, str) else list(kept or [])
    return [path for path in map(Path, names) if path.is_dir()]


def remember(folder: str) -> None:
    """This one was opened now."""
    others = [str(path) for path in recent() if str(path) != folder]
    QSettings().setValue("recent", [folder, *others][:_MOST])


def projects_folder() -> Path:
    """Where new projects go."""
    return platformdirs.user_data_path("wekipy") / "projects"


def new_folder(name: str) -> Path:
    """A folder for a new project that is not there yet, named after what it is and when it was made."""
    stem = f"{name} {datetime.now():%Y-%m-%d %H.%M}"
    folder, count = projects_folder() / f"{stem}.wekipy", 2
    while folder.exists():
        folder, count = folder.with_name(f"{stem} ({count}).wekipy"), count + 1
    return folder
