"""Imports a Wekinator project or a table in a separate process, and shows the report."""

from __future__ import annotations

import sys
from pathlib import Path

import msgspec
from PyQt6.QtCore import QProcess, pyqtSignal
from PyQt6.QtWidgets import QFrame, QPushButton, QWidget

from wekipy.gui.start.recent import new_folder
from wekipy.gui.theme import scale
from wekipy.gui.theme.parts import Rows, across, column, label
from wekipy.gui.theme.theme import role
from wekipy.gui.translation import said, tr


class Report(msgspec.Struct, frozen=True):
    """What `wekipy import --json` says.

    Attributes:
        project: the folder that was made.
        taken, left: sentences about what was taken over, and what was not.
    """

    project: str
    taken: tuple[str, ...] = ()
    left: tuple[str, ...] = ()


class Bringing(QFrame):
    """The report of an import, beside everything else.

    Signals:
        opened(Path): open the project that was made.
        closed(): the report has been read.

    Args:
        source: a Wekinator project, or a table of examples.
        into: the project that its examples are added to; None is a new one. An engine that has it open
            does it itself.
    """

    opened = pyqtSignal(object)
    closed = pyqtSignal()

    def __init__(self, source: Path, parent: QWidget | None = None, into: Path | None = None) -> None:
        super().__init__(parent)
        role(self, "panel")
        self._is_new = into is None
        self.project = new_folder(source.stem) if into is None else into
        self.project.parent.mkdir(parents=True, exist_ok=True)
        self._heading = label(tr("Importing {name} …").format(name=source.stem), "heading", self)
        self.lines = Rows(self)
        self.open = QPushButton(tr("Open it"), self)
        role(self.open, tone="accent")
        self.open.clicked.connect(lambda: self.opened.emit(self.project))
        self.back = QPushButton(tr("Back"), self)
        self.back.clicked.connect(self._leave)
        rows = column(self, scale.L, scale.M)
        rows.addWidget(self._heading)
        rows.addWidget(self.lines, 1)
        foot = across()
        foot.addWidget(self.back)
        foot.addStretch(1)
        foot.addWidget(self.open)
        rows.addLayout(foot)
        self.open.hide()
        self._process = QProcess(self)
        self._process.finished.connect(self._finish)
        command = ["-m", "wekipy", "import", str(source), str(self.project), "--json"]
        self._process.start(sys.executable, command)

    def _finish(self, code: int, how: QProcess.ExitStatus) -> None:
        output, complained = (
            bytes(read.data())
            for read in (self._process.readAllStandardOutput(), self._process.readAllStandardError())
        )
        if code or how != QProcess.ExitStatus.NormalExit:
            self._heading.setText(tr("It could not be brought in"))
            self._show_sentences([(said(last_line(complained)), "")])
            return
        report = msgspec.json.decode(output, type=Report)
        self.project = Path(report.project)
        self._heading.setText(tr("Brought in"))
        taken = [("✓  " + said(text), "") for text in report.taken]
        self._show_sentences([*taken, *(("–  " + said(text), "dim") for text in report.left)])
        self.open.setVisible(self._is_new)
        (self.open if self._is_new else self.back).setFocus()

    def _show_sentences(self, sentences: list[tuple[str, str]]) -> None:
        shown = []
        for text, kind in sentences:
            line = label(text, kind, self)
            line.setWordWrap(True)
            shown.append(line)
        self.lines.fill([*shown])

    def _leave(self) -> None:
        self._process.kill()
        self._process.waitForFinished(1_000)
        self.closed.emit()


def last_line(error: bytes) -> str:
    """Return the error of a command in one sentence."""
    lines = error.decode(errors="replace").strip().splitlines() or [""]
    return lines[-1].removeprefix("wekipy: ")
