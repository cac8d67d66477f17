"""The window: the start screen, or the studio of an open project."""

from __future__ import annotations

from PyQt6.QtCore import QSettings
from PyQt6.QtGui import QCloseEvent
from PyQt6.QtWidgets import QMainWindow, QStackedWidget, QWidget

from wekipy.gui.session.journal import Journal
from wekipy.gui.session.session import Session
from wekipy.gui.session.source import Source
from wekipy.gui.session.state import State
from wekipy.gui.start.recent import remember
from wekipy.gui.start.screen import StartScreen
from wekipy.gui.studio.menus import build_menus
from wekipy.gui.studio.studio import Studio
from wekipy.gui.translation import tr


class Window(QMainWindow):
    """One window for one engine at a time.

    Args:
        journal: of the application.

    Attributes:
        session, studio: of the open project; None while the start screen is shown.
    """

    def __init__(self, journal: Journal, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._journal = journal
        self.session: Session | None = None
        self.studio: Studio | None = None
        self._stack = QStackedWidget(self)
        self.setCentralWidget(self._stack)
        self.setMinimumSize(860, 560)
        self.resize(1280, 820)
        kept = QSettings().value("window/geometry")
        if kept is not None:
            self.restoreGeometry(kept)
        self.show_start()

    def show_start(self) -> None:
        """Let go of the project and show what can be opened."""
        self._end_session()
        screen = StartScreen(self)
        screen.chosen.connect(self.open)
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
        self.session.start()
        self.setWindowTitle(tr("Starting the engine …"))

    def closeEvent(self, event: QCloseEvent | None) -> None:  # noqa: N802  Qt's name
        """Everything is saved always: nothing is asked."""
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

    def _follow(self, state: State) -> None:
        if state.folder and self.windowTitle() != f"{state.name} – wekipy":
            self.setWindowTitle(f"{state.name} – wekipy")
            remember(state.folder)

    def _end_session(self) -> None:
        bar = self.menuBar()
        if bar is not None:
            bar.clear()
        if self.studio is not None:
            self.studio.keep_sizes()
        if self.session is not None:
            self.session.close()
            self.session.deleteLater()
        self.session = self.studio = None
