"""The way onto the stage and back: the window follows the engine's performance mode."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PyQt6.QtCore import QObject, Qt
from PyQt6.QtWidgets import QStackedWidget, QWidget

from wekipy.gui.session.state import State
from wekipy.gui.stage.screen import StageScreen

if TYPE_CHECKING:
    from wekipy.gui.studio.window import Window


class Door(QObject):
    """Puts the stage over the studio and takes it away.

    Attributes:
        stage: None while the studio is shown.
    """

    def __init__(self, window: Window, stack: QStackedWidget) -> None:
        super().__init__(window)
        self._window, self._stack = window, stack
        self.stage: StageScreen | None = None
        self._on = False  # as the engine said last
        self._studio: QWidget | None = None
        self._before = Qt.WindowState.WindowNoState

    def follow(self, state: State) -> None:
        """Onto the stage, or back, if the engine has changed its mind."""
        if state.performance_mode != self._on:
            self._on = state.performance_mode
            if self._on:
                self._enter()
            else:
                self.leave()

    def forget(self) -> None:
        """Back, and wait for what the next engine says."""
        self.leave()
        self._on = False

    def leave(self) -> None:
        """Back to the studio."""
        stage, self.stage = self.stage, None
        if stage is None or self._studio is None:
            return
        self._window.sheets.close()
        self._stack.setCurrentWidget(self._studio)
        self._stack.removeWidget(stage)
        stage.deleteLater()
        self._show_menus(True)
        self._window.setWindowState(self._before)
        self._studio.setFocus()

    def _enter(self) -> None:
        session, studio = self._window.session, self._window.studio
        if session is None or studio is None or self.stage is not None:
            return
        self._window.sheets.close()
        self._studio, self._before = studio, self._window.windowState()
        self.stage = StageScreen(session, studio.keys, self._window)
        self.stage.left.connect(self._want_studio)
        self._stack.addWidget(self.stage)
        self._stack.setCurrentWidget(self.stage)
        self._show_menus(False)
        self._window.showFullScreen()
        self.stage.setFocus()

    def _want_studio(self) -> None:
        session = self._window.session
        if session is not None and session.connected:
            session.do("performance_mode", False)
        else:
            self.leave()  # whoever wants to leave is not kept waiting for an engine

    def _show_menus(self, on: bool) -> None:
        bar = self._window.menuBar()
        if bar is not None:
            bar.setVisible(on)
