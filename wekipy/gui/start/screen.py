"""The start screen: go on with a project, or begin one."""

from __future__ import annotations

from pathlib import Path

from PyQt6.QtCore import QSize, Qt, pyqtSignal
from PyQt6.QtWidgets import QFileDialog, QFrame, QGridLayout, QPushButton, QWidget

from wekipy.gui.session.source import Child, Source
from wekipy.gui.start.recent import new_folder, projects_folder, recent
from wekipy.gui.start.templates import TEMPLATES, Template
from wekipy.gui.theme import scale
from wekipy.gui.theme.icons import icon
from wekipy.gui.theme.parts import Rows, across, column, label
from wekipy.gui.theme.theme import palette, role
from wekipy.gui.translation import tr


class StartScreen(QWidget):
    """What can be opened.

    Signals:
        chosen(Source): the person has chosen a project; this is its engine.
    """

    chosen = pyqtSignal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("ground")
        rows = column(self, scale.XXL, scale.L)
        rows.addWidget(label("wekipy", "title", self))
        rows.addWidget(label(tr("Show it what you do. It plays what you mean."), "dim", self))
        rows.addSpacing(scale.L)
        columns = across(spacing=scale.XL)
        columns.addWidget(self._new(), 3)
        columns.addWidget(self._known(), 2)
        rows.addLayout(columns, 1)

    def _new(self) -> QWidget:
        made = QFrame(self)
        rows = column(made, spacing=scale.M)
        rows.addWidget(label(tr("New project"), "heading", made))
        grid = QGridLayout()
        grid.setSpacing(scale.M)
        for n, template in enumerate(TEMPLATES):
            grid.addWidget(self._card(template), n // 2, n % 2)
        rows.addLayout(grid)
        rows.addStretch(1)
        return made

    def _card(self, template: Template) -> QPushButton:
        card = QPushButton(self)
        role(card, "card")
        card.setAccessibleName(tr(template.name))
        card.setAccessibleDescription(tr(template.words))
        rows = column(card, scale.L, scale.XS)
        for text, kind in ((tr(template.name), ""), (tr(template.words), "small")):
            shown = label(text, kind, card)
            shown.setWordWrap(True)
            shown.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
            rows.addWidget(shown)
        rows.addStretch(1)
        card.clicked.connect(lambda: self._begin(template))
        return card

    def _known(self) -> QWidget:
        made = QFrame(self)
        role(made, "panel")
        rows = column(made, scale.L, scale.S)
        rows.addWidget(label(tr("Go on with"), "heading", made))
        projects = recent()
        if projects:
            listed = Rows(made)
            listed.fill([self._project(folder) for folder in projects])
            rows.addWidget(listed, 1)
        else:
            rows.addWidget(label(tr("Projects you have opened are listed here."), "dim", made))
            rows.addStretch(1)
        other = QPushButton(icon("open", palette()), tr("Open another project …"), made)
        other.setIconSize(QSize(scale.ICON, scale.ICON))
        other.clicked.connect(self._ask)
        rows.addWidget(other)
        return made

    def _project(self, folder: Path) -> QPushButton:
        made = QPushButton(folder.name.removesuffix(".wekipy"), self)
        role(made, "item")
        made.setToolTip(str(folder))
        made.clicked.connect(lambda: self.chosen.emit(Child((str(folder),))))
        return made

    def _begin(self, template: Template) -> None:
        source: Source = Child((str(new_folder(tr(template.name))), *template.arguments()))
        self.chosen.emit(source)

    def _ask(self) -> None:
        known = recent()
        beside = known[0].parent if known else projects_folder()
        folder = QFileDialog.getExistingDirectory(self, tr("Open a project"), str(beside))
        if folder:
            self.chosen.emit(Child((folder,)))
