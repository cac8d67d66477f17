"""Lets things be dropped onto a window, and shows while something is dragged over it what will be done."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PyQt6.QtCore import QEvent, QMimeData, QObject, Qt, QTimer, pyqtSignal
from PyQt6.QtGui import QDragEnterEvent, QDragMoveEvent, QDropEvent
from PyQt6.QtWidgets import QFrame, QMainWindow

from wekipy.gui.places.dropped import Dropped, look_at
from wekipy.gui.theme import scale
from wekipy.gui.theme.parts import column, label
from wekipy.gui.theme.theme import role
from wekipy.gui.translation import tr


class DropTarget(QObject):
    """Takes what is dropped onto a window.

    Args:
        takes: whether anything is taken now.
        is_open: whether a project is open, which examples are added to.

    Signals:
        dropped(Dropped): after the drop, when the other program is done with it.

    Attributes:
        shown: what is seen while something is dragged over the window; None else.
    """

    dropped = pyqtSignal(object)

    def __init__(self, window: QMainWindow, takes: Callable[[], bool], is_open: Callable[[], bool]) -> None:
        super().__init__(window)
        self._window, self._takes, self._is_open = window, takes, is_open
        self.shown: QFrame | None = None
        window.setAcceptDrops(True)
        window.installEventFilter(self)

    def eventFilter(self, watched: QObject | None, event: QEvent | None) -> bool:  # noqa: N802  Qt's name
        """Follow what is dragged."""
        if isinstance(event, QDragEnterEvent):
            self._enter(event)
            return True
        if isinstance(event, QDropEvent) and not isinstance(event, QDragMoveEvent):
            self._drop(event)
            return True
        if isinstance(event, QDragMoveEvent):
            event.setAccepted(self.shown is not None)
            return True
        if event is not None and event.type() == QEvent.Type.DragLeave:
            self._hide()
        return super().eventFilter(watched, event)

    def _enter(self, event: QDragEnterEvent) -> None:
        paths = paths_of(event.mimeData())
        if not paths or not self._takes():
            event.ignore()
            return
        self._show(look_at(paths))
        event.acceptProposedAction()

    def _drop(self, event: QDropEvent) -> None:
        self._hide()
        paths = paths_of(event.mimeData())
        if not paths or not self._takes():
            event.ignore()
            return
        event.acceptProposedAction()
        # Not at once: the program that it comes from waits until this has returned.
        found = look_at(paths)
        QTimer.singleShot(0, lambda: self.dropped.emit(found))

    def _show(self, found: Dropped) -> None:
        self._hide()
        frame = QFrame(self._window)
        role(frame, "drop-target", "" if found.useful else "warning")
        # What lies below gets the events, so that they come to the window.
        frame.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        rows = column(frame, scale.XXL)
        words = label(in_words(found, self._is_open()), "title", frame)
        words.setAlignment(Qt.AlignmentFlag.AlignCenter)
        words.setWordWrap(True)
        rows.addWidget(words)
        frame.setAccessibleName(words.text())
        inside = self._window.centralWidget()
        frame.setGeometry(self._window.rect() if inside is None else inside.geometry())
        frame.show()
        frame.raise_()
        self.shown = frame

    def _hide(self) -> None:
        if self.shown is not None:
            self.shown.hide()
            self.shown.deleteLater()
            self.shown = None


def paths_of(data: QMimeData | None) -> list[Path]:
    """The files and folders of this machine that are dragged."""
    if data is None or not data.hasUrls():
        return []
    return [Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile()]


def in_words(found: Dropped, is_open: bool) -> str:
    """What will be done with it, or why nothing can be, in a sentence."""
    if found.kind == "project":
        text = tr("Open “{name}”")
    elif found.kind == "several":
        text = tr("Drop one file or folder at a time.")
    elif found.kind == "unknown":
        text = tr(
            "“{name}” is neither a project nor a table: drop a wekipy project, a Wekinator project, or a"
            " table (.csv, .arff)."
        )
    else:
        text = tr("Import the examples of “{name}”") if is_open else tr("Begin a project with “{name}”")
    return text.format(name=found.name)
