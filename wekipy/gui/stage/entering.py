"""The ways onto a stage and back: the engine's performance mode on a full screen, or a compact one on top."""

from __future__ import annotations

from collections.abc import Callable

from PyQt6.QtCore import QObject, Qt
from PyQt6.QtWidgets import QMainWindow, QStackedWidget, QWidget

from wekipy.gui.session.session import Session
from wekipy.gui.stage.compact import CompactStage
from wekipy.gui.stage.screen import StageScreen
from wekipy.gui.stores.recognitions import recognitions_of
from wekipy.gui.studio.studio import Studio


class Entering(QObject):
    """Puts the stage over the studio and takes it away.

    Args:
        window: filled by the stage, on a full screen.
        stack: shows the studio or the stage.
        clear: closes what lies over the studio.

    Attributes:
        stage: None while the studio is shown. compact: None unless it stands in for the window.
    """

    def __init__(self, window: QMainWindow, stack: QStackedWidget, clear: Callable[[], None]) -> None:
        super().__init__(window)
        self._window, self._stack, self._clear = window, stack, clear
        self._session: Session | None = None
        self.stage: StageScreen | None = None
        self.compact: CompactStage | None = None
        self._on = False  # as the engine said last
        self._studio: QWidget | None = None
        self._before = Qt.WindowState.WindowNoState

    def follow(self, session: Session, studio: Studio) -> None:
        """Onto the stage, or back, if the engine has changed its mind."""
        recognitions_of(session)  # from the beginning: a stage shows the minute before it, too
        if session.state.performance_mode != self._on:
            self._on = session.state.performance_mode
            if self._on:
                self._enter(session, studio)
            else:
                self.leave()

    def toggle_compact(self, session: Session, studio: Studio) -> None:
        """Let the compact stage stand in for the window, or the other way round; no engine is told."""
        if self.compact is not None:
            self.leave_compact()
        elif self.stage is None:
            self._clear()
            self._studio = studio
            self.compact = CompactStage(session, studio.keys)
            self.compact.left.connect(self.leave_compact)
            self.compact.show_on(self._window.screen())  # first: an application ends without windows
            self._window.hide()
            self.compact.activateWindow()  # last: it has the keys from now on
            studio.keys.show_on("compact-stage", True)

    def leave_compact(self) -> None:
        """Back from the compact stage to the window."""
        compact, self.compact = self.compact, None
        if compact is None:
            return
        self._window.show()
        compact.hide()
        compact.deleteLater()
        if isinstance(self._studio, Studio):
            self._studio.keys.show_on("compact-stage", False)
            self._studio.setFocus()
        self._window.activateWindow()

    def forget(self) -> None:
        """Back, and wait for what the next engine says."""
        self.leave_compact()
        self.leave()
        self._on = False

    def leave(self) -> None:
        """Back to the studio."""
        stage, self.stage = self.stage, None
        if stage is None or self._studio is None:
            return
        self._clear()
        self._stack.setCurrentWidget(self._studio)
        self._stack.removeWidget(stage)
        stage.deleteLater()
        self._show_menus(True)
        self._window.setWindowState(self._before)
        self._studio.setFocus()

    def _enter(self, session: Session, studio: Studio) -> None:
        if self.stage is not None:
            return
        self._session = session
        self.leave_compact()
        self._clear()
        self._studio, self._before = studio, self._window.windowState()
        self.stage = StageScreen(session, studio.keys, self._window)
        self.stage.left.connect(self._want_studio)
        self._stack.addWidget(self.stage)
        self._stack.setCurrentWidget(self.stage)
        self._show_menus(False)
        self._window.showFullScreen()
        self.stage.setFocus()

    def _want_studio(self) -> None:
        session = self._session
        if session is not None and session.connected:
            session.do("performance_mode", False)
        else:
            self.leave()  # whoever wants to leave is not kept waiting for an engine

    def _show_menus(self, on: bool) -> None:
        bar = self._window.menuBar()
        if bar is not None:
            bar.setVisible(on)
