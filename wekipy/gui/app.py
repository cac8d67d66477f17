"""The Qt application: creates it, translates it, and keeps it alive after faults in the window."""

from __future__ import annotations

import signal
import sys
import threading
import traceback
from types import FrameType, TracebackType

from PyQt6 import sip
from PyQt6.QtCore import QCoreApplication, QTimer
from PyQt6.QtWidgets import QApplication

from wekipy.gui.session.event_log import Journal
from wekipy.gui.session.source import Source
from wekipy.gui.session.starter import step_back
from wekipy.gui.theme.theme import theme
from wekipy.gui.translation.language import language
from wekipy.gui.windows import Windows

_LOOK = 200  # milliseconds


def make_application(arguments: list[str]) -> QApplication:
    """Create the application with its theme and the user's language."""
    QCoreApplication.setOrganizationName("wekipy")
    QCoreApplication.setApplicationName("wekipy")
    step_back()
    app = QApplication(arguments)
    app.setApplicationDisplayName("wekipy")
    theme()
    language()
    return app


def run(source: Source | None, port: int | None = None) -> int:
    """Open the window on an engine or on the start screen; returns the exit code when it is closed.

    Args:
        port: of the start screen; None uses the one that the user chose.
    """
    app = make_application(sys.argv[:1])
    journal = Journal(app)
    keep_alive(journal)
    windows = Windows(journal, port)
    window = windows.every[0]
    window.show()
    if source is not None:
        # After the first frame: a person sees a window at once.
        QTimer.singleShot(0, lambda: window.open(source))
    close_on_signal(windows)
    code = app.exec()
    windows.close_all()  # whatever has ended the loop: what was asked for is done, own engines are saved
    for made in windows.every:
        sip.delete(made)  # before the application: Qt crashes if a widget outlives it
    return code


def close_on_signal(windows: Windows) -> None:
    """Close on signals (Ctrl+C, logging out), as on a click."""

    def close_them() -> None:
        for window in windows.open_ones:
            window.close()

    def close(_signal: int, _frame: FrameType | None) -> None:
        QTimer.singleShot(0, close_them)  # not in the midst of whatever runs now

    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, close)
    # Python handles signals only while it runs, so it must run now and then, also while Qt is idle.
    awake = QTimer(windows)
    awake.timeout.connect(lambda: None)
    awake.start(_LOOK)


def keep_alive(journal: Journal) -> None:
    """Show faults in the window's log and on the terminal; without this, PyQt ends the process."""

    def fault(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        where = "".join(f" ({at.filename}:{at.lineno})" for at in traceback.extract_tb(trace)[-1:])
        text = f"{kind.__name__}: {error}{where}"
        if journal.entries and journal.entries[-1].text == text:
            return  # what fails while drawing fails 60 times a second
        traceback.print_exception(kind, error, trace)
        journal.add("fault", text)

    def fault_in_thread(raised: threading.ExceptHookArgs) -> None:
        if raised.exc_value is not None:
            fault(raised.exc_type, raised.exc_value, raised.exc_traceback)

    sys.excepthook = fault
    threading.excepthook = fault_in_thread
