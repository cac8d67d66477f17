"""The list of recent projects, and buttons for others."""

from __future__ import annotations

from pathlib import Path

from PyQt6.QtCore import Qt, pyqtSignal
from PyQt6.QtWidgets import QFrame, QLabel, QPushButton, QToolButton, QVBoxLayout, QWidget

from wekipy.gui.places.choosing_files import TABLES, WEKINATOR, choose_file, choose_folder, kinds
from wekipy.gui.projects.deleting import known_deleted
from wekipy.gui.start.recent import Known, forget, look, projects_folder, recent
from wekipy.gui.theme import scale
from wekipy.gui.theme.icons import icon
from wekipy.gui.theme.parts import Rows, Shrinking, across, column, grow_icon, label
from wekipy.gui.theme.theme import palette, role
from wekipy.gui.translation import tr


class ProjectRow(QPushButton):
    """A project: its name, kind, size and date."""

    def __init__(self, known: Known, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        role(self, "entry")
        self.setEnabled(known.there)
        self.setToolTip(str(known.folder))
        self.setAccessibleName(f"{known.name}, {known.words}")
        words = QVBoxLayout(self)
        words.setContentsMargins(scale.M, scale.S, scale.M, scale.S)
        words.setSpacing(2)
        head = across()
        head.addWidget(self._pass_on(Shrinking(known.name, "" if known.there else "dim", self)), 1)
        head.addWidget(self._pass_on(label(known.when, "small", self)))
        words.addLayout(head)
        words.addWidget(self._pass_on(Shrinking(known.words, "small", self)))

    @staticmethod
    def _pass_on(shown: QLabel) -> QLabel:
        """Leave the mouse to the button below it."""
        shown.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        return shown


class KnownProjects(QFrame):
    """Projects opened before.

    Signals:
        chosen(Path): open this one.
        bring_in(Path): make a project of this Wekinator project or table.
        look_at_deleted(): show those that were deleted.
    """

    chosen = pyqtSignal(object)
    bring_in = pyqtSignal(object)
    look_at_deleted = pyqtSignal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        role(self, "panel")
        rows = column(self, scale.L, scale.S)
        rows.addWidget(label(tr("Recent projects"), "heading", self))
        self._list = Rows(self)
        self._nothing = label(tr("Projects you have opened are listed here."), "dim", self)
        self._nothing.setWordWrap(True)
        self._nothing.setAlignment(Qt.AlignmentFlag.AlignTop)
        rows.addWidget(self._list, 1)
        rows.addWidget(self._nothing, 1)
        self.open = QPushButton(icon("open", palette()), tr("Open another project …"), self)
        self.open.clicked.connect(self._ask_open)
        self.bring = QPushButton(tr("Import from Wekinator or a table …"), self)
        self.bring.clicked.connect(self._ask_bring)
        self.deleted = QPushButton(tr("Deleted projects …"), self)
        self.deleted.clicked.connect(self.look_at_deleted)
        for button in (self.open, self.bring, self.deleted):
            grow_icon(button)
            rows.addWidget(button)
        self.fill()

    def fill(self) -> None:
        """List them as they are now."""
        known = [look(folder) for folder in recent()]
        self._list.fill([self._row(one) for one in known])
        self._list.setVisible(bool(known))
        self._nothing.setVisible(not known)
        self.deleted.setVisible(bool(known_deleted()))

    def _row(self, known: Known) -> QWidget:
        made = ProjectRow(known, self)
        made.clicked.connect(lambda: self.chosen.emit(known.folder))
        if known.there:
            return made
        line = QWidget(self)
        beside = across(line)
        beside.addWidget(made, 1)
        away = QToolButton(line)
        away.setIcon(icon("close", palette(), palette().dim))
        away.setToolTip(tr("Do not list it any more"))
        away.setAccessibleName(tr("Do not list it any more"))
        role(away, "quiet")
        away.clicked.connect(lambda: self._forget(known.folder))
        beside.addWidget(away)
        return line

    def _forget(self, folder: Path) -> None:
        forget(folder)
        self.fill()

    def _ask_open(self) -> None:
        known = recent()
        beside = known[0].parent if known else projects_folder()
        folder = choose_folder(self, "open", tr("Open a project"), beside)
        if folder is not None:
            self.chosen.emit(folder)

    def _ask_bring(self) -> None:
        filters = kinds(tr("Wekinator projects and tables"), WEKINATOR, *TABLES)
        title = tr("Import a Wekinator project or a table")
        file = choose_file(self, "import", title, Path.home(), filters)
        if file is not None:
            self.bring_in.emit(file)
