"""The application: made, translated, and kept alive whatever goes wrong in the window."""

from __future__ import annotations

import signal
import sys
import threading
import traceback
from types import FrameType, TracebackType

from PyQt6 import sip
from PyQt6.QtCore import QCoreApplication, QTimer
from PyQt6.QtWidgets import QApplication, QWidget

from wekipy.gui.session.journal import Journal
from wekipy.gui.session.source import Source
from wekipy.gui.session.starter import step_back
from wekipy.gui.studio.window import Window
from wekipy.gui.theme.theme import theme
from wekipy.gui.translation.language import language

_LOOK = 200  # milliseconds


def make_application(arguments: list[str]) -> QApplication:
    """The application, with its theme and the person's language."""
    QCoreApplication.setOrganizationName("wekipy")
    QCoreApplication.setApplicationName("wekipy")
    step_back()
    app = QApplication(arguments)
    app.setApplicationDisplayName("wekipy")
    theme()
    language()
    return app


def run(source: Source | None, port: int | None = None) -> int:
    """Open the window, on this engine or on the start screen, until it is closed; the exit code.

    Args:
        port: where the start screen listens; None for where the person chose to.
    """
    app = make_application(sys.argv[:1])
    journal = Journal(app)
    keep_alive(journal)
    window = Window(journal, port=port)
    window.show()
    if source is not None:
        # After the first frame: a person sees a window at once.
        QTimer.singleShot(0, lambda: window.open(source))
    close_when_told(window)
    code = app.exec()
    window.close()  # whatever has ended the loop: what was asked for is done, an engine of its own is saved
    sip.delete(window)  # before the application: Qt bears no widget that outlives it
    return code


def close_when_told(window: QWidget) -> None:
    """Close on the signals that ask for an end (Ctrl+C, logging out), as on a click."""

    def close(_signal: int, _frame: FrameType | None) -> None:
        QTimer.singleShot(0, window.close)  # not in the midst of whatever runs now

    for told in (signal.SIGINT, signal.SIGTERM):
        signal.signal(told, close)
    # Python looks at signals while it runs: it has to, now and then, also where Qt has nothing to do.
    awake = QTimer(window)
    awake.timeout.connect(lambda: None)
    awake.start(_LOOK)


def keep_alive(journal: Journal) -> None:
    """A fault in the window is shown in its log, and on the terminal; without this, PyQt ends the process."""

    def fault(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        where = "".join(f" ({at.filename}:{at.lineno})" for at in traceback.extract_tb(trace)[-1:])
        text = f"{kind.__name__}: {error}{where}"
        if journal.entries and journal.entries[-1].text == text:
            return  # what fails while drawing fails 60 times a second
        traceback.print_exception(kind, error, trace)
        journal.add("fault", text)

    def fault_in_thread(told: threading.ExceptHookArgs) -> None:
        if told.exc_value is not None:
            fault(told.exc_type, told.exc_value, told.exc_traceback)

    sys.excepthook = fault
    threading.excepthook = fault_in_thread
