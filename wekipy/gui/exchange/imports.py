"""Examples of other programs into the project that is open: dialogs and reports."""

from __future__ import annotations

import sys
from pathlib import Path

from PyQt6.QtCore import QProcess, Qt
from PyQt6.QtWidgets import QDialog, QWidget

from wekipy.gui.places.choosing_files import TABLES, WEKINATOR, choose_file, choose_folder, kinds
from wekipy.gui.session.session import Session
from wekipy.gui.start.bringing import Bringing, last_line
from wekipy.gui.theme.parts import column
from wekipy.gui.translation import tr


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
    filters = kinds(tr("Wekinator projects and tables"), WEKINATOR, *TABLES)
    file = choose_file(parent, "import", tr("Import examples"), Path.home(), filters)
    if file is not None:
        Importing(session, file, parent).show()


def ask_copy(session: Session, parent: QWidget) -> None:
    """Ask for a project anywhere and copy its takes; does nothing if none is named."""
    folder = choose_folder(parent, "copy", tr("Copy the takes of a project"), Path.home())
    if folder is not None:
        Copying(session, folder, parent)


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


def is_here(session: Session) -> bool:
    """Whether the project lies on this machine, where the person can name files."""
    return bool(session.state.folder) and Path(session.state.folder).is_dir()
