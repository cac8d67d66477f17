"""The window's connection to an engine: state, values and events as signals, operations without waiting."""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable
from functools import partial
from typing import Any

from PyQt6.QtCore import QObject, Qt, QTimer, pyqtSignal

from wekipy.client import Client, ConnectionLost, Live
from wekipy.gui.session.calls import Calls, Done, Finished, Refused
from wekipy.gui.session.journal import Journal
from wekipy.gui.session.owner import waits
from wekipy.gui.session.source import Source
from wekipy.gui.session.state import State, update
from wekipy.gui.translation import tr
from wekipy.project.problem import Problem

FRAMES = 60  # a second
_LIVE_RATE = 60.0
_SILENT = 8.0  # seconds without a word, after which the engine counts as gone
_AGAIN = 1.0  # seconds between attempts to connect
_TAKES_LONG = frozenset({"copy_takes", "embed", "evaluate"})
_DEFAULTS: dict[str, dict[str, Any]] = {"train": {"wait": False}}

Mail = Callable[[], None]


class Session(QObject):
    """An engine as the window sees it. Everything is used, and all signals come, in the window's thread.

    Args:
        source: where the engine is; `start` connects to it.
        journal: gets events and problems, for the log.

    Signals:
        changed(State): the state has changed; at most 60 a second.
        tick(): 60 a second, after `changed`: the time to draw live values.
        happened(str, str): kind and text of what happened in the engine, see docs/protocol.md.
        problem(str): something asked for could not be done, in a sentence for people.
        lost(), restored(): the engine has gone; it is back (also: it is there for the first time).
        wanted(str): somebody asks the window for one of its views, by name.

    Attributes:
        state: as it was last told; `State()` before the engine has answered.
        connected: whether there is an engine at present.
    """

    changed = pyqtSignal(object)
    tick = pyqtSignal()
    happened = pyqtSignal(str, str)
    problem = pyqtSignal(str)
    lost = pyqtSignal()
    restored = pyqtSignal()
    wanted = pyqtSignal(str)

    def __init__(self, source: Source, journal: Journal, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.source, self.journal = source, journal
        self.state = State()
        self._client: Client | None = None
        self._told: dict[str, Any] = {}
        self._nothing = Live()
        # Threads only ever put mail here; it is opened in the window's thread, with the next frame.
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
        """Whether there is an engine at present."""
        return self._client is not None

    def start(self, after: threading.Thread | None = None) -> None:
        """Connect, when `after` has ended; returns at once, `restored` tells when it is done."""
        self._after = after
        self._timer.start()
        self._connect()

    def close(self, leave: bool = False) -> None:
        """Do what was asked for, and let go of the engine; ends it if it is the window's own.

        With `leave` it stays as it is, for another session with the same source.
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
            self._connecting.join()  # an engine that is just starting is to end, too
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
        """Ask for an operation: a method of `wekipy.client.Client`. Returns at once; calls keep their order.

        `then` gets its result, if it could be done; if not, `refused` gets the sentence that says why, or,
        where there is none, `problem` tells it. `train` does not wait for its end, and what takes long
        (`evaluate`) keeps nothing else waiting.
        """
        options = {**_DEFAULTS.get(operation, {}), **options}
        if operation in _TAKES_LONG:
            self._calls.aside(lambda: self._ask_aside(operation, arguments, options), then, refused)
        else:
            self._calls.add(lambda: getattr(self._engine(), operation)(*arguments, **options), then, refused)

    def say(self, text: str) -> None:
        """Tell the person that something could not be done."""
        self.journal.add("problem", text)
        self.problem.emit(text)

    def _engine(self) -> Client:
        client = self._client
        if client is None:
            raise ConnectionLost("there is no engine at the moment; it is being started")
        return client

    def _ask_aside(self, operation: str, arguments: tuple[Any, ...], options: dict[str, Any]) -> Any:
        with self._engine().again() as client:
            return getattr(client, operation)(*arguments, **options)

    def _finish(self, finished: Finished) -> None:
        if finished.problem is not None and finished.refused is not None:
            finished.refused(str(finished.problem))
        elif finished.problem is not None:
            self.say(str(finished.problem))
        elif finished.then is not None and waits(finished.then):
            finished.then(finished.result)

    # Frames

    def _frame(self) -> None:
        client = self._client
        if client is not None:
            self._look(client)
        while not self._mail.empty():
            self._mail.get()()
        self.tick.emit()

    def _look(self, client: Client) -> None:
        told = client.latest
        if told is not self._told:
            state, self._told = update(self.state, self._told, told), told
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
        self.journal.add(
            "problem",
            tr("The engine has gone. It is being started again.")
            if self.source.own
            else tr("The engine at {place} has gone; it is looked for.").format(place=self.source.words),
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
        """Connect, again and again; what is wrong is told once."""
        if self._after is not None:
            self._after.join()
        said = ""
        while not self._closing.is_set():
            try:
                client = self.source.connect(running, folder)
                client.on_event = self._post_event
                client.subscribe(_LIVE_RATE)
            except Problem as e:
                if str(e) != said:
                    said = str(e)
                    self._mail.put(partial(self.say, said))
                self._closing.wait(_AGAIN)
                continue
            if self._closing.is_set():
                client.close()
            else:
                self._mail.put(partial(self._take, client))
            return

    def _post_event(self, kind: str, text: str) -> None:
        self._mail.put(lambda: self._hear(kind, text))

    def _take(self, client: Client) -> None:
        self._client, self._told = client, {}
        if not self.source.own:
            words = tr("Connected to the engine at {place}, which goes on when the window closes.")
            self.journal.add("connected", words.format(place=self.source.words))
        self._look(client)
        self.restored.emit()
