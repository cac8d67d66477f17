"""The recent projects, and what is known of them without opening them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import platformdirs
from PyQt6.QtCore import QLocale, QSettings

from wekipy.gui.translation import mark, said, tr
from wekipy.gui.translation.counting import counted
from wekipy.gui.wording.output_words import count_words
from wekipy.project.problem import Problem
from wekipy.project.project_text import load_project
from wekipy.project.schema import ClassificationOutput, GestureOutput, Project

_MOST = 12
_FILE = "project.json"
_MOST_BYTES = 16 << 20


@dataclass(frozen=True)
class Known:
    """A project that was opened before.

    Attributes:
        words: its kind and size; or why it cannot be opened.
        when: it was changed last; "" if that is not known.
        there: whether it exists and can be opened.
    """

    folder: Path
    name: str
    words: str
    when: str
    there: bool


def recent() -> list[Path]:
    """Return the folders of recent projects, the last one first; some may be gone."""
    kept = QSettings().value("recent", [])
    names = [kept] if isinstance(kept, str) else list(kept or [])
    return [Path(name) for name in names]


def remember(folder: str) -> None:
    """Put a project first in the list."""
    others = [str(path) for path in recent() if str(path) != folder]
    QSettings().setValue("recent", [folder, *others][:_MOST])


def forget(folder: Path) -> None:
    """Remove a project from the list."""
    QSettings().setValue("recent", [str(path) for path in recent() if path != folder])


def look(folder: Path) -> Known:
    """Describe a project folder."""
    name = folder.name.removesuffix(".wekipy")
    try:
        file = folder / _FILE
        changed = datetime.fromtimestamp(file.stat().st_mtime)
        with file.open("rb") as opened:
            project = load_project(opened.read(_MOST_BYTES))
    except OSError:
        return Known(folder, name, tr("not there any more"), "", there=False)
    except Problem as e:
        return Known(folder, name, said(str(e)), "", there=False)
    examples = sum(take.examples for take in project.live_takes())
    size = count_words(examples) if examples else tr("no examples yet")
    return Known(folder, name, f"{kind(project)}  ·  {size}", _when(changed), there=True)


def kind(project: Project) -> str:
    """What the outputs of a project are, in words."""
    found = []
    gestures = sum(len(output.gestures) for output in project.outputs if isinstance(output, GestureOutput))
    classifiers = [output for output in project.outputs if isinstance(output, ClassificationOutput)]
    continuous = len(project.outputs) - len(classifiers) - len(project.gesture_outputs())
    if continuous:
        found.append(tr("{count} continuous").format(count=continuous))
    if classifiers:
        found += [counted(o.classes, mark("1 class"), mark("{count} classes")) for o in classifiers]
    if gestures:
        found.append(counted(gestures, mark("1 gesture"), mark("{count} gestures")))
    inputs = counted(len(project.inputs), mark("1 input"), mark("{count} inputs"))
    return tr("{inputs} → {outputs}").format(inputs=inputs, outputs=", ".join(found))


def _when(changed: datetime) -> str:
    now = datetime.now()
    if changed.date() == now.date():
        return tr("today {time}").format(time=f"{changed:%H:%M}")
    return QLocale().toString(changed.date(), QLocale.FormatType.ShortFormat)


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
