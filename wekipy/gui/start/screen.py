"""The start screen: opens a project, or starts one from inputs that arrive."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PyQt6.QtCore import Qt, pyqtSignal
from PyQt6.QtWidgets import QFrame, QGridLayout, QScrollArea, QStackedWidget, QWidget

from wekipy.gui.session.session import Session
from wekipy.gui.start.bringing import Bringing
from wekipy.gui.start.cards import Card
from wekipy.gui.start.deleted import DeletedProjects
from wekipy.gui.start.known import KnownProjects
from wekipy.gui.start.listening import Listening
from wekipy.gui.start.recent import new_folder
from wekipy.gui.start.templates import TEMPLATES, Template
from wekipy.gui.studio.toast import Toast
from wekipy.gui.theme import scale
from wekipy.gui.theme.parts import across, column, label
from wekipy.gui.translation import tr
from wekipy.project.sources import grouped


class StartScreen(QWidget):
    """The start screen.

    Args:
        port: where to listen.
        elsewhere: whether another window shows a project, which need not be opened here then.

    Signals:
        chosen(Path): the person wants this project, which the listening engine cannot open.
        opened(str): the listening engine has opened what was chosen; with this test input, or "off".

    Attributes:
        listening: what arrives.
        cards: of the templates, by id.
    """

    chosen = pyqtSignal(object)
    opened = pyqtSignal(str)

    def __init__(self, port: int, elsewhere: Callable[[Path], bool], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("ground")
        self._elsewhere = elsewhere
        self._session: Session | None = None
        self._wanted: Template | None = None
        self._expected = ("", "")  # the folder that is being opened, and the test input for it
        self.listening = Listening(port, self)
        self.known = KnownProjects(self)
        self.known.chosen.connect(self._open)
        self.known.bring_in.connect(self.bring_in)
        self.known.look_at_deleted.connect(self._show_deleted)
        self.cards = {template.id: self._card(template) for template in TEMPLATES}
        self._right = QStackedWidget(self)
        self._right.addWidget(self.known)
        self._toast = Toast(self)
        rows = column(self._scrolled(), scale.XXL, scale.M)
        rows.addWidget(label("wekipy", "title", self))
        rows.addWidget(label(tr("Show it what you do. It plays what you mean."), "dim", self))
        rows.addSpacing(scale.S)
        columns = across(spacing=scale.XL)
        columns.addWidget(self._new(), 5)
        columns.addWidget(self._right, 3)
        rows.addLayout(columns, 1)

    def _scrolled(self) -> QWidget:
        """What everything is in: on a screen that is too small, all of it can be reached."""
        area = QScrollArea(self)
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        inside = QWidget()
        area.setWidget(inside)
        column(self).addWidget(area)
        return inside

    def focus_first(self) -> None:
        """The keyboard begins where most begin."""
        self.listening.trials["mouse"].setFocus()

    def listen(self, session: Session) -> None:
        """Show what this session's engine hears, and begin projects in it."""
        self._session = session
        self.listening.listen(session)
        session.problem.connect(self._toast.say)
        session.problem.connect(self._give_up)
        session.restored.connect(self._begin_wanted)
        session.changed.connect(self._arrive)

    def bring_in(self, source: Path) -> None:
        """Make a project of a Wekinator project."""
        report = Bringing(source, self)
        report.opened.connect(self._open)
        report.closed.connect(lambda: self._close(report))
        self._right.addWidget(report)
        self._right.setCurrentWidget(report)

    def report(self, text: str, tone: str = "") -> None:
        """Show a sentence for a moment; "good" is the tone of what was done."""
        self._toast.say(text, tone)

    def open(self, folder: Path) -> None:
        """Open a project, in the listening engine if it may."""
        self._open(folder)

    def _show_deleted(self) -> None:
        shown = DeletedProjects(self)
        shown.failed.connect(self._toast.say)
        shown.restored.connect(self._restored)
        shown.closed.connect(lambda: self._close(shown))
        self._right.addWidget(shown)
        self._right.setCurrentWidget(shown)
        shown.back.setFocus()

    def _restored(self, folder: Path) -> None:
        self.known.fill()
        self._toast.confirm(tr("“{name}” is back.").format(name=folder.stem))

    def _close(self, report: QWidget) -> None:
        self._right.removeWidget(report)
        report.deleteLater()

    def _new(self) -> QWidget:
        made = QFrame(self)
        rows = column(made, spacing=scale.L)
        rows.addWidget(self.listening, 1)
        heading = label(tr("2  What should it control?"), "heading", made)
        self.listening.selected.connect(
            lambda what: heading.setText(tr("2  What should {what} control?").format(what=what))
        )
        rows.addWidget(heading)
        grid = QGridLayout()
        grid.setSpacing(scale.M)
        for n, card in enumerate(self.cards.values()):
            grid.addWidget(card, n // 2, n % 2)
        rows.addLayout(grid)
        return made

    def _card(self, template: Template) -> Card:
        card = Card(template, self)
        card.clicked.connect(lambda: self._begin(template))
        return card

    def _begin(self, template: Template) -> None:
        """Make a project in the listening engine, as soon as it listens."""
        self._wanted = template
        self.setEnabled(False)
        self._begin_wanted()

    def _begin_wanted(self) -> None:
        template, session = self._wanted, self._session
        if template is None or session is None or not session.connected:
            return
        heard, trial = self.listening.heard, self.listening.trial
        name = new_folder(tr(template.name)).stem
        inputs, address, sources = template.inputs, "", []
        if len(heard) > 1:
            kinds = grouped(each.key for each in heard)
            sources = [{"address": place, "inputs": count} for place, count in kinds]
        elif heard:
            address, inputs = heard[0].key
        session.do(
            "new_project", name, inputs, template.outputs, address, sources,
            then=partial(self._expect, trial),
        )  # fmt: skip

    def _open(self, folder: Path) -> None:
        if self._elsewhere(folder):
            return
        session = self._session
        if session is not None and session.connected and str(folder.parent) == session.state.project.library:
            self.setEnabled(False)
            session.do("open_project", folder.name, then=partial(self._expect, "off"))
        else:
            self.chosen.emit(folder)

    def _expect(self, trial: str, folder: str) -> None:
        """The engine has opened a project; its state is to follow."""
        self._expected = (folder, trial)
        self._arrive()

    def _arrive(self) -> None:
        folder, trial = self._expected
        if folder and self._session is not None and self._session.state.folder == folder:
            self._expected = ("", "")
            self.opened.emit(trial)

    def _give_up(self) -> None:
        self._wanted = None
        self.setEnabled(True)
