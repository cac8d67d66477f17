"""The window: the start screen, the studio of an open project, or the stage."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import cast

from PyQt6.QtCore import QSettings, QTimer, pyqtSignal
from PyQt6.QtGui import QCloseEvent, QKeySequence, QResizeEvent, QShortcut
from PyQt6.QtWidgets import QMainWindow, QStackedWidget, QWidget

from wekipy.client.state import State
from wekipy.gui.exchange.imports import Importing, is_here
from wekipy.gui.places.drop_target import DropTarget, in_words
from wekipy.gui.places.dropped import Dropped
from wekipy.gui.projects.deleting import Deleting
from wekipy.gui.session.event_log import Journal
from wekipy.gui.session.lines import Lines
from wekipy.gui.session.session import Session
from wekipy.gui.session.source import Child, Source
from wekipy.gui.stage.compact import CompactStage
from wekipy.gui.stage.entering import Entering
from wekipy.gui.stage.screen import StageScreen
from wekipy.gui.start.listener import Listener, wanted_port
from wekipy.gui.start.recent import forget, remember
from wekipy.gui.start.screen import StartScreen
from wekipy.gui.start.temporary import is_temporary
from wekipy.gui.studio.first_menus import build_first_menus
from wekipy.gui.studio.menus import build_menus, clear_menus
from wekipy.gui.studio.placing import fit_on_screen
from wekipy.gui.studio.side_views import Sheets
from wekipy.gui.studio.studio import Studio
from wekipy.gui.theme.theme import theme
from wekipy.gui.translation import tr
from wekipy.gui.translation.language import language
from wekipy.gui.trial.panel import Mode, TrialPanel

_SETTLED = 150  # milliseconds after which a window has its size


class Window(QMainWindow):
    """One window for one engine at a time.

    Args:
        journal: of the application.
        port: where the start screen listens this time; None for where the person chose to.

    Attributes:
        session, studio: of the open project; None while the start screen is shown.
        start: the start screen; None while a project is open.
        sheets: the views beside the work.
        drops: takes what is dropped onto it.
        closed: whether it has been closed; ending: the thread that then ends its engine.
        has_others: whether there are other windows, so that closing need not wait for that.
        elsewhere: answers `is_elsewhere`.

    Signals:
        another(Path): a project to open in another window; None lets the user choose it there.
    """

    another = pyqtSignal(object)

    def __init__(self, journal: Journal, parent: QWidget | None = None, port: int | None = None) -> None:
        super().__init__(parent)
        self._journal, self._port = journal, port
        self.session: Session | None = None
        self.studio: Studio | None = None
        self.start: StartScreen | None = None
        self._listener: Listener | None = None
        self.sheets = Sheets(self, self)
        self._stack = QStackedWidget(self)
        self._entering = Entering(self, self._stack, self.sheets.close)
        self.setCentralWidget(self._stack)
        self.closed = False
        self.ending: threading.Thread | None = None
        self.has_others: Callable[[], bool] = lambda: False
        self.elsewhere: Callable[[Path], bool] = lambda folder: False  # noqa: ARG005
        self.setMinimumSize(860, 560)
        self.resize(1280, 820)
        kept = QSettings().value("window/geometry")
        if kept is not None:
            self.restoreGeometry(kept)
        fit_on_screen(self)
        self.drops = DropTarget(self, lambda: self.stage is None, lambda: self.session is not None)
        self.drops.dropped.connect(self._take_dropped)
        self._sized = QTimer(self)  # not with each pixel of a drag: all text is laid out anew
        self._sized.setSingleShot(True)
        self._sized.timeout.connect(lambda: theme().fit_window(self.width(), self.height()))
        # The mark that everybody tries; the key that can be changed is in the table.
        QShortcut(QKeySequence("?"), self).activated.connect(lambda: self._want("cheat-sheet"))
        language().changed.connect(self._make_again_soon)
        self.show_start()

    @property
    def stage(self) -> StageScreen | None:
        """Performance mode; None while the studio is shown."""
        return self._entering.stage

    @property
    def compact_stage(self) -> CompactStage | None:
        """The small window that stands in for this one; None while this one is shown."""
        return self._entering.compact

    def show_start(self) -> None:
        """Close the project and show the start screen."""
        self._show_start()

    def _show_start(self) -> threading.Thread | None:
        """Show the start screen; returns the thread that ends the engine of the project."""
        ending = self._end_session()
        port = self._port or wanted_port()
        self.start = StartScreen(port, self.is_elsewhere, self)
        self.start.chosen.connect(self.open_folder)
        self.start.opened.connect(self._adopt)
        self._listener = Listener(self.start, self._journal, port, ending)
        self._listener.found.connect(self.open)
        self._show(self.start)
        self.start.focus_first()
        build_first_menus(self.menuBar(), self, self.start, self.close)
        self.setWindowTitle("wekipy")
        return ending

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
        if self.is_elsewhere(folder):
            return
        session = self.session
        if session is not None and session.connected and str(folder.parent) == session.state.project.library:
            session.do("open_project", folder.name, session.state.running)
            return
        self.open(Child((str(folder), *self._at(self._port_of_own()))))

    def is_elsewhere(self, folder: Path) -> bool:
        """Whether another window shows this project; it is brought to the front then."""
        return self.elsewhere(folder)

    def open_elsewhere(self, folder: Path | None) -> None:
        """Show a project in another window; None lets the user choose it there."""
        self.another.emit(folder)

    def toggle(self, view: str) -> None:
        """Show or close a side view."""
        self.sheets.toggle(view)

    def resizeEvent(self, event: QResizeEvent | None) -> None:  # noqa: N802  Qt's name
        """Text may suit the new size."""
        super().resizeEvent(event)
        self._sized.start(_SETTLED)

    def closeEvent(self, event: QCloseEvent | None) -> None:  # noqa: N802  Qt's name
        """Close without asking: everything is always saved."""
        others = self.has_others()
        self.closed = True
        self._entering.leave_compact()
        self._entering.leave()
        QSettings().setValue("window/geometry", self.saveGeometry())
        self.hide()  # saving and ending an engine takes a moment
        self.ending = self._end_session() or self.ending
        if self.ending is not None and not others:
            self.ending.join()
        super().closeEvent(event)

    def _adopt(self, trial: str) -> None:
        """Show the project that the listening engine has opened."""
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
        build_menus(self.menuBar(), self, self.studio.keys, self.studio.panels_menu(self))
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
        elif view == "new-window":
            self.open_elsewhere(None)
        elif view == "close":
            self.close()
        elif view == "start-engine":
            self._start_again()
        elif view == "copy":
            self._save_copy()
        elif view == "delete":
            self._delete()
        elif view == "compact-stage":
            self._toggle_compact()
        elif view in self.sheets:
            self.sheets.toggle(view)
        elif self.studio is not None:
            self.studio.open(view)

    def _toggle_compact(self) -> None:
        if self.session is not None and self.studio is not None:
            self._entering.toggle_compact(self.session, self.studio)

    def _start_again(self) -> None:
        """Open the project of an engine that has ended, in one of our own."""
        if self.session is not None and self.session.startable:
            state = self.session.state
            running = ("--run",) if state.running else ()
            self.open(Child((state.folder, *self._at(state.port), *running)))

    @staticmethod
    def _at(port: int) -> tuple[str, ...]:
        """Where an engine listens if the port of its project is taken: where the last one did."""
        return ("--else-port", str(port))

    def _save_copy(self) -> None:
        """Copy the project beside itself, under a name with the time.

        The present one stays open, unless it cannot be written.
        """
        session, studio = self.session, self.studio
        if session is None:
            return
        name = f"{session.state.name.partition(' – ')[0]} – {datetime.now():%Y-%m-%d %H.%M.%S}"
        go_on = bool(session.state.project.read_only)

        def report_copy(path: str) -> None:
            text = tr("A copy is at {path}").format(path=path)
            session.journal.add("copied", text)
            if studio is not None and studio is self.studio:
                studio.report(text)
            if go_on:
                session.do("open_project", path, session.state.running)

        session.do("copy_project", name, then=report_copy)

    def _delete(self) -> None:
        """Leave the project, and delete it once its engine has ended; it can be restored."""
        if self.session is None or not self.session.source.own:
            return
        folder = Path(self.session.state.folder)
        deleting = Deleting(folder, self._show_start(), self)
        deleting.done.connect(lambda _entry: self._say_deleted(folder))
        deleting.failed.connect(self._say_on_start)
        deleting.begin()

    def _say_deleted(self, folder: Path) -> None:
        forget(folder)
        if self.start is not None:
            self.start.known.fill()
            text = tr("“{name}” is deleted. It can be restored for 30 days.")
            self.start.report(text.format(name=folder.stem), "good")

    def _say_on_start(self, text: str) -> None:
        if self.start is not None:
            self.start.report(text)

    def _take_dropped(self, found: Dropped) -> None:
        """Open or import what was dropped onto the window, or say what could have been."""
        session, start = self.session, self.start
        if found.kind == "project" and start is not None:
            start.open(found.path)
        elif found.kind == "project":
            self.open_folder(found.path)
        elif found.useful and start is not None:
            start.bring_in(found.path)
        elif found.useful and session is not None and is_here(session):
            Importing(session, found.path, self).show()
        elif start is not None:
            start.report(in_words(found, False))
        elif session is not None:
            there = tr("The project is on another computer: import the file there.")
            session.say(there if found.useful else in_words(found, True))

    def _follow(self, state: State) -> None:
        if state.folder and self.windowTitle() != f"{state.name} – wekipy":
            self.setWindowTitle(f"{state.name} – wekipy")
            if not is_temporary(Path(state.folder)):
                remember(state.folder)
            self._say_port(state)
        if self.session is not None and self.studio is not None:
            self._entering.follow(self.session, self.studio)

    def _say_port(self, state: State) -> None:
        """Say so where a project that was just opened awaits its inputs at another port than its own."""
        session = self.session
        source = None if session is None else session.source
        if session is None or self.studio is None or not isinstance(source, Child):
            return
        if not source.own or source.must_have_port or state.port == state.receive_port:
            return
        words = tr("Port {usual} is taken: the inputs of this project are awaited at {port}.")
        text = words.format(usual=state.receive_port, port=state.port)
        session.journal.add("connected", text)
        self.studio.report(text)

    # Coming and going

    def _make_again_soon(self) -> None:
        # Not at once: the button that was pressed for it is among what is made again.
        QTimer.singleShot(0, self._make_again)

    def _make_again(self) -> None:
        """Rebuild the window in the chosen language; the engine only sees a new connection."""
        if self.closed:  # a start screen would start an engine that nobody ends
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
        """Close what is shown; returns the thread that ends its engine."""
        self.sheets.close()
        self._entering.forget()
        bar = self.menuBar()
        if bar is not None:
            clear_menus(bar)
        if self.studio is not None:
            self.studio.keep_sizes()
        ending = None if self._listener is None else self._listener.end()
        if self.session is not None:
            ending = self.session.close_aside(leave)
            self.session.deleteLater()
        self.session = self.studio = self.start = self._listener = None
        return ending
