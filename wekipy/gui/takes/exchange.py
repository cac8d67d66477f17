"""Examples of other programs into the project that is open, and out of it: dialogs, menus, reports."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

from PyQt6.QtCore import QProcess, Qt
from PyQt6.QtWidgets import QDialog, QFileDialog, QMenu, QWidget

from wekipy.gui.session.session import Session
from wekipy.gui.start.bringing import Bringing, last_line
from wekipy.gui.start.known import IMPORTED
from wekipy.gui.theme.parts import column
from wekipy.gui.translation import mark, tr

FORMATS = {
    "csv": mark("Examples as CSV, for a spreadsheet"),
    "arff": mark("Examples as ARFF, for Wekinator and Weka"),
    "npz": mark("Examples as arrays of numpy"),
    "js": mark("Models as JavaScript"),
    "cpp": mark("Models as C++"),
}


class Importing(QDialog):
    """The report of an import into the project of a session, which goes on beside it.

    Args:
        source: a table, or the .wekproj file of a Wekinator project.
    """

    def __init__(self, session: Session, source: Path, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(tr("Import examples"))
        self.report = Bringing(source, self, into=Path(session.state.folder))
        self.report.closed.connect(self.close)
        column(self).addWidget(self.report)
        self.resize(560, 400)


def ask_import(session: Session, parent: QWidget) -> None:
    """Ask for a file and import it; does nothing if none is named."""
    kinds = tr("Wekinator projects and tables") + f" ({IMPORTED})"
    file, _ = QFileDialog.getOpenFileName(parent, tr("Import examples"), str(Path.home()), kinds)
    if file:
        Importing(session, Path(file), parent).show()


def ask_copy(session: Session, parent: QWidget) -> None:
    """Ask for a project anywhere and copy its takes; does nothing if none is named."""
    folder = QFileDialog.getExistingDirectory(parent, tr("Copy the takes of a project"), str(Path.home()))
    if folder:
        Copying(session, Path(folder), parent)


class Copying(QProcess):
    """Has the command line copy the takes of a project that an engine may not read by itself."""

    def __init__(self, session: Session, source: Path, parent: QWidget) -> None:
        super().__init__(parent)
        self._session = session
        self.finished.connect(self._finish)
        words = ["-m", "wekipy", "takes", session.state.folder, "copy", str(source)]
        self.start(sys.executable, words)

    def _finish(self, code: int, how: QProcess.ExitStatus) -> None:
        if code or how != QProcess.ExitStatus.NormalExit:
            self._session.say(last_line(bytes(self.readAllStandardError().data())))
        self.deleteLater()


def fill_exports(menu: QMenu, session: Session) -> None:
    """Everything that can be exported, as actions of a menu."""
    menu.clear()
    for form, text in FORMATS.items():
        action = menu.addAction(tr(text))
        if action is not None:
            action.triggered.connect(_exporting(session, form))


def _exporting(session: Session, form: str) -> Callable[[], None]:
    def show_place(path: str) -> None:
        session.confirm("file", tr("Exported to {path}").format(path=path))

    return lambda: session.do("export_examples", form, then=show_place)


def is_here(session: Session) -> bool:
    """Whether the project lies on this machine, where the person can name files."""
    return bool(session.state.folder) and Path(session.state.folder).is_dir()
