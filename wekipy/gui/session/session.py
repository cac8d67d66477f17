"""The window's connection to an engine: state, values and events as signals, operations without waiting."""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable
from functools import partial
from typing import Any

import msgspec
from PyQt6.QtCore import QObject, Qt, QTimer, pyqtSignal

from wekipy.client import Client, ConnectionLost, Live
from wekipy.gui.session.calls import Calls, Done, Finished
from wekipy.gui.session.journal import Journal
from wekipy.gui.session.source import Source
from wekipy.gui.session.state import State, update
from wekipy.gui.translation import tr
from wekipy.project.problem import Problem

FRAMES = 60  # a second
_LIVE_RATE = 60.0
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
        self._connecting: threading.Thread | None = None
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.setInterval(round(1000 / FRAMES))
        self._timer.timeout.connect(self._frame)

    @property
    def live(self) -> Live:
        """The latest inputs, outputs and targets, as arrays; empty before any have arrived."""
        return self._nothing if self._client is None else self._client.live

    @property
    def connected(self) -> bool:
        """Whether there is an engine at present."""
        return self._client is not None

    def start(self) -> None:
        """Connect; returns at once, `restored` tells when it is done."""
        self._timer.start()
        self._connect()

    def close(self) -> None:
        """Do what was asked for, and let go of the engine; ends it if it is the window's own."""
        self._closing.set()
        self._timer.stop()
        if self._connecting is not None and self.source.own:
            self._connecting.join()  # an engine that is just starting is to end, too
        self._calls.close()
        if self._client is not None:
            self._client.close()
        self.source.close()

    # Asking

    def do(self, operation: str, *arguments: Any, then: Done | None = None, **options: Any) -> None:
        """Ask for an operation: a method of `wekipy.client.Client`. Returns at once; calls keep their order.

        `then` gets its result, if it could be done; if not, `problem` tells why. `train` does not wait for
        its end, and what takes long (`evaluate`) keeps nothing else waiting.
        """
        options = {**_DEFAULTS.get(operation, {}), **options}
        if operation in _TAKES_LONG:
            self._calls.aside(lambda: self._ask_aside(operation, arguments, options), then)
        else:
            self._calls.add(lambda: getattr(self._engine(), operation)(*arguments, **options), then)

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
        if finished.problem is not None:
            self.say(str(finished.problem))
        elif finished.then is not None:
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
        if client.closed:
            self._lose()

    def _become(self, state: State) -> None:
        if state != self.state:
            self.state = state
            self.changed.emit(state)

    def _hear(self, kind: str, text: str) -> None:
        if text:
            self.journal.add(kind, text)
        if kind == "opened":
            self._find_folder()
        self.happened.emit(kind, text)

    def _find_folder(self) -> None:
        self.do("save", then=lambda folder: self._become(msgspec.structs.replace(self.state, folder=folder)))

    # Coming and going

    def _lose(self) -> None:
        self._client = None
        self.journal.add("problem", tr("The engine has gone. It is being started again."))
        self.lost.emit()
        self._connect()

    def _connect(self) -> None:
        running = self.state.running
        self._connecting = threading.Thread(
            target=self._keep_trying, args=(running,), name="connecting", daemon=True
        )
        self._connecting.start()

    def _keep_trying(self, running: bool) -> None:
        """Connect, again and again; what is wrong is told once."""
        said = ""
        while not self._closing.is_set():
            try:
                client = self.source.connect(running)
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
        self._find_folder()
        self._look(client)
        self.restored.emit()
