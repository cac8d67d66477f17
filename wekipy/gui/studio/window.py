"""The window: the start screen, the studio of an open project, or the stage."""

from __future__ import annotations

import threading
from pathlib import Path
from typing import cast

from PyQt6.QtCore import QSettings, QTimer
from PyQt6.QtGui import QCloseEvent, QKeySequence, QShortcut
from PyQt6.QtWidgets import QMainWindow, QStackedWidget, QWidget

from wekipy.gui.session.journal import Journal
from wekipy.gui.session.lines import Lines
from wekipy.gui.session.session import Session
from wekipy.gui.session.source import Child, Source
from wekipy.gui.session.state import State
from wekipy.gui.stage.door import Door
from wekipy.gui.stage.screen import StageScreen
from wekipy.gui.start.listener import Listener, wanted_port
from wekipy.gui.start.recent import remember
from wekipy.gui.start.screen import StartScreen
from wekipy.gui.studio.menus import build_first_menu, build_menus
from wekipy.gui.studio.sheets import Sheets
from wekipy.gui.studio.studio import Studio
from wekipy.gui.translation import tr
from wekipy.gui.translation.language import language
from wekipy.gui.trial.panel import Mode, TrialPanel


class Window(QMainWindow):
    """One window for one engine at a time.

    Args:
        journal: of the application.
        port: where the start screen listens this time; None for where the person chose to.

    Attributes:
        session, studio: of the open project; None while the start screen is shown.
        start: the start screen; None while a project is open.
        sheets: the views beside the work.
    """

    def __init__(self, journal: Journal, parent: QWidget | None = None, port: int | None = None) -> None:
        super().__init__(parent)
        self._journal, self._port = journal, port
        self.session: Session | None = None
        self.studio: Studio | None = None
        self.start: StartScreen | None = None
        self._listener: Listener | None = None
        self.sheets = Sheets(self)
        self._stack = QStackedWidget(self)
        self._door = Door(self, self._stack)
        self.setCentralWidget(self._stack)
        self._closed = False
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
        ending = self._end_session()
        port = self._port or wanted_port()
        self.start = StartScreen(port, self)
        self.start.chosen.connect(self.open_folder)
        self.start.opened.connect(self._adopt)
        self._listener = Listener(self.start, self._journal, port, ending)
        self._listener.found.connect(self.open)
        self._show(self.start)
        self.start.focus_first()
        build_first_menu(self)
        self.setWindowTitle("wekipy")

    def open(self, source: Source, leave: bool = False) -> None:
        """Show the project of this engine; starts it, or connects to it.

        With `leave`, the engine that is shown now is left as it is.
        """
        ending = self._end_session(leave)
        session = Session(source, self._journal, self)
        self._enter(session)
        session.start(ending)
        self.setWindowTitle(tr("Starting the engine …"))

    def open_folder(self, folder: Path) -> None:
        """Show the project in a folder: in the engine that is there, if it may, else in one of its own."""
        session = self.session
        if session is not None and session.connected and str(folder.parent) == session.state.project.library:
            session.do("open_project", folder.name, session.state.running)
            return
        port = self._port_of_own()
        self.open(Child((str(folder), *(("--port", str(port)) if port else ()))))

    def closeEvent(self, event: QCloseEvent | None) -> None:  # noqa: N802  Qt's name
        """Everything is saved always: nothing is asked."""
        self._closed = True
        self._door.leave()
        QSettings().setValue("window/geometry", self.saveGeometry())
        self.hide()  # saving and ending an engine takes a moment
        ending = self._end_session()
        if ending is not None:
            ending.join()
        super().closeEvent(event)

    def _adopt(self, trial: str) -> None:
        """Go on with the listening engine, which has opened a project."""
        session = None if self._listener is None else self._listener.release()
        if session is None:
            return
        self._enter(session)
        self._follow(session.state)
        if trial != "off" and self.studio is not None:
            cast(TrialPanel, self.studio.open("trial")).begin(cast(Mode, trial))

    def _port_of_own(self) -> int:
        """The port of an engine that will end, so that it can be had again; 0 if there is none."""
        if self._listener is not None:
            return self._listener.port
        return self.session.state.port if self.session is not None and self.session.source.own else 0

    def _enter(self, session: Session) -> None:
        session.setParent(self)
        self.session, self.start, self._listener = session, None, None
        Lines(session)
        self.studio = Studio(session)
        build_menus(self, self.studio.keys)
        self._show(self.studio)
        session.changed.connect(self._follow)
        session.wanted.connect(self._want)

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
        if self._closed:  # a start screen would start an engine that nobody ends
            return
        shown = self.sheets.shown
        if self.session is None:
            self.show_start()
        else:
            source = self.session.source
            self.open(source, leave=True)
        if shown:
            self.sheets.toggle(shown)

    def _end_session(self, leave: bool = False) -> threading.Thread | None:
        """Let go of what is shown; the thread that ends its engine."""
        self.sheets.close()
        self._door.forget()
        bar = self.menuBar()
        if bar is not None:
            bar.clear()
        if self.studio is not None:
            self.studio.keep_sizes()
        ending = None if self._listener is None else self._listener.end()
        if self.session is not None:
            ending = self.session.close_aside(leave)
            self.session.deleteLater()
        self.session = self.studio = self.start = self._listener = None
        return ending
