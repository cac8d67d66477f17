"""The window's connection to an engine: state, values and events as signals, operations without waiting."""

from __future__ import annotations

import queue
import sys
import threading
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from PyQt6.QtCore import QObject, Qt, QTimer, pyqtSignal

from wekipy.client import Client, ConnectionLost, Live
from wekipy.client.state import State, update
from wekipy.gui.session.calls import Calls, Done, Finished, Refused
from wekipy.gui.session.event_log import Journal
from wekipy.gui.session.owner import waits
from wekipy.gui.session.source import Source
from wekipy.gui.translation import said, tr
from wekipy.project.problem import Problem

FRAMES = 60  # a second
_LIVE_RATE = 60.0
_SILENT = 8.0  # seconds without a word, after which the engine counts as gone
_AGAIN = 1.0  # seconds between attempts to connect
_TAKES_LONG = frozenset(
    {
        "copy_takes",
        "embed",
        "end_calibration",
        "explain",
        "nearest_examples",
        "evaluate",
        "example_rows",
        "export_examples",
        "import_examples",
        "learn_stages",
        "suggest",
        "write_sketch",
    }
)
_BEGINS = frozenset({"start_recording", "start_gesture_recording", "start_idle_recording"})
_DEFAULTS: dict[str, dict[str, Any]] = {"train": {"wait": False}, "start_running": {"anyway": True}}

Mail = Callable[[], None]


class Session(QObject):
    """An engine as the window sees it; use it in the window's thread, where all its signals are emitted.

    Args:
        source: the engine's place; `start` connects to it.
        journal: receives events and problems, for the log.

    Signals:
        changed(State): the state has changed; at most 60 a second.
        tick(): 60 a second, after `changed`: the time to draw live values.
        happened(str, str): kind and text of what happened in the engine, see docs/protocol.md.
        problem(str): why a request failed, a sentence for the user.
        done(str): what was done, a sentence for the user.
        made(str, str): a file was made: a sentence for the user, and its path on the engine's machine.
        lost(), restored(): the engine has gone; it is back (also: it is there for the first time).
        wanted(str): the name of a view that the window should show.
        set_list_changed(): the user has reordered the set list.
        recording_asked(): a take will begin: its targets must be sent before.

    Attributes:
        state: as last received; `State()` before the engine has answered.
        connected: whether an engine is connected.
    """

    changed = pyqtSignal(object)
    tick = pyqtSignal()
    happened = pyqtSignal(str, str)
    problem = pyqtSignal(str)
    done = pyqtSignal(str)
    made = pyqtSignal(str, str)
    lost = pyqtSignal()
    restored = pyqtSignal()
    wanted = pyqtSignal(str)
    set_list_changed = pyqtSignal()
    recording_asked = pyqtSignal()

    def __init__(self, source: Source, journal: Journal, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.source, self.journal = source, journal
        self.state = State()
        self._client: Client | None = None
        self._latest: dict[str, Any] = {}
        self._trouble = ""  # why there is no connection yet
        self._nothing = Live()
        # Other threads only append here; the window's thread handles the items with the next frame.
        self._mail: queue.SimpleQueue[Mail] = queue.SimpleQueue()
        self._calls = Calls(lambda finished: self._mail.put(lambda: self._finish(finished)))
        self._closing = threading.Event()
        self._after: threading.Thread | None = None
        self._connecting: threading.Thread | None = None
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.setInterval(
            1000 // FRAMES
        )  # timers know whole milliseconds: rather one more than one less
        self._timer.timeout.connect(self._frame)

    @property
    def live(self) -> Live:
        """The latest inputs, outputs and targets, as arrays; empty before any have arrived."""
        return self._nothing if self._client is None else self._client.live

    @property
    def connected(self) -> bool:
        """Whether an engine is connected."""
        return self._client is not None

    @property
    def absence(self) -> str:
        """Why no engine is connected, a sentence; "" if one is."""
        if self.connected:
            return ""
        if self.state.folder and not self.source.own:
            return tr("That engine has ended.")
        if self._trouble:
            return tr("The engine does not start: {why}").format(why=said(self._trouble))
        if self.state.folder:
            return tr("The engine has gone. It is being started again.")
        return tr("Starting the engine …") if self.source.own else tr("Connecting …")

    @property
    def startable(self) -> bool:
        """Whether the engine that has ended was on this machine, so that its project can be opened here."""
        ended = not self.connected and bool(self.state.folder) and not self.source.own
        return ended and self.source.host in ("127.0.0.1", "localhost", "::1")

    @property
    def failing(self) -> bool:
        """Whether connecting has failed."""
        return not self.connected and bool(self._trouble)

    def start(self, after: threading.Thread | None = None) -> None:
        """Connect when `after` has ended; returns at once, and emits `restored` when connected."""
        self._after = after
        self._timer.start()
        self._connect()

    def close(self, leave: bool = False) -> None:
        """Finish pending calls and disconnect; ends the engine if the window owns it.

        With `leave` the engine keeps running, for another session with the same source.
        """
        self.close_aside(leave).join()

    def close_aside(self, leave: bool = False) -> threading.Thread:
        """As `close`, in the thread that it gives: saving and ending an engine takes a moment."""
        self._closing.set()
        self._timer.stop()
        ending = threading.Thread(target=self._end, args=(leave,), name="ending")
        ending.start()
        return ending

    def _end(self, leave: bool) -> None:
        if self._connecting is not None and self.source.own:
            self._connecting.join()  # also end an engine that is just starting
        self._calls.close()
        if self._client is not None:
            self._client.close()
        if not leave:
            self.source.close()

    # Asking

    def do(
        self,
        operation: str,
        *arguments: Any,
        then: Done | None = None,
        refused: Refused | None = None,
        **options: Any,
    ) -> None:
        """Call an operation, a method of `wekipy.client.Client`. Returns at once; calls keep their order.

        `then` receives its result; on failure `refused` receives the reason, or, without `refused`, `problem`
        is emitted. `train` does not wait for its end, and slow calls (`evaluate`) delay no others.
        """
        options = {**_DEFAULTS.get(operation, {}), **options}
        if operation in _BEGINS:
            self.recording_asked.emit()
        if operation in _TAKES_LONG:
            self._calls.aside(lambda: self._ask_aside(operation, arguments, options), then, refused)
        else:
            self._calls.add(lambda: getattr(self._engine(), operation)(*arguments, **options), then, refused)

    def amend(
        self,
        operation: str,
        make: Callable[[State], Sequence[Any]],
        refused: Refused | None = None,
        **options: Any,
    ) -> None:
        """Call an operation that sets several things at once, though one of them is to change.

        Its arguments are what `make` makes of the engine's state once all calls before are done; no call if
        it makes none. The state of the window may be older: what was asked for a moment ago would be taken
        back. `make` runs in another thread.
        """

        def call() -> Any:
            engine = self._engine()
            arguments = make(engine.state())
            return getattr(engine, operation)(*arguments, **options) if arguments else None

        self._calls.add(call, None, refused)

    def say(self, text: str) -> None:
        """Report to the user that something failed."""
        self.journal.add("problem", text)
        self.problem.emit(said(text))

    def confirm(self, kind: str, text: str) -> None:
        """Report to the user that something was done; `kind` is that of the log entry."""
        self.journal.add(kind, text)
        self.done.emit(text)

    def report_file(self, text: str, path: str) -> None:
        """Report to the user that a file was made, and offer to show it."""
        self.journal.add("file", text)
        self.made.emit(text, path)

    def _engine(self) -> Client:
        client = self._client
        if client is None:
            raise ConnectionLost(self.absence or tr("There is no engine at the moment."))
        return client

    def _ask_aside(self, operation: str, arguments: tuple[Any, ...], options: dict[str, Any]) -> Any:
        with self._engine().again() as client:
            return getattr(client, operation)(*arguments, **options)

    def _finish(self, finished: Finished) -> None:
        """Pass a call's result to its callback, and report anything unexpected in it."""
        if finished.fault is not None:
            self._report_fault(finished, finished.fault)
            return
        try:
            self._hand_over(finished)
        except Exception as e:  # noqa: BLE001  the window goes on, and nobody is left in the dark
            self._report_fault(finished, e)

    def _hand_over(self, finished: Finished) -> None:
        if finished.problem is None:
            if finished.then is not None and waits(finished.then):
                finished.then(finished.result)
        elif finished.refused is None:
            self.say(str(finished.problem))
        elif waits(finished.refused):
            finished.refused(said(str(finished.problem)))

    def _report_fault(self, finished: Finished, error: BaseException) -> None:
        sentence = tr("A mistake in this window: it could not do that. All else goes on; the log says more.")
        sys.excepthook(type(error), error, error.__traceback__)
        if finished.fault is not None and finished.refused is not None and waits(finished.refused):
            finished.refused(sentence)  # it is waiting still
        else:
            self.say(sentence)

    # Frames

    def _frame(self) -> None:
        client = self._client
        if client is not None:
            self._look(client)
        while not self._mail.empty():
            self._mail.get()()
        self.tick.emit()

    def _look(self, client: Client) -> None:
        latest = client.latest
        if latest is not self._latest:
            state, self._latest = update(self.state, self._latest, latest), latest
            self._become(state)
        if not client.closed and client.silent > _SILENT:
            client.close()  # live values come 60 times a second: the other machine has vanished
        if client.closed:
            self._lose()

    def _become(self, state: State) -> None:
        if state != self.state:
            self.state = state
            self.changed.emit(state)

    def _hear(self, kind: str, text: str) -> None:
        if text:
            self.journal.add(kind, text)
        self.happened.emit(kind, text)

    # Coming and going

    def _lose(self) -> None:
        self._client = None
        self._trouble = ""
        self.journal.add(
            "problem",
            tr("The engine has gone. It is being started again.")
            if self.source.own
            else tr("The engine at {place} has ended. If it comes back, it is shown again.").format(
                place=self.source.words
            ),
        )
        self.lost.emit()
        self._connect()

    def _connect(self) -> None:
        self._connecting = threading.Thread(
            target=self._keep_trying,
            args=(self.state.running, self.state.folder),
            name="connecting",
            daemon=True,
        )
        self._connecting.start()

    def _keep_trying(self, running: bool, folder: str) -> None:
        """Try to connect repeatedly; report each problem once."""
        if self._after is not None:
            self._after.join()
        before = ""
        while not self._closing.is_set():
            try:
                client = self.source.connect(running, folder)
                client.on_event = self._post_event
                client.subscribe(_LIVE_RATE)
            except Problem as e:
                if str(e) != before:
                    before = str(e)
                    self._mail.put(partial(self._fail, before))
                self._closing.wait(_AGAIN)
                continue
            if self._closing.is_set():
                client.close()
            else:
                self._mail.put(partial(self._take, client))
            return

    def _fail(self, sentence: str) -> None:
        """Note that connecting has failed; it is tried again."""
        self._trouble = sentence
        if not self.source.own and self.state.folder:
            return  # that it has ended has been said
        self.say(sentence)

    def _post_event(self, kind: str, text: str) -> None:
        self._mail.put(lambda: self._hear(kind, text))

    def _take(self, client: Client) -> None:
        self._client, self._latest, self._trouble = client, {}, ""
        if not self.source.own:
            words = tr("Connected to the engine at {place}, which goes on when the window closes.")
            self.journal.add("connected", words.format(place=self.source.words))
        self._look(client)
        self.restored.emit()
