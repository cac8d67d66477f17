"""The window: the start screen, the studio of an open project, or the stage."""

from __future__ import annotations

from PyQt6.QtCore import QSettings, QTimer
from PyQt6.QtGui import QCloseEvent, QKeySequence, QShortcut
from PyQt6.QtWidgets import QMainWindow, QStackedWidget, QWidget

from wekipy.gui.session.journal import Journal
from wekipy.gui.session.session import Session
from wekipy.gui.session.source import Source
from wekipy.gui.session.state import State
from wekipy.gui.stage.door import Door
from wekipy.gui.stage.screen import StageScreen
from wekipy.gui.start.recent import remember
from wekipy.gui.start.screen import StartScreen
from wekipy.gui.studio.menus import build_first_menu, build_menus
from wekipy.gui.studio.sheets import Sheets
from wekipy.gui.studio.studio import Studio
from wekipy.gui.translation import tr
from wekipy.gui.translation.language import language


class Window(QMainWindow):
    """One window for one engine at a time.

    Args:
        journal: of the application.

    Attributes:
        session, studio: of the open project; None while the start screen is shown.
        sheets: the views beside the work.
    """

    def __init__(self, journal: Journal, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._journal = journal
        self.session: Session | None = None
        self.studio: Studio | None = None
        self.sheets = Sheets(self)
        self._stack = QStackedWidget(self)
        self._door = Door(self, self._stack)
        self.setCentralWidget(self._stack)
        self.setMinimumSize(860, 560)
        self.resize(1280, 820)
        kept = QSettings().value("window/geometry")
        if kept is not None:
            self.restoreGeometry(kept)
        # The mark that everybody tries; the key that can be changed is in the table.
        QShortcut(QKeySequence("?"), self).activated.connect(lambda: self._want("cheat-sheet"))
        language().changed.connect(self._make_again_soon)
        self.show_start()

    @property
    def stage(self) -> StageScreen | None:
        """Performance mode; None while the studio is shown."""
        return self._door.stage

    def show_start(self) -> None:
        """Let go of the project and show what can be opened."""
        self._end_session()
        screen = StartScreen(self)
        screen.chosen.connect(self.open)
        build_first_menu(self)
        self._show(screen)
        self.setWindowTitle("wekipy")

    def open(self, source: Source) -> None:
        """Show the project of this engine; starts it, or connects to it."""
        self._end_session()
        self.session = Session(source, self._journal, self)
        self.studio = Studio(self.session)
        build_menus(self, self.studio.keys)
        self._show(self.studio)
        self.session.changed.connect(self._follow)
        self.session.wanted.connect(self._want)
        self.session.start()
        self.setWindowTitle(tr("Starting the engine …"))

    def closeEvent(self, event: QCloseEvent | None) -> None:  # noqa: N802  Qt's name
        """Everything is saved always: nothing is asked."""
        self._door.leave()
        QSettings().setValue("window/geometry", self.saveGeometry())
        self.hide()  # saving and ending an engine takes a moment
        self._end_session()
        super().closeEvent(event)

    def _show(self, widget: QWidget) -> None:
        while (old := self._stack.currentWidget()) is not None:
            self._stack.removeWidget(old)
            old.deleteLater()
        self._stack.addWidget(widget)
        widget.setFocus()

    def _want(self, view: str) -> None:
        if view == "start":
            self.show_start()
        elif view == "close":
            self.close()
        elif view in self.sheets:
            self.sheets.toggle(view)

    def _follow(self, state: State) -> None:
        if state.folder and self.windowTitle() != f"{state.name} – wekipy":
            self.setWindowTitle(f"{state.name} – wekipy")
            remember(state.folder)
        self._door.follow(state)

    # Coming and going

    def _make_again_soon(self) -> None:
        # Not at once: the button that was pressed for it is among what is made again.
        QTimer.singleShot(0, self._make_again)

    def _make_again(self) -> None:
        """All texts in the language that was chosen; the engine notices nothing but a new connection."""
        shown = self.sheets.shown
        if self.session is None:
            self.show_start()
        else:
            source = self.session.source
            self._end_session(leave=True)
            self.open(source)
        if shown:
            self.sheets.toggle(shown)

    def _end_session(self, leave: bool = False) -> None:
        self.sheets.close()
        self._door.forget()
        bar = self.menuBar()
        if bar is not None:
            bar.clear()
        if self.studio is not None:
            self.studio.keep_sizes()
        if self.session is not None:
            self.session.close(leave)
            self.session.deleteLater()
        self.session = self.studio = None
