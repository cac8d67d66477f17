"""The engine that listens while the start screen is shown, so that nothing is lost when a project begins."""

from __future__ import annotations

import threading
from functools import partial

from PyQt6.QtCore import QLockFile, QObject, QSettings, QTimer, pyqtSignal

from wekipy.child import is_free, next_free_port
from wekipy.gui.projects.deleting import libraries, remove_old
from wekipy.gui.session.calls import Calls, Finished
from wekipy.gui.session.event_log import Journal
from wekipy.gui.session.session import Session
from wekipy.gui.session.source import INPUT_PORT, Attached, Child
from wekipy.gui.start.neighbour import claim, end_left_behind, engine_at
from wekipy.gui.start.recent import recent
from wekipy.gui.start.screen import StartScreen
from wekipy.gui.start.temporary import ListeningChild, discard_soon, sweep
from wekipy.gui.translation import tr

_SOON = 50  # milliseconds after the screen is shown: opening a project at once needs no second engine


def wanted_port() -> int:
    """The port that the person chose for listening; the usual one if none was chosen."""
    kept = str(QSettings().value("listen/port", INPUT_PORT))
    return int(kept) if kept.isdigit() and 1 <= int(kept) <= 65_535 else INPUT_PORT


class Listener(QObject):
    """Starts an engine on a temporary project for a start screen, again when another port is wanted.

    Args:
        screen: becomes its parent.
        wanted: the port.
        after: what must have ended before (the engine that has the port still).

    Signals:
        found(Attached): the user wants to see the engine that has the port.

    Attributes:
        session: of the listening engine; None before it is started, and after `release`.
        wanted, port: the requested port, and the actual one.
    """

    found = pyqtSignal(object)
    _answered = pyqtSignal(object)

    def __init__(
        self, screen: StartScreen, journal: Journal, wanted: int, after: threading.Thread | None
    ) -> None:
        super().__init__(screen)
        self._screen, self._journal, self._after = screen, journal, after
        self._neighbour: Attached | None = None
        self._ended = False
        self._claim: QLockFile | None = None
        self._calls = Calls(self._on_finished)
        self._calls.add(sweep)
        self._calls.add(partial(remove_old, libraries()))
        self.session: Session | None = None
        self.wanted = self.port = wanted
        self._answered.connect(self._take_answer)
        screen.listening.port_chosen.connect(self._move)
        screen.listening.attach.connect(self._attach)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._start)
        self._timer.start(_SOON)

    def release(self) -> Session | None:
        """Return the session, which continues without the start screen."""
        session, self.session = self.session, None
        if session is not None and isinstance(session.source, ListeningChild):
            self._calls.aside(partial(discard_soon, session.source.temporary))  # another project is open now
        self._stop()
        return session

    def end(self) -> threading.Thread | None:
        """End the engine; returns the thread that does it, None if there is none."""
        self._stop()
        session, self.session = self.session, None
        if session is None:
            return self._after
        ending = session.close_aside()
        session.deleteLater()
        return ending

    def _stop(self) -> None:
        self._ended = True
        self._timer.stop()
        self._calls.close(0)
        self._give_up_claim()

    def _give_up_claim(self) -> None:
        """Before the engine ends, which takes the folder of its temporary project with it."""
        if self._claim is not None:
            self._claim.unlock()
            self._claim = None

    def _start(self) -> None:
        if self._after is not None and self._after.is_alive():
            self._timer.start(_SOON)  # its port is not free yet
            return
        if is_free(self.wanted):
            self._listen(self.wanted)
        else:
            then = partial(self._listen_there, self.wanted)
            self._calls.add(partial(end_left_behind, self.wanted), then)

    def _listen_there(self, port: int, free: bool) -> None:
        if self.session is None and port == self.wanted:  # no other port was chosen meanwhile
            self._listen(port if free else next_free_port(port))

    def _listen(self, port: int) -> None:
        wanted, self.port = self.wanted, port
        self.session = Session(ListeningChild(wanted, self.port), self._journal)
        self.session.restored.connect(self._show_listening)
        self.session.lost.connect(self._show_starting)
        self.session.problem.connect(self._show_problem)
        self._screen.listen(self.session)
        self.session.start()
        if self.port != wanted:
            self._screen.listening.say_port(self.port, tr("Port {port} is taken.").format(port=wanted))
            self._calls.add(partial(engine_at, wanted, recent()), self._show_neighbour)
        else:
            self._screen.listening.say_port(self.port, "")

    def _on_finished(self, finished: Finished) -> None:
        if not self._ended:  # nor deleted
            self._answered.emit(finished)

    def _take_answer(self, finished: Finished) -> None:
        if finished.then is not None and not self._ended:  # since then
            finished.then(finished.result)

    def _show_neighbour(self, found: Attached | None) -> None:
        self._neighbour = found
        who = (
            tr("Port {wanted} belongs to another wekipy engine. This one listens at {port}.")
            if found is not None
            else tr("Another program has port {wanted} (Wekinator, perhaps): close it, or send to {port}.")
        )
        note = who.format(wanted=self.wanted, port=self.port)
        self._screen.listening.say_port(self.port, note, attach=found is not None)

    # Methods of ours, which end with us: the session goes on after the start screen.

    def _show_starting(self) -> None:
        self._screen.listening.show_state(tr("starting …"), "")

    def _show_listening(self) -> None:
        self._screen.listening.show_state(tr("listening at {port}").format(port=self.port), "good")
        source = None if self.session is None else self.session.source
        if isinstance(source, Child) and source.process is not None:
            self._claim = claim(source.process.folder) or self._claim

    def _show_problem(self) -> None:
        if self.session is not None and not self.session.connected:
            self._screen.listening.show_state(tr("not listening"), "bad")

    def _attach(self) -> None:
        if self._neighbour is not None:
            self.found.emit(self._neighbour)

    def _move(self, port: int) -> None:
        """Listen at another port from now on."""
        self.wanted = port
        QSettings().setValue("listen/port", port)
        if self.session is not None:
            self._show_starting()
            self._give_up_claim()
            self._after = self.session.close_aside()
            self.session.deleteLater()
            self.session = None
        self._timer.start(_SOON)
